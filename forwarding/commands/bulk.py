"""Many complaints at once, as one batch: each in a transaction of its own, none of them twice.

A batch is a task with an item per case. The act and the item's outcome are one commit, so that
whoever goes on after a kill, or runs beside, finds what is done and does not repeat it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from forwarding.commands.bulk_acts import ACTS, BulkAct
from forwarding.models import BulkItem, BulkWork, Complaint
from forwarding.queries.access import complaints_visible_to
from forwarding.queries.case import hold
from portal.kernel import tasks
from portal.kernel.actor import Actor
from portal.kernel.law import Breach

KIND = "complaints.bulk"


@dataclass(frozen=True)
class Target:
    """One case chosen: the row acted on (complaint, telling or forwarding) as it was seen."""

    complaint_id: int
    id: int
    version: int
    institutions: tuple[int, ...] = ()


def begin(
    session: Session,
    act: str,
    targets: Sequence[Target],
    said: Mapping[str, Any],
    *,
    sent_key: str,
    by: Actor,
    at: datetime,
    begins_at: datetime | None = None,
) -> tasks.Task:
    """Note a batch in the caller's transaction and let the worker do it, from `begins_at` on.

    `said` holds what is the same for all, in values of JSON; it is kept encrypted, while task and
    message carry ids alone. A `sent_key` seen before raises IntegrityError: it was sent twice.
    """
    task = tasks.ask(
        session,
        KIND,
        label=act,
        payload={"act": act},
        by=by,
        at=at,
        total=len(targets),
        begins_at=begins_at,
    )
    kept = json.dumps(dict(said), ensure_ascii=False)
    session.add(BulkWork(task_id=task.id, sent_key=sent_key, act=act, said=kept))
    session.flush()
    rows = [
        {
            "task_id": task.id,
            "complaint_id": target.complaint_id,
            "target_id": target.id,
            "version": target.version,
            "institutions": list(target.institutions),
        }
        for target in targets
    ]
    session.execute(insert(BulkItem), rows)
    return task


def waiting(session: Session, task_id: int, limit: int | None = None) -> list[int]:
    """Return the ids of a batch's items that nothing has come of yet, in order."""
    found = select(BulkItem.id).where(BulkItem.task_id == task_id, BulkItem.outcome.is_(None))
    return list(session.scalars(found.order_by(BulkItem.id).limit(limit)))


def act_on_item(session: Session, item_id: int, by: Actor | None, at: datetime) -> None:
    """Do the act on one item in the caller's transaction, unless something came of it already.

    Without `by`, who asked may no longer act, and the item is refused. What is refused leaves
    nothing of the act behind.
    """
    item = session.scalar(
        select(BulkItem).where(BulkItem.id == item_id, BulkItem.outcome.is_(None)).with_for_update()
    )
    if item is None:
        return
    work = session.get_one(BulkWork, item.task_id)
    item.ended_at = at
    try:
        if by is None:
            raise Breach("bulk_not_allowed", "")
        with session.begin_nested():
            item.outcome = _do(session, ACTS[work.act], item, json.loads(work.said), by, at)
    except Breach as breach:
        refuse(item, breach)
    except StaleDataError:
        refuse(item, Breach("bulk_changed", ""))


def refuse(item: BulkItem, breach: Breach) -> None:
    """Note why nothing was done, so that it can be worded for its reader."""
    item.outcome, item.code, item.article = "refused", breach.code, breach.article or None
    facts = {name: _kept(value) for name, value in breach.facts.items()}
    item.facts = json.dumps(facts, ensure_ascii=False) if facts else None


def refusal(item: BulkItem) -> Breach:
    """Return why an item was refused."""
    facts = json.loads(item.facts) if item.facts else {}
    given = {name: _given(value) for name, value in facts.items()}
    return Breach(item.code or "", item.article or "", **given)


def _do(
    session: Session, act: BulkAct, item: BulkItem, said: dict[str, Any], by: Actor, at: datetime
) -> str:
    complaint = _in_sight(session, item.complaint_id, by)
    row = complaint if act.model is Complaint else _target(session, act, item, complaint)
    stored = hold(session, row)
    if act.had(session, item, row, said, at):
        return "had"
    if item.version != stored or row.version != stored:
        raise Breach("bulk_changed", "")
    act.do(session, item, row, said, by, at)
    session.flush()
    return "done"


def _in_sight(session: Session, complaint_id: int, by: Actor) -> Complaint:
    found = select(Complaint).where(Complaint.id == complaint_id, complaints_visible_to(by))
    complaint = session.scalar(found.execution_options(populate_existing=True))
    if complaint is None:
        raise Breach("bulk_gone", "")
    return complaint


def _target(session: Session, act: BulkAct, item: BulkItem, complaint: Complaint) -> Any:
    model = act.model
    found = select(model).where(model.id == item.target_id, model.complaint_id == complaint.id)
    row = session.scalar(found.execution_options(populate_existing=True))
    if row is None:
        raise Breach("bulk_gone", "")
    session.refresh(row, ["complaint"])
    return row


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_kept(each) for each in value]
    return value if isinstance(value, (int, str, type(None))) else str(value)


def _given(value: Any) -> Any:
    if isinstance(value, list):
        return [_given(each) for each in value]
    if isinstance(value, dict):
        kind, text = next(iter(value.items()))
        return datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)
    return value
