"""What a list of complaints is narrowed to: its queue, its filters and what is searched for."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, cast, exists, false, func, or_, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from forwarding.lifecycle import ENDED, OPEN_FORWARDING_STATES, PROPOSED
from forwarding.models import Complaint, Forwarding, Party, Respondent, Telling
from forwarding.models.complaint import STOPPED_LATE
from portal.accounts.queries import units_below
from portal.institutions.queries import by_code, find, institutions_below
from portal.kernel import search, secrets
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order

Condition = Any
TO_FORWARD = ("received", "triaged", "classified", "returned")
BY_CLOCK = Order((Complaint.sort_due, Complaint.id))
BY_RECEIPT = Order((Complaint.received_on, Complaint.id), descending=True)
ON_THE_CLOCK = Complaint.clock_stopped_at.is_(None)
_NUMBER = re.compile(r"[A-Z]{2,12}-\d{4}-\d{2}-\d{6,9}")
_DIGITS = re.compile(r"\+?[\d\s()-]{7,20}")
_ID = re.compile(r"[0-9A-Z]{18}")
_MOST_PEOPLE = 500
"""How many cases of people of one name, number or telephone a search looks at."""


@dataclass(frozen=True)
class Queue:
    """One tab of the worklist; `few` says that its rows are found by a small set of ids."""

    order: Order
    conditions: tuple[Condition, ...]
    few: bool = False
    running: bool = True


def _with(table: Any, *conditions: Condition) -> Condition:
    return Complaint.id.in_(select(table.complaint_id).where(*conditions))


QUEUES: dict[str, Queue] = {
    "due": Queue(BY_CLOCK, (ON_THE_CLOCK,)),
    "mine": Queue(BY_CLOCK, (Complaint.state.not_in(ENDED),), few=True),
    "to_forward": Queue(BY_CLOCK, (ON_THE_CLOCK, Complaint.state.in_(TO_FORWARD))),
    "to_tell": Queue(BY_CLOCK, (_with(Telling, Telling.state == "due"),), few=True),
    "returned": Queue(BY_CLOCK, (ON_THE_CLOCK, Complaint.state == "returned")),
    "to_review": Queue(BY_CLOCK, (ON_THE_CLOCK, Complaint.state.in_(PROPOSED))),
    "answered": Queue(
        BY_CLOCK, (_with(Forwarding, Forwarding.state == "reported"),), few=True, running=False
    ),
    "with_institution": Queue(BY_CLOCK, (Complaint.state == "forwarded",), running=False),
    "closed": Queue(BY_RECEIPT, (Complaint.state.in_(ENDED),), running=False),
    "all": Queue(BY_RECEIPT, (), running=False),
}
"""The tabs in their order; the first shows what the statutory clock still asks for."""


@dataclass(frozen=True)
class Wanted:
    """A list as asked for; an empty value narrows nothing."""

    queue: str = "due"
    q: str = ""
    business: str | None = None
    cause: str | None = None
    channel: str | None = None
    unit: str | None = None
    institution: str = ""
    due_from: date | None = None
    due_until: date | None = None
    received_from: date | None = None
    received_until: date | None = None
    amount_from: Decimal | None = None
    overdue: bool = False
    unassigned: bool = False


@dataclass(frozen=True)
class Narrowed:
    """The conditions of a list; `plain` when each looks at the complaint's own row alone.

    `arms` are alternatives that exclude each other: one that few rows meet, and one with an
    index in the list's own order. The planner would walk the whole table for their OR.
    """

    conditions: tuple[Condition, ...]
    plain: bool
    arms: tuple[Condition, ...] = ()


def narrow(session: Session, actor: Actor, wanted: Wanted, as_of: date) -> Narrowed:
    """Return the conditions of a list apart from territory, which `units_of` gives."""
    queue = QUEUES[wanted.queue]
    conditions = [*queue.conditions, *_plain(wanted)]
    if wanted.queue == "mine":
        conditions.append(Complaint.assigned_to == (actor.account_id or 0))
    linked: list[Condition] = []
    arms = _overdue(wanted.queue, as_of) if wanted.overdue else ()
    if wanted.institution:
        linked.append(_concerns(session, actor, wanted.institution, queue))
    if wanted.q:
        linked.append(matches(session, wanted.q))
    plain = not linked and not queue.few and len(arms) < 2
    if len(arms) == 1:
        conditions += arms
    return Narrowed((*conditions, *linked), plain, arms if len(arms) > 1 else ())


def units_of(session: Session, actor: Actor, unit: str | None) -> tuple[str, ...] | None:
    """Return the units whose complaints are listed; None for every unit of the country."""
    whole = actor.kind == "system" or actor.unit_code == "000000"
    if not unit or unit == "000000":
        return None if whole else tuple(sorted(actor.unit_codes))
    below = units_below(session, unit)
    return tuple(sorted(below if whole else below & actor.unit_codes))


def _plain(wanted: Wanted) -> list[Condition]:
    tests = (
        (wanted.business, lambda v: Complaint.business == v),
        (wanted.cause, lambda v: Complaint.cause == v),
        (wanted.channel, lambda v: Complaint.channel == v),
        (wanted.due_from, lambda v: Complaint.sort_due >= v),
        (wanted.due_until, lambda v: Complaint.sort_due <= v),
        (wanted.received_from, lambda v: Complaint.received_on >= v),
        (wanted.received_until, lambda v: Complaint.received_on <= v),
        (wanted.amount_from, lambda v: Complaint.amount >= v),
        (wanted.unassigned or None, lambda _: Complaint.assigned_to.is_(None)),
    )
    return [test(value) for value, test in tests if value is not None]


def _overdue(queue: str, as_of: date) -> tuple[Condition, ...]:
    """Return what "late" may mean: by the institution's clock where the case lies with it."""
    if queue in ("with_institution", "answered"):
        running = Forwarding.state.in_(OPEN_FORWARDING_STATES), Forwarding.paused_on.is_(None)
        late = (*running, Forwarding.due_on < as_of)
        return (exists().where(Forwarding.complaint_id == Complaint.id, *late),)
    running = and_(ON_THE_CLOCK, Complaint.due_on < as_of)
    return (running,) if QUEUES[queue].running else (running, text(STOPPED_LATE))


def _concerns(session: Session, actor: Actor, named_as: str, queue: Queue) -> Condition:
    """Return the condition that a case concerns an institution named by code or by words."""
    named = by_code(session, named_as.strip().upper())
    found = [named] if named else find(session, actor, named_as)
    ids = {i for card in found for i in institutions_below(session, card.id)}
    if not ids:
        return false()
    sent = exists().where(
        Forwarding.complaint_id == Complaint.id, Forwarding.institution_id == func.any(sorted(ids))
    )
    if not queue.running:
        return sent
    decided = exists().where(
        Respondent.complaint_id == Complaint.id, Respondent.institution_id == func.any(sorted(ids))
    )
    return or_(decided, sent)


def is_number(text: str) -> bool:
    """Return whether a text is written like a complaint's number."""
    return _NUMBER.fullmatch(_folded(text)) is not None


def is_of_people(text: str) -> bool:
    """Return whether a text is written like a telephone or identity number, or a case's."""
    folded = _folded(text)
    return any(shape.fullmatch(folded) for shape in (_NUMBER, _DIGITS, _ID))


def matches(session: Session, wanted: str) -> Condition:
    """Return the condition that a case is meant by a search.

    An exact number, telephone or identity number finds its cases alone; other words are looked
    for in claim, facts and stated institution, or are a name in full.
    """
    folded = _folded(wanted)
    if _NUMBER.fullmatch(folded):
        return Complaint.number == folded
    if _DIGITS.fullmatch(folded):
        return _of_people(session, Party.phone_blind == secrets.blind(folded, "phone"))
    if _ID.fullmatch(folded):
        return _of_people(session, Party.id_blind == secrets.blind(folded, "id_no"))
    found = [_of_people(session, Party.name_blind == secrets.blind(wanted, "name"))]
    if marks := search.query(wanted):
        found.append(Complaint.search.op("@@")(cast(marks, TSQUERY)))
    return or_(*found)


def _of_people(session: Session, condition: Condition) -> Condition:
    ids = session.scalars(select(Party.complaint_id).where(condition).limit(_MOST_PEOPLE)).all()
    return Complaint.id == func.any(list(set(ids))) if ids else false()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()
