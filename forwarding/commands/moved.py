"""What moved when time limits were counted again: why, and which officers are told (Art. 33)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import outbox
from portal.kernel.audit import AuditEntry

TOLD = "deadlines.moved"
_IMPORT = "arrangement.import"


@dataclass(frozen=True)
class Why:
    """Why a due date moved: a cause of `vocabulary.MOVED_CAUSES`, and the days that changed."""

    cause: str
    days: tuple[date, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return cause and days, JSON-ready."""
        return {"why": self.cause, "days": [day.isoformat() for day in self.days]}


@dataclass(frozen=True)
class Moved:
    """A complaint whose due date moved; None stands for "not known yet"."""

    number: str
    before: date | None
    after: date | None
    why: Why
    complaint_id: int
    unit_code: str
    assigned_to: int | None

    def as_json(self) -> dict[str, Any]:
        """Return number, before, after and why, JSON-ready."""
        return {"number": self.number, **self.facts()}

    def facts(self) -> dict[str, Any]:
        """Return what the audit line keeps."""
        before, after = (day and day.isoformat() for day in (self.before, self.after))
        return {"before": before, "after": after, **self.why.as_json()}


def changed_days(session: Session) -> frozenset[date]:
    """Return the days whose kind the last arrangements file changed."""
    facts = session.scalar(
        select(AuditEntry.facts)
        .where(AuditEntry.act == _IMPORT)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return frozenset(date.fromisoformat(day) for day in (facts or {}).get("days", ()))


def why(
    start: date,
    before: date | None,
    after: date | None,
    *,
    amended: bool,
    changed: Collection[date],
) -> Why:
    """Return why the end of a time limit that began on `start` went from `before` to `after`.

    A changed day matters when it lies after day 0 and not after the later of both ends.
    """
    if amended:
        return Why("rules")
    if before is None or after is None:
        return Why("firm" if before is None else "provisional")
    last = max(before, after)
    return Why("days", tuple(sorted(day for day in changed if start < day <= last)))


def tell_officers(session: Session, moved: Iterable[Moved], *, at: datetime) -> int:
    """Have each officer concerned told once, of all that moved: who has the case, else its unit.

    Returns how many messages were posted.
    """
    mark = f"{at.timestamp():.6f}"
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for one in moved:
        groups[one.unit_code, one.assigned_to or 0].append(one.complaint_id)
    messages = [
        outbox.message(
            TOLD,
            f"{TOLD}:{unit_code}:{account_id}:{mark}",
            {
                "unit_code": unit_code,
                "account_id": account_id or None,
                "at": at.isoformat(),
                "complaint_ids": ids,
            },
            at,
        )
        for (unit_code, account_id), ids in sorted(groups.items())
    ]
    outbox.post_all(session, messages)
    return len(messages)
