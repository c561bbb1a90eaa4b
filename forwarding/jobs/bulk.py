"""Batches of acts on many complaints: a stretch per message, older deliveries go on between.

The acts come before the letters and notices they bring: 500 forwardings are done in seconds, and
an officer who looks on is not held up by the setting of 500 letters.

Each case is committed by itself, aside from the message: a worker that is killed leaves what it
had done, and the next goes on with the first case of which nothing came.
"""

from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from forwarding import policy
from forwarding.commands import bulk
from forwarding.commands.bulk_acts import ACTS
from forwarding.models import BulkItem
from portal.accounts.queries import actor_for
from portal.kernel import outbox, tasks
from portal.kernel.actor import Actor
from portal.kernel.db import make_session, transaction
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage, handler
from portal.web.access import may

__all__ = ["TOPIC", "go_on", "policy", "work"]

TOPIC = f"task.{bulk.KIND}"
STRETCH = 25
log = structlog.get_logger("forwarding.bulk")


@handler(TOPIC)
def go_on(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Do the next stretch of a batch, and ask for the one after it or end the task."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    if task.ended_at is not None:
        return
    waiting = bulk.waiting(session, task.id)
    tasks.progress(session, task.id, (task.total or 0) - len(waiting))
    with make_session(session.get_bind().engine) as aside:
        work(aside, waiting[:STRETCH], _asker(session, task), at)
    if rest := waiting[STRETCH:]:
        key, place = f"task:{task.id}:{rest[0]}", message.available_at
        outbox.post(session, TOPIC, key, {"task_id": task.id}, at, available_at=place)
    else:
        end(session, task, at)


def at_once(session: Session, task: tasks.Task, by: Actor, at: datetime) -> None:
    """Do a small batch in the request that asks for it; the worker would find it done."""
    work(session, bulk.waiting(session, task.id), by, at)
    with transaction(session):
        end(session, task, at)


def end(session: Session, task: tasks.Task, at: datetime) -> None:
    """Note in the caller's transaction that a batch is through."""
    task.done = task.total or 0
    session.flush()
    tasks.end(session, task, ok=True, outcome={}, at=at)


def work(session: Session, item_ids: list[int], by: Actor | None, at: datetime) -> None:
    """Do items one after the other, a transaction for each."""
    for item_id in item_ids:
        try:
            with transaction(session):
                bulk.act_on_item(session, item_id, by, at)
        except DBAPIError:
            raise
        except Exception as fault:
            # One case that fails for a reason nobody foresaw must not hold up all the others.
            log.error("bulk item failed", item=item_id, error=type(fault).__name__)
            with transaction(session):
                bulk.refuse(session.get_one(BulkItem, item_id), Breach("bulk_fault", ""))


def _asker(session: Session, task: tasks.Task) -> Actor | None:
    """Return who asked, None when that account is off or may no longer do this."""
    by = actor_for(session, task.account_id) if task.account_id else None
    return by if by is not None and may(by, ACTS[task.payload["act"]].permission) else None
