"""Who has how much in hand: open complaints by the officer who deals with them (Art. 30)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import ENDED
from forwarding.models import Complaint
from forwarding.queries.access import complaints_visible_to
from portal.accounts.queries import AccountView, account, staff_of
from portal.kernel.actor import Actor

HANDLERS = ("clerk", "triage", "supervisor")
"""The roles that may have complaints in hand."""


@dataclass(frozen=True)
class Workload:
    """An officer's open complaints; `officer` is None for those in nobody's hands.

    `due_today` and `overdue` count what is still on the clock of Art. 33.
    """

    officer: AccountView | None
    open: int = 0
    due_today: int = 0
    overdue: int = 0

    @property
    def left(self) -> bool:
        """Whether work lies with somebody who cannot do it any more."""
        gone = self.officer is not None and not self.officer.active
        return self.open > 0 and (gone or self.officer is None)


def workloads(session: Session, actor: Actor, as_of: date) -> list[Workload]:
    """Return the load of every officer of the actor's units, of those gone, and of nobody."""
    on_the_clock = Complaint.clock_stopped_at.is_(None)
    counted = session.execute(
        select(
            Complaint.assigned_to,
            func.count(),
            func.count().filter(on_the_clock, Complaint.due_on == as_of),
            func.count().filter(on_the_clock, Complaint.due_on < as_of),
        )
        .where(complaints_visible_to(actor), Complaint.state.not_in(ENDED))
        .group_by(Complaint.assigned_to)
    )
    figures = {row[0]: tuple(row[1:]) for row in counted}
    present = {each.id: each for each in staff_of(session, sorted(actor.unit_codes), HANDLERS)}
    gone = [account(session, each) for each in figures if each and each not in present]
    officers = [*present.values(), *(each for each in gone if each)]
    loads = [Workload(each, *figures.get(each.id, ())) for each in officers]
    nobody = Workload(None, *figures.get(None, ()))
    return [nobody, *sorted(loads, key=lambda each: (-each.open, each.officer.name))]  # type: ignore[union-attr]


def open_in_hand(session: Session, actor: Actor, account_ids: Collection[int]) -> dict[int, int]:
    """Return how many open complaints some officers have in hand, as far as the actor sees."""
    found = session.execute(
        select(Complaint.assigned_to, func.count())
        .where(
            complaints_visible_to(actor),
            Complaint.assigned_to == func.any(list(account_ids)),
            Complaint.state.not_in(ENDED),
        )
        .group_by(Complaint.assigned_to)
    )
    return {row[0]: row[1] for row in found}


def who_has(session: Session, complaint_ids: Collection[int]) -> dict[int, str]:
    """Return the name of who has each complaint in hand; whoever is off has none any more."""
    found = session.execute(
        select(Complaint.id, Complaint.assigned_to).where(
            Complaint.id == func.any(list(complaint_ids)), Complaint.assigned_to.is_not(None)
        )
    ).all()
    officers = {each: account(session, each) for each in {row.assigned_to for row in found}}
    names = {each.id: each.name for each in officers.values() if each and each.active}
    return {row.id: names[row.assigned_to] for row in found if row.assigned_to in names}


def in_hand(session: Session, actor: Actor, account_id: int) -> Sequence[Complaint]:
    """Return the open complaints in somebody's hands that the actor sees, each locked."""
    found = select(Complaint).where(
        complaints_visible_to(actor),
        Complaint.assigned_to == account_id,
        Complaint.state.not_in(ENDED),
    )
    return session.scalars(found.order_by(Complaint.id).with_for_update()).all()
