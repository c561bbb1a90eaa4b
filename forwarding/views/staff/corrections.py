"""To correct who complains and how they are reached, after the receipt (Arts. 13, 14, 22)."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding import vocabulary
from forwarding.commands.correct import correct_person
from forwarding.forms.correction import CorrectionForm
from forwarding.models import Complaint
from forwarding.queries import case as cases
from forwarding.queries.case import Case, PartyView, masked
from forwarding.queries.people import corrections
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import Facts, say_of
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Act, Bound, fresh, offer_further, wanted
from forwarding.words import word
from portal.kernel.actor import Actor
from portal.kernel.law import Breach
from portal.web.access import may, requires
from portal.web.db import session
from portal.web.forms import Form
from portal.web.punctuation import enumerated, labelled

FIELDS = {
    "name": _l("姓名或名称"),
    "id_type": _l("证件类型"),
    "id_no": _l("证件号码"),
    "phone": _l("电话"),
    "email": _l("电子邮件"),
    "address": _l("通信地址"),
    "preferred_means": _l("告知方式"),
}


@blueprint.post("/complaints/<number>/corrections")
@requires("complaints.correct")
def corrections_page(number: str) -> Response | Answer:
    """Correct one person; what stood before stays on record, encrypted."""
    complaint, form = complaint_or_404(number), CorrectionForm(prefix="correction")
    _choosing(form, [masked(party) for party in complaint.parties])
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            _correct(complaint, form, act)
            return done(number, _("已更正。原来的信息已加密保留。"))
    return render_case(number, correction=form)


def _correct(complaint: Complaint, form: CorrectionForm, act: Mapping[str, Any]) -> None:
    party = cases.party(session(), complaint, form.party.data)
    if party is None:
        raise Breach("unknown_party", "22")
    stated, reason = form.stated(), form.because()
    correct_person(session(), complaint, party, stated, reason=reason, **act)


def _choosing(form: CorrectionForm, parties: list[PartyView]) -> CorrectionForm:
    form.party.choices = [
        (party.id, labelled(word(vocabulary.PARTY_ROLES, party.role), party.name))
        for party in parties
    ]
    return form


@offer_further
def _offered(case: Case, actor: Actor, bound: Bound) -> Iterator[Act]:
    if not may(actor, "complaints.correct"):
        return
    title = _("更正投诉人、提出人的信息")
    if not wanted("correction", bound):
        yield Act("correction", title)
        return
    version = str(case.complaint.version)
    form: Any = bound.get("correction") or fresh(CorrectionForm, "correction", version=version)
    url = url_for(".corrections_page", number=case.number)
    yield Act("correction", title, _choosing(form, list(case.parties)), url)


def _shown(case: Case, _bound: dict[str, Form]) -> Any:
    if not any(line.act == "party.correct" for line in case.history):
        return None
    return corrections(session(), case.id)


def _what(_case: Case, facts: Facts) -> str:
    names = enumerated(str(FIELDS[name]) for name in facts.get("fields", ()) if name in FIELDS)
    return labelled(word(vocabulary.PARTY_ROLES, facts.get("role")), names)


STAFF.add("forwarding/staff/corrections.html", _shown, order=10)
say_of({"party.correct": _l("更正投诉人信息")}, {"party.correct": _what})
