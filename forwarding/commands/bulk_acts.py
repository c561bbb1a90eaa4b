"""The acts that can be done on many complaints at once, each by the command for one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands import triage
from forwarding.commands.assign import assign
from forwarding.commands.forward import forward
from forwarding.commands.name_by_choice import name_by_choice
from forwarding.commands.remind_by_hand import remind_by_hand
from forwarding.commands.tell import tell
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import BulkItem, Complaint, Forwarding, Telling
from forwarding.queries.bulk import live_institutions
from forwarding.rules import QUESTIONS
from portal.kernel.actor import Actor
from portal.kernel.law import Breach

Said = dict[str, Any]
Do = Callable[[Session, BulkItem, Any, Said, Actor, datetime], None]
Had = Callable[[Session, BulkItem, Any, Said, datetime], bool]


@dataclass(frozen=True)
class BulkAct:
    """An act on many: on rows of which table, who may, how one is done, and whether it was.

    `had` raises a Breach where the act came to nothing since, so that a case that changed in
    between says what happened to it and not only that it changed.
    """

    model: Any
    permission: str
    do: Do
    had: Had


def _forward(
    session: Session, item: BulkItem, row: Complaint, _said: Said, by: Actor, at: datetime
) -> None:
    name_by_choice(session, row, item.institutions, by=by, at=at)
    forward(session, row, item.institutions, by=by, at=at)


def _is_forwarded(
    session: Session, item: BulkItem, row: Complaint, _said: Said, _at: datetime
) -> bool:
    wanted = set(item.institutions)
    return bool(wanted) and live_institutions(session, row.id) >= wanted


def _classify(
    session: Session, _item: BulkItem, row: Complaint, said: Said, by: Actor, at: datetime
) -> None:
    if row.state == "received" and said["all_yes"]:
        triage.triage(session, row, dict.fromkeys(QUESTIONS, True), by=by, at=at)
    triage.classify(session, row, **said["classes"], by=by, at=at)


def _is_classified(
    _session: Session, _item: BulkItem, row: Complaint, said: Said, _at: datetime
) -> bool:
    given = {name: value for name, value in said["classes"].items() if value}
    return row.state == "classified" and all(getattr(row, k) == v for k, v in given.items())


def _tell(
    session: Session, _item: BulkItem, row: Telling, said: Said, by: Actor, at: datetime
) -> None:
    done_at = datetime.fromisoformat(said["done_at"])
    tell(session, row, means=said["means"], proof=said["proof"], done_at=done_at, by=by, at=at)


def _is_told(_session: Session, _item: BulkItem, row: Telling, _said: Said, _at: datetime) -> bool:
    if row.state == "moot":
        raise Breach("nothing_to_tell", "21")
    return row.state == "done"


def _remind(
    session: Session, _item: BulkItem, row: Forwarding, said: Said, by: Actor, at: datetime
) -> None:
    remind_by_hand(session, row, said["text"], by=by, at=at)


def _assign(
    session: Session, _item: BulkItem, row: Complaint, said: Said, by: Actor, at: datetime
) -> None:
    assign(session, row, said["to"], by=by, at=at)


def _is_assigned(
    _session: Session, _item: BulkItem, row: Complaint, said: Said, _at: datetime
) -> bool:
    return row.assigned_to == said["to"]


def _owes_nothing(
    _session: Session, _item: BulkItem, row: Forwarding, _said: Said, _at: datetime
) -> bool:
    """Say that a report came since; that there was a reminder today, the command says itself."""
    if row.state not in OPEN_FORWARDING_STATES:
        raise Breach("nothing_to_remind", "18", state=row.state)
    return False


ACTS = {
    "forward": BulkAct(Complaint, "complaints.forward", _forward, _is_forwarded),
    "classify": BulkAct(Complaint, "complaints.triage", _classify, _is_classified),
    "tell": BulkAct(Telling, "complaints.tell", _tell, _is_told),
    "remind": BulkAct(Forwarding, "complaints.remind", _remind, _owes_nothing),
    "assign": BulkAct(Complaint, "complaints.assign", _assign, _is_assigned),
}
