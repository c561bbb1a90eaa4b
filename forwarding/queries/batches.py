"""Batches of acts on many complaints, as who asked for them finds them again."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from forwarding.models import BulkItem, BulkWork, Complaint
from portal.kernel import tasks
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class Count:
    """How many cases of a batch there are, were done (now or before), and were refused."""

    total: int = 0
    done: int = 0
    refused: int = 0

    @property
    def ended(self) -> int:
        """The cases of which something came."""
        return self.done + self.refused


def counts(session: Session, task_ids: Collection[int]) -> dict[int, Count]:
    """Return how far batches are."""
    found = (
        select(
            BulkItem.task_id,
            func.count(),
            func.count().filter(BulkItem.outcome.in_(("done", "had"))),
            func.count().filter(BulkItem.outcome == "refused"),
        )
        .where(BulkItem.task_id.in_(task_ids))
        .group_by(BulkItem.task_id)
    )
    return {row[0]: Count(*row[1:]) for row in session.execute(found)}


def items(session: Session, task_id: int) -> list[tuple[str, BulkItem]]:
    """Return a batch's cases of which something came, with their numbers, the refused first."""
    found = (
        select(Complaint.number, BulkItem)
        .join(Complaint, Complaint.id == BulkItem.complaint_id)
        .where(BulkItem.task_id == task_id, BulkItem.outcome.is_not(None))
        .order_by(case((BulkItem.outcome == "refused", 0), else_=1), BulkItem.id)
    )
    fresh = found.execution_options(populate_existing=True)
    return [(number, item) for number, item in session.execute(fresh)]


def sent_before(session: Session, actor: Actor, sent_key: str) -> tasks.Task | None:
    """Return the actor's batch that was asked for under a key."""
    found = select(tasks.Task).join(BulkWork, BulkWork.task_id == tasks.Task.id)
    return session.scalar(
        found.where(BulkWork.sent_key == sent_key, tasks.Task.account_id == actor.account_id)
    )
