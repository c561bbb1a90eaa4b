"""One filing on the institution's side: its document, its signature, and the way back."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.filings.commands import documents
from portal.filings.commands import filing as acts
from portal.filings.forms.filing import DocumentForm, JudgeForm, ReasonForm, SignatureForm
from portal.filings.queries.filings import FilingView
from portal.filings.views import parts
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.opened import ID, acting, document_of, filing_or_404
from portal.filings.views.shown import words
from portal.kernel import storage
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form, answer

DOCUMENTED = documents.KINDS
"""The kinds whose contents are one document as it is."""


@blueprint.get(f"/<{ID}:filing_id>")
@requires("filings.file")
def filing(filing_id: int) -> Any:
    """Show a filing, and what can be done with it now."""
    return page(filing_id)


@blueprint.post(f"/<{ID}:filing_id>/document")
@requires("filings.file")
def document(filing_id: int) -> Any:
    """Put a document into a filing."""
    view, form = filing_or_404(filing_id), DocumentForm(prefix="document")
    if form.validate_on_submit():
        try:
            with acting(form, view.row) as act:
                given, at = form.file.data, act["at"]
                store = storage.installed()
                kept = store.put(session(), given.stream, given.filename or "", at=at)
                documents.put_document(session(), view.row, kept, **act)
                return _done(filing_id, _("文件已上传。请核对后签署上报。"))
        except storage.Refused as refusal:
            form.file.errors = [_(refusal.sentence, **refusal.facts)]
    return page(filing_id, document=form)


@blueprint.post(f"/<{ID}:filing_id>/signature")
@requires("filings.file")
def signature(filing_id: int) -> Any:
    """Sign a filing and hand it in."""
    view, form = filing_or_404(filing_id), SignatureForm(prefix="signature")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.sign(session(), view.row, form.signature(), **act)
            return _done(filing_id, _("已签署上报，等待审核。"))
    return page(filing_id, signature=form)


@blueprint.post(f"/<{ID}:filing_id>/withdrawal")
@requires("filings.file")
def withdrawal(filing_id: int) -> Any:
    """Take a signed filing back before it is judged."""
    view, form = filing_or_404(filing_id), ReasonForm(prefix="withdrawal")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.take_back(session(), view.row, reason=str(form.reason.data), **act)
            return _done(filing_id, _("已撤回上报。该事项重新成为待报送。"))
    return page(filing_id, withdrawal=form)


@blueprint.post(f"/<{ID}:filing_id>/disposal")
@requires("filings.file")
def disposal(filing_id: int) -> Any:
    """Discard what was not signed yet."""
    view, form = filing_or_404(filing_id), JudgeForm(prefix="disposal")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            acts.discard(session(), view.row, **act)
            return _done(filing_id, _("已作废。"))
    return page(filing_id, disposal=form)


@blueprint.get(f"/<{ID}:filing_id>/document")
@requires("filings.file")
def document_file(filing_id: int) -> Response:
    """Hand out the document of a filing, and log it."""
    return document_of(filing_id)


def page(filing_id: int, **bound: Form) -> Any:
    """Show a filing with its kind's parts; `bound` is a form sent back with faults, by prefix."""
    view = filing_or_404(filing_id)
    kinds = {"signature": SignatureForm, "withdrawal": ReasonForm, "disposal": JudgeForm}
    shown = parts.DESK.shown(view, bound)
    return answer(
        "filings/desk/filing.html",
        form=next(iter(bound.values()), None),
        view=view,
        forms={name: parts.form_of(kind, name, view, bound) for name, kind in kinds.items()},
        parts=shown,
        ready=all(part.facts.get("ready", True) for part in shown),
        say=words(),
    )


@parts.desk_part("persons", template="filings/desk/document.html", order=15)
def _sealed_page(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    form = parts.form_of(DocumentForm, "document", view, bound)
    return {"form": form, "heading": _("盖章页（可以不传）")}


@parts.desk_part(*DOCUMENTED, template="filings/desk/document.html")
def _document_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    form = parts.form_of(DocumentForm, "document", view, bound)
    return {"form": form, "ready": view.row.sha256 is not None or view.row.nil}


def _done(filing_id: int, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".filing", filing_id=filing_id), 303)
