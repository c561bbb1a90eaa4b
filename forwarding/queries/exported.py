"""Complaints row by row for a file: columns instead of entities, read as they are taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ARRAY, BigInteger, Select, Table, Text, func, select, true, type_coerce
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, Party, Respondent
from forwarding.queries.access import complaints_visible_to, forwardings_visible_to
from forwarding.queries.narrowing import QUEUES, Wanted, narrow, units_of
from portal.kernel.actor import Actor

AHEAD = 2_000
"""Rows read in one go: all that is ever held of a list."""

CASE = (
    Complaint.number,
    Complaint.received_on,
    Complaint.channel,
    Complaint.unit_code,
    Complaint.territory,
    Complaint.business,
    Complaint.cause,
    Complaint.state,
    Complaint.amount,
    Complaint.due_on,
    Complaint.forwarded_at,
    Complaint.clock_stopped_at,
    Complaint.closed_at,
    Complaint.complainant_kind,
    Complaint.people_count,
)
PERSON = ("name", "id_no", "phone")
NARRATIVE = (Complaint.claim, Complaint.facts)


@dataclass(frozen=True)
class Span:
    """Complaints received from one day to another; empty means without bound."""

    received_from: date | None = None
    received_until: date | None = None


def complaints(
    session: Session, actor: Actor, wanted: Wanted, as_of: date, *, people: str
) -> Iterator[Sequence[Any]]:
    """Yield the complaints of a list in its order: CASE, then institutions, then people.

    Institutions are ids of those forwarded to, else decided, and else names as stated. With
    `people` other than none PERSON of the complainant follows; with clear, NARRATIVE as well.
    """
    order = QUEUES[wanted.queue].order
    found: Any = select(*CASE, _forwarded_to(), _decided(), _stated())
    if people != "none":
        found = _with_person(found)
    if people == "clear":
        found = found.add_columns(*NARRATIVE)
    narrowed = narrow(session, actor, wanted, as_of)
    found = found.where(complaints_visible_to(actor), *narrowed.conditions)
    if narrowed.arms:
        few, many = narrowed.arms
        found = found.where(few | many)
    units = units_of(session, actor, wanted.unit)
    if units is not None:
        found = found.where(Complaint.unit_code.in_(units))
    return streamed(session, _ordered(found, order))


def forwardings(session: Session, actor: Actor, span: Span) -> Iterator[Sequence[Any]]:
    """Yield the forwardings of complaints received in a span, the newest complaint first."""
    found = (
        select(
            Complaint.number,
            Complaint.received_on,
            Complaint.business,
            Complaint.cause,
            Forwarding.letter_no,
            Forwarding.institution_id,
            Forwarding.state,
            Forwarding.forwarded_at,
            Forwarding.reached_on,
            Forwarding.due_on,
            Forwarding.tier,
            Forwarding.acknowledged_at,
            Forwarding.returned_at,
            Forwarding.return_reason,
            Forwarding.reported_at,
            Forwarding.settled_at,
        )
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(forwardings_visible_to(actor))
    )
    if span.received_from:
        found = found.where(Complaint.received_on >= span.received_from)
    if span.received_until:
        found = found.where(Complaint.received_on <= span.received_until)
    ordered = found.order_by(Complaint.received_on.desc(), Complaint.id.desc(), Forwarding.id)
    return streamed(session, ordered)


def streamed(session: Session, found: Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a statement by a cursor of the database."""
    options = {"stream_results": True, "max_row_buffer": AHEAD}
    # A statement that is used again has its columns compared, which what is encrypted refuses.
    read = session.connection().execute(found, execution_options=options | {"compiled_cache": None})
    try:
        while rows := read.fetchmany(AHEAD):
            yield from rows
    finally:
        read.close()


def _ordered(found: Any, order: Any) -> Any:
    keys = (key.desc() if order.descending else key.asc() for key in order.columns)
    return found.order_by(*keys)


def _forwarded_to() -> Any:
    sent = (
        select(func.array_agg(Forwarding.institution_id))
        .where(Forwarding.complaint_id == Complaint.id, Forwarding.state.not_in(LIVE_NOT))
        .scalar_subquery()
    )
    return type_coerce(sent, ARRAY(BigInteger))


def _decided() -> Any:
    named = (
        select(func.array_agg(Respondent.institution_id))
        .where(Respondent.complaint_id == Complaint.id, Respondent.institution_id.is_not(None))
        .scalar_subquery()
    )
    return type_coerce(named, ARRAY(BigInteger))


def _stated() -> Any:
    named = (
        select(func.array_agg(Respondent.stated_name))
        .where(Respondent.complaint_id == Complaint.id, Respondent.institution_id.is_(None))
        .scalar_subquery()
    )
    return type_coerce(named, ARRAY(Text))


def _with_person(found: Any) -> Any:
    """Add who complains; of a joint complaint its first, whose people are counted beside."""
    table = cast(Table, Party.__table__).c
    person = (
        select(*(table[name] for name in PERSON))
        .where(table.complaint_id == Complaint.id, table.role == "complainant")
        .order_by(table.id)
        .limit(1)
        .correlate(Complaint)
        .lateral("person")
    )
    return found.add_columns(*person.c).outerjoin(person, true())
