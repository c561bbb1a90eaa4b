"""Reports handed in by file: looked through or handed in, with progress, each row by itself."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from forwarding.commands.report_files import KIND, hand_in_file
from portal.accounts.queries import actor_for
from portal.kernel import storage, tasks
from portal.kernel.outbox import OutboxMessage, handler


@handler(f"task.{KIND}")
def hand_in(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Work off a reports file; begun again after a break, the rows done before are unchanged."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    by = actor_for(session, task.account_id) if task.account_id else None
    try:
        source = storage.installed().read(task.payload["sha256"])
    except storage.Missing:
        source = None
    if by is None or source is None:
        tasks.end(session, task, ok=False, outcome={"gone": True}, at=at)
        return
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    outcome = hand_in_file(
        engine,
        source,
        by=by,
        at=at,
        dry_run=bool(task.payload["dry_run"]),
        progress=lambda done: tasks.progress(session, task.id, done),
    )
    tasks.end(session, task, ok=True, outcome=outcome.as_kept(), at=at)
