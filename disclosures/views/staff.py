"""Bulletins on the regulator's side: drafted, checked, approved by another, published."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

import disclosures.messages
import disclosures.policy  # noqa: F401  (both declare what these pages need)
from disclosures import words
from disclosures.commands import editions as acts
from disclosures.forms.editions import (
    ActForm,
    ApproveForm,
    ConfirmForm,
    DraftForm,
    ReasonForm,
    SubmitForm,
)
from disclosures.lifecycle import EDITION
from disclosures.models import Edition
from disclosures.queries import editions as query
from disclosures.rules.checking import unconfirmed
from disclosures.views.files import ENDINGS, file_of
from disclosures.views.shown import finding_words, place_words, rate_words
from portal.accounts.queries import account_names, unit_names
from portal.filings.forms.requirements import VersionedForm
from portal.kernel import audit, clock
from portal.kernel.db import transaction
from portal.web import errors, nav, paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form, answer

blueprint = Blueprint("bulletins", __name__, url_prefix="/staff/bulletins")
nav.register("staff", "bulletins.listing", _l("通报和披露"), 80, "oversight")
ONE = "/<int(max=9223372036854775807):edition_id>"
_FORMS: dict[str, type[VersionedForm]] = {
    "renewal": ActForm,
    "confirmations": ConfirmForm,
    "submission": SubmitForm,
    "disposal": ActForm,
    "approval": ApproveForm,
    "return": ReasonForm,
    "recall": ReasonForm,
    "correction": ReasonForm,
}
_OFFERED = {
    "renewal": ("renew", "bulletins.draft"),
    "confirmations": ("renew", "bulletins.draft"),
    "submission": ("submit", "bulletins.draft"),
    "disposal": ("discard", "bulletins.draft"),
    "approval": ("approve", "bulletins.approve"),
    "return": ("send_back", "bulletins.approve"),
    "recall": ("recall", "bulletins.approve"),
    "correction": ("supersede", "bulletins.draft"),
}


@blueprint.get("")
@requires("bulletins.view")
def listing() -> Any:
    """List the editions in sight, the newest first."""
    page = query.editions(session(), current_actor(), paging.requested("bulletins"))
    names = unit_names(session())
    return answer("disclosures/staff/list.html", page=page, words=words, units=names)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("bulletins.draft")
def new() -> Any:
    """Draft a bulletin of the reader's unit."""
    form = DraftForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            row = acts.draft(session(), form.terms(), by=current_actor(), at=clock.now())
            flash(_("草稿已编制。请核对校验结果和数据，再提交审核。"), "success")
            return redirect(url_for(".edition", edition_id=row.id), 303)
    return answer("disclosures/staff/new.html", form)


@blueprint.get(ONE)
@requires("bulletins.view")
def edition(edition_id: int) -> Any:
    """Show an edition with its figures, its checks, and what can be done with it now."""
    return _page(_found_or_404(edition_id))


@blueprint.get(f"{ONE}.<any(json, csv, xlsx, pdf, docx):ending>")
@requires("bulletins.view")
def file(edition_id: int, ending: str) -> Response:
    """Hand out an edition as it stands: the DOCX is where its closing demands are written."""
    row = _found_or_404(edition_id)
    return file_of(row, unit_names(session())[row.unit_code], ending, public=False)


@blueprint.post(f"{ONE}/<any(renewal, confirmations, submission, disposal, correction):noun>")
@requires("bulletins.draft")
def drafting_act(edition_id: int, noun: str) -> Any:
    """Compute anew, explain warnings, submit, discard, or begin a correction."""
    return _act(edition_id, noun)


@blueprint.post(f"{ONE}/<any(approval, return, recall):noun>")
@requires("bulletins.approve")
def approving_act(edition_id: int, noun: str) -> Any:
    """Approve for publication, send back, or recall before its time."""
    return _act(edition_id, noun)


def _act(edition_id: int, noun: str) -> Any:
    row = _found_or_404(edition_id)
    if row.unit_code != current_actor().unit_code:
        abort(403)
    form, (do, said) = _form(noun, row), _ACTS[noun]
    if form.validate_on_submit():
        with _acting(form, row) as act:
            to = do(row, form, act) or row
            flash(str(said), "success")
            return redirect(url_for(".edition", edition_id=to.id), 303)
    return _page(row, **{noun: form})


@contextmanager
def _acting(form: VersionedForm, row: Edition) -> Any:
    with form.catching(), transaction(session()):
        session().refresh(row, with_for_update=True)
        if row.version != form.seen:
            raise StaleDataError(f"Edition {row.id} has changed")
        yield {"by": current_actor(), "at": clock.now()}


def _found_or_404(edition_id: int) -> Edition:
    row = query.edition(session(), current_actor(), edition_id) or abort(404)
    errors.about("edition", row.id)
    return row


def _form(noun: str, row: Edition, **given: Any) -> Any:
    form: Any = _FORMS[noun](prefix=noun, **given)
    if noun == "confirmations":
        left = set(unconfirmed(row.findings, row.confirmed))
        found = [each for each in row.findings if each["code"] in left]
        form.codes.choices = [(each["code"], finding_words(each)) for each in found]
    return form


def _page(row: Edition, **bound: Form) -> Any:
    offered = _offered(row)
    begun = {"version": str(row.version)}
    forms = {
        noun: bound.get(noun) or _form(noun, row, formdata=None, data=begun) for noun in offered
    }
    return answer(
        "disclosures/staff/edition.html",
        form=next(iter(bound.values()), None),
        row=row,
        forms=forms,
        words=words,
        unit=unit_names(session()).get(row.unit_code, row.unit_code),
        names=account_names(session(), _people(row)),
        history=audit.history(session(), "edition", row.id)[::-1],
        corrected=query.superseded_by(session(), row.id),
        say={"finding": finding_words, "place": place_words, "rate": rate_words},
        endings=ENDINGS,
    )


def _offered(row: Edition) -> list[str]:
    """Return what the reader may do with an edition now."""
    actor, own = current_actor(), row.unit_code == current_actor().unit_code
    legal = EDITION.legal_acts(row.state)
    nouns = [n for n, (act, needed) in _OFFERED.items() if act in legal and may(actor, needed)]
    left = unconfirmed(row.findings, row.confirmed)
    aside = {"approval"} if actor.account_id == row.submitted_by else set()
    aside |= set() if left else {"confirmations"}
    return [noun for noun in nouns if own and noun not in aside]


def _people(row: Edition) -> list[int]:
    ids = (row.drafted_by, row.submitted_by, row.approved_by)
    return [each for each in ids if each is not None]


def _reason(form: Any) -> str:
    return str(form.reason.data or "")


_Do = Callable[[Edition, Any, dict[str, Any]], Edition | None]
_ACTS: dict[str, tuple[_Do, Any]] = {
    "renewal": (lambda row, form, act: acts.renew(session(), row, **act), _l("已重新计算。")),
    "confirmations": (
        lambda row, form, act: acts.confirm(
            session(), row, form.codes.data, reason=_reason(form), **act
        ),
        _l("已说明。"),
    ),
    "submission": (
        lambda row, form, act: acts.submit(session(), row, number=form.number.data or "", **act),
        _l("已提交，请由另一名人员审核。"),
    ),
    "disposal": (lambda row, form, act: acts.discard(session(), row, **act), _l("草稿已作废。")),
    "approval": (
        lambda row, form, act: acts.approve(
            session(), row, publish_at=form.publish_at.data or act["at"], **act
        ),
        _l("已批准，到时自动公布。"),
    ),
    "return": (
        lambda row, form, act: acts.send_back(session(), row, remarks=_reason(form), **act),
        _l("已退回修改。"),
    ),
    "recall": (
        lambda row, form, act: acts.recall(session(), row, reason=_reason(form), **act),
        _l("已撤回批准。"),
    ),
    "correction": (
        lambda row, form, act: acts.correct(session(), row, reason=_reason(form), **act),
        _l("已开始更正。公布前，原来的一期继续有效。"),
    ),
}
