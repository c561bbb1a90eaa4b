"""Who answers for complaints at the institutions of a territory, on any day; gaps; exports."""

from datetime import date
from typing import Any

from flask import make_response, request
from flask_babel import gettext as _
from werkzeug import Response

from portal.filings.commands.reveal import note_export, note_reveal
from portal.filings.forms.persons import ExportForm, PeopleForm, RevealForm
from portal.filings.queries import persons
from portal.filings.queries.filings import FilingView
from portal.filings.rules.persons import OFFICES
from portal.filings.views import parts
from portal.filings.views.opened import ID, filing_or_404, institution_or_404
from portal.filings.views.people_sheet import sheet
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.filings.views.staff.filing import page as filing_page
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.workbook import workbook
from portal.web import downloads, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Form, answer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/persons")
@requires("filings.view")
def people() -> Any:
    """List institutions of the territory with who is in charge on a day, and gaps."""
    return _people(ExportForm(formdata=None))


@blueprint.post("/persons/export")
@requires("filings.reveal")
def people_export() -> Any:
    """Hand out the list as an XLSX, masked or in the clear, for a reason that is logged."""
    form, on = ExportForm(), _day()
    if form.validate_on_submit():
        rows = list(persons.everybody(session(), current_actor(), on))
        clear = bool(form.clear.data)
        with form.catching(), transaction(session()):
            told = {"reason": str(form.reason.data), "clear": clear, "rows": len(rows)}
            note_export(session(), **told, by=current_actor(), at=clock.now())
            body = workbook([sheet(rows, on, words(), clear=clear)])
            return downloads.attachment(body, f"{_('责任人名单')}-{on}.xlsx", XLSX)
    return _people(form)


@blueprint.get("/persons/<code>")
@requires("filings.view")
def people_of(code: str) -> Any:
    """Show who is in charge at one institution on a day, and who was; names are masked."""
    return _people_of(code, RevealForm(formdata=None))


@blueprint.post("/persons/<code>/reveals")
@requires("filings.reveal")
def people_reveals(code: str) -> Any:
    """Show the same in the clear, once, for a reason that is logged (Art. 22)."""
    about, form = institution_or_404(code), RevealForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            told = {"reason": str(form.reason.data), "on": _day().isoformat()}
            note_reveal(session(), about, **told, by=current_actor(), at=clock.now())
            return _once(_people_of(code, None))
    return _people_of(code, form)


@blueprint.post(f"/<{ID}:filing_id>/reveals")
@requires("filings.reveal")
def filing_reveals(filing_id: int) -> Any:
    """Show the people of a filing in the clear, once, for a reason that is logged (Art. 22)."""
    view, form = filing_or_404(filing_id), RevealForm(prefix="reveal")
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            told = {"reason": str(form.reason.data), "filing_id": filing_id}
            note_reveal(session(), view.institution, **told, by=current_actor(), at=clock.now())
            return _once(filing_page(filing_id, clear=JustShown()))
    return filing_page(filing_id, reveal=form)


class JustShown(Form):
    """Nothing to fill in: what was asked for is shown."""


@parts.staff_part("persons", template="filings/staff/persons.html", order=10)
def _persons_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    told = persons.entered(view.row)
    given = bound.get("reveal")
    return {
        "offices": OFFICES,
        "changes": {change.office: change for change in told.changes},
        "before": {each["office"]: each for each in told.roster},
        "in_clear": "clear" in bound,
        "reveal": given if given is not None else RevealForm(formdata=None, prefix="reveal"),
    }


def _people(export: ExportForm) -> Any:
    form, on = PeopleForm(), _day()
    wanted = form.cleaned()
    position = paging.requested("people")
    found = (wanted.get("find", ""), bool(wanted.get("gaps")))
    page = persons.page_of(session(), current_actor(), *found, on, position)
    return answer(
        "filings/staff/people.html",
        form=export if request.method == "POST" else None,
        filters=form,
        export=export,
        page=page,
        on=on,
        say=words(),
    )


def _people_of(code: str, reveal: RevealForm | None) -> Any:
    about, on = institution_or_404(code), _day()
    return answer(
        "filings/staff/people_of.html",
        form=reveal if reveal is not None and request.method == "POST" else None,
        reveal=reveal,
        about=about,
        on=on,
        offices=OFFICES,
        now=persons.roster(session(), about.id, on),
        gaps=persons.gaps_of(session(), [about.id], clock.today()).get(about.id, []),
        history=persons.history(session(), about.id),
        say=words(),
    )


def _day() -> date:
    """Return the day that is asked for; today where none or no such day is."""
    return PeopleForm().cleaned().get("on") or clock.today()


def _once(shown: Any) -> Response:
    response = make_response(shown)
    response.headers["Cache-Control"] = "no-store"
    return response
