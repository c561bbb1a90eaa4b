"""Reviews of a branch's decision on the desk: applied for, refused when late, decided (Art. 20)."""

from typing import Any

from flask import abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.commands import reviews as acts
from forwarding.forms.reviews import ConclusionForm, LateForm, ReviewForm
from forwarding.models import Forwarding, Review
from forwarding.queries.inbox import DeskCase
from forwarding.queries.reviews import review_by_id, reviews_of
from forwarding.rules import review_clock
from forwarding.views.institution import history
from forwarding.views.institution.acts import Answered, acting, done
from forwarding.views.institution.blueprint import ID, blueprint, forwarding_or_404
from forwarding.views.institution.case import render_case
from forwarding.views.sections import DESK, DESK_ACTS
from forwarding.views.staff.opened import acting as acting_on
from portal.institutions.queries import card
from portal.kernel import amounts
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form

history.say_of(
    {
        "review.apply": _l("已申请核查"),
        "review.refuse_late": _l("逾期申请，不予核查"),
        "review.decide": _l("已作出核查决定"),
        "review.lapse": _l("核查随撤回终止"),
        "forwarding.reopen": _l("核查后须重新处理"),
    }
)


_NOTHING: dict[str, Any] = {"superior": None, "apply": None, "review": None}


def _shown(case: DeskCase, _bound: dict[str, Form]) -> Any:
    return reviews_of(session(), forwarding_id=case.row.id) or None


def _offered(case: DeskCase, bound: dict[str, Form]) -> Any:
    """Return the forms of the superior, or who it is that reviews; None when none is due."""
    actor, found = current_actor(), reviews_of(session(), forwarding_id=case.row.id)
    under_way = next((view for view in found if view.row.state == "applied"), None)
    if under_way is None and not _reviewable(case, found):
        return None
    superior_id = acts.superior_of(session(), case.row)
    if superior_id not in actor.institution_ids or not may(actor, "forwardings.handle"):
        return {**_NOTHING, "superior": card(session(), superior_id)}
    if under_way is None:
        form = bound.get("review") or _fresh(ReviewForm, "review", case.row)
        return {**_NOTHING, "apply": form}
    row = under_way.row
    return {
        **_NOTHING,
        "review": under_way,
        "decide": bound.get("conclusion") or _fresh(ConclusionForm, "conclusion", row),
        "refuse": bound.get("late") or _fresh(LateForm, "late", row),
        "opened": next((name for name in ("conclusion", "late") if name in bound), ""),
    }


def _reviewable(case: DeskCase, found: Any) -> bool:
    report = case.report
    if report is None or case.row.state not in acts.REVIEWABLE:
        return False
    done_with = {view.row.report_id for view in found if view.row.state == "decided"}
    return report.row.decided_by_branch and report.row.id not in done_with


def _fresh(form: type[Form], prefix: str, row: Any) -> Form:
    return form(formdata=None, prefix=prefix, data={"version": row.version})


DESK.add("forwarding/desk/reviews.html", _shown, order=20)
DESK_ACTS.add("forwarding/desk/review_acts.html", _offered, order=20)


def review_or_404(review_id: int) -> tuple[Review, Forwarding]:
    """Return a review in sight with its forwarding; another's is 404."""
    found = review_by_id(session(), current_actor(), review_id)
    if found is None:
        abort(404)
    return found, forwarding_or_404(found.forwarding_id)


@blueprint.post(f"/forwardings/<{ID}:forwarding_id>/reviews")
@requires("forwardings.handle")
def reviews(forwarding_id: int) -> Answered:
    """Enter a written application for review."""
    row, form = forwarding_or_404(forwarding_id), ReviewForm(prefix="review")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.apply_for_review(session(), row, **form.said(), **act)
        if not form.errors:
            return done(row, _("已登记核查申请。自申请之日起30日内作出核查决定并告知投诉人。"))
    return render_case(row, review=form)


@blueprint.post(f"/reviews/<{ID}:review_id>/conclusion")
@requires("forwardings.handle")
def review_conclusion(review_id: int) -> Answered:
    """Enter the conclusion and when it was told."""
    (review, row), form = review_or_404(review_id), ConclusionForm(prefix="conclusion")
    if form.validate_on_submit():
        with acting_on(form, review) as act:
            acts.decide_review(session(), review, form.conclusion(), **act)
        if not form.errors:
            return done(row, _("已登记核查决定。"))
    return render_case(row, conclusion=form)


@blueprint.post(f"/reviews/<{ID}:review_id>/refusal")
@requires("forwardings.handle")
def review_refusal(review_id: int) -> Answered:
    """Refuse an application that came too late."""
    (review, row), form = review_or_404(review_id), LateForm(prefix="late")
    if form.validate_on_submit():
        with acting_on(form, review) as act:
            told = {name: form[name].data for name in ("told_on", "told_means")}
            acts.refuse_late(session(), review, **told, **act)
        if not form.errors:
            return done(row, _("已登记逾期不予核查。"))
    return render_case(row, late=form)


@blueprint.get(f"/reviews/<{ID}:review_id>/clock")
@requires("forwardings.view")
def review_clock_page(review_id: int) -> str:
    """Show the 30 days of a review day by day (Art. 20)."""
    review, row = review_or_404(review_id)
    return render_template(
        "forwarding/desk/review_clock.html",
        row=row,
        review=review,
        account=review_clock(review.applied_on, book=amounts.load(session())),
    )
