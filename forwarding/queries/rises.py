"""Early warnings in sight, and the counts they are computed from."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Forwarding, Rise
from forwarding.rules.rises import Watching
from portal.kernel.actor import Actor
from portal.kernel.clock import start_of


class Counted(NamedTuple):
    """How many of one institution's business were forwarded now, and in all windows before."""

    unit_code: str
    legal_entity_id: int
    business: str
    now: int
    before: int


def counted(session: Session, until: date, watching: Watching) -> list[Counted]:
    """Return the counts by unit, institution and business of all windows up to a day."""
    since = until - timedelta(days=watching.days - 1)
    begin = since - timedelta(days=watching.days * watching.windows)
    now = Forwarding.forwarded_at >= start_of(since)
    found = (
        select(
            Complaint.unit_code,
            Forwarding.legal_entity_id,
            Complaint.business,
            func.count().filter(now),
            func.count(),
        )
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            Forwarding.forwarded_at >= start_of(begin),
            Forwarding.forwarded_at < start_of(until + timedelta(days=1)),
            Forwarding.state != "returned",
            Complaint.business.is_not(None),
            Complaint.duplicate_of.is_(None),
        )
        .group_by(Complaint.unit_code, Forwarding.legal_entity_id, Complaint.business)
    )
    return [Counted(*key, now, every - now) for *key, now, every in session.execute(found)]


def last_days(session: Session) -> dict[tuple[str, int, str], date]:
    """Return the last day of the newest warning of each unit, institution and business."""
    key = (Rise.unit_code, Rise.legal_entity_id, Rise.business)
    found = select(*key, func.max(Rise.until)).group_by(*key)
    return {(unit, entity, business): day for unit, entity, business, day in session.execute(found)}


def open_rises(session: Session, codes: Collection[str]) -> Sequence[Rise]:
    """Return the open warnings of some units, the largest rise first."""
    found = select(Rise).where(Rise.state == "open", Rise.unit_code == func.any(sorted(codes)))
    return session.scalars(found.order_by(Rise.number.desc(), Rise.id)).all()


def rise_in_sight(session: Session, actor: Actor, rise_id: int) -> Rise | None:
    """Return a warning of the actor's territory."""
    codes = sorted(actor.unit_codes)
    found = select(Rise).where(Rise.id == rise_id, Rise.unit_code == func.any(codes))
    return session.scalar(found)
