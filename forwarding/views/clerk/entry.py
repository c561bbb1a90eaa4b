"""To register one complaint: one page, by keyboard, and straight on to the next call."""

import secrets as random
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from forwarding.commands.receive import receive
from forwarding.commands.repeats import JustRegistered, OtherContent, refuse_just_registered
from forwarding.commands.replies import hold
from forwarding.forms.clerk import ClerkForm
from forwarding.queries.access import complaint_by_number
from forwarding.queries.likeness import candidates
from forwarding.queries.narrowing import is_number
from forwarding.rules import material_of_filer
from forwarding.submission import Problem, Receipt, Rejected, StoredFile
from forwarding.views.clerk.desk import blueprint
from forwarding.views.staff.shown import reader
from forwarding.words import problem_words
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer
from portal.web.punctuation import enumerated

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
            next_one = {"channel": form.channel.data, "registered": receipt.number}
            return redirect(url_for(".new", **next_one), 303)
    return answer("forwarding/clerk/new.html", form=form, last=_last(), say=reader())


def _last() -> dict[str, Any] | None:
    """Return the complaint registered just before with what it may repeat; None when nothing."""
    number = request.args.get("registered", "")
    if request.method != "GET" or not is_number(number):
        return None
    row = complaint_by_number(session(), current_actor(), number)
    found = row and candidates(session(), current_actor(), row.id, clock.today())
    return {"number": number, "found": found} if found else None


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
            files = _files(form)
            submission = form.submission(by, files)
            if submission.submission_key:
                # A second click waits here, and is then a repeat.
                hold(session(), f"submission:{submission.submission_key}")
            if not form.again.data:
                refuse_just_registered(session(), submission, by=by, at=at)
            return receive(session(), submission, by=by, at=at)
    except JustRegistered as same:
        _ask_again(form, same)
    except OtherContent as other:
        _offer_anew(form, other)
    except storage.Refused as refusal:
        form.files.errors = [*form.files.errors, _(refusal.sentence, **refusal.facts)]
    except Rejected as rejected:
        for problem in rejected.problems:
            _note(form, problem)
    return None


def _ask_again(form: ClerkForm, same: JustRegistered) -> None:
    """Ask once whether it is another complaint: the browser's way back makes the same again."""
    _link(form, same.number)
    words = _(
        "您刚才已登记同一投诉人、机构和请求的投诉（%(number)s），没有重复登记。"
        "确是另一件的，请勾选“%(label)s”后再登记。",
        number=same.number,
        label=form.again.label.text,
    )
    form.again.errors = [words]


def _link(form: ClerkForm, number: str) -> None:
    """Link to the earlier complaint, unless another bureau has it in its territory."""
    if complaint_by_number(session(), current_actor(), number) is not None:
        form.same = number


def _offer_anew(form: ClerkForm, other: OtherContent) -> None:
    """Keep what was entered under a fresh nonce: a page sent twice must not lose a complaint."""
    form.nonce.data = random.token_urlsafe(12)
    _link(form, other.number)
    fields = [_label(form, name) for name in other.fields]
    form.refuse(
        _(
            "这张表已登记为%(number)s，但这次的内容不同（%(fields)s），没有登记。"
            "如是另一件投诉，请再点一次“登记”。",
            number=other.number,
            fields=enumerated(dict.fromkeys(fields)),
        )
    )


def _label(form: ClerkForm, name: str) -> str:
    """Return what the page calls a field of a submission."""
    own = _FIELD_OF.get(name, name.removeprefix("complainant_"))
    own = own if own in form else f"filer_{own.partition('_')[2]}"
    return str(form[own if own in form else "filer_kind"].label.text)


def _files(form: ClerkForm) -> tuple[StoredFile, ...]:
    """Return the files stored, each with the purpose it serves: evidence, or who may file."""
    wanted = material_of_filer(str(form.filer_kind.data), str(form.kind.data))
    proves = next((purpose for purpose in wanted if purpose != "identity"), "evidence")
    by_field = ((form.files, "evidence"), (form.proof, proves), (form.identity, "identity"))
    uploads = ((upload, purpose) for field, purpose in by_field for upload in field.data or [])
    return tuple(_stored(upload, purpose) for upload, purpose in uploads)


def _stored(upload: Any, purpose: str) -> StoredFile:
    kept = storage.installed().put(session(), upload.stream, upload.filename, at=clock.now())
    return StoredFile(kept.sha256, kept.label, kept.size, kept.content_type, purpose)


_FIELD_OF = {
    "against": "institution",
    "complainant_contact": "phone",
    "representative_name": "representatives",
    "member_name": "members",
}


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
