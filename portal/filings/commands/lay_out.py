"""To lay out the filing calendar: the duties that follow from the requirements, day by day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts.queries import units_below
from portal.filings.models import Exemption, Obligation, Requirement
from portal.filings.rules.duties import applies
from portal.filings.rules.periods import due_by, due_within, periods_between
from portal.institutions.queries import Card, all_cards
from portal.institutions.rules import in_reach
from portal.kernel import arrangement
from portal.kernel.arrangement import Arrangement
from portal.kernel.clock import business_date

_ONE_DAY = timedelta(days=1)
_AT_ONCE = 2000
_IN_SIGHT = timedelta(days=366)
"""How far ahead the calendar shows a duty that comes once."""


def lay_out(session: Session, *, at: datetime, only: Requirement | None = None) -> int:
    """Write the duties of every period that has begun; return how many are new.

    Twice is as good as once: a duty is known by requirement, institution and period. One that is
    met keeps its due date; an unmet one follows an amended requirement and the loaded calendar.
    """
    found = select(Requirement).where(Requirement.state == "in_force")
    wanted = [only] if only is not None else session.scalars(found).all()
    calendar, today = arrangement.load(session), business_date(at)
    institutions = [card for card in all_cards(session) if card.open]
    return sum(_of(session, row, institutions, calendar, today, at) for row in wanted)


def _of(
    session: Session,
    row: Requirement,
    institutions: Iterable[Card],
    calendar: Arrangement,
    today: date,
    at: datetime,
) -> int:
    reach = units_below(session, row.unit_code)
    concerned = [each for each in institutions if meant(row, each, reach)]
    exempt = _exempt(session, row)
    rows = [
        {
            "requirement_id": row.id,
            "institution_id": each.id,
            "period": period,
            "opens_on": opens_on,
            "due_on": due_on,
            "provisional": due_on is None,
            "exempt": bool({(each.id, ""), (each.id, period)} & exempt),
            "late": False,
            "made_at": at,
        }
        for period, opens_on, due_on in _dates(row, calendar, today)
        for each in concerned
    ]
    return _store(session, rows)


def meant(row: Requirement, card: Card, reach: frozenset[str]) -> bool:
    """Return whether a requirement of a unit with this reach is aimed at an institution."""
    facts = {name: getattr(card, name) for name in ("type", "category", "level", "territory")}
    return in_reach(card.territory, reach) and applies(row, institution_id=card.id, **facts)


def _dates(
    row: Requirement, calendar: Arrangement, today: date
) -> Iterator[tuple[str, date, date | None]]:
    """Yield period, first and last day of each duty that is in sight."""
    if row.frequency == "on_change":
        return
    if row.frequency == "once":
        if row.valid_from <= today + _IN_SIGHT:
            yield "", row.valid_from, row.due_on
        return
    until = min(today + _IN_SIGHT, row.valid_until or date.max)
    for each in periods_between(row.frequency, row.valid_from, until):
        if each.first > today:
            return
        due_on = (
            due_by(each.last, row.days_of_year)
            if row.days_of_year
            else due_within(each.last, row.days_after or 1, row.day_kind, calendar).due_on
        )
        yield each.text, each.last + _ONE_DAY, due_on


def _exempt(session: Session, row: Requirement) -> set[tuple[int, str]]:
    found = select(Exemption.institution_id, Exemption.period).where(
        Exemption.requirement_id == row.id, Exemption.lifted_at.is_(None)
    )
    return {(institution_id, period) for institution_id, period in session.execute(found)}


def _store(session: Session, rows: list[dict[str, Any]]) -> int:
    """Write duties; those known already take over a new due date while they are unmet."""
    before = _count(session)
    put = insert(Obligation)
    moving = ("opens_on", "due_on", "provisional", "exempt")
    put = put.on_conflict_do_update(
        index_elements=["requirement_id", "institution_id", "period"],
        set_={name: put.excluded[name] for name in moving},
        where=Obligation.filed_on.is_(None),
    )
    for first in range(0, len(rows), _AT_ONCE):
        session.execute(put, rows[first : first + _AT_ONCE])
    return _count(session) - before


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Obligation)) or 0
