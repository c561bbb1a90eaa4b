"""The filing calendar: what is due, by when and why, and where a filing begins."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.filings.commands import filing as acts
from portal.filings.commands import persons
from portal.filings.forms.filing import BeginForm
from portal.filings.forms.requirements import DutiesForm
from portal.filings.queries import duties, filings
from portal.filings.queries.duties import DutyView, Wanted
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.opened import ID, duty_or_404
from portal.filings.views.shown import words
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("")
@requires("filings.file")
def calendar() -> Any:
    """List what the reader's institution and branches have to file, what is due first."""
    form, today, actor = DutiesForm(), clock.today(), current_actor()
    wanted = form.narrowed()
    return answer(
        "filings/desk/calendar.html",
        filters=form,
        wanted=wanted,
        counts=duties.counts(session(), actor, today),
        page=duties.duties(
            session(), actor, Wanted(**wanted), paging.requested("desk-duties"), today
        ),
        today=today,
        say=words(),
    )


@blueprint.get(f"/duties/<{ID}:duty_id>")
@requires("filings.file")
def duty(duty_id: int) -> Any:
    """Show one duty: what is asked, by when and why, and what was filed."""
    return _page(duty_or_404(duty_id), BeginForm(formdata=None))


@blueprint.post(f"/duties/<{ID}:duty_id>/filings")
@requires("filings.file")
def duty_filings(duty_id: int) -> Any:
    """Begin a filing, or a new version of one."""
    view, form = duty_or_404(duty_id), BeginForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            row = _begin(view, form)
            flash(_("已开始填报。上传文件后签署上报。"), "success")
            return redirect(url_for(".filing", filing_id=row.id), 303)
    return _page(view, form)


def _begin(view: DutyView, form: BeginForm) -> Any:
    if view.requirement.kind == persons.KIND:
        act = {"by": current_actor(), "at": clock.now()}
        return persons.begin_list(session(), view.institution.id, obligation=view.row, **act)
    return acts.begin(
        session(),
        view.institution.id,
        view.requirement.kind,
        subject=view.requirement.subject or f"requirement:{view.requirement.id}",
        period=view.row.period,
        obligation=view.row,
        why_again=form.why_again.data or "",
        by=current_actor(),
        at=clock.now(),
    )


def _page(view: DutyView, form: BeginForm) -> Any:
    return answer(
        "filings/desk/duty.html",
        form=form if request.method == "POST" else None,
        begin=form,
        view=view,
        filings=filings.of_duty(session(), current_actor(), view.row.id),
        today=clock.today(),
        say=words(),
    )
