"""To put an institution on the watch list (重点关注) and to take it off, each with a reason."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from inspections.lifecycle import WATCH
from inspections.models import GROUNDS, WatchEntry
from inspections.rules.watching import Figures
from portal.institutions.queries import card
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def put_on(
    session: Session,
    institution_id: int,
    *,
    ground: str,
    reason: str,
    figures: Figures,
    by: Actor,
    at: datetime,
) -> WatchEntry:
    """Put an institution on the list of the actor's unit, with the figures of the day.

    Raises Breach("already_watched") when it is on the list for this ground, whoever was first.
    """
    if ground not in GROUNDS:
        raise Breach("unknown_ground", "")
    _require(reason)
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
            put_at=at,
            put_by=by.account_id,
        )
        .on_conflict_do_nothing()
        .returning(WatchEntry.id)
    )
    if entry_id is None:
        raise Breach("already_watched", "", name=watched.label)
    row = session.scalars(select(WatchEntry).where(WatchEntry.id == entry_id)).one()
    _log(session, row, "watch.put_on", by=by, at=at)
    return row


def lift(session: Session, row: WatchEntry, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an institution off the list; what was noted of it stays on record."""
    _require(reason)
    WATCH.check(row.state, "lift")
    row.lifted_at, row.lifted_by, row.lift_reason = at, by.account_id, reason.strip()
    WATCH.move(row, "lift")
    _log(session, row, "watch.lift", by=by, at=at)


def _require(reason: str) -> None:
    if len(reason.strip()) < 4:
        raise Breach("watch_reason_missing", "")


def _log(session: Session, row: WatchEntry, act: str, *, by: Actor, at: datetime) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=("institution", row.institution_id),
        at=at,
        unit_code=row.unit_code,
        facts={"watch_entry_id": row.id, "ground": row.ground, "figures": row.figures},
    )
