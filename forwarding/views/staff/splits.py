"""Splitting a mixed submission: a part takes its own track, the complaint goes on (Art. 32)."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding import vocabulary
from forwarding.commands.split import split
from forwarding.forms.elsewhere import SplitForm
from forwarding.lifecycle import ENDED
from forwarding.models import Attachment, Complaint
from forwarding.queries.case import Case
from forwarding.queries.elsewhere import OFFICERS, RESERVED, MatterRow, files_of, matters_of
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import Facts, say_of
from forwarding.views.staff.opened import acting, complaint_or_404, done
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.panel import Act, Bound, fresh, offer_further, wanted
from forwarding.words import word
from portal.kernel.actor import Actor
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form
from portal.web.punctuation import labelled


def _split_off(_case: Case, facts: Facts) -> str:
    """Name the part, and its track unless that is for supervisors alone."""
    number, track = facts.get("matter", ""), facts.get("track")
    return number if track == RESERVED else labelled(number, word(vocabulary.TRACKS, track))


say_of({"complaint.split": _l("拆出部分内容转其他渠道")}, {"complaint.split": _split_off})


@blueprint.post("/complaints/<number>/matters")
@requires("complaints.split")
def matters_split_off(number: str) -> Response | Answer:
    """Put a part on its own track; what institutions read from now on is the rest."""
    complaint, form = complaint_or_404(number), SplitForm(prefix="split")
    _offer_files(form, files_of(session(), complaint.id))
    if form.validate_on_submit():
        with acting(form, complaint) as act:
            made = split(session(), complaint, **form.part(), **act)
            return done(number, _("已拆出，编号%(number)s，并将告知投诉人。", number=made.number))
    return render_case(number, split=form)


@offer_further
def _splitting(case: Case, actor: Actor, bound: Bound) -> Iterable[Act]:
    if case.state in ENDED or not may(actor, "complaints.split"):
        return
    title = _("拆出举报、信访等内容")
    if not wanted("split", bound):
        yield Act("split", title)
        return
    form = bound.get("split") or fresh(SplitForm, "split", **_as_read(case.complaint))
    _offer_files(form, case.files)
    url = url_for(".matters_split_off", number=case.number)
    yield Act("split", title, form, url)


def _as_read(complaint: Complaint) -> dict[str, str]:
    return {
        "version": str(complaint.version),
        "shown_claim": complaint.claim_for_institution,
        "shown_facts": complaint.facts_for_institution,
    }


def _offer_files(form: SplitForm, files: Iterable[Attachment]) -> None:
    shown = [file for file in files if file.shown_to_institution]
    form.hide_files.choices = [(file.public_id, file.label) for file in shown]


@dataclass(frozen=True)
class Apart:
    """What was split off a case, and whether its reader may open the register's pages."""

    matters: list[MatterRow]
    may_open: bool


def _apart(case: Case, _bound: dict[str, Form]) -> Apart | None:
    actor = current_actor()
    found = matters_of(session(), actor, case.id)
    shown = case.complaint.shown_claim is not None
    return Apart(found, actor.role in OFFICERS) if found or shown else None


STAFF.add("forwarding/staff/apart.html", _apart, order=40)
