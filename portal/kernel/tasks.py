"""Long work that can be left and found again: asked for by a page, done by the worker.

A task is a row of the asking transaction; its outbox message does the work. Progress is written
in transactions of its own, so that a page sees it while the work's transaction is still open;
work that is broken off leaves nothing behind and is done again from its start.
"""

import json
import secrets as random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.db import Base, make_session, transaction
from portal.kernel.secrets.columns import EncryptedText

STATES = ("waiting", "running", "done", "refused")


class Task(Base):
    """One piece of long work: what was asked, how far it is, what came of it."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'refused')", name="state"),
        Index(None, "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    label: Mapped[str] = mapped_column(EncryptedText("task.label"))
    payload: Mapped[dict[str, Any]]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    result: Mapped[str | None] = mapped_column(EncryptedText("task.result"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def outcome(self) -> dict[str, Any]:
        """What came of it, empty until it has ended."""
        return dict(json.loads(self.result)) if self.result else {}


def ask(
    session: Session,
    kind: str,
    *,
    label: str,
    payload: Mapping[str, Any],
    by: Actor,
    at: datetime,
    total: int | None = None,
    begins_at: datetime | None = None,
) -> Task:
    """Ask for work; the outbox topic `task.KIND` does it, its payload naming the task's id.

    With `begins_at` the worker leaves it alone until then, for who does it at once.
    """
    task = Task(
        public_id=random.token_urlsafe(12),
        kind=kind,
        label=label,
        payload=dict(payload),
        account_id=by.account_id,
        state="waiting",
        total=total,
        asked_at=at,
    )
    session.add(task)
    session.flush()
    outbox.post(session, f"task.{kind}", f"task:{task.id}", {"task_id": task.id}, at, begins_at)
    return task


def of_account(session: Session, actor: Actor, public_id: str) -> Task | None:
    """Return an actor's own task."""
    return session.scalar(
        select(Task).where(Task.public_id == public_id, Task.account_id == actor.account_id)
    )


def latest(session: Session, actor: Actor, kind: str, limit: int = 10) -> list[Task]:
    """Return an actor's newest tasks of a kind."""
    found = select(Task).where(Task.account_id == actor.account_id, Task.kind == kind)
    return list(session.scalars(found.order_by(Task.id.desc()).limit(limit)))


def progress(session: Session, task_id: int, done: int) -> None:
    """Note how far a task is, at once and whatever becomes of the caller's transaction."""
    with make_session(session.get_bind().engine) as aside, transaction(aside):
        aside.execute(update(Task).where(Task.id == task_id).values(state="running", done=done))


def end(
    session: Session, task: Task, *, ok: bool, outcome: Mapping[str, Any], at: datetime
) -> None:
    """Note in the caller's transaction what came of a task."""
    session.refresh(task)
    task.state = "done" if ok else "refused"
    task.result = json.dumps(dict(outcome), ensure_ascii=False)
    task.ended_at = at
