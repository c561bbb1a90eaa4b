"""Forwarding many complaints at once: a preview, then each in a transaction of its own."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands.forward import forward
from forwarding.commands.name_by_choice import name_by_choice
from forwarding.models import Complaint
from forwarding.queries.bulk import Chosen, chosen, live_institutions
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many import AT_MOST, Outcome, act_on, ids_sent, ticked
from forwarding.views.staff.offers import Offer, offer, offers_for_many
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import amounts, arrangement, clock
from portal.kernel.actor import Actor
from portal.web.access import current_actor, requires
from portal.web.db import session

_PROBLEMS = {
    "received": _l("尚未初审和分类。可先批量分类，或打开本件一次办完。"),
    "triaged": _l("尚未分类。可先批量分类，或打开本件一次办完。"),
    "forwarded": _l("已经转送。如需增加机构，请打开本件办理。"),
    "diversion_proposed": _l("已提出转其他渠道，等待复核。"),
}


@dataclass(frozen=True)
class Ready:
    """One complaint of the preview: whom it would go to, or what is missing."""

    case: Chosen
    offers: tuple[Offer, ...]
    picked: frozenset[int]
    problem: str | None


@blueprint.get("/forwardings/bulk")
@requires("complaints.forward")
def bulk_forwarding() -> str:
    """Show what forwarding the ticked complaints would do; nothing is changed."""
    cases = chosen(session(), current_actor(), ticked(request.args.getlist("number")))
    offers = offers_for_many(cases)
    calendar, today = arrangement.load(session()), clock.today()
    book = amounts.load(session())
    return render_template(
        "forwarding/staff/bulk_forwarding.html",
        rows=[_ready(case, offers.get(case.row.id, ())) for case in cases],
        face=lambda row: forwarding_face(row, calendar, today, book),
        colours=STATE_COLOURS,
        most=AT_MOST,
        say=reader(),
    )


@blueprint.post("/forwardings/bulk")
@requires("complaints.forward")
def bulk_forwardings() -> str:
    """Forward each complaint that is ticked, and list what was done and what was refused."""
    outcomes = [_forward_one(number) for number in ticked(request.form.getlist("number"))]
    return render_template(
        "forwarding/staff/bulk_outcome.html", outcomes=outcomes, title=_("批量转送结果")
    )


def _ready(case: Chosen, suggested: tuple[Offer, ...]) -> Ready:
    decided = tuple(offer(card) for card in case.decided)
    picked = {each.id for each in (*decided, *suggested) if each in decided or each.sure}
    return Ready(case, decided or suggested, frozenset(picked), _problem(case, decided, suggested))


def _problem(case: Chosen, decided: tuple[Offer, ...], suggested: tuple[Offer, ...]) -> str | None:
    if case.row.state not in ("classified", "returned"):
        return str(_PROBLEMS.get(case.row.state, _l("当前状态不能转送。请打开本件查看。")))
    if not decided and not suggested:
        return _("没有确定被投诉机构，也没有找到相近的机构。请打开本件搜索选择。")
    return None


def _forward_one(number: str) -> Outcome:
    institution_ids = ids_sent(f"institution-{number}")

    def act(complaint: Complaint, by: Actor, at: datetime) -> None:
        name_by_choice(session(), complaint, institution_ids, by=by, at=at)
        forward(session(), complaint, institution_ids, by=by, at=at)

    def had(complaint: Complaint) -> bool:
        sent = live_institutions(session(), complaint.id)
        return bool(institution_ids) and sent >= set(institution_ids)

    return act_on(number, act, had, _("已转送，并将告知投诉人。"))
