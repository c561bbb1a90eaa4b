"""The rectification ledger (整改台账): everything open by its last day.

Each filter is met by an index, and no count looks further than COUNTED rows, so that a page costs
the same whatever the stock.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY, array
from sqlalchemy.orm import Session

from inspections.lifecycle import OPEN_RECTIFICATION
from inspections.models import Letter, Rectification
from inspections.queries.access import of_units, rectifications_visible_to, to_institutions
from inspections.queries.standing import standing_of
from inspections.rules.rectifying import days_left, overdue
from portal.accounts.queries import account_names, unit_names
from portal.institutions.queries import Card, cards
from portal.kernel import keyset, search
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

STATES_OF = {
    "open": OPEN_RECTIFICATION,
    "issued": ("issued",),
    "reported": ("reported",),
    "failed": ("failed",),
    "drafted": ("drafted",),
    "proposed": ("proposed",),
    "closed": ("closed",),
    "ended": ("revoked", "discarded"),
}
"""What a list shows; the first four are the ledger, in the order of the last days."""
LEDGER = ("open", "issued", "reported", "failed")
COUNTED = 200
_BY_DUE = Order((Rectification.due_on, Rectification.id))
_NEWEST = Order((Rectification.id,), descending=True)
_PAGE = 30
_NUMBER = re.compile(r"〔(\d{4})〕\s*(\d{1,8})\s*号?")


@dataclass(frozen=True)
class Wanted:
    """What the ledger is narrowed to; an empty value narrows nothing.

    `due` is "overdue", or within how many days the last one is.
    """

    show: str = "open"
    kind: str = ""
    handler: int | None = None
    institution_id: int | None = None
    article: str = ""
    unit: str = ""
    due: str = ""
    text: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the ledger with its institution, its unit, who has it in hand, and its days."""

    row: Rectification
    institution: Card
    unit_name: str
    handler: str
    left: int | None
    late: bool


def page(
    session: Session, actor: Actor, wanted: Wanted, as_of: date, position: Position | None
) -> Page[Line]:
    """Return a page of the ledger, the nearest last day first; of others the newest first."""
    by_due = wanted.show in LEDGER
    found = page_query(session, actor, wanted, as_of, position)
    rows = session.scalars(found).all()
    part = keyset.page(
        rows, position, _PAGE, lambda row: (row.due_on, row.id) if by_due else (row.id,)
    )
    return Page(_lines(session, part.items, as_of), part.next, part.previous)


def page_query(
    session: Session,
    actor: Actor,
    wanted: Wanted,
    as_of: date,
    position: Position | None = None,
) -> Select[Any]:
    """Return the query of a page."""
    order = _BY_DUE if wanted.show in LEDGER else _NEWEST
    return order.apply(_narrowed(session, actor, wanted, as_of), position, _PAGE)


def due_between(session: Session, actor: Actor, first: date, last: date, most: int) -> list[Line]:
    """Return what is open and has its last day in a span, day by day."""
    found = rectifications_visible_to(actor).where(
        Rectification.state.in_(OPEN_RECTIFICATION), Rectification.due_on.between(first, last)
    )
    ordered = found.order_by(Rectification.due_on, Rectification.id).limit(most)
    return _lines(session, session.scalars(ordered).all(), last)


def counts(session: Session, actor: Actor, as_of: date) -> dict[str, int]:
    """Return how many are overdue, due within a week, to be verified, to be approved.

    None is counted further than COUNTED, which then means that many or more.
    """
    of = {
        "overdue": Wanted(due="overdue"),
        "soon": Wanted(show="issued", due="7"),
        "reported": Wanted(show="reported"),
        "proposed": Wanted(show="proposed"),
    }
    columns = [
        _counted(_narrowed(session, actor, each, as_of)).label(name) for name, each in of.items()
    ]
    return dict(session.execute(select(*columns)).one()._mapping)


def overdue_at(as_of: date) -> ColumnElement[bool]:
    """Return the condition that the last day has passed without a report in time (Art. 43)."""
    reported_on = cast(func.timezone("Asia/Shanghai", Rectification.reported_at), Date)
    late = and_(Rectification.state == "reported", reported_on > Rectification.due_on)
    return and_(
        Rectification.due_on < as_of, or_(Rectification.state.in_(("issued", "failed")), late)
    )


def _narrowed(session: Session, actor: Actor, wanted: Wanted, as_of: date) -> Select[Any]:
    of = Rectification
    states = STATES_OF.get(wanted.show, OPEN_RECTIFICATION)
    found = rectifications_visible_to(actor).where(_among(states))
    if wanted.show in LEDGER and wanted.show != "open":
        found = found.where(_among(OPEN_RECTIFICATION))  # says which index there is
    if wanted.kind:
        found = found.where(of.kind == _plain(wanted.kind))
    if wanted.unit:
        found = found.where(of.unit_code == wanted.unit)
    if wanted.handler is not None:
        found = found.where(of.handler == wanted.handler)
    if wanted.institution_id is not None:
        found = found.where(of.institution_id == wanted.institution_id)
    if wanted.article:
        found = found.where(of.articles.contains(array([_plain(wanted.article)])))
    if wanted.due == "overdue":
        found = found.where(overdue_at(as_of))
    elif wanted.due:
        until = as_of + timedelta(days=int(wanted.due))
        found = found.where(of.due_on.between(as_of, until))
    return found.where(_meant(session, actor, wanted.text)) if wanted.text else found


def _meant(session: Session, actor: Actor, text: str) -> ColumnElement[bool]:
    """Return the condition that a text means a row: its letter's number, or words of its title."""
    if number := _NUMBER.search(text):
        return Rectification.id.in_(_numbered(session, actor, int(number[1]), int(number[2])))
    marks = search.query(text)
    if not marks:
        return Rectification.title.contains(text, autoescape=True)
    return Rectification.search.op("@@")(cast(_plain(marks), TSQUERY))


def _plain(text: str) -> BindParameter[str]:
    """Return a text that stands in the statement itself.

    A plan made for any text alike would take the commonest article for a rare one.
    """
    return bindparam(None, text, String(), unique=True, literal_execute=True)


def _among(states: Sequence[str]) -> ColumnElement[bool]:
    given = bindparam(
        None, list(states), String(), unique=True, expanding=True, literal_execute=True
    )
    return Rectification.state.in_(given)


def _numbered(session: Session, actor: Actor, year: int, number: int) -> Sequence[int]:
    seen = (
        to_institutions(actor, Letter.institution_id)
        if actor.is_institution
        else of_units(actor, Letter.unit_code)
    )
    units = sorted(unit_names(session))
    keys = [(unit, year, number) for unit in units]
    found = select(Letter.about_id).where(
        tuple_(Letter.unit_code, Letter.year, Letter.number).in_(keys),
        Letter.about == "rectification",
        seen,
    )
    return session.scalars(found).all()


def _counted(found: Select[Any]) -> ScalarSelect[int]:
    some = found.with_only_columns(Rectification.id).limit(COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _lines(session: Session, rows: Sequence[Rectification], as_of: date) -> list[Line]:
    known = cards(session, {row.institution_id for row in rows})
    called = unit_names(session)
    names = account_names(session, {row.handler for row in rows if row.handler})
    return [
        Line(
            row,
            known[row.institution_id],
            called.get(row.unit_code, row.unit_code),
            names.get(row.handler, "") if row.handler else "",
            days_left(row.due_on, as_of) if row.due_on else None,
            overdue(standing_of(row), as_of),
        )
        for row in rows
    ]
