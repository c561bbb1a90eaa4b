"""The wordings a unit keeps, for its own officers, and what their fields stand for in a case."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding.models import Complaint, Forwarding, LetterTemplate, Telling
from forwarding.queries.case import forwarded_to
from forwarding.rules.wording import day_in_words
from portal.accounts.queries import unit
from portal.institutions.queries import cards
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date


def wordings(
    session: Session, actor: Actor, purpose: str | None = None
) -> Sequence[LetterTemplate]:
    """Return the unit's wordings by purpose and name; of one purpose only those in use."""
    found = select(LetterTemplate).where(LetterTemplate.unit_code == actor.unit_code)
    if purpose:
        found = found.where(LetterTemplate.purpose == purpose, LetterTemplate.active)
    return session.scalars(found.order_by(LetterTemplate.purpose, LetterTemplate.name)).all()


def wording(session: Session, actor: Actor, wording_id: int) -> LetterTemplate | None:
    """Return one wording of the actor's unit; another's is none."""
    return session.scalar(
        select(LetterTemplate).where(
            LetterTemplate.id == wording_id, LetterTemplate.unit_code == actor.unit_code
        )
    )


def values_of(
    session: Session,
    complaint: Complaint,
    institutions: Collection[int],
    days: Mapping[str, date],
    today: date,
) -> dict[str, str]:
    """Return what each field stands for in a case; `days` are those of the wording's purpose.

    Without an institution there is no value for it: who writes decides what stands there.
    """
    competent = unit(session, complaint.unit_code)
    names = [card.name for card in cards(session, institutions).values()]
    all_days = {"接收日": complaint.received_on, "今日": today, **days}
    values = {name: day_in_words(day) for name, day in all_days.items()}
    values |= {"编号": complaint.number, "单位": competent.name if competent else ""}
    return values | {"机构": "、".join(names)} if names else values


def reminder_values(session: Session, forwarding_id: int, today: date) -> dict[str, str]:
    """Return what the fields of a reminder stand for, for one forwarding."""
    found = select(Forwarding).where(Forwarding.id == forwarding_id)
    row = session.scalars(found.options(joinedload(Forwarding.complaint))).one()
    days = {"期限": row.due_on}
    return values_of(session, row.complaint, [row.institution_id], days, today)


def telling_values(session: Session, telling: Telling, today: date) -> dict[str, str]:
    """Return what the fields of a letter to the complainant stand for.

    What was not forwarded has neither institution nor day of forwarding.
    """
    complaint = telling.complaint
    forwarded_at = complaint.forwarded_at
    days = {"转送日": business_date(forwarded_at)} if forwarded_at else {}
    return values_of(session, complaint, forwarded_to(session, complaint), days, today)
