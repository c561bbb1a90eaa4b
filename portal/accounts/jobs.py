"""Work of this package that the outbox carries: the check of the audit chain, files to take."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

import portal.accounts.ledgers  # noqa: F401  (lists that the worker makes files of)
from portal.accounts.commands.trail import CHECK, note_verdict
from portal.accounts.queries import actor_for
from portal.kernel import exports, tasks
from portal.kernel.audit import verify
from portal.kernel.outbox import OutboxMessage, handler
from portal.web.access import may
from portal.web.i18n import translated


@handler(CHECK)
def check_chain(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Walk the whole chain and keep the verdict in the trail."""
    note_verdict(session, verify(session), message.payload["account"], at)


@handler(f"task.{exports.KIND}")
def make_export(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Make a large file for who asked, as far as they may still have it; broken off, made anew."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    if task.ended_at is not None:
        return
    by = actor_for(session, task.account_id) if task.account_id else None
    of, people = exports.ledger(task.payload["ledger"]), task.payload["people"]
    if by is None or of is None or not of.may_show(people, partial(may, by)):
        tasks.end(session, task, ok=False, outcome={"why": "gone"}, at=at)
        return
    language = task.payload["language"]
    exports.make(session, task, by=by, at=at, say=lambda text: translated(text, language))
