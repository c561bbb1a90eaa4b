"""An institution takes along a list of its cases with their files, for a reason, on the record."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.models import Forwarding
from forwarding.queries.access import forwardings_visible_to
from portal.kernel import tasks
from portal.kernel.actor import Actor
from portal.kernel.law import Breach

KIND = "desk.bundle"
AT_MOST = 500
KEPT_FOR = timedelta(days=2)
"""No row refers to the file: it is removed with the next collection of stray files."""


def in_sight(session: Session, actor: Actor, ids: Sequence[int]) -> list[int]:
    """Return those of some forwardings that the actor may see, what is due first."""
    found = select(Forwarding.id).where(
        Forwarding.id == func.any(list(ids)), forwardings_visible_to(actor)
    )
    return list(session.scalars(found.order_by(Forwarding.due_on, Forwarding.id)))


def ask_for_bundle(
    session: Session, ids: Sequence[int], *, reason: str, clear: bool, by: Actor, at: datetime
) -> tasks.Task:
    """Have a bundle made; `clear` shows the people in it, and each showing is logged.

    Raises Breach when nothing in sight was chosen, too much, or the reason is missing.
    """
    if len(reason.strip()) < 4:
        raise Breach("bundle_reason_missing", "22")
    chosen = in_sight(session, by, ids[: AT_MOST + 1])
    if not chosen:
        raise Breach("bundle_empty", "")
    if len(ids) > AT_MOST:
        raise Breach("bundle_too_large", "", most=AT_MOST)
    # The reason may name people: the label is encrypted, the payload is not.
    payload = {"ids": chosen, "clear": clear}
    total = len(chosen)
    return tasks.ask(
        session, KIND, label=reason.strip(), payload=payload, by=by, at=at, total=total
    )


def taken_along(
    session: Session, row: Forwarding, *, clear: bool, reason: str, by: Actor, at: datetime
) -> None:
    """Log that a case was put into a bundle, and why."""
    log(
        session,
        row.complaint,
        "forwarding.take_along",
        article="22",
        by=by,
        at=at,
        reason=reason,
        forwarding_id=row.id,
        clear=clear,
    )


def is_over(task: tasks.Task, at: datetime) -> bool:
    """Return whether a bundle's file is no longer handed out."""
    until = kept_until(task)
    return until is not None and at >= until


def kept_until(task: tasks.Task) -> datetime | None:
    """Return when a bundle's file stops being handed out; None before it is made."""
    return task.ended_at + KEPT_FOR if task.ended_at else None
