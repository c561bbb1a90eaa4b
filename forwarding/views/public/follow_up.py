"""The follow-up (回访) by its link: the secret opens one question page and shows no person."""

from datetime import datetime, timedelta
from typing import Any

from flask import abort, current_app, redirect, render_template, url_for
from werkzeug import Response

from forwarding.commands.follow_up import answer as give_answer
from forwarding.forms.follow_up import FollowUpForm
from forwarding.models import FollowUp
from forwarding.queries.follow_ups import by_token, is_waiting, number_of
from forwarding.views.public import blueprint
from portal.kernel import clock
from portal.kernel.actor import PUBLIC
from portal.kernel.db import transaction
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.limits import limited


@blueprint.route("/follow-up/<token>", methods=["GET", "POST"])
@public
@limited("follow-up", 30, 60, methods=("GET", "POST"))
def follow_up(token: str) -> Any:
    """Ask how satisfied who complained is, once."""
    row = by_token(session(), token) or abort(404)
    number, form = number_of(session(), row), FollowUpForm()
    if row.state != "open" or is_waiting(session(), row) or _is_over(row):
        return _over(row, number)
    if form.validate_on_submit() and _taken(row, form):
        return redirect(url_for(".follow_up", token=token), 303)
    until = _ends_at(row)
    return answer("forwarding/public/follow_up.html", form, number=number, token=token, until=until)


def _taken(row: FollowUp, form: FollowUpForm) -> bool:
    """Note the answer; of two sent at once the first counts."""
    with form.catching(), transaction(session()):
        session().refresh(row, with_for_update=True)
        if row.state == "open":
            at = clock.now()
            give_answer(session(), row, channel="link", by=PUBLIC, at=at, **form.said())
    return not form.errors and not form.form_errors


def _is_over(row: FollowUp) -> bool:
    return clock.now() >= _ends_at(row)


def _ends_at(row: FollowUp) -> datetime:
    return row.sampled_at + timedelta(days=current_app.config["SETTINGS"].follow_up_days)


def _over(row: FollowUp, number: str) -> tuple[str, int] | Response:
    answered, waiting = row.state == "answered", is_waiting(session(), row)
    html = render_template(
        "forwarding/public/follow_up_over.html", number=number, answered=answered, waiting=waiting
    )
    return html, 200 if answered or waiting else 410
