"""Talks and measures on an order that was not met (Art. 41)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from inspections.commands.letters import issue as issue_letter
from inspections.commands.rectification_acts import given, standing_of
from inspections.lifecycle import MEASURE
from inspections.models import Measure, Rectification
from inspections.queries.measures import same_breach
from inspections.rules import measures as rules
from portal.institutions.queries import card
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


def propose(
    session: Session,
    order: Rectification,
    kind: str,
    *,
    reason: str,
    on: date | None = None,
    place: str = "",
    same_breach_why: str = "",
    by: Actor,
    at: datetime,
) -> Measure:
    """Propose a measure; `on` is the day of a talk, or from when it shall be in force.

    Raises Breach("measures_locked") until the order's last day passed uncorrected, and
    Breach("same_breach") without a reason why it is not a second punishment.
    """
    about = card(session, order.institution_id)
    assert about is not None
    rules.check_measure(kind, about.type, standing_of(order), business_date(at))
    before = same_breach(session, order, kind)
    if before is not None and len(same_breach_why.strip()) < 4:
        raise Breach("same_breach", "41", measure=before.id)
    if kind == rules.TALK and (on is None or not place.strip()):
        raise Breach("talk_needs_day_and_place", "41")
    if on is not None and on < business_date(at):
        raise Breach("measure_day_passed", "41", day=business_date(at))
    row = Measure(
        state=MEASURE.initial,
        kind=kind,
        unit_code=order.unit_code,
        institution_id=order.institution_id,
        rectification_id=order.id,
        reason=given(reason, article="41"),
        same_breach=before.id if before else None,
        same_breach_why=same_breach_why.strip() if before else "",
        proposed_at=at,
        proposed_by=by.account_id,
        place=place.strip(),
        in_force_from=on,
    )
    session.add(row)
    session.flush()
    _log(session, row, "propose", by=by, at=at)
    return row


def approve(session: Session, row: Measure, *, decision: str, by: Actor, at: datetime) -> None:
    """Approve by a second officer; the letter goes out, a penalty or a fine is referred.

    Raises Breach("measures_locked") when the order was put right or revoked meanwhile.
    """
    MEASURE.check(row.state, "approve")
    if by.account_id == row.proposed_by:
        raise Breach("second_officer_needed", "41")
    order, about = session.get_one(Rectification, row.rectification_id), _card(session, row)
    rules.check_measure(row.kind, about.type, standing_of(order), business_date(at))
    row.approved_at, row.approved_by, row.decision = at, by.account_id, decision.strip()
    _move(session, row, "approve", by=by, at=at)
    issue_letter(
        session,
        _letter(row.kind),
        about="measure",
        about_id=row.id,
        institution_id=row.institution_id,
        unit_code=row.unit_code,
        facts={
            "order_title": order.title,
            "order_due_on": order.due_on,
            "measure": row.kind,
            "reason": row.reason,
            "articles": list(order.articles),
            "on": row.in_force_from,
            "place": row.place,
        },
        by=by,
        at=at,
    )


def reject(session: Session, row: Measure, *, decision: str, by: Actor, at: datetime) -> None:
    """Refuse a proposed measure with a reason."""
    MEASURE.check(row.state, "reject")
    row.decision = given(decision, article="41")
    _move(session, row, "reject", by=by, at=at)


def carry_out(
    session: Session,
    row: Measure,
    *,
    on: date,
    attendance: str = "",
    record: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Note that a talk was held, who attended and its record, or that a measure took effect."""
    MEASURE.check(row.state, "carry_out")
    assert row.approved_at is not None
    if not business_date(row.approved_at) <= on <= business_date(at):
        raise Breach("carried_out_on_wrong_day", "41", day=business_date(row.approved_at))
    if row.kind == rules.TALK and not (attendance.strip() and record.strip()):
        raise Breach("talk_record_missing", "41")
    row.carried_out_on, row.carried_out_by = on, by.account_id
    row.attendance, row.record = attendance.strip(), record.strip()
    _move(session, row, "carry_out", by=by, at=at, on=on.isoformat())


def lift(session: Session, row: Measure, *, on: date, reason: str, by: Actor, at: datetime) -> None:
    """Lift a measure from a day on, with a reason; a talk cannot be lifted."""
    MEASURE.check(row.state, "lift")
    if row.kind == rules.TALK:
        raise Breach("talk_cannot_be_lifted", "41")
    if row.carried_out_on is None or not row.carried_out_on <= on <= business_date(at):
        raise Breach("lifted_on_wrong_day", "41")
    row.lifted_on, row.lifted_by, row.lifted_why = on, by.account_id, given(reason, article="41")
    _move(session, row, "lift", by=by, at=at)
    _tell(session, row, "lifted", at)


def drop(session: Session, row: Measure, *, reason: str, by: Actor, at: datetime) -> None:
    """Drop an approved measure that is no longer carried out, with a reason."""
    MEASURE.check(row.state, "drop")
    row.lifted_why = given(reason, article="41")
    _move(session, row, "drop", by=by, at=at)
    _tell(session, row, "dropped", at)


def _letter(kind: str) -> str:
    if kind == rules.TALK:
        return "talk"
    return "referral" if kind in rules.REFERRED else "measure"


def _card(session: Session, row: Measure) -> Any:
    found = card(session, row.institution_id)
    assert found is not None
    return found


def _move(
    session: Session, row: Measure, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    MEASURE.move(row, act)
    _log(session, row, act, by=by, at=at, **facts)


def _log(
    session: Session, row: Measure, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    audit.record(
        session,
        by=by,
        act=f"measure.{act}",
        subject=("measure", row.id),
        at=at,
        article="41",
        unit_code=row.unit_code,
        facts={"kind": row.kind, "rectification_id": row.rectification_id, **facts},
    )


def _tell(session: Session, row: Measure, what: str, at: datetime) -> None:
    key = f"measure:{row.id}:{what}"
    outbox.post(session, f"measure.{what}", key, {"measure_id": row.id}, at)
