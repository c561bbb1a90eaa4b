"""To forward (转送) a complaint to the institutions it concerns, and to tell of it (Art. 33)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.acts import move_complaint
from forwarding.commands.handle import settle_state
from forwarding.commands.major import ask_for_incident_reports
from forwarding.commands.numbers import letter_number, take
from forwarding.commands.tell import announce, lapse
from forwarding.lifecycle import FORWARDING, LIVE_NOT
from forwarding.models import Complaint, Forwarding
from forwarding.rules import in_time, institution_due_on
from portal.accounts.queries import unit
from portal.institutions.queries import Card, cards
from portal.kernel import amounts, outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause


@clause("33")
def forward(
    session: Session,
    complaint: Complaint,
    institution_ids: Sequence[int],
    *,
    by: Actor,
    at: datetime,
    report_by: date | None = None,
    instructions: str | None = None,
) -> list[Forwarding]:
    """Forward to each institution and let the complainant be told; the receipt date stays.

    The forward reaches the institution's inbox at `at`: day 0 of its natural days (Art. 18).
    `report_by` is the date by which the result is reported back, by default the institution's
    due date. Raises Breach for an unclassified complaint, an unknown or closed institution, or
    one that has the complaint already.
    """
    targets = _targets(session, complaint, institution_ids)
    day = business_date(at)
    if report_by is not None and report_by < day:
        raise Breach("report_by_past", "33", day=day)
    complaint.forwarded_at, complaint.told_at, complaint.clock_stopped_at = at, None, None
    move_complaint(
        session,
        complaint,
        "forward",
        by=by,
        at=at,
        institutions=[target.code for target in targets],
        in_time=None if complaint.due_on is None else in_time(day, complaint.due_on),
    )
    due_on = institution_due_on(day, book=amounts.load(session))
    terms = {"due_on": due_on, "report_by": report_by or due_on, "instructions": instructions}
    made = [_forwarding(complaint, target, terms, at=at, by=by) for target in targets]
    _number(session, complaint, made, day)
    session.add_all(made)
    session.flush()
    for forwarding in made:
        key = f"forwarding.sent:{forwarding.id}"
        outbox.post(session, "forwarding.sent", key, {"forwarding_id": forwarding.id}, at)
    ask_for_incident_reports(session, complaint, made, at=at)
    # The new telling names every institution that has the case: earlier ones are overtaken.
    lapse(session, complaint, occasion="forwarded", by=by, at=at)
    announce(session, complaint, "forwarded", article="33", at=at)
    return made


def resume(session: Session, complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Go on with the institutions that remain after another returned the case (Art. 11).

    Where these are done already, the case is closed; `reason` then says why it was late as well.
    """
    if not _live(session, complaint):
        raise Breach("nothing_to_resume", "11")
    move_complaint(session, complaint, "resume", by=by, at=at, reason=reason)
    if complaint.told_at is not None:
        complaint.clock_stopped_at = max(at, complaint.told_at)
    settle_state(session, complaint, by=by, at=at, why_late=reason)


def _targets(session: Session, complaint: Complaint, institution_ids: Sequence[int]) -> list[Card]:
    wanted = list(dict.fromkeys(institution_ids))
    if not wanted:
        raise Breach("no_institution", "33")
    found = cards(session, set(wanted))
    taken = {forwarding.institution_id for forwarding in _live(session, complaint)}
    for institution_id in wanted:
        card = found.get(institution_id)
        if card is None:
            raise Breach("unknown_institution", "11")
        if not card.open:
            raise Breach("institution_closed", "11", name=card.label)
        if institution_id in taken:
            raise Breach("already_forwarded", "33", name=card.label)
    return [found[institution_id] for institution_id in wanted]


def _live(session: Session, complaint: Complaint) -> Sequence[Forwarding]:
    return session.scalars(
        select(Forwarding).where(
            Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
        )
    ).all()


def _forwarding(
    complaint: Complaint, target: Card, terms: Mapping[str, Any], *, at: datetime, by: Actor
) -> Forwarding:
    return Forwarding(
        complaint=complaint,
        institution_id=target.id,
        legal_entity_id=target.legal_entity_id,
        state=FORWARDING.initial,
        forwarded_at=at,
        forwarded_by=by.account_id,
        reached_on=business_date(at),
        **terms,
    )


def _number(session: Session, complaint: Complaint, made: list[Forwarding], day: date) -> None:
    first = take(session, complaint.unit_code, "forwarding", f"{day:%Y}", len(made))
    competent = unit(session, complaint.unit_code)
    assert competent is not None
    for serial, forwarding in enumerate(made, first):
        forwarding.letter_no = letter_number(competent.prefix, day.year, serial)
