"""What complainants are told of what goes elsewhere, in words of their language: to another track,
to another unit of the regulator, or back to them with where to turn instead (Arts. 32, 33)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forwarding import vocabulary
from forwarding.models import Complaint, HandOver, Matter, Telling
from forwarding.notices import case_link, send_to_officer, tells_of
from forwarding.rules import hidden_from_institution
from portal.accounts.queries import staff_of, unit_names
from portal.kernel.clock import business_date
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler
from portal.web.i18n import translated

_UNSPOKEN = ("report", "integrity")
"""Tracks of which a message names no content: others may read what stands on a telephone."""


Worded = Callable[[str], str]


def _said(**words: Worded) -> dict[str, str]:
    """Return each fact in Chinese under its name, and in English under its name with _en."""
    chinese = {name: of("zh") for name, of in words.items()}
    return chinese | {f"{name}_en": of("en") for name, of in words.items()}


@tells_of("diverted")
def of_diversion(_session: Session, telling: Telling) -> dict[str, Any]:
    """Return why a submission took another track, and what becomes of it there."""
    complaint = telling.complaint
    outcome = vocabulary.OUTCOMES_OF_TRACKS.get(complaint.track or "", "")
    return _said(
        outcome=lambda tongue: translated(outcome, tongue),
        reason=lambda tongue: reason_of_diversion(complaint, tongue),
    )


def reason_of_diversion(complaint: Complaint, tongue: str) -> str:
    """Return the code of a diversion in words and the officer's text."""
    coded = vocabulary.DIVERSION_REASONS.get(complaint.diversion_code or "", "")
    return sentences(translated(coded, tongue), complaint.diversion_reason or "", tongue)


def sentences(coded: str, said: str, tongue: str) -> str:
    """Return a code's words and an officer's text in one line."""
    stop = ". " if tongue == "en" else "。"
    return stop.join(part for part in (coded, said) if part)


@tells_of("split")
def of_split(session: Session, telling: Telling) -> dict[str, Any]:
    """Return which part took which track; of a 举报 no content leaves by message (Art. 32)."""
    matter = session.get_one(Matter, telling.about)
    outcome = vocabulary.OUTCOMES_OF_TRACKS[matter.track]
    hidden = hidden_from_institution(matter.track)
    discreet = vocabulary.DISCREET_OUTCOME if hidden else outcome
    return {
        "matter": matter.number,
        "part": "" if matter.track in _UNSPOKEN else matter.content,
        **_said(
            outcome=lambda tongue: translated(outcome, tongue),
            discreet=lambda tongue: translated(discreet, tongue),
        ),
    }


@tells_of("passed_on")
def of_passing_on(session: Session, telling: Telling) -> dict[str, Any]:
    """Return to whom a matter was passed on, and when."""
    matter = session.get_one(Matter, telling.about)
    on = business_date(matter.passed_at or telling.created_at)
    return {"matter": matter.number, "passed_to": matter.passed_to or "", "passed_on": on}


@tells_of("not_accepted")
def of_non_acceptance(_session: Session, telling: Telling) -> dict[str, Any]:
    """Return why a complaint is not accepted and where to turn instead."""
    complaint = telling.complaint
    return _said(
        ground=lambda tongue: ground_of(complaint, tongue),
        reason=lambda tongue: sentences(
            ground_of(complaint, tongue), complaint.declined_reason or "", tongue
        ),
        instead=lambda tongue: where_instead(complaint, tongue),
    )


def ground_of(complaint: Complaint, tongue: str) -> str:
    """Return the code of a non-acceptance in words."""
    return translated(vocabulary.DECLINE_REASONS.get(complaint.declined_code or "", ""), tongue)


def where_instead(complaint: Complaint, tongue: str) -> str:
    """Return where to turn instead: as an officer worded it, else what goes with the code."""
    default = vocabulary.GO_INSTEAD.get(complaint.declined_code or "", "")
    return complaint.declined_to or translated(default, tongue)


@tells_of("handed_over")
def of_hand_over(session: Session, telling: Telling) -> dict[str, Any]:
    """Return which unit handed the case to which; the notice is the first unit's."""
    handed, names = session.get_one(HandOver, telling.about), unit_names(session)
    return {
        "unit": names.get(handed.from_unit, ""),
        "to_unit": names.get(handed.to_unit, ""),
        "handed_on": business_date(handed.handed_at),
    }


@handler("complaint.handed_over")
def notify_unit(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the officers of the unit that a case was handed over to it (Art. 33)."""
    handed = session.get_one(HandOver, message.payload["hand_over_id"])
    complaint, names = session.get_one(Complaint, handed.complaint_id), unit_names(session)
    for officer in staff_of(session, [handed.to_unit], ["triage", "supervisor"]):
        # Without e-mail an officer finds the case in the worklist.
        with suppress(Undeliverable):
            send_to_officer(
                session,
                officer.id,
                "handed_over_officer",
                key=f"{message.key}:{officer.id}",
                at=at,
                from_unit=names.get(handed.from_unit, ""),
                to_unit=names.get(handed.to_unit, ""),
                handed_on=business_date(handed.handed_at),
                number=complaint.number,
                due_on=complaint.due_on,
                not_before=complaint.sort_due,
                link=case_link(complaint),
            )
