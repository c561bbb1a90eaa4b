"""Counts of what was forwarded to institutions in spans of days, many spans in one statement."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Boolean, DateTime, Integer, and_, func, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding
from portal.kernel.clock import start_of


@dataclass(frozen=True)
class Asked:
    """A span of days, both included, for a set of institutions; `place` and `later` name it."""

    place: int
    institution_ids: frozenset[int]
    first: date
    last: date
    later: bool = False


def forwarded_in(
    session: Session, asked: Sequence[Asked], units: Collection[str] | None
) -> Counter[tuple[int, bool]]:
    """Return how much was forwarded in each span, of the complaints of some units or of all.

    What was returned as another's, or withdrawn, is not counted.
    """
    rows = [(a, each) for a in asked for each in sorted(a.institution_ids)]
    if not rows:
        return Counter()
    one = (
        func.unnest(
            _array([a.place for a, _ in rows], Integer),
            _array([a.later for a, _ in rows], Boolean),
            _array([each for _, each in rows], Integer),
            _array([start_of(a.first) for a, _ in rows], DateTime(timezone=True)),
            _array(
                [start_of(a.last + timedelta(days=1)) for a, _ in rows], DateTime(timezone=True)
            ),
        )
        .table_valued("place", "later", "institution_id", "since", "until")
        .render_derived()
    )
    found = (
        select(one.c.place, one.c.later, func.count())
        .select_from(one)
        .join(
            Forwarding,
            and_(
                Forwarding.institution_id == one.c.institution_id,
                Forwarding.forwarded_at >= one.c.since,
                Forwarding.forwarded_at < one.c.until,
                Forwarding.state.not_in(LIVE_NOT),
            ),
        )
        .group_by(one.c.place, one.c.later)
    )
    if units is not None:
        found = found.join(Complaint, Complaint.id == Forwarding.complaint_id).where(
            Complaint.unit_code == func.any(sorted(units))
        )
    return Counter({(row[0], row[1]): row[2] for row in session.execute(found)})


def _array(values: Sequence[object], type_: object) -> array:
    return array(values, type_=type_)
