"""Forwarding many complaints at once: a preview, then a batch of those that are confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.queries.bulk import Chosen
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import Answer, Complaints, Line, Many, asked, confirmed
from forwarding.views.staff.offers import Offer, offer, offers_for_many
from portal.web.access import requires

_PROBLEMS = {
    "received": _l("尚未初审和分类。可先批量分类，或打开本件一次办完。"),
    "triaged": _l("尚未分类。可先批量分类，或打开本件一次办完。"),
    "forwarded": _l("已经转送。如需增加机构，请打开本件办理。"),
    "diversion_proposed": _l("已提出转其他渠道，等待复核。"),
}


@dataclass(frozen=True)
class Ready:
    """One complaint of the preview: whom it would go to."""

    case: Chosen
    offers: tuple[Offer, ...]
    picked: frozenset[int]


def _lines(cases: Sequence[Chosen]) -> list[Line]:
    offers = offers_for_many(cases)
    return [_line(case, offers.get(case.row.id, ())) for case in cases]


def _line(case: Chosen, suggested: tuple[Offer, ...]) -> Line:
    decided = tuple(offer(card) for card in case.decided)
    picked = frozenset(each.id for each in (*decided, *suggested) if each in decided or each.sure)
    ready = Ready(case, decided or suggested, picked)
    row, problem = case.row, _problem(case, decided, suggested)
    return Line(row.number, row.number, row.version, ready, problem, bool(picked))


def _problem(case: Chosen, decided: tuple[Offer, ...], suggested: tuple[Offer, ...]) -> str | None:
    if case.row.state not in ("classified", "returned"):
        return str(_PROBLEMS.get(case.row.state, _l("当前状态不能转送。请打开本件查看。")))
    if not decided and not suggested:
        return _("没有确定被投诉机构，也没有找到相近的机构。请打开本件搜索选择。")
    return None


FORWARD = Many(
    "forward",
    title=_l("批量转送"),
    confirm=_l("确认转送勾选的件"),
    done=_l("已转送，并将告知投诉人。"),
    page="forwarding/staff/bulk_forwarding.html",
    to="complaints_staff.bulk_forwardings",
    queue="to_forward",
    cases=Complaints(_lines, institutions=True),
)


@blueprint.get("/forwardings/bulk")
@requires("complaints.forward")
def bulk_forwarding() -> Answer:
    """Show what forwarding the chosen complaints would do; nothing is changed."""
    return asked(FORWARD)


@blueprint.post("/forwardings/bulk")
@requires("complaints.forward")
def bulk_forwardings() -> Response | Answer:
    """Forward each complaint that is ticked, and follow what is done and what is refused."""
    return confirmed(FORWARD)
