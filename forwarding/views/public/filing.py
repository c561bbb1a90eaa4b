"""The public form, one question per page; a draft is found by the secret in its address."""

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forwarding.commands import drafts
from forwarding.forms.filing import ResumeForm
from forwarding.forms.steps import (
    Step,
    before,
    given,
    is_answered,
    is_organisation,
    next_after,
    step_named,
    superseded,
)
from forwarding.models import Draft
from forwarding.views.public import blueprint
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import Form, answer
from portal.web.limits import limited

MOST_INSTITUTIONS = 10


def live_draft(token: str, *, lock: bool = False) -> Draft:
    """Return the draft of a token, or 404."""
    if len(token) > 100 or "\x00" in token:
        abort(404)
    return drafts.by_token(session(), token, at=clock.now(), lock=lock) or abort(404)


@blueprint.get("/complaints/new")
@public
def new() -> str:
    """Say what is needed before one begins."""
    return render_template("forwarding/public/new.html", form=ResumeForm())


@blueprint.post("/complaints/drafts")
@public
@limited("draft", 30, 600)
def begin() -> Response:
    """Begin a draft and go to its first question."""
    days = current_app.config["SETTINGS"].draft_days
    with transaction(session()):
        _draft, token = drafts.begin(session(), days=days, at=clock.now())
    return redirect(url_for(".step", token=token, name="who"), 303)


@blueprint.route("/complaints/drafts/<token>/<name>", methods=["GET", "POST"])
@public
@limited("draft-step", 600, 600)
def step(token: str, name: str) -> Any:
    """Ask one question, keep its answer, and go to the next."""
    draft = live_draft(token)
    if draft.complaint_id is not None:
        return redirect(url_for(".receipt", token=token), 303)
    answers = drafts.answers_of(draft)
    asked = step_named(name, answers) or abort(404)
    form = asked.form(answers)(data=_known(asked, answers))
    if name == "institution":
        return _institution(draft, token, asked, form)
    if form.validate_on_submit():
        return _keep(draft, token, asked, cleaned(form))
    return _page(token, asked, answers, form)


def _known(asked: Step, answers: dict[str, Any]) -> Mapping[str, Any]:
    """Return what a form begins with: a firm's name and number are none to begin a person with."""
    fitting = asked.optional or is_answered(asked, answers)
    return given(answers, asked.name) if fitting else {}


def cleaned(form: Form) -> dict[str, Any]:
    """Return a form's values as JSON can hold them, without the CSRF token."""
    kept = {name: value for name, value in form.data.items() if name != "csrf_token"}
    return {
        name: value if isinstance(value, str | bool | list) else str(value)
        for name, value in kept.items()
        if value is not None
    }


def _keep(draft: Draft, token: str, asked: Step, values: dict[str, Any]) -> Response:
    ended: dict[str, Any] = {name: {} for name in superseded(asked.name, drafts.answers_of(draft))}
    with transaction(session()):
        drafts.save(draft, {**ended, asked.name: values}, at=clock.now())
    answers = drafts.answers_of(draft)
    wanted = "check" if request.args.get("back") == "check" else next_after(asked, answers)
    return redirect(
        url_for(f".{'check' if wanted == 'check' else 'step'}", **_to(token, wanted)), 303
    )


def _to(token: str, name: str) -> dict[str, str]:
    return {"token": token} if name == "check" else {"token": token, "name": name}


def _page(token: str, asked: Step, answers: dict[str, Any], form: Form, **extra: Any) -> Any:
    earlier = before(asked.name, answers)
    return answer(
        f"forwarding/public/step_{TEMPLATES.get(asked.name, 'plain')}.html",
        form=form,
        asked=asked,
        token=token,
        earlier=earlier,
        organisation=is_organisation(answers),
        **extra,
    )


TEMPLATES = {"institution": "institution", "evidence": "evidence"}


def _institution(draft: Draft, token: str, asked: Step, form: Any) -> Any:
    """Collect one or several institutions; an empty form goes on once one is listed."""
    answers = drafts.answers_of(draft)
    listed = list(given(answers, "institution").get("listed", []))
    if request.method == "GET":
        form.process(formdata=None)
        return _page(token, asked, answers, form, listed=listed)
    act = request.form.get("act", "go_on")
    if act.startswith("remove-"):
        listed = [one for place, one in enumerate(listed) if act != f"remove-{place}"]
        return _listed_page(draft, token, listed)
    if act == "go_on" and listed and not form.stated_name.data:
        return _keep(draft, token, asked, {"listed": listed})
    if not form.validate():
        return _page(token, asked, answers, form, listed=listed)
    if len(listed) >= MOST_INSTITUTIONS:
        form.refuse(_("最多填写%(limit)s家机构。请先删去一家。", limit=MOST_INSTITUTIONS))
        return _page(token, asked, answers, form, listed=listed)
    listed.append(cleaned(form))
    if act == "another":
        return _listed_page(draft, token, listed)
    return _keep(draft, token, asked, {"listed": listed})


def _listed_page(draft: Draft, token: str, listed: list[dict[str, Any]]) -> Response:
    with transaction(session()):
        drafts.save(draft, {"institution": {"listed": listed} if listed else {}}, at=clock.now())
    return redirect(url_for(".step", token=token, name="institution"), 303)


@blueprint.post("/complaints/drafts/<token>/resumption")
@public
@limited("draft-step", 600, 600)
def put_aside(token: str) -> Any:
    """Give a code under which the draft can be taken up again, on any device."""
    draft = live_draft(token)
    if draft.complaint_id is not None:
        return redirect(url_for(".receipt", token=token), 303)
    with transaction(session()):
        code = drafts.put_aside(draft, at=clock.now())
    return render_template(
        "forwarding/public/put_aside.html", code=code, token=token, expires_at=draft.expires_at
    )


@blueprint.post("/complaints/resumptions")
@public
@limited("resume", 10, 600)
def resume() -> Any:
    """Take up a draft by its code; its earlier address stops working."""
    form = ResumeForm()
    if form.validate_on_submit():
        with transaction(session()):
            token = drafts.resume(session(), form.code.data, at=clock.now())
        if token:
            flash(_("已找回您填写的内容，请继续。"), "success")
            return redirect(url_for(".check", token=token), 303)
        form.refuse(_("没有找到这个续填码的内容。请核对；超过保存期限的内容已经删除。"))
    return answer("forwarding/public/new.html", form=form)
