"""Follow-ups (回访): those still open, one by its link, and what came of them by institution."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from forwarding.models import Complaint, FollowUp, Forwarding
from forwarding.queries.access import HEAD_OFFICE, complaints_visible_to
from portal.institutions.queries import cards
from portal.kernel import audit, keyset, secrets
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

PAGE = 50
_MOST = 200
_OLDEST = Order((FollowUp.sampled_at, FollowUp.id))
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Row:
    """One open follow-up of a list; nothing in it names a person."""

    id: int
    number: str
    institutions: tuple[str, ...]
    closed_at: datetime | None
    sampled_at: datetime
    asked_at: datetime | None
    tries: int


@dataclass(frozen=True)
class Outcome:
    """What came of one institution's follow-ups; all of them where `name` is empty."""

    name: str
    sampled: int
    answered: int
    resolved: int
    average: Decimal | None

    @property
    def response_pct(self) -> Decimal | None:
        """Answered ones of a hundred sampled, cut to a tenth."""
        return _percent(self.answered, self.sampled)

    @property
    def resolved_pct(self) -> Decimal | None:
        """Those whose matter is resolved, of a hundred answered."""
        return _percent(self.resolved, self.answered)


def waits() -> ColumnElement[bool]:
    """Return whether a follow-up waits: its case is handled again, or was since it was sampled.

    Who complained is asked about what came of it in the end, after the later close (Art. 20).
    """
    settled = exists().where(
        Complaint.id == FollowUp.complaint_id,
        Complaint.state == "closed",
        Complaint.closed_at <= FollowUp.sampled_at,
    )
    return ~settled.correlate(FollowUp)


def is_waiting(session: Session, row: FollowUp) -> bool:
    """Return whether an open follow-up waits for the close of a case that is handled again."""
    if row.state != "open":
        return False
    return bool(session.scalar(select(waits()).select_from(FollowUp).where(FollowUp.id == row.id)))


def by_token(session: Session, token: str) -> FollowUp | None:
    """Return the follow-up that a link's secret opens."""
    found = select(FollowUp).where(FollowUp.token_hash == secrets.hash_code(token))
    return session.scalar(found)


def by_id(session: Session, actor: Actor, follow_up_id: int) -> FollowUp | None:
    """Return a follow-up of a complaint in sight, or None."""
    found = select(FollowUp).join(Complaint, Complaint.id == FollowUp.complaint_id)
    return session.scalar(found.where(FollowUp.id == follow_up_id, complaints_visible_to(actor)))


def number_of(session: Session, row: FollowUp) -> str:
    """Return the number of the complaint that is followed up."""
    return session.get_one(Complaint, row.complaint_id).number


def page(session: Session, actor: Actor, position: Position | None) -> Page[Row]:
    """Return a page of what is still open in the actor's territory, the oldest first."""
    found = select(FollowUp).where(FollowUp.state == "open", ~waits(), _in_reach(actor))
    rows = session.scalars(_OLDEST.apply(found, position, PAGE)).all()
    slice_ = keyset.page(rows, position, PAGE, lambda row: (row.sampled_at, row.id))
    return Page(_shown(session, slice_.items), slice_.next, slice_.previous)


def outcomes(session: Session, actor: Actor, since: datetime) -> tuple[Outcome, list[Outcome]]:
    """Return what came of the follow-ups sampled since an instant: of all, and by institution."""
    scope = (FollowUp.sampled_at >= since, _in_reach(actor))
    (everybody,) = session.execute(select(*_counts()).where(*scope))
    by_institution = (
        select(Forwarding.institution_id, *_counts())
        .join(Forwarding, Forwarding.complaint_id == FollowUp.complaint_id)
        .where(Forwarding.state == "settled", *scope)
        .group_by(Forwarding.institution_id)
        .order_by(func.count().desc(), Forwarding.institution_id)
        .limit(_MOST)
    )
    rows = session.execute(by_institution).all()
    known = cards(session, [row[0] for row in rows])
    return _outcome("", everybody), [_outcome(known[row[0]].label, row[1:]) for row in rows]


def _counts() -> tuple[Any, ...]:
    return (
        func.count(),
        func.count().filter(FollowUp.state == "answered"),
        func.count().filter(FollowUp.resolved.is_(True)),
        func.avg(FollowUp.satisfaction),
    )


def _outcome(name: str, counted: Any) -> Outcome:
    sampled, answered, resolved, average = counted
    shown = None if average is None else Decimal(average).quantize(_TENTH, ROUND_HALF_UP)
    return Outcome(name, sampled, answered, resolved, shown)


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    if actor.unit_code == HEAD_OFFICE:
        return true()
    return FollowUp.unit_code.in_(sorted(actor.unit_codes))


def _shown(session: Session, rows: list[FollowUp]) -> list[Row]:
    ids = [row.complaint_id for row in rows]
    cases = {
        row.id: row
        for row in session.execute(
            select(Complaint.id, Complaint.number, Complaint.closed_at).where(
                Complaint.id == func.any(ids)
            )
        )
    }
    names, asked, tried = _institutions(session, ids), *_lines(session, ids)
    return [
        Row(
            id=row.id,
            number=cases[row.complaint_id].number,
            institutions=names.get(row.complaint_id, ()),
            closed_at=cases[row.complaint_id].closed_at,
            sampled_at=row.sampled_at,
            asked_at=asked.get(row.complaint_id),
            tries=tried.get(row.complaint_id, 0),
        )
        for row in rows
    ]


def _institutions(session: Session, ids: list[int]) -> dict[int, tuple[str, ...]]:
    found = session.execute(
        select(Forwarding.complaint_id, Forwarding.institution_id)
        .where(Forwarding.complaint_id == func.any(ids), Forwarding.state == "settled")
        .order_by(Forwarding.id)
    ).all()
    known = cards(session, [row.institution_id for row in found])
    names: defaultdict[int, list[str]] = defaultdict(list)
    for row in found:
        names[row.complaint_id].append(known[row.institution_id].label)
    return {key: tuple(value) for key, value in names.items()}


def _lines(session: Session, ids: list[int]) -> tuple[dict[int, datetime], dict[int, int]]:
    """Return when each was asked by SMS or e-mail, and how often tried by telephone."""
    line = audit.AuditEntry
    found = session.execute(
        select(line.subject_id, line.act, func.max(line.at), func.count())
        .where(
            line.subject_kind == "complaint",
            line.subject_id == func.any([str(i) for i in ids]),
            line.act.in_(("follow_up.ask", "follow_up.attempt")),
        )
        .group_by(line.subject_id, line.act)
    ).all()
    asked = {int(key): at for key, act, at, _n in found if act == "follow_up.ask"}
    tried = {int(key): n for key, act, _at, n in found if act == "follow_up.attempt"}
    return asked, tried


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(_TENTH, ROUND_DOWN) if whole else None
