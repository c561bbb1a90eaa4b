"""The marked copy of a large return: asked for, made by the worker, kept for a limited time."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.filings.models import Filing
from portal.kernel import tasks
from portal.kernel.actor import Actor

KIND = "filing.marked"
AT_ONCE = 10_000
"""Rows of a return whose copy is made while its reader waits: about a second's work."""

KEPT_FOR = timedelta(days=2)
_LOOKED_AT = 20


def ask_for_copy(session: Session, filing: Filing, *, by: Actor, at: datetime) -> tasks.Task:
    """Have the marked copy of what a filing holds made; asked for twice, it is made once."""
    # Two clicks at once: the second waits until the first is stored, and then finds it.
    key = f"{KIND}:{by.account_id}:{filing.id}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
    about = {"filing_id": filing.id, "sha256": filing.sha256, "checked": filing.version}
    for task in tasks.latest(session, by, KIND, _LOOKED_AT):
        if task.payload == about and task.state != "refused" and not is_over(task, at):
            return task
    return tasks.ask(session, KIND, label=filing.label, payload=about, by=by, at=at)


def is_over(task: tasks.Task, at: datetime) -> bool:
    """Return whether a copy is no longer handed out."""
    until = kept_until(task)
    return until is not None and at >= until


def kept_until(task: tasks.Task) -> datetime | None:
    """Return when a copy stops being handed out; None before it is made."""
    return task.ended_at + KEPT_FOR if task.ended_at else None
