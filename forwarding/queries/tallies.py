"""What was forwarded, counted for bulletins: by legal entity, business and cause (Art. 37)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Forwarding
from portal.kernel.clock import start_of


@dataclass(frozen=True)
class ForwardedTally:
    """So many complaints of one business and cause, forwarded to the same legal entities."""

    entities: tuple[int, ...]
    business: str
    cause: str
    count: int


def forwarded_tallies(
    session: Session,
    first: date,
    last: date,
    *,
    merged: bool,
    unit_codes: Collection[str] | None = None,
) -> list[ForwardedTally]:
    """Return what was forwarded from one day to another, one complaint once (Art. 37).

    A complaint counts at each legal entity it was forwarded to on those days (Art. 4), and in
    no total twice; what an institution returned as not its own does not count there. With
    `merged` a duplicate counts with the complaint it was merged into. `unit_codes` narrows to
    the complaints of some units.
    """
    found = _forwarded(merged, unit_codes).where(
        Forwarding.forwarded_at >= start_of(first),
        Forwarding.forwarded_at < start_of(last + timedelta(days=1)),
    )
    each = found.with_only_columns(
        Complaint.business,
        Complaint.cause,
        func.array_agg(
            aggregate_order_by(Forwarding.legal_entity_id.distinct(), Forwarding.legal_entity_id)
        ).label("entities"),
    ).group_by(Complaint.id)
    one = each.subquery()
    columns = (one.c.entities, one.c.business, one.c.cause)
    rows = session.execute(select(*columns, func.count().label("n")).group_by(*columns))
    return [
        ForwardedTally(tuple(row.entities), row.business or "", row.cause or "", row.n)
        for row in rows
    ]


def forwarded_count(
    session: Session,
    first: date,
    last: date,
    legal_entity_ids: Collection[int],
    *,
    merged: bool,
    unit_codes: Collection[str] | None = None,
) -> int:
    """Return how many complaints were forwarded to some legal entities, each counted once."""
    found = _forwarded(merged, unit_codes).where(
        Forwarding.forwarded_at >= start_of(first),
        Forwarding.forwarded_at < start_of(last + timedelta(days=1)),
        Forwarding.legal_entity_id == func.any(list(legal_entity_ids)),
    )
    return session.scalar(found.with_only_columns(func.count(Complaint.id.distinct()))) or 0


def codes_ever(
    session: Session, until: date, *, unit_codes: Collection[str] | None = None
) -> set[tuple[int, str]]:
    """Return (legal entity, business or cause) of all that was ever forwarded up to a day."""
    found = _forwarded(False, unit_codes).where(
        Forwarding.forwarded_at < start_of(until + timedelta(days=1))
    )
    columns = (Forwarding.legal_entity_id, Complaint.business, Complaint.cause)
    rows = session.execute(found.with_only_columns(*columns).distinct()).all()
    return {(row[0], code) for row in rows for code in row[1:] if code}


def _forwarded(merged: bool, unit_codes: Collection[str] | None) -> Select[Forwarding]:
    alone: ColumnElement[bool] = Complaint.duplicate_of.is_(None) if merged else true()
    here: ColumnElement[bool] = (
        true() if unit_codes is None else Complaint.unit_code == func.any(sorted(unit_codes))
    )
    return (
        select(Forwarding)
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(and_(Forwarding.state != "returned", alone, here))
    )
