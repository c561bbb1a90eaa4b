"""The dashboard of a territory: what came in, what waits, what was kept, and where (Art. 30)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Forwarding
from forwarding.queries.figures import share
from forwarding.queries.narrowing import ON_THE_CLOCK
from forwarding.rules.told_spans import Span
from portal.kernel.clock import start_of

MOST = 15


@dataclass(frozen=True)
class Load:
    """The clock of a unit: what came in, then and before; what waits, is late, was kept.

    `ended` are the terms that came to an end: forwarded, or late while the days still run.
    """

    received: int = 0
    before: int = 0
    waiting: int = 0
    overdue: int = 0
    kept: int = 0
    ended: int = 0

    @property
    def in_time_pct(self) -> Decimal | None:
        """The share of terms that were kept, cut to one decimal."""
        return share(self.kept, self.ended)

    def __add__(self, other: "Load") -> "Load":
        mine, theirs = astuple(self), astuple(other)
        return Load(*(one + another for one, another in zip(mine, theirs, strict=True)))


@dataclass(frozen=True)
class Row:
    """So many of one institution, business or cause, and before."""

    key: Any
    number: int
    before: int


@dataclass(frozen=True)
class Overview:
    """All figures of the dashboard; units are those asked for, in no order."""

    total: Load
    units: Mapping[str, Load]
    institutions: Sequence[Row]
    businesses: Sequence[Row]
    causes: Sequence[Row]


def overview(session: Session, codes: Collection[str], span: Span, as_of: date) -> Overview:
    """Return the figures of some units' complaints."""
    received = _received(session, codes, span)
    clocks = _clocks(session, codes, as_of)
    kept = _kept(session, codes, span)
    running = span.first <= as_of <= span.last
    units = {}
    for code in {*received, *clocks, *kept}:
        waiting, overdue = clocks.get(code, (0, 0))
        sent, in_time = kept.get(code, (0, 0))
        ended = sent + (overdue if running else 0)
        units[code] = Load(*received.get(code, (0, 0)), waiting, overdue, in_time, ended)
    return Overview(
        total=sum(units.values(), Load()),
        units=units,
        institutions=_institutions(session, codes, span),
        businesses=_by(session, Complaint.business, codes, span),
        causes=_by(session, Complaint.cause, codes, span),
    )


def _received(session: Session, codes: Collection[str], span: Span) -> dict[str, tuple[int, int]]:
    now, either = _within(span)
    found = (
        select(Complaint.unit_code, func.count().filter(now), func.count())
        .where(_of(codes), either)
        .group_by(Complaint.unit_code)
    )
    return {code: (n, every - n) for code, n, every in session.execute(found)}


def _clocks(session: Session, codes: Collection[str], as_of: date) -> dict[str, tuple[int, int]]:
    found = (
        select(Complaint.unit_code, func.count(), func.count().filter(Complaint.due_on < as_of))
        .where(_of(codes), ON_THE_CLOCK)
        .group_by(Complaint.unit_code)
    )
    return {code: (n, late) for code, n, late in session.execute(found)}


def _kept(session: Session, codes: Collection[str], span: Span) -> dict[str, tuple[int, int]]:
    day = cast(func.timezone("Asia/Shanghai", Complaint.forwarded_at), Date)
    found = (
        select(Complaint.unit_code, func.count(), func.count().filter(day <= Complaint.due_on))
        .where(
            _of(codes),
            Complaint.forwarded_at >= start_of(span.first),
            Complaint.forwarded_at < start_of(span.last + timedelta(days=1)),
            Complaint.due_on.is_not(None),
            Complaint.history.is_(False),
        )
        .group_by(Complaint.unit_code)
    )
    return {code: (n, kept) for code, n, kept in session.execute(found)}


def _by(session: Session, column: Any, codes: Collection[str], span: Span) -> list[Row]:
    now, either = _within(span)
    number = func.count().filter(now)
    found = (
        select(column, number, func.count())
        .where(_of(codes), either, column.is_not(None))
        .group_by(column)
        .order_by(number.desc(), column)
        .limit(MOST)
    )
    return [Row(key, n, every - n) for key, n, every in session.execute(found) if n]


def _institutions(session: Session, codes: Collection[str], span: Span) -> list[Row]:
    now, either = _within(span)
    number = func.count(Complaint.id.distinct()).filter(now)
    entity = Forwarding.legal_entity_id
    found = (
        select(entity, number, func.count(Complaint.id.distinct()))
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(_of(codes), either, Forwarding.state != "returned")
        .group_by(entity)
        .order_by(number.desc(), entity)
        .limit(MOST)
    )
    return [Row(key, n, every - n) for key, n, every in session.execute(found) if n]


def _within(span: Span) -> tuple[Any, Any]:
    """Return the conditions of the days told of, and of these or those before."""
    received = Complaint.received_on
    now = and_(received >= span.first, received <= span.last)
    before = and_(received >= span.before_first, received <= span.before_last)
    return now, or_(now, before)


def _of(codes: Collection[str]) -> Any:
    return Complaint.unit_code == func.any(sorted(codes))
