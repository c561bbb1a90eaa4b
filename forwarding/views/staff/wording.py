"""A unit's own wording of letters and notices: the list, one wording, its preview."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands import wording as acts
from forwarding.forms.wording import PURPOSES, WordingForm, fields_in_words
from forwarding.models import LetterTemplate
from forwarding.queries import wording as query
from forwarding.rules.wording import SAMPLE, check_wording, fill_wording
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import ID, acting
from forwarding.words import word
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import nav
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

nav.register("staff", "complaints_staff.wordings", _l("用语模板"), 40, "rules")
Answer = tuple[str, int]


@blueprint.get("/wordings")
@requires("wordings.keep")
def wordings() -> Answer:
    """List the unit's wordings."""
    return answer(
        "forwarding/staff/wordings.html",
        rows=query.wordings(session(), current_actor()),
        purpose=lambda code: word(PURPOSES, code),
    )


@blueprint.get("/wordings/new")
@requires("wordings.keep")
def new_wording() -> Answer:
    """Ask for a new wording."""
    return _page(WordingForm(formdata=None), None)


@blueprint.post("/wordings/new")
@requires("wordings.keep")
def add_wording() -> Response | Answer:
    """Keep a new wording, or only show what it would become."""
    form = WordingForm()
    if form.validate_on_submit() and not _previewed(form):
        with form.catching(), transaction(session()):
            by, at = current_actor(), clock.now()
            acts.add_wording(session(), **form.said(), by=by, at=at)
            return _done()
    return _page(form, None)


@blueprint.get(f"/wordings/<{ID}:wording_id>")
@requires("wordings.keep")
def wording(wording_id: int) -> Answer:
    """Show one wording to change it."""
    row = _or_404(wording_id)
    stored = {name: getattr(row, name) for name in ("name", "purpose", "body", "active", "version")}
    return _page(WordingForm(formdata=None, data=stored), row)


@blueprint.post(f"/wordings/<{ID}:wording_id>")
@requires("wordings.keep")
def change_wording(wording_id: int) -> Response | Answer:
    """Change a wording as its supervisor saw it; 409 when somebody else was first."""
    row, form = _or_404(wording_id), WordingForm()
    if form.validate_on_submit() and not _previewed(form):
        with acting(form, row) as act:
            acts.change_wording(session(), row, **form.said(), **act)
            return _done()
    return _page(form, row)


def _previewed(form: WordingForm) -> bool:
    """Check the fields for the preview that was asked for; what is wrong is the form's error."""
    if "preview" not in request.form:
        return False
    with form.catching():
        check_wording(str(form.purpose.data), str(form.body.data))
    return True


def _or_404(wording_id: int) -> LetterTemplate:
    return query.wording(session(), current_actor(), wording_id) or abort(404)


def _done() -> Response:
    flash(_("已保存模板。"), "success")
    return redirect(url_for(".wordings"), 303)


def _page(form: WordingForm, row: LetterTemplate | None) -> Answer:
    asked = "preview" in request.form and not form.problems()
    shown: Any = fill_wording(str(form.body.data), SAMPLE) if asked else None
    target = url_for(".change_wording", wording_id=row.id) if row else url_for(".add_wording")
    return answer(
        "forwarding/staff/wording.html",
        form=form,
        row=row,
        shown=shown,
        target=target,
        allowed=fields_in_words(),
    )
