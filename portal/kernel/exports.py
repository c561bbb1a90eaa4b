"""Ledgers handed out as files: asked for with a reason, made whole by one hand, noted in the trail.

A package registers each list that may leave the portal as a Ledger. A small file is made while
its reader waits, a large one by the worker; both lie encrypted in the store for a limited time.
"""

import json
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import audit, clock, storage, tasks
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause
from portal.kernel.sheets import WRITERS, Cell

KIND = "export"
AT_ONCE = 2_000
"""Rows of a file that is made while its reader waits; more is the worker's."""

KEPT_FOR = timedelta(days=2)
PEOPLE = ("none", "masked", "clear")
_STEP = 10_000
_LEAST_REASON = 4
# What may name people is noted as having been used, not with what it said.
_UNTOLD = frozenset({"q", "find", "who"})


@dataclass(frozen=True)
class Asked:
    """What a file is to hold: who reads it, what the list is narrowed to, how people are shown.

    `say` puts a marked text into the reader's language.
    """

    actor: Actor
    filters: Mapping[str, str]
    people: str
    as_of: date
    say: Callable[[str], str]


@dataclass(frozen=True)
class Table:
    """A header, and rows that are read as they are taken."""

    header: Sequence[str]
    rows: Generator[Sequence[Cell], None, None]


@dataclass(frozen=True)
class Ledger:
    """A list that may be handed out; the permissions for it, and for the people in it.

    `parse` raises ValueError for filters that its list never has. `masked` and `clear` name who
    may have people partly hidden or in full; None says nobody.
    """

    kind: str
    title: str
    permission: str
    parse: Callable[[Mapping[str, str]], Any]
    read: Callable[[Session, Asked], Table]
    masked: str | None = None
    clear: str | None = None

    def may_show(self, people: str, may: Callable[[str], bool]) -> bool:
        """Return whether who holds what `may` tells may have people shown so."""
        needed = {"none": self.permission, "masked": self.masked, "clear": self.clear}.get(people)
        return needed is not None and may(self.permission) and may(needed)


_ledgers: dict[str, Ledger] = {}


def register(ledger: Ledger) -> None:
    """Offer a ledger; its name is its own."""
    if ledger.kind in _ledgers:
        raise ValueError(f"ledger {ledger.kind} is registered already")
    _ledgers[ledger.kind] = ledger


def ledger(kind: str) -> Ledger | None:
    """Return the ledger of this name."""
    return _ledgers.get(kind)


def ledgers() -> Mapping[str, Ledger]:
    """Return every ledger by its name."""
    return dict(_ledgers)


class TooMany(Exception):
    """The list has more rows than were to be made at once."""


@clause("22")
def ask(
    session: Session,
    of: Ledger,
    *,
    key: str,
    form: str,
    people: str,
    filters: Mapping[str, str],
    reason: str,
    language: str,
    by: Actor,
    at: datetime,
    begins_at: datetime | None = None,
) -> tasks.Task:
    """Have a file made; a `key` the same person sent before gives what was asked for then.

    Raises Breach when the reason is missing (Art. 22).
    """
    if len(reason.strip()) < _LEAST_REASON:
        raise Breach("ledger_reason_missing", "22")
    # Two clicks at once: the second waits until the first is stored, and then finds it.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"{by.account_id}:{key}"))))
    asked_before = select(tasks.Task).where(
        tasks.Task.account_id == by.account_id,
        tasks.Task.kind == KIND,
        tasks.Task.payload["key"].astext == key,
    )
    if found := session.scalar(asked_before):
        return found
    # Reason and filters may name people: the label is encrypted, the payload is not.
    label = json.dumps({"reason": reason.strip(), "filters": dict(filters)}, ensure_ascii=False)
    payload = {"key": key, "ledger": of.kind, "form": form, "people": people, "language": language}
    return tasks.ask(session, KIND, label=label, payload=payload, by=by, at=at, begins_at=begins_at)


def said(task: tasks.Task) -> dict[str, Any]:
    """Return the reason and the filters that an export was asked for with."""
    return dict(json.loads(task.label))


def make(
    session: Session,
    task: tasks.Task,
    *,
    by: Actor,
    at: datetime,
    say: Callable[[str], str],
    most: int | None = None,
) -> None:
    """Make the file of a task in the caller's transaction, keep it and note it in the trail.

    Raises TooMany as soon as it has more than `most` rows; nothing is kept then.
    """
    wanted, of = task.payload, _ledgers[task.payload["ledger"]]
    told = said(task)
    day = clock.business_date(at)
    asked = Asked(by, told["filters"], wanted["people"], day, say)
    title = say(of.title)
    _write, content_type = WRITERS[wanted["form"]]
    # A file without a name: what it holds is in the clear until it is sealed in the store.
    with tempfile.TemporaryFile() as file:
        rows, columns = write(
            session, of, asked, wanted["form"], file, task_id=task.id, title=title, most=most
        )
        file.seek(0)
        label = f"{title}-{day:%Y%m%d}-{task.id}.{wanted['form']}"
        kept = storage.installed().keep(session, file, label, content_type, at=at)
    note(session, of, asked, wanted["form"], rows, columns, told["reason"], at)
    outcome = {"sha256": kept.sha256, "label": label, "size": kept.size, "rows": rows}
    tasks.end(session, task, ok=True, outcome=outcome | {"type": content_type}, at=at)


def make_if_small(
    session: Session, task: tasks.Task, *, by: Actor, at: datetime, say: Callable[[str], str]
) -> None:
    """Make a file of at most AT_ONCE rows in the caller's transaction; leave more to the worker."""
    with suppress(TooMany), session.begin_nested():
        make(session, task, by=by, at=at, say=say, most=AT_ONCE)


def write(
    session: Session,
    of: Ledger,
    asked: Asked,
    form: str,
    file: IO[bytes],
    *,
    title: str,
    task_id: int | None = None,
    most: int | None = None,
) -> tuple[int, Sequence[str]]:
    """Write a ledger as it is read and return how many rows and which columns it has."""
    table = of.read(session, asked)
    writer, _type = WRITERS[form]
    # Closed before the transaction ends, for its cursor lives in it.
    with closing(table.rows):
        rows: Iterator[Sequence[Cell]] = table.rows
        if most is not None:
            rows = _at_most(rows, most)
        elif task_id is not None:
            rows = _told(session, rows, task_id)
        return writer(file, title, table.header, rows), table.header


def note(
    session: Session,
    of: Ledger,
    asked: Asked,
    form: str,
    rows: int,
    columns: Sequence[str],
    reason: str,
    at: datetime,
) -> None:
    """Note what left the portal: ledger, filters, columns, number of rows, and why (Art. 22)."""
    filters = {name: "…" if name in _UNTOLD else text for name, text in asked.filters.items()}
    facts = {"form": form, "people": asked.people, "filters": filters, "rows": rows}
    audit.record(
        session,
        by=asked.actor,
        act="ledger.export",
        article="22",
        subject=("ledger", of.kind),
        at=at,
        reason=reason,
        facts=facts | {"columns": list(columns)},
    )


def _at_most(rows: Iterator[Sequence[Cell]], most: int) -> Iterator[Sequence[Cell]]:
    yield from islice(rows, most)
    for _more in rows:
        raise TooMany


def _told(
    session: Session, rows: Iterator[Sequence[Cell]], task_id: int
) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows, 1):
        if number % _STEP == 0:
            tasks.progress(session, task_id, number)
        yield row


def is_over(task: tasks.Task, at: datetime) -> bool:
    """Return whether a file is no longer handed out."""
    until = kept_until(task)
    return until is not None and at >= until


def kept_until(task: tasks.Task) -> datetime | None:
    """Return when a file stops being handed out; None before it is made."""
    return task.ended_at + KEPT_FOR if task.ended_at else None
