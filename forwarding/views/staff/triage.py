"""Triage, classification and the respondents: what a complaint is before it is forwarded."""

from flask_babel import gettext as _
from werkzeug import Response

from forwarding.commands import triage as acts
from forwarding.forms.staff_acts import ClassificationForm, RespondentForm, TriageForm
from forwarding.rules import three_questions
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.diversion import suggested_diversion
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from portal.web.access import requires
from portal.web.db import session


@blueprint.post("/complaints/<number>/triage")
@requires("complaints.triage")
def triage(number: str) -> Response | Answer:
    """Note three times yes; any no leads to the proposal of another track (Art. 2)."""
    complaint, form = complaint_or_404(number), TriageForm(prefix="triage")
    if form.validate_on_submit():
        verdict = three_questions(form.answers())
        with acting(form, complaint) as act:
            acts.triage(session(), complaint, form.answers(), **act)
            return done(number, _("初审完成，三个判断问题均为“是”。"))
        if not verdict.eligible:
            return render_case(
                number, triage=form, diversion=suggested_diversion(complaint, verdict.unmet)
            )
    return render_case(number, triage=form)


@blueprint.post("/complaints/<number>/classification")
@requires("complaints.triage")
def classification(number: str) -> Response | Answer:
    """Give a complaint its business, cause and what is asked for."""
    complaint, form = complaint_or_404(number), ClassificationForm(prefix="classification")
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.classify(session(), complaint, **form.classes(), **act)
            return done(number, _("已分类。"))
    return render_case(number, classification=form)


@blueprint.post("/complaints/<number>/respondents")
@requires("complaints.triage")
def respondents(number: str) -> Response | Answer:
    """Note which institution a respondent is; a person decides, with one click (Art. 11)."""
    complaint, form = complaint_or_404(number), RespondentForm()
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            acts.name_respondents(session(), complaint, form.chosen(), **act)
            return done(number, _("已确定被投诉机构。"))
    return render_case(number, respondents=form)
