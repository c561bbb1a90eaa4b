"""What every act on a demand, an order or a recommendation does: one move, one audit line."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.lifecycle import RECTIFICATION
from inspections.models import Rectification, RectificationItem
from inspections.queries.standing import standing_of as standing_of
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.law import Breach

SUBJECT = "rectification"
_LEAST_REASON = 4


def move(
    session: Session, row: Rectification, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    """Do a legal move and log it; raises Breach("illegal_act")."""
    RECTIFICATION.move(row, act)
    log(session, row, f"rectification.{act}", by=by, at=at, **facts)


def log(
    session: Session, row: Rectification, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    """Append an audit line on a demand, an order or a recommendation; nothing personal in it."""
    audit.record(
        session,
        by=by,
        act=act,
        subject=(SUBJECT, row.id),
        at=at,
        article="41" if row.kind == "order" else "40",
        unit_code=row.unit_code,
        facts={"kind": row.kind, "institution_id": row.institution_id, **facts},
    )


def tell(session: Session, row: Rectification, what: str, at: datetime, key: object = "") -> None:
    """Have the other side told of an act, once for each version of the row or key."""
    about = f"rectification:{row.id}:{what}:{key or row.version}"
    outbox.post(session, f"rectification.{what}", about, {"rectification_id": row.id}, at)


def items_of(session: Session, row: Rectification) -> list[RectificationItem]:
    """Return the requirement items in order."""
    found = select(RectificationItem).where(RectificationItem.rectification_id == row.id)
    return list(session.scalars(found.order_by(RectificationItem.ordinal)))


def given(text: str, code: str = "rectification_reason_missing", article: str = "40") -> str:
    """Return a text that somebody had to write, or raise Breach."""
    if len(text.strip()) < _LEAST_REASON:
        raise Breach(code, article)
    return text.strip()
