"""To put an institution on the watch list (重点关注), to review it and to take it off.

Each with a reason; an entry has the day by which it is looked at again.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from inspections.lifecycle import WATCH
from inspections.models import GROUNDS, WatchEntry
from inspections.rules.watching import Figures
from portal.institutions.queries import card
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


def put_on(
    session: Session,
    institution_id: int,
    *,
    ground: str,
    reason: str,
    figures: Figures,
    review_on: date | None = None,
    by: Actor,
    at: datetime,
) -> WatchEntry:
    """Put an institution on the list of the actor's unit, with the figures of the day.

    `review_on` is the day by which it is looked at again, after today. Raises
    Breach("already_watched") when it is on the list for this ground, whoever was first.
    """
    if ground not in GROUNDS:
        raise Breach("unknown_ground", "")
    _require(reason)
    _require_day(review_on, at)
    watched = card(session, institution_id)
    if watched is None or not watched.open:
        raise Breach("cannot_be_watched", "")
    entry_id = session.scalar(
        insert(WatchEntry)
        .values(
            version=1,
            institution_id=institution_id,
            unit_code=by.unit_code,
            ground=ground,
            state=WATCH.initial,
            figures=figures.as_json(),
            reason=reason.strip(),
            review_on=review_on,
            put_at=at,
            put_by=by.account_id,
        )
        .on_conflict_do_nothing()
        .returning(WatchEntry.id)
    )
    if entry_id is None:
        raise Breach("already_watched", "", name=watched.label)
    row = session.scalars(select(WatchEntry).where(WatchEntry.id == entry_id)).one()
    _log(session, row, "watch.put_on", by=by, at=at, reason=reason.strip())
    return row


def review(
    session: Session, row: WatchEntry, *, reason: str, review_on: date, by: Actor, at: datetime
) -> None:
    """Note that an entry was looked at and stays, why, and by when it is looked at again."""
    _require(reason)
    _require_day(review_on, at)
    WATCH.check(row.state, "lift")
    before, row.review_on = row.review_on, review_on
    session.flush()
    days = {"before": before.isoformat() if before else None, "review_on": review_on.isoformat()}
    _log(session, row, "watch.review", by=by, at=at, reason=reason.strip(), **days)


def remind(session: Session, *, at: datetime) -> int:
    """Have supervisors told, once, of every entry whose day of review has come."""
    due = select(WatchEntry).where(
        WatchEntry.state == WATCH.initial, WatchEntry.review_on <= business_date(at)
    )
    rows = session.scalars(due.order_by(WatchEntry.id)).all()
    for row in rows:
        key = f"watch.review:{row.id}:{row.review_on}"
        outbox.post(session, "watch.review", key, {"watch_entry_id": row.id}, at)
    return len(rows)


def lift(session: Session, row: WatchEntry, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an institution off the list; what was noted of it stays on record."""
    _require(reason)
    WATCH.check(row.state, "lift")
    row.lifted_at, row.lifted_by, row.lift_reason = at, by.account_id, reason.strip()
    WATCH.move(row, "lift")
    _log(session, row, "watch.lift", by=by, at=at, reason=row.lift_reason)


def _require(reason: str) -> None:
    if len(reason.strip()) < 4:
        raise Breach("watch_reason_missing", "")


def _require_day(review_on: date | None, at: datetime) -> None:
    if review_on is not None and review_on <= business_date(at):
        raise Breach("watch_review_past", "", today=business_date(at))


def _log(
    session: Session,
    row: WatchEntry,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=("institution", row.institution_id),
        at=at,
        unit_code=row.unit_code,
        reason=reason,
        facts={"watch_entry_id": row.id, "ground": row.ground, "figures": row.figures, **facts},
    )
