"""Reminders and escalations that leave: numbers, days and links, nothing personal (Art. 22)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding import notices
from forwarding.commands.acts import log
from forwarding.commands.escalate import ESCALATE, Item, newly_overdue, record
from forwarding.commands.remind import due_of
from forwarding.models import Forwarding, Review
from portal.accounts.queries import staff_of, unit
from portal.institutions.queries import cards
from portal.kernel import audit, links
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler

LISTED = 200
"""A mail lists no more than these; the page lists all."""


@handler("reminder.officer")
def remind_officer(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an officer in one mail which of their cases fall due or are late; logged as 催办."""
    asked, day = message.payload, date.fromisoformat(message.payload["day"])
    due_days = [date.fromisoformat(each) for each in asked["due_days"]]
    theirs = due_of(session, asked["account_id"], due_days)
    if not theirs:
        return
    lines = [
        {"number": c.number, "due_on": c.due_on, "days_left": (c.due_on - day).days}
        for c in theirs
        if c.due_on
    ]
    facts = {"day": day, "link": links.to("/staff/"), **_listed(lines)}
    sent = _to_officers(session, [asked["account_id"]], "reminder_officer", message.key, at, facts)
    entries = [
        audit.entry(
            by=SYSTEM,
            act="complaint.remind",
            subject=("complaint", complaint.id),
            at=at,
            article="33",
            unit_code=complaint.unit_code,
            facts={"days_left": line["days_left"], "notices": sent},
        )
        for complaint, line in zip(theirs, lines, strict=True)
    ]
    audit.record_all(session, entries)


@handler("reminder.review")
def remind_of_review(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Remind the superior institution of a review that it has not decided (Art. 20)."""
    review = session.get(Review, message.payload["review_id"])
    if review is None or review.state != "applied":
        return
    found = select(Forwarding).where(Forwarding.id == review.forwarding_id)
    forwarding = session.scalars(found.options(joinedload(Forwarding.complaint))).one()
    days_left = message.payload["days_left"]
    try:
        sent = notices.send_to_institution(
            session,
            forwarding,
            "reminder_review",
            key=message.key,
            at=at,
            to=review.superior_id,
            due_on=review.due_on,
            days_left=days_left,
        )
    except Undeliverable:
        sent = 0
    log(
        session,
        forwarding.complaint,
        "review.remind",
        article="20",
        by=SYSTEM,
        at=at,
        forwarding_id=forwarding.id,
        institution_id=review.superior_id,
        days_left=days_left,
        notices=sent,
    )


@handler(ESCALATE)
def escalate_to_supervisors(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Bring what is overdue before the supervisors of a unit, else of the one above, once each."""
    asked, day = message.payload, date.fromisoformat(message.payload["day"])
    items = newly_overdue(session, day, asked["after"], asked["unit_code"])
    if not items:
        return
    named = cards(session, [i.institution_id for i in items if i.institution_id is not None])
    lines = [
        {
            "kind": item.kind,
            "number": item.number,
            "institution": _name(item, named),
            "due_on": item.due_on,
            "days_late": item.days_late(day),
        }
        for item in items
    ]
    facts = {"day": day, "link": links.to("/staff/overdue"), **_listed(lines)}
    people = _supervisors(session, asked["unit_code"])
    sent = _to_officers(session, people, "escalation_unit", message.key, at, facts)
    record(session, items, day=day, notices=sent, at=at)


def _name(item: Item, named: dict[int, Any]) -> str:
    card = named.get(item.institution_id) if item.institution_id is not None else None
    return card.label if card else ""


def _supervisors(session: Session, unit_code: str) -> list[int]:
    """Return the supervisors of a unit; where it has none, those of the nearest unit above."""
    here = unit(session, unit_code)
    while here is not None:
        found = staff_of(session, [here.code], ["supervisor"])
        if found:
            return [person.id for person in found]
        here = unit(session, here.parent_code)
    return []


def _listed(lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "lines": lines[:LISTED],
        "total": len(lines),
        "more": max(0, len(lines) - LISTED),
    }


def _to_officers(
    session: Session,
    people: list[int],
    name: str,
    key: str,
    at: datetime,
    facts: dict[str, Any],
) -> int:
    sent = 0
    for account_id in people:
        try:
            sent += notices.send_to_officer(
                session, account_id, name, key=f"{key}:{account_id}", at=at, **facts
            )
        except Undeliverable:
            continue
    return sent
