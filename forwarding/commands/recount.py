"""To count time limits again when the working days are no longer what they were (Art. 33).

Only duties still to be done are counted again: what was done was judged by the calendar of its
day. The date of receipt never moves, and every date that does is on the record.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.orm import Session

from forwarding.commands.moved import Moved, changed_days, tell_officers, why
from forwarding.models import Complaint, Telling
from forwarding.models.complaint import ON_THE_CLOCK
from forwarding.rules import forwarding_clock, rule_set_of
from portal.kernel import amounts, arrangement, audit
from portal.kernel.actor import Actor
from portal.kernel.arrangement import Account
from portal.kernel.findings import ImportReport

_CLOCK_FROM = func.coalesce(Complaint.reached_unit_on, Complaint.received_on)
"""Day 0: the receipt, or the day on which another unit handed the case over."""


@dataclass
class ArrangementReport(ImportReport):
    """What an arrangements file did, with every due date that moved and the years now covered."""

    moved: list[Moved] = field(default_factory=list)
    covered: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the report of the import, then `moved` and `covered`."""
        moved = [one.as_json() for one in self.moved]
        return super().as_json() | {"moved": moved, "covered": self.covered}

    def notes(self) -> list[str]:
        """Return one line for each due date that moved, then which years are covered."""
        lines = [f"{m.number}\t{m.before or '—'} → {m.after or '—'}" for m in self.moved]
        years = f"{self.covered[0]}–{self.covered[-1]}" if self.covered else "none"
        return [*lines, f"{len(self.moved)} due date(s) moved; years covered: {years}."]


_SEEN = (
    Complaint.id,
    Complaint.number,
    Complaint.unit_code,
    Complaint.due_on,
    Complaint.rule_set,
    Complaint.assigned_to,
)


def import_arrangements(
    session: Session,
    source: BinaryIO | Path | bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> ArrangementReport:
    """Store an arrangements file, all or nothing, and count the open time limits again."""
    read = arrangement.import_arrangements(session, source, by=by, at=at, dry_run=dry_run)
    report = ArrangementReport(read.created, read.changed, read.unchanged, read.findings)
    if report.ok and not dry_run:
        report.moved = recount(session, by=by, at=at)
    report.covered = sorted(arrangement.load(session).covered)
    return report


def recount(session: Session, *, by: Actor, at: datetime) -> list[Moved]:
    """Count every open time limit of Art. 33 again and return those that moved; harmless twice."""
    days, book = arrangement.load(session), amounts.load(session)
    on_the_clock = (text(ON_THE_CLOCK), Complaint.outside_rules.is_(False))
    began = select(Complaint.received_on, _CLOCK_FROM).where(*on_the_clock).distinct()
    moved: list[Moved] = []
    for received_on, clock_from in sorted(tuple(row) for row in session.execute(began)):
        account = forwarding_clock(clock_from, days, book=book, received_on=received_on)
        rule_set = rule_set_of(received_on, book)
        those = (*on_the_clock, Complaint.received_on == received_on, clock_from == _CLOCK_FROM)
        moved += _settle(session, account, rule_set, those, by=by, at=at)
    tell_officers(session, moved, at=at)
    return moved


def _settle(
    session: Session,
    account: Account,
    rule_set: date,
    those: tuple[Any, ...],
    *,
    by: Actor,
    at: datetime,
) -> list[Moved]:
    """Give complaints whose clock began on one day their due date; the rows are locked first."""
    stale = session.execute(
        select(*_SEEN)
        .where(
            *those,
            Complaint.due_on.is_distinct_from(account.due_on)
            | (Complaint.sort_due != account.not_before)
            | (Complaint.rule_set != rule_set),
        )
        .order_by(Complaint.id)
        .with_for_update()
    ).all()
    if not stale:
        return []
    ids = [row.id for row in stale]
    session.execute(update(Complaint).where(Complaint.id.in_(ids)).values(_new(account, rule_set)))
    session.execute(
        update(Telling)
        .where(Telling.complaint_id.in_(ids), Telling.occasion == "forwarded")
        .where(Telling.state == "due")
        .values(due_on=account.due_on)
    )
    changed = changed_days(session)
    moved = [_moved(r, account, rule_set, changed) for r in stale if r.due_on != account.due_on]
    audit.record_all(session, [_entry(one, by, at) for one in moved])
    return moved


def _new(account: Account, rule_set: date) -> dict[str, Any]:
    return {
        "due_on": account.due_on,
        "sort_due": account.not_before,
        "provisional": account.provisional,
        "rule_set": rule_set,
    }


def _moved(row: Row[Any], account: Account, rule_set: date, changed: frozenset[date]) -> Moved:
    amended = row.rule_set != rule_set
    reason = why(account.start, row.due_on, account.due_on, amended=amended, changed=changed)
    after = account.due_on
    return Moved(row.number, row.due_on, after, reason, row.id, row.unit_code, row.assigned_to)


def _entry(moved: Moved, by: Actor, at: datetime) -> dict[str, Any]:
    return audit.entry(
        by=by,
        act="complaint.recount",
        subject=("complaint", moved.complaint_id),
        at=at,
        article="33",
        unit_code=moved.unit_code,
        facts=moved.facts(),
    )
