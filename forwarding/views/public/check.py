"""The last page of the form, the submission itself, and the receipt."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forwarding.commands import drafts
from forwarding.commands.letter_facts import receipt_facts
from forwarding.commands.receive import receive
from forwarding.commands.tell import promise
from forwarding.forms.filing import DeclarationForm
from forwarding.forms.steps import (
    STEPS,
    Answers,
    field_of_problem,
    first_unanswered,
    goes_on,
    step_of_problem,
    submission_of,
)
from forwarding.models import Draft
from forwarding.queries.access import complaint_by_number
from forwarding.submission import Problem, Rejected, StoredFile
from forwarding.views.public import blueprint
from forwarding.views.public.filing import live_draft
from forwarding.views.public.summary import summary_of
from forwarding.words import problem_words
from portal.kernel import clock, letters
from portal.kernel.actor import PUBLIC, SYSTEM
from portal.kernel.clock import business_date
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.i18n import language
from portal.web.limits import limited

TITLES = {step.name: step.title for step in STEPS}


@blueprint.route("/complaints/drafts/<token>/check", methods=["GET", "POST"])
@public
@limited("submit", 60, 600)
def check(token: str) -> Any:
    """Show every answer; with the declaration ticked, hand the complaint in.

    A draft handed in stays locked until the end: a second click waits and finds the receipt.
    """
    draft = live_draft(token, lock=request.method == "POST")
    if draft.complaint_id is not None:
        return redirect(url_for(".receipt", token=token), 303)
    answers = drafts.answers_of(draft)
    missing = first_unanswered(answers)
    if missing is not None:
        return _asked_again(token, missing, answers)
    form = DeclarationForm()
    if form.validate_on_submit() and _submitted(token, draft, form):
        return redirect(url_for(".receipt", token=token), 303)
    return _check_page(token, draft, form)


def _asked_again(token: str, name: str, answers: Answers) -> Response:
    """Ask for what is missing; who had answered later questions comes back here at once."""
    back = "check" if goes_on(name, answers) else None
    return redirect(url_for(".step", token=token, name=name, back=back), 303)


def _check_page(token: str, draft: Draft, form: DeclarationForm) -> Any:
    answers = drafts.answers_of(draft)
    files = drafts.files_of(session(), draft)
    return answer(
        "forwarding/public/check.html",
        form=form,
        token=token,
        groups=summary_of(answers, files),
    )


def _submitted(token: str, draft: Draft, form: DeclarationForm) -> bool:
    """Hand in the draft; False with the reasons on the form when it is not as prescribed."""
    try:
        with transaction(session()):
            _hand_in(draft, clock.now())
    except Rejected as rejected:
        answers = drafts.answers_of(live_draft(token))
        for problem in rejected.problems:
            form.refuse(_in_words(problem, answers))
        return False
    return True


def _in_words(problem: Problem, answers: Answers) -> str:
    """Return a problem with the question and, where it has one, the field to be mended."""
    step, words = TITLES[step_of_problem(problem.field, answers)], problem_words(problem)
    field = field_of_problem(problem.field, answers)
    if field is None:
        return _("%(step)s：%(problem)s", step=step, problem=words)
    return _("%(step)s“%(field)s”：%(problem)s", step=step, field=field, problem=words)


def _hand_in(draft: Draft, at: Any) -> None:
    files = tuple(
        StoredFile(row.sha256, row.label, row.size, row.content_type, row.purpose)
        for row in drafts.files_of(session(), draft)
    )
    submission = submission_of(
        drafts.answers_of(draft), files, key=f"draft:{draft.id}", at=at, language=language()
    )
    receipt = receive(session(), submission, by=PUBLIC, at=at)
    kept = {"number": receipt.number, "code": receipt.code}
    drafts.submitted(draft, receipt.complaint_id, kept)


@blueprint.get("/complaints/drafts/<token>/receipt")
@public
def receipt(token: str) -> Any:
    """Show number and code, to be printed or written down, until the draft expires."""
    draft = live_draft(token)
    kept = drafts.receipt_of(draft) or abort(404)
    complaint = complaint_by_number(session(), SYSTEM, kept["number"]) or abort(404)
    return render_template(
        "forwarding/public/receipt.html",
        kept=kept,
        complaint=complaint,
        late=promise(complaint, business_date(complaint.registered_at))["late"],
        token=token,
        expires_at=draft.expires_at,
    )


@blueprint.get("/complaints/drafts/<token>/receipt.pdf")
@public
@limited("receipt-pdf", 30, 600, methods=("GET",))
def receipt_pdf(token: str) -> Response:
    """Give the receipt as PDF."""
    draft = live_draft(token)
    kept = drafts.receipt_of(draft) or abort(404)
    complaint = complaint_by_number(session(), SYSTEM, kept["number"]) or abort(404)
    at = complaint.received_at.astimezone(clock.ZONE)
    facts = receipt_facts(session(), complaint, kept["code"], at, language())
    return downloads.attachment(
        letters.render("receipt", facts), f"{kept['number']}.pdf", "application/pdf"
    )
