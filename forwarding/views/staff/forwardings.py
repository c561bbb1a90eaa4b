"""Forwarding to the institutions, in steps or all at once (Art. 33)."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug import Response

from forwarding.commands import triage
from forwarding.commands.forward import forward, resume
from forwarding.commands.name_by_choice import name_by_choice
from forwarding.forms.staff_acts import ForwardForm, QuickForm, ResumptionForm
from forwarding.models import Complaint
from forwarding.rules import QUESTIONS
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.posted import offer_posted, without_triage
from forwarding.views.staff.preview import preview_of
from forwarding.views.staff.wording_choices import asked_for_wording, with_instructions
from portal.web.access import requires
from portal.web.db import session


@blueprint.post("/complaints/<number>/forwardings")
@requires("complaints.forward")
def forwardings(number: str) -> Response | Answer:
    """Forward to one or several institutions, or only show what each of them would get."""
    complaint, form = complaint_or_404(number), offer_posted(ForwardForm(prefix="forward"))
    if asked_for_wording():
        return render_case(number, forward=with_instructions(form, complaint))
    if form.validate_on_submit():
        if "preview" in request.form:
            return render_case(number, preview=preview_of(complaint, form), forward=form)
        with acting(form, complaint) as act:
            name_by_choice(session(), complaint, form.institutions.data, **act)
            forward(session(), complaint, form.institutions.data, **form.terms(), **act)
            return done(number, _("已转送，并将告知投诉人。"))
    return render_case(number, forward=form)


@blueprint.post("/complaints/<number>/quick-forwarding")
@requires("complaints.forward")
def quick_forwarding(number: str) -> Response | Answer:
    """Triage, classify and forward an ordinary case in one transaction."""
    complaint = complaint_or_404(number)
    form = offer_posted(without_triage(QuickForm(prefix="quick"), complaint.state))
    if asked_for_wording():
        return render_case(number, quick=with_instructions(form, complaint))
    if form.validate_on_submit():
        if "preview" in request.form:
            return render_case(number, preview=preview_of(complaint, form), quick=form)
        with acting(form, complaint) as act:
            _prepare(complaint, form, act)
            name_by_choice(session(), complaint, form.institutions.data, **act)
            forward(session(), complaint, form.institutions.data, **form.terms(), **act)
            return done(number, _("已初审、分类并转送，将告知投诉人。"))
    return render_case(number, quick=form)


def _prepare(complaint: Complaint, form: QuickForm, act: dict[str, Any]) -> None:
    """Do what comes before the forwarding and is not done yet."""
    if complaint.state == "received":
        triage.triage(session(), complaint, dict.fromkeys(QUESTIONS, True), **act)
    given = form.classes()
    if complaint.state != "classified" or any(getattr(complaint, k) != given[k] for k in given):
        triage.classify(session(), complaint, **given, **act)


@blueprint.post("/complaints/<number>/resumption")
@requires("complaints.forward")
def resumption(number: str) -> Response | Answer:
    """Go on with the institutions that remain after another gave the case back (Art. 11)."""
    complaint, form = complaint_or_404(number), ResumptionForm(prefix="resumption")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            resume(session(), complaint, reason=str(form.reason.data), **act)
            return done(number, _("已由其余机构继续办理。"))
    return render_case(number, resumption=form)
