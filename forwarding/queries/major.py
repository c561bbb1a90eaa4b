"""The alert list of major complaints: what is suggested, what is designated, who has reported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import ENDED_UNFORWARDED, LIVE_NOT
from forwarding.models import Complaint, Forwarding, IncidentReport
from forwarding.queries.access import complaints_visible_to
from forwarding.rules.intake import MAJOR_JOINT_PEOPLE
from forwarding.rules.major import suggested_kind
from forwarding.vocabulary import PUBLIC_EVENTS
from portal.institutions.queries import Card, cards
from portal.kernel import amounts, keyset
from portal.kernel.actor import Actor
from portal.kernel.amounts import Book
from portal.kernel.keyset import Order, Page, Position

PAGE = 50
_NEWEST = Order((Complaint.received_on, Complaint.id), descending=True)


@dataclass(frozen=True)
class Asked:
    """An institution that has a major complaint since `since`, and when it last reported on it."""

    institution: str
    since: datetime
    reported_at: datetime | None


@dataclass(frozen=True)
class Alert:
    """A complaint of the alert list; `kind` is designated, or suggested while nobody decided."""

    number: str
    state: str
    received_on: date
    unit_code: str
    business: str | None
    people_count: int
    public_event: str | None
    kind: int | None
    decided_at: datetime | None
    asked: tuple[Asked, ...] = ()


def suggestion(session: Session, complaint: Complaint) -> int | None:
    """Return the kind to suggest for a complaint; None once somebody has decided on it."""
    if complaint.major_at is not None or complaint.history:
        return None
    return suggested_kind(complaint, complaint.received_on, amounts.load(session))


def suggestions(
    session: Session, actor: Actor, position: Position | None, limit: int = PAGE
) -> Page[Alert]:
    """Return what looks major and nobody has decided on, the newest first (Art. 29)."""
    book = amounts.load(session)
    together = and_(
        Complaint.joint, Complaint.channel == "visit", Complaint.people_count >= _least(book)
    )
    found = select(Complaint).where(
        or_(Complaint.public_event.in_(list(PUBLIC_EVENTS)), together),
        Complaint.major_at.is_(None),
        Complaint.history.is_(False),
        Complaint.state.not_in(ENDED_UNFORWARDED),
    )
    page = _page(session, actor, found, position, limit)
    kinds = {row.id: suggested_kind(row, row.received_on, book) for row in page.items}
    shown = [_alert(row, kinds[row.id]) for row in page.items if kinds[row.id] is not None]
    return Page(shown, page.next, page.previous)


def _least(book: Book) -> int:
    """Return the fewest people that any rule set asks for; the rule of the day is asked after."""
    amended = book.amendments.get(MAJOR_JOINT_PEOPLE.key, {})
    return min([*MAJOR_JOINT_PEOPLE.values.values(), *amended.values()])


def designated(
    session: Session, actor: Actor, position: Position | None, limit: int = PAGE
) -> Page[Alert]:
    """Return what an officer designated, the newest first, with who has reported."""
    found = select(Complaint).where(Complaint.major_kind.is_not(None))
    page = _page(session, actor, found, position, limit)
    asked = _asked(session, [row.id for row in page.items])
    shown = [_alert(row, row.major_kind, asked.get(row.id, ())) for row in page.items]
    return Page(shown, page.next, page.previous)


def incident_reports(
    session: Session, *, complaint_id: int | None = None, forwarding_id: int | None = None
) -> list[tuple[IncidentReport, Card]]:
    """Return the incident reports of a complaint or one forwarding, the newest first."""
    found = select(IncidentReport, Forwarding.institution_id).join(
        Forwarding, Forwarding.id == IncidentReport.forwarding_id
    )
    if complaint_id is not None:
        found = found.where(Forwarding.complaint_id == complaint_id)
    if forwarding_id is not None:
        found = found.where(Forwarding.id == forwarding_id)
    rows = session.execute(found.order_by(IncidentReport.id.desc())).all()
    known = cards(session, {row.institution_id for row in rows})
    return [(row.IncidentReport, known[row.institution_id]) for row in rows]


def _page(
    session: Session, actor: Actor, found: Any, position: Position | None, limit: int
) -> Page[Complaint]:
    found = found.where(complaints_visible_to(actor))
    rows = session.scalars(_NEWEST.apply(found, position, limit)).all()
    return keyset.page(rows, position, limit, lambda row: (row.received_on, row.id))


def _alert(row: Complaint, kind: int | None, asked: Sequence[Asked] = ()) -> Alert:
    return Alert(
        number=row.number,
        state=row.state,
        received_on=row.received_on,
        unit_code=row.unit_code,
        business=row.business,
        people_count=row.people_count,
        public_event=row.public_event,
        kind=kind,
        decided_at=row.major_at,
        asked=tuple(asked),
    )


def _asked(session: Session, complaint_ids: list[int]) -> dict[int, list[Asked]]:
    last = func.max(IncidentReport.reported_at)
    rows = session.execute(
        select(Forwarding, last)
        .outerjoin(IncidentReport, IncidentReport.forwarding_id == Forwarding.id)
        .where(Forwarding.complaint_id.in_(complaint_ids), Forwarding.state.not_in(LIVE_NOT))
        .group_by(Forwarding.id)
        .order_by(Forwarding.id)
    ).all()
    known = cards(session, {row.institution_id for row, _reported_at in rows})
    found: defaultdict[int, list[Asked]] = defaultdict(list)
    for row, reported_at in rows:
        asked = Asked(known[row.institution_id].label, row.forwarded_at, reported_at)
        found[row.complaint_id].append(asked)
    return found
