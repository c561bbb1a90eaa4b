"""What falls due from day to day: for the month's page and for calendar programmes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.queries import actor_for
from portal.filings.models import CalendarLink, Obligation, Requirement
from portal.filings.queries.access import in_sight
from portal.kernel.actor import Actor
from portal.kernel.secrets import hash_token

_MOST = 2_000
_LAST = func.coalesce(Obligation.again_by, Obligation.due_on)


@dataclass(frozen=True)
class Due:
    """What falls due on one day under one requirement: how many duties, how many not met or late.

    `duty_id` is the duty when it is only one; `opens_on` the first day on which it can be met.
    """

    day: date
    requirement_id: int
    title: str
    kind: str
    period: str
    total: int
    unmet: int
    exempt: int
    late: int
    opens_on: date
    duty_id: int | None

    def state(self, as_of: date) -> str:
        """Return the state of all of them together: overdue if any is (as rules.duty_state)."""
        if self.exempt == self.total:
            return "exempt"
        if not self.unmet:
            return "met_late" if self.late else "met"
        if as_of > self.day:
            return "overdue"
        return "open" if as_of >= self.opens_on else "to_come"


def due_between(session: Session, actor: Actor, first: date, last: date) -> list[Due]:
    """Return what falls due in sight from one day to another, day by day, 2,000 at most."""
    unmet = Obligation.filed_on.is_(None) & Obligation.exempt.is_(False)
    columns = (
        _LAST.label("day"),
        *(Requirement.id, Requirement.title, Requirement.kind, Obligation.period),
        *(func.count(), func.count().filter(unmet), func.count().filter(Obligation.exempt)),
        func.count().filter(Obligation.late),
        *(func.min(Obligation.opens_on), func.min(Obligation.id)),
    )
    found = (
        select(*columns)
        .join(Obligation.requirement)
        .where(
            in_sight(actor, Obligation.institution_id),  # type: ignore[arg-type]
            _LAST.between(first, last),
        )
        .group_by(_LAST, Requirement.id, Obligation.period)
        .order_by(_LAST, Requirement.id, Obligation.period)
        .limit(_MOST)
    )
    return [Due(*row[:10], row[10] if row[5] == 1 else None) for row in session.execute(found)]


def next_due(session: Session, actor: Actor, as_of: date) -> Due | None:
    """Return what falls due next in sight and is not met, within 400 days."""
    coming = due_between(session, actor, as_of, as_of + timedelta(days=400))
    return next((due for due in coming if due.unmet), None)


def link_made_at(session: Session, actor: Actor) -> datetime | None:
    """Return since when an actor has a link to the calendar, if there is one."""
    mine = CalendarLink.account_id == actor.account_id
    return session.scalar(select(CalendarLink.made_at).where(mine))


def reader_of(session: Session, secret: str) -> Actor | None:
    """Return whose link has this secret part; None for a wrong one, or an account that is off."""
    known = CalendarLink.hash == hash_token(secret)
    account_id = session.scalar(select(CalendarLink.account_id).where(known))
    return actor_for(session, account_id) if account_id is not None else None
