"""The filing calendar, the matrix of institutions by requirements, and the late list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.filings.models import Exemption, Filing, Obligation, Requirement
from portal.filings.queries.access import in_sight, obligations_visible_to
from portal.filings.rules.duties import STATES, duty_state, last_day
from portal.institutions.queries import Card, cards
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_PAGE = 50
_LAST = func.coalesce(Obligation.again_by, Obligation.due_on)
_BY_DATE = Order((func.coalesce(_LAST, date(9999, 12, 31)), Obligation.id))
_NEWEST = Order((Requirement.id,), descending=True)


@dataclass(frozen=True)
class DutyView:
    """A duty with its requirement, its institution, where it stands and what was filed."""

    row: Obligation
    requirement: Requirement
    institution: Card
    state: str
    last_day: date | None
    filing: Filing | None

    def days_left(self, as_of: date) -> int | None:
        """How many days are left; negative when overdue, None when the day is not known."""
        return (self.last_day - as_of).days if self.last_day else None


@dataclass(frozen=True)
class Wanted:
    """What a list of duties is narrowed to; an empty value narrows nothing."""

    state: str = ""
    kind: str = ""
    requirement_id: int | None = None
    institution_id: int | None = None
    period: str = ""


def duties(
    session: Session, actor: Actor, wanted: Wanted, position: Position | None, as_of: date
) -> Page[DutyView]:
    """Return a page of the duties in sight, what is due first at the top."""
    found = _narrowed(obligations_visible_to(actor), wanted, as_of)
    found = found.options(joinedload(Obligation.requirement))
    rows = session.scalars(_BY_DATE.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (last_day(row) or date.max, row.id))
    return Page(_shown(session, part.items, as_of), part.next, part.previous)


def counts(
    session: Session, actor: Actor, as_of: date, *, requirement_id: int | None = None
) -> dict[str, int]:
    """Return how many duties in sight stand where, by state."""
    columns = [func.count().filter(_in_state(state, as_of)).label(state) for state in STATES]
    wanted = Wanted(requirement_id=requirement_id)
    found = _narrowed(obligations_visible_to(actor), wanted, as_of).with_only_columns(*columns)
    return dict(session.execute(found).one()._mapping)


def counts_by_institution(
    session: Session, actor: Actor, institution_ids: Collection[int], as_of: date
) -> dict[int, dict[str, int]]:
    """Return how many duties of each of some institutions in sight stand where, by state."""
    columns = [func.count().filter(_in_state(state, as_of)).label(state) for state in STATES]
    found = (
        obligations_visible_to(actor)
        .where(Obligation.institution_id.in_(institution_ids))
        .with_only_columns(Obligation.institution_id, *columns)
        .group_by(Obligation.institution_id)
    )
    rows = [dict(row._mapping) for row in session.execute(found)]
    return {row.pop("institution_id"): row for row in rows}


def duty(session: Session, actor: Actor, obligation_id: int, as_of: date) -> DutyView | None:
    """Return one duty in sight."""
    found = obligations_visible_to(actor).where(Obligation.id == obligation_id)
    row = session.scalar(found.options(joinedload(Obligation.requirement)))
    return _shown(session, [row], as_of)[0] if row else None


def _narrowed(found: Select[Obligation], wanted: Wanted, as_of: date) -> Select[Obligation]:
    if wanted.kind:
        found = found.join(Obligation.requirement).where(Requirement.kind == wanted.kind)
    if wanted.requirement_id is not None:
        found = found.where(Obligation.requirement_id == wanted.requirement_id)
    if wanted.institution_id is not None:
        found = found.where(Obligation.institution_id == wanted.institution_id)
    if wanted.period:
        found = found.where(Obligation.period == wanted.period)
    return found.where(_in_state(wanted.state, as_of)) if wanted.state else found


def _in_state(state: str, as_of: date) -> ColumnElement[bool]:
    """Return the condition that a duty stands so on a day; the same cut as `rules.duty_state`."""
    owed = and_(Obligation.exempt.is_(False), Obligation.filed_on.is_(None))
    met = and_(Obligation.exempt.is_(False), Obligation.filed_on.is_not(None))
    passed = and_(_LAST.is_not(None), as_of > _LAST)
    conditions = {
        "exempt": Obligation.exempt.is_(True),
        "met": and_(met, Obligation.late.is_(False)),
        "met_late": and_(met, Obligation.late.is_(True)),
        "overdue": and_(owed, passed),
        "open": and_(owed, ~func.coalesce(passed, False), Obligation.opens_on <= as_of),
        "to_come": and_(owed, ~func.coalesce(passed, False), Obligation.opens_on > as_of),
    }
    return conditions[state]


def _shown(session: Session, rows: Sequence[Obligation], as_of: date) -> list[DutyView]:
    known = cards(session, {row.institution_id for row in rows})
    newest = (
        select(Filing)
        .where(Filing.obligation_id.in_([row.id for row in rows]), Filing.state != "discarded")
        .order_by(Filing.ordinal)
    )
    filings = {filing.obligation_id: filing for filing in session.scalars(newest)}
    return [
        DutyView(
            row,
            row.requirement,
            known[row.institution_id],
            duty_state(row, as_of),
            last_day(row),
            filings.get(row.id),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Matrix:
    """Institutions by requirements: the newest duty of each in a cell, or None."""

    requirements: tuple[Requirement, ...]
    rows: tuple[tuple[Card, tuple[DutyView | None, ...]], ...]


def matrix(session: Session, actor: Actor, page_of: Sequence[Card], as_of: date) -> Matrix:
    """Return where each of some institutions stands under every requirement in force.

    A cell shows the duty that is due next or overdue, else the newest that is met.
    """
    wanted = requirements(session, actor, state="in_force")
    ids = [card.id for card in page_of]
    found = (
        obligations_visible_to(actor)
        .where(
            Obligation.institution_id.in_(ids),
            Obligation.requirement_id.in_([row.id for row in wanted]),
            or_(Obligation.opens_on <= as_of, Obligation.filed_on.is_not(None)),
        )
        .options(joinedload(Obligation.requirement))
        .order_by(Obligation.filed_on.is_(None), Obligation.opens_on)
    )
    cells = {
        (view.institution.id, view.requirement.id): view
        for view in _shown(session, session.scalars(found).all(), as_of)
    }
    rows = tuple((card, tuple(cells.get((card.id, row.id)) for row in wanted)) for card in page_of)
    return Matrix(tuple(wanted), rows)


def requirements(session: Session, actor: Actor, state: str = "") -> list[Requirement]:
    """Return the requirements that concern an actor: of units above, at and below one's own."""
    found = select(Requirement)
    if actor.is_staff and "000000" not in actor.unit_codes:
        above = {"000000", *actor.unit_codes, (actor.unit_code or "")[:2] + "0000"}
        found = found.where(Requirement.unit_code.in_(sorted(above)))
    if state:
        found = found.where(Requirement.state == state)
    return list(session.scalars(found.order_by(Requirement.kind, Requirement.id)))


def requirement(session: Session, actor: Actor, requirement_id: int) -> Requirement | None:
    """Return one requirement that concerns an actor."""
    return next((r for r in requirements(session, actor) if r.id == requirement_id), None)


def exemption(session: Session, actor: Actor, exemption_id: int) -> Exemption | None:
    """Return one exemption of an institution in sight."""
    found = select(Exemption).where(
        Exemption.id == exemption_id, in_sight(actor, Exemption.institution_id)
    )
    return session.scalar(found)


def exemptions(session: Session, actor: Actor, requirement_id: int) -> list[Exemption]:
    """Return the exemptions from a requirement of institutions in sight, the newest first."""
    found = select(Exemption).where(
        Exemption.requirement_id == requirement_id, in_sight(actor, Exemption.institution_id)
    )
    return list(session.scalars(found.order_by(Exemption.id.desc())))


def late_list(
    session: Session, actor: Actor, position: Position | None, as_of: date
) -> Page[DutyView]:
    """Return what is overdue in sight, the longest overdue first: a ground of Art. 41(2)."""
    return duties(session, actor, Wanted(state="overdue"), position, as_of)
