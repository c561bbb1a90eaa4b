"""Who answers for complaints, on the institution's side: the list, its changes, its gaps."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.filings.commands import persons as acts
from portal.filings.commands.filing import open_filing
from portal.filings.forms.filing import BeginForm, JudgeForm
from portal.filings.forms.persons import ChangeForm
from portal.filings.queries import persons
from portal.filings.queries.filings import FilingView
from portal.filings.rules.persons import OFFICES
from portal.filings.views import parts
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.opened import ID, acting, filing_or_404, institution_or_404
from portal.filings.views.shown import words
from portal.institutions import queries as institutions
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

_OFFICE = f"any({', '.join(OFFICES)})"


@blueprint.get("/persons")
@requires("filings.file")
def people() -> Any:
    """List the reader's institution and branches with who is in charge today."""
    looked_for, today = request.args.get("find", "").strip()[:60], clock.today()
    page = institutions.reporting(
        session(), current_actor(), looked_for, paging.requested("desk-people")
    )
    ids = [card.id for card in page.items]
    return answer(
        "filings/desk/people.html",
        page=page,
        find=looked_for,
        rosters=persons.rosters(session(), ids, today),
        gaps=persons.gaps_today(session(), ids, today),
        say=words(),
    )


@blueprint.get("/persons/<code>")
@requires("filings.file")
def people_of(code: str) -> Any:
    """Show who is in charge at one institution, who was, and what is being reported."""
    return _people_of(code, BeginForm(formdata=None))


@blueprint.post("/persons/<code>/filings")
@requires("filings.file")
def people_filings(code: str) -> Any:
    """Begin a filing of a change."""
    about, form = institution_or_404(code), BeginForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            row = acts.begin_list(session(), about.id, by=current_actor(), at=clock.now())
            flash(_("请填写有变动的岗位，其余岗位不用填，核对后签署上报。"), "success")
            return redirect(url_for(".filing", filing_id=row.id), 303)
    return _people_of(code, form)


@blueprint.get(f"/<{ID}:filing_id>/persons/<{_OFFICE}:office>")
@requires("filings.file")
def person(filing_id: int, office: str) -> Any:
    """Show the form of a change of one office."""
    view = _draft_or_404(filing_id)
    known = next((c for c in persons.changes_of(view.row) if c.office == office), None)
    data = {**vars(known), "version": str(view.row.version)} if known else _usual(view, office)
    return _person(view, office, ChangeForm(formdata=None, data=data))


@blueprint.post(f"/<{ID}:filing_id>/persons/<{_OFFICE}:office>")
@requires("filings.file")
def person_change(filing_id: int, office: str) -> Any:
    """Put a change of one office into the filing."""
    view, form = _draft_or_404(filing_id), ChangeForm()
    latest = persons.standing(session(), view.institution.id).get(office)
    if form.validate_on_submit() and form.fits(office, latest):
        with acting(form, view.row) as act:
            acts.put_change(session(), view.row, form.change(office), **act)
            flash(_("已保存。核对后请签署上报。"), "success")
            return redirect(url_for(".filing", filing_id=filing_id), 303)
    return _person(view, office, form)


@blueprint.post(f"/<{ID}:filing_id>/persons/<{_OFFICE}:office>/removal")
@requires("filings.file")
def person_removal(filing_id: int, office: str) -> Any:
    """Take a change of one office out of the filing again."""
    view, form = _draft_or_404(filing_id), JudgeForm(prefix="removal")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.drop_change(session(), view.row, office, **act)
            flash(_("已撤销这一岗位的变动。"), "success")
            return redirect(url_for(".filing", filing_id=filing_id), 303)
    return _person(view, office, ChangeForm(formdata=None))


@parts.desk_part("persons", template="filings/desk/persons.html", order=10)
def _persons_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    told = persons.entered(view.row)
    now = persons.standing(session(), view.institution.id)
    held = {office: row for office, row in now.items() if row.ended_on is None}
    return {
        "offices": OFFICES,
        "changes": {change.office: change for change in told.changes},
        "now": held if not told.roster else {each["office"]: each for each in told.roster},
        "ready": bool(told.changes or held),
    }


def _draft_or_404(filing_id: int) -> FilingView:
    view = filing_or_404(filing_id)
    return view if view.row.kind == "persons" and view.row.state == "draft" else abort(404)


def _usual(view: FilingView, office: str) -> dict[str, Any]:
    """Return what a change most often is: a successor, with what stays when people go."""
    latest = persons.standing(session(), view.institution.id).get(office)
    data: dict[str, Any] = {"version": str(view.row.version), "kind": "appointed"}
    if latest is not None and latest.ended_on is None:
        data |= {"kind": "replaced", "department": latest.department, "post": latest.post}
    return data


def _person(view: FilingView, office: str, form: ChangeForm) -> Any:
    latest = persons.standing(session(), view.institution.id).get(office)
    return answer(
        "filings/desk/person.html",
        form=form,
        removal=JudgeForm(formdata=None, prefix="removal", data={"version": view.row.version}),
        view=view,
        office=office,
        latest=latest,
        entered=any(change.office == office for change in persons.changes_of(view.row)),
        say=words(),
    )


def _people_of(code: str, form: Form) -> Any:
    about, today = institution_or_404(code), clock.today()
    return answer(
        "filings/desk/people_of.html",
        form=form if request.method == "POST" else None,
        begin=form,
        about=about,
        offices=OFFICES,
        now=persons.roster(session(), about.id, today),
        gaps=persons.gaps_today(session(), [about.id], today).get(about.id, []),
        history=persons.history(session(), about.id),
        waiting=open_filing(session(), about.id, "persons", "", ""),
        say=words(),
    )
