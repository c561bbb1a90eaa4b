"""To count time limits again when the working days are no longer what they were (Art. 33).

Only duties still to be done are counted again: what was done was judged by the calendar of its
day. The date of receipt never moves, and every date that does is on the record.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Row, select, text, update
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Telling
from forwarding.models.complaint import ON_THE_CLOCK
from forwarding.rules import forwarding_clock, rule_set_of
from portal.kernel import amounts, arrangement, audit
from portal.kernel.actor import Actor
from portal.kernel.arrangement import Account
from portal.kernel.findings import ImportReport


@dataclass(frozen=True)
class Moved:
    """A complaint whose due date moved; None stands for "not known yet"."""

    number: str
    before: date | None
    after: date | None

    def as_json(self) -> dict[str, str | None]:
        """Return number, before and after, JSON-ready."""
        return {"number": self.number, "before": _iso(self.before), "after": _iso(self.after)}


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
    received = session.scalars(select(Complaint.received_on).where(*on_the_clock).distinct())
    moved: list[Moved] = []
    for received_on in sorted(received):
        account = forwarding_clock(received_on, days, book=book)
        rule_set = rule_set_of(received_on, book)
        moved += _settle(session, account, rule_set, on_the_clock, by=by, at=at)
    return moved


def _settle(
    session: Session,
    account: Account,
    rule_set: date,
    on_the_clock: tuple[Any, ...],
    *,
    by: Actor,
    at: datetime,
) -> list[Moved]:
    """Give every complaint of one day of receipt its due date; the rows are locked first."""
    new = {
        "due_on": account.due_on,
        "sort_due": account.not_before,
        "provisional": account.provisional,
        "rule_set": rule_set,
    }
    stale = session.execute(
        select(Complaint.id, Complaint.number, Complaint.unit_code, Complaint.due_on)
        .where(
            *on_the_clock,
            Complaint.received_on == account.start,
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
    session.execute(update(Complaint).where(Complaint.id.in_(ids)).values(new))
    session.execute(
        update(Telling)
        .where(Telling.complaint_id.in_(ids), Telling.occasion == "forwarded")
        .where(Telling.state == "due")
        .values(due_on=account.due_on)
    )
    changed = [row for row in stale if row.due_on != account.due_on]
    audit.record_all(session, [_entry(row, account, by, at) for row in changed])
    return [Moved(row.number, row.due_on, account.due_on) for row in changed]


def _entry(row: Row[Any], account: Account, by: Actor, at: datetime) -> dict[str, Any]:
    return audit.entry(
        by=by,
        act="complaint.recount",
        subject=("complaint", row.id),
        at=at,
        article="33",
        unit_code=row.unit_code,
        facts={"before": _iso(row.due_on), "after": _iso(account.due_on)},
    )


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()
