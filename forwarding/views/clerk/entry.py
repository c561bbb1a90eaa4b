"""To register one complaint: one page, by keyboard, and straight on to the next call."""

import secrets as random
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from forwarding.commands.receive import receive
from forwarding.commands.replies import hold
from forwarding.forms.clerk import ClerkForm
from forwarding.submission import Problem, Receipt, Rejected, StoredFile
from forwarding.views.clerk.desk import blueprint
from forwarding.words import problem_words
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer

_NOWHERE = "000000"


@blueprint.route("/complaints/new", methods=["GET", "POST"])
@requires("complaints.register")
def new() -> Any:
    """Register a complaint and offer an empty form for the next."""
    form = ClerkForm(data=_fresh() if request.method == "GET" else None)
    if form.validate_on_submit():
        receipt = _received(form)
        if receipt is not None:
            _say(receipt)
            return redirect(url_for(".new", channel=form.channel.data), 303)
    return answer("forwarding/clerk/new.html", form=form)


def _fresh() -> dict[str, Any]:
    """Return what an empty form starts from: now, here, and the channel of the last one."""
    unit = current_actor().unit_code or _NOWHERE
    return {
        "nonce": random.token_urlsafe(12),
        "received_at": clock.now(),
        "channel": request.args.get("channel", "phone"),
        "territory": None if unit == _NOWHERE else unit,
        "kind": "natural",
        "filer_kind": "self",
    }


def _received(form: ClerkForm) -> Receipt | None:
    by, at = current_actor(), clock.now()
    try:
        with transaction(session()):
            files = tuple(_stored(upload) for upload in form.files.data or [])
            submission = form.submission(by, files)
            if submission.submission_key:
                # A second click waits here, and is then a repeat.
                hold(session(), f"submission:{submission.submission_key}")
            return receive(session(), submission, by=by, at=at)
    except storage.Refused as refusal:
        form.files.errors = [*form.files.errors, _(refusal.sentence, **refusal.facts)]
    except Rejected as rejected:
        for problem in rejected.problems:
            _note(form, problem)
    return None


def _stored(upload: Any) -> StoredFile:
    kept = storage.installed().put(session(), upload.stream, upload.filename, at=clock.now())
    return StoredFile(kept.sha256, kept.label, kept.size, kept.content_type)


_FIELD_OF = {"against": "institution", "complainant_contact": "phone"}


def _note(form: ClerkForm, problem: Problem) -> None:
    """Show a problem at its field, or above the form when it has none."""
    name = _FIELD_OF.get(problem.field, problem.field.removeprefix("complainant_"))
    if name in form:
        form[name].errors = [*form[name].errors, problem_words(problem)]
    else:
        form.refuse(problem_words(problem))


def _say(receipt: Receipt) -> None:
    if receipt.repeat:
        flash(_("已登记过：%(number)s，没有重复登记。", number=receipt.number), "success")
        return
    words = _(
        "已登记 %(number)s，查询码 %(code)s（请告诉投诉人）。",
        number=receipt.number,
        code=receipt.code,
    )
    flash(words, "success")
