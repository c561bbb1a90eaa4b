"""Reviews of branches' decisions as the regulator's officers follow them (Art. 20)."""

from typing import Any

from flask import abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.models import Forwarding
from forwarding.queries.case import Case
from forwarding.queries.reviews import review_by_id, reviews_of
from forwarding.rules import review_clock
from forwarding.views.sections import STAFF
from forwarding.views.staff import history
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import ID, forwarding_or_404
from forwarding.words import word
from portal.kernel import amounts
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form


def _shown(case: Case, _bound: dict[str, Form]) -> Any:
    if not any(view.reports for view in case.forwardings):
        return None
    return reviews_of(session(), complaint_id=case.id) or None


def _applied(_case: Case, facts: history.Facts) -> str:
    return _("在期限内申请") if facts.get("in_time") else _("超过30日申请")


def _decided(_case: Case, facts: history.Facts) -> str:
    return word(vocabulary.REVIEW_OUTCOMES, facts.get("outcome"))


STAFF.add("forwarding/staff/reviews.html", _shown, order=20)
history.say_of(
    {
        "review.apply": _l("申请核查"),
        "review.refuse_late": _l("逾期申请，不予核查"),
        "review.decide": _l("已作出核查决定"),
        "review.lapse": _l("核查随撤回终止"),
        "forwarding.reopen": _l("核查后机构重新处理"),
        "complaint.reopen": _l("核查后投诉重新在办"),
    },
    {"review.apply": _applied, "review.decide": _decided},
)


@blueprint.get(f"/reviews/<{ID}:review_id>/clock")
@requires("complaints.view")
def review_clock_page(review_id: int) -> str:
    """Show the 30 days of a review day by day (Art. 20)."""
    review = review_by_id(session(), current_actor(), review_id)
    if review is None:
        abort(404)
    row: Forwarding = forwarding_or_404(review.forwarding_id)
    account = review_clock(review.applied_on, book=amounts.load(session()))
    return render_template(
        "forwarding/staff/review_clock.html", row=row, review=review, account=account
    )
