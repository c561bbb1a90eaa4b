"""The worklist: complaints by what is due, one page at a time, in a handful of indexed queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, Select, Text, cast, func, select, true, union_all
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, Respondent
from forwarding.queries.access import complaints_visible_to
from forwarding.queries.narrowing import QUEUES, Wanted, narrow, units_of
from portal.institutions.queries import cards
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

PAGE = 50
COUNTED_AT_MOST = 1000
_FEW = 20_000
_COLUMNS = (
    Complaint.id,
    Complaint.number,
    Complaint.version,
    Complaint.state,
    Complaint.business,
    Complaint.cause,
    Complaint.channel,
    Complaint.territory,
    Complaint.unit_code,
    Complaint.received_on,
    Complaint.reached_unit_on,
    Complaint.due_on,
    Complaint.sort_due,
    Complaint.provisional,
    Complaint.outside_rules,
    Complaint.forwarded_at,
    Complaint.clock_stopped_at,
    Complaint.amount,
)


@dataclass(frozen=True)
class Against:
    """An institution of a case as a list shows it: decided by a person, or only stated."""

    name: str
    decided: bool
    due_on: date | None = None
    state: str | None = None


@dataclass(frozen=True)
class Row:
    """One complaint of a list; nothing in it names a person."""

    id: int
    number: str
    version: int
    state: str
    business: str | None
    cause: str | None
    channel: str
    territory: str
    unit_code: str
    received_on: date
    reached_unit_on: date | None
    due_on: date | None
    sort_due: date
    provisional: bool
    outside_rules: bool
    forwarded_at: datetime | None
    clock_stopped_at: datetime | None
    amount: Any
    against: tuple[Against, ...] = ()

    @property
    def clock_from(self) -> date:
        """Day 0 of the clock of the unit that has it now (Art. 33)."""
        return self.reached_unit_on or self.received_on

    @property
    def to_tell(self) -> bool:
        """Whether it is forwarded and the clock still waits for the telling."""
        forwarded = self.state in ("forwarded", "answered", "closed")
        return forwarded and self.clock_stopped_at is None

    @property
    def institution_due_on(self) -> date | None:
        """The earliest date by which an institution still has to report."""
        open_ones = [a.due_on for a in self.against if a.state in ("sent", "acknowledged")]
        return min((due for due in open_ones if due), default=None)


def page(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    position: Position | None,
    as_of: date,
    limit: int = PAGE,
) -> Page[Row]:
    """Return one page of a queue in its own order, narrowed by its filters and to the territory."""
    order = QUEUES[wanted.queue].order
    found = session.execute(_listed(session, actor, wanted, position, as_of, limit)).all()
    keys = [column.key for column in order.columns]
    slice_ = keyset.page(found, position, limit, lambda row: tuple(getattr(row, k) for k in keys))
    return Page(_rows(session, slice_.items), slice_.next, slice_.previous)


def count(session: Session, actor: Actor, wanted: Wanted, as_of: date) -> int | None:
    """Return how many complaints a list has, COUNTED_AT_MOST + 1 standing for more.

    None where counting would cost more than the page: for searches and linked conditions.
    """
    if not narrow(session, actor, wanted, as_of).plain:
        return None
    some = _listed(session, actor, wanted, None, as_of, COUNTED_AT_MOST)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def by_numbers(session: Session, actor: Actor, numbers: Sequence[str]) -> list[Row]:
    """Return chosen complaints in sight of the actor, what is due first."""
    found = (
        select(*_COLUMNS)
        .where(Complaint.number == func.any(list(numbers)), complaints_visible_to(actor))
        .order_by(Complaint.sort_due, Complaint.id)
    )
    return _rows(session, session.execute(found).all())


def _listed(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    position: Position | None,
    as_of: date,
    limit: int,
) -> Select[Any]:
    order, units = QUEUES[wanted.queue].order, units_of(session, actor, wanted.unit)
    narrowed = narrow(session, actor, wanted, as_of)
    found: Any = select(*_COLUMNS).where(complaints_visible_to(actor), *narrowed.conditions)
    if narrowed.plain and units and len(units) > 1:
        return _of_units(found, order, position, limit, units)
    if units is not None:
        found = found.where(Complaint.unit_code.in_(units))
    if narrowed.arms:
        return _of_arms(found, order, position, limit, narrowed.arms)
    return order.apply(found, position, limit)


def _of_units(
    found: Select[Any], order: Order, position: Position | None, limit: int, units: tuple[str, ...]
) -> Select[Any]:
    """Merge the heads of several units' lists: each comes sorted from its own index range."""
    unit = (
        func.unnest(cast(list(units), ARRAY(Text)))
        .table_valued("code", name="unit")
        .render_derived()
    )
    own = found.where(Complaint.unit_code == unit.c.code)
    each = order.apply(own, position, limit).lateral("each")
    merged = select(each).select_from(unit.join(each, true()))
    return merged.order_by(*_sorted(each, order, position)).limit(limit + 1)


def _of_arms(
    found: Select[Any], order: Order, position: Position | None, limit: int, arms: tuple[Any, ...]
) -> Select[Any]:
    """Merge the rows of an alternative that few meet with the head of a sorted list."""
    few, many = (order.apply(found.where(arm), position, limit) for arm in arms)
    # Without order, and fenced by its limit, the few cannot be looked for along the whole list.
    gathered = few.order_by(None).limit(_FEW).subquery()
    head = select(gathered).order_by(*_sorted(gathered, order, position)).limit(limit + 1)
    both = union_all(select(head.subquery()), select(many.subquery())).subquery("both")
    return select(both).order_by(*_sorted(both, order, position)).limit(limit + 1)


def _sorted(rows: Any, order: Order, position: Position | None) -> list[Any]:
    down = order.descending != (position is not None and position.backwards)
    keys = (rows.c[column.key] for column in order.columns)
    return [key.desc() if down else key.asc() for key in keys]


def _rows(session: Session, found: Sequence[Any]) -> list[Row]:
    against = _against(session, [row.id for row in found])
    return [Row(**row._mapping, against=against.get(row.id, ())) for row in found]


def _against(session: Session, ids: list[int]) -> dict[int, tuple[Against, ...]]:
    """Return the institutions of many cases: those forwarded to, else those decided or stated."""
    if not ids:
        return {}
    sent = session.execute(
        select(
            Forwarding.complaint_id, Forwarding.institution_id, Forwarding.due_on, Forwarding.state
        )
        .where(Forwarding.complaint_id == func.any(ids), Forwarding.state.not_in(LIVE_NOT))
        .order_by(Forwarding.id)
    ).all()
    stated = session.execute(
        select(Respondent.complaint_id, Respondent.institution_id, Respondent.stated_name)
        .where(Respondent.complaint_id == func.any(ids))
        .order_by(Respondent.complaint_id, Respondent.position)
    ).all()
    known = cards(session, {r.institution_id for r in (*sent, *stated) if r.institution_id})
    found: defaultdict[int, list[Against]] = defaultdict(list)
    for row in sent:
        name = known[row.institution_id].label
        found[row.complaint_id].append(Against(name, True, row.due_on, row.state))
    forwarded = set(found)
    for each in stated:
        if each.complaint_id not in forwarded:
            card = known.get(each.institution_id) if each.institution_id else None
            name = card.label if card else each.stated_name
            found[each.complaint_id].append(Against(name, card is not None))
    return {key: tuple(value) for key, value in found.items()}
