"""Forwarding many complaints at once: a preview, then a batch of those that are confirmed."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.queries.bulk import Chosen, chosen
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many import (
    asked_for,
    at_most,
    batch_key,
    complaints_ticked,
    hand_over,
)
from forwarding.views.staff.offers import Offer, offer, offers_for_many
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import amounts, arrangement, clock
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
    """Show what forwarding the chosen complaints would do; nothing is changed."""
    cases = chosen(session(), current_actor(), asked_for())
    offers = offers_for_many(cases)
    calendar, today = arrangement.load(session()), clock.today()
    book = amounts.load(session())
    return render_template(
        "forwarding/staff/bulk_forwarding.html",
        rows=[_ready(case, offers.get(case.row.id, ())) for case in cases],
        face=lambda row: forwarding_face(row, calendar, today, book),
        colours=STATE_COLOURS,
        most=at_most(),
        batch=batch_key(),
        say=reader(),
    )


@blueprint.post("/forwardings/bulk")
@requires("complaints.forward")
def bulk_forwardings() -> Response:
    """Forward each complaint that is ticked, and follow what is done and what is refused."""
    targets, missing = complaints_ticked(institutions=True)
    return hand_over("forward", targets, {}, missing)


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
