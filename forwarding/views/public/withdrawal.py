"""Withdrawal by the complainant online: asked for on the status page, confirmed on the next."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forwarding.commands.withdraw import by_code, withdraw
from forwarding.forms.withdrawal import OwnWithdrawalForm
from forwarding.queries.status import Progress, progress_of
from forwarding.views.public import blueprint
from forwarding.views.public.status import ask, shown
from portal.kernel import clock
from portal.kernel.actor import PUBLIC
from portal.kernel.db import transaction
from portal.web.access import public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.limits import limited


@blueprint.route("/status/withdrawal", methods=["GET", "POST"])
@public
@limited("status", 10, 60)
def withdrawal() -> Any:
    """Ask for a confirmation, then end the case on this very day (Art. 15)."""
    if request.method == "GET":
        return redirect(url_for(".status"))
    form = OwnWithdrawalForm()
    found = _found(form)
    if found is None:
        return ask(request.form)
    if found.state == "withdrawn":
        return shown(found, form.code.data)
    if "step" not in request.form:
        return render_template("forwarding/public/withdrawal.html", form=form, found=found)
    if form.validate_on_submit() and _withdrawn(form):
        flash(_("已撤回，本件终止办理。"), "success")
        return shown(_found(form) or found, form.code.data)
    return answer("forwarding/public/withdrawal.html", form=form, found=found)


def _found(form: OwnWithdrawalForm) -> Progress | None:
    if not (form.number.validate(form) and form.code.validate(form)):
        return None
    return progress_of(session(), str(form.number.data).upper(), str(form.code.data))


def _withdrawn(form: OwnWithdrawalForm) -> bool:
    at, number = clock.now(), str(form.number.data).upper()
    with form.catching(), transaction(session()):
        complaint = by_code(session(), number, str(form.code.data))
        if complaint is not None and complaint.state != "withdrawn":
            reason = form.reason.data
            withdraw(session(), complaint, requested_at=at, reason=reason, by=PUBLIC, at=at)
    return not form.errors
