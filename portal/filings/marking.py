"""The worker's part in marked copies of large returns."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.accounts.queries import actor_for
from portal.filings.commands import documents
from portal.filings.commands.marking import KIND
from portal.filings.queries.access import filing_by_id
from portal.filings.queries.stored import stored_file
from portal.filings.queries.verdicts import verdict_of
from portal.filings.returns.marked import marked
from portal.kernel import storage, tasks
from portal.kernel.outbox import OutboxMessage, handler

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@handler(f"task.{KIND}")
def make_copy(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Make a copy for who asked, as far as they may still see it; broken off, made anew."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    by = actor_for(session, task.account_id) if task.account_id else None
    row = filing_by_id(session, by, task.payload["filing_id"]) if by else None
    verdict = verdict_of(row) if row is not None else None
    if by is None or row is None or verdict is None or row.sha256 != task.payload["sha256"]:
        tasks.end(session, task, ok=False, outcome={"why": "gone"}, at=at)
        return
    with stored_file(row.sha256, row.label) as source:
        copy = source.with_name("marked.xlsx")
        copy.write_bytes(marked(source, verdict))
        label = f"{Path(row.label).stem or row.period}-标注.xlsx"
        with copy.open("rb") as file:
            kept = storage.installed().keep(session, file, label, XLSX, at=at)
    documents.hand_out(session, row, by=by, at=at)
    outcome = {"sha256": kept.sha256, "label": label, "size": kept.size}
    tasks.end(session, task, ok=True, outcome=outcome, at=at)
