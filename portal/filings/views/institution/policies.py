"""The ten policies on the institution's side: what stands, a new version, withdrawal."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.filings.commands import documents
from portal.filings.commands import policies as acts
from portal.filings.forms.filing import BeginForm, DocumentForm
from portal.filings.forms.policies import DescriptionForm, WithdrawalForm, described, places_of
from portal.filings.queries import policies
from portal.filings.queries.filings import FilingView
from portal.filings.rules.policies import CODES, Policy, missing_points, policies_at
from portal.filings.views import parts
from portal.filings.views.compared import compared
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.institution.filing import page
from portal.filings.views.opened import ID, acting, filing_or_404, institution_or_404
from portal.filings.views.shown import words
from portal.institutions import queries as institutions
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_CODE = f"any({', '.join(CODES)})"


@blueprint.get("/policies")
@requires("filings.file")
def policies_page() -> Any:
    """List the reader's institution and branches with how many of the ten are in force."""
    looked_for = request.args.get("find", "").strip()[:60]
    found = institutions.reporting(
        session(), current_actor(), looked_for, paging.requested("desk-policies")
    )
    ids = [card.id for card in found.items]
    return answer(
        "filings/desk/policies.html",
        page=found,
        find=looked_for,
        standings=policies.many(session(), current_actor(), ids, clock.today()),
        say=words(),
    )


@blueprint.get("/policies/<code>")
@requires("filings.file")
def policies_of(code: str) -> Any:
    """Show the ten policies of one institution."""
    return _policies_of(code)


@blueprint.post(f"/policies/<code>/<{_CODE}:kind>/filings")
@requires("filings.file")
def policy_filings(code: str, kind: str) -> Any:
    """Begin the first or a new version of a policy."""
    about, form = institution_or_404(code), BeginForm(prefix=kind)
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            told = {"why_again": form.why_again.data or ""}
            act = {"by": current_actor(), "at": clock.now()}
            row = acts.begin_policy(session(), about.id, kind, **told, **act)
            flash(_("已开始填报。请上传制度全文，填写施行日和各项内容所在的条款。"), "success")
            return redirect(url_for(".filing", filing_id=row.id), 303)
    return _policies_of(code, **{kind: form})


@blueprint.post(f"/<{ID}:filing_id>/policy")
@requires("filings.file")
def policy(filing_id: int) -> Any:
    """Say what a version is and where its points stand."""
    view = _policy_or_404(filing_id)
    kind = policies_at(clock.today())[view.row.subject]
    form = described(kind)(prefix="policy")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            told = form.description(places_of(form, kind))
            acts.describe(session(), view.row, told, **act)
            flash(_("已保存。核对后请签署上报。"), "success")
            return redirect(url_for(".filing", filing_id=filing_id), 303)
    return page(filing_id, policy=form)


@blueprint.post(f"/<{ID}:filing_id>/policy-text")
@requires("filings.file")
def policy_document(filing_id: int) -> Any:
    """Put the text of the policy into the filing; the worker reads it."""
    view, form = _policy_or_404(filing_id), DocumentForm(prefix="document")
    if form.validate_on_submit():
        try:
            with acting(form, view.row) as act:
                given, store = form.file.data, storage.installed()
                name = given.filename or ""
                kept = store.put(session(), given.stream, name, at=act["at"])
                documents.put_document(session(), view.row, kept, **act)
                acts.ask_for_text(session(), view.row, at=act["at"])
                flash(_("文件已上传，正在读取文字。"), "success")
                return redirect(url_for(".filing", filing_id=filing_id), 303)
        except storage.Refused as refusal:
            form.file.errors = [_(refusal.sentence, **refusal.facts)]
    return page(filing_id, document=form)


@blueprint.post(f"/<{ID}:filing_id>/policy-withdrawal")
@requires("filings.file")
def policy_withdrawal(filing_id: int) -> Any:
    """Withdraw an accepted policy without a successor."""
    view, form = _policy_or_404(filing_id), WithdrawalForm(prefix="retire")
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            told = {"last_day": form.last_day.data, "reason": str(form.reason.data)}
            acts.withdraw(session(), view.row, **told, **act)
            flash(_("已登记废止，并通知监管机构。"), "success")
            return redirect(url_for(".filing", filing_id=filing_id), 303)
    return page(filing_id, retire=form)


@blueprint.get(f"/<{ID}:filing_id>/difference")
@requires("filings.file")
def difference(filing_id: int) -> Any:
    """Show what a version changed."""
    return compared(filing_id, "filings/desk/difference.html")


@parts.desk_part("policy", template="filings/desk/policy.html", order=10)
def _policy_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    kind = policies_at(clock.today())[view.row.subject]
    read = policies.texts(session(), [view.row.id]).get(view.row.id)
    complete = bool(view.row.title and view.row.effective_from and view.row.sha256)
    return {
        "policy": kind,
        "document": parts.form_of(DocumentForm, "document", view, bound),
        "form": bound.get("policy") or _described(view, kind),
        "retire": parts.form_of(WithdrawalForm, "retire", view, bound),
        "read": read,
        "versions": len(view.versions),
        "ready": complete and not missing_points(kind, view.row.content.get("places", {})),
    }


def _described(view: FilingView, kind: Policy) -> DescriptionForm:
    row, places = view.row, view.row.content.get("places", {})
    data = {f"point_{point.code}": places.get(point.code, "") for point in kind.points}
    data |= {"title": row.title, "document_no": row.content.get("document_no", "")}
    data |= {"effective_from": row.effective_from, "version": str(row.version)}
    return described(kind)(formdata=None, prefix="policy", data=data)


def _policy_or_404(filing_id: int) -> FilingView:
    view = filing_or_404(filing_id)
    return view if view.row.kind == "policy" else abort(404)


def _policies_of(code: str, **bound: BeginForm) -> Any:
    about = institution_or_404(code)
    forms = {kind: bound.get(kind) or BeginForm(formdata=None, prefix=kind) for kind in CODES}
    return answer(
        "filings/desk/policies_of.html",
        form=next(iter(bound.values()), None),
        about=about,
        forms=forms,
        standings=policies.policies_of(session(), current_actor(), about.id, clock.today()),
        say=words(),
    )
