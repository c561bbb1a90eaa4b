"""A file with one report in each row: looked through first, then handed in row by row.

Each row is a transaction of its own: what is sound is handed in, what is not is listed with the
reason. A row whose report is there already says so and changes nothing, so that a file sent
twice, or a job broken off and begun again, does no harm.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from forwarding.commands.handle import Answer, report
from forwarding.commands.report_rows import COLUMNS, ID, LONGEST_TEXT, NUMBER, RowReader
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, Report
from forwarding.queries.access import forwarding_by_id
from portal.kernel import tables
from portal.kernel.actor import Actor
from portal.kernel.db import make_session, transaction
from portal.kernel.findings import N_, Finding, ImportReport
from portal.kernel.law import Breach

KIND = "desk.reports"
AT_MOST = 500
_LIMITS = tables.Limits(rows=AT_MOST, sheet_rows=AT_MOST, cell=LONGEST_TEXT)
_UNKNOWN = N_("没有找到这件转送。请使用本机构模板中的序号。")
_OTHER_NUMBER = N_("序号与投诉编号不一致。请核对是否错行。")
_TWICE = N_("这件在文件中出现了两次。请只保留一行。")
_REPORTED = N_("这件已经报告，内容与本行不同。退回补正后才能再次报告。")
_CLOSED = N_("这件已经退回或者撤回，不需要报告。")
Progress = Callable[[int], None]


@dataclass
class Outcome:
    """What came of a file: numbers by what was done, and what is wrong with the other rows.

    `findings` are ready for keeping; a Breach stands as `breach`, `article` and its facts, and is
    put into words in the language of who reads it.
    """

    handed_in: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)

    def as_kept(self) -> dict[str, Any]:
        """Return it for keeping, the findings in the order of the rows."""
        found = sorted(self.findings, key=lambda each: each["row"])
        return {"handed_in": self.handed_in, "unchanged": self.unchanged, "findings": found}


class _Undone(Exception):
    """Ends a row's transaction without keeping anything."""


def hand_in_file(
    engine: Engine,
    source: bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool,
    progress: Progress | None = None,
) -> Outcome:
    """Hand in the report of every sound row; with `dry_run` find out the same and keep nothing."""
    outcome, seen = Outcome(), set[int]()
    noted = ImportReport()
    reader = RowReader(noted)
    for done, (number, row) in enumerate(tables.read(source, COLUMNS, noted, _LIMITS), 1):
        read = reader.read(number, row)
        if read is not None and read[0] in seen:
            noted.add(number, ID, row[ID], _TWICE)
        elif read is not None:
            seen.add(read[0])
            _row(engine, outcome, number, row[NUMBER], *read, by=by, at=at, dry_run=dry_run)
        if progress is not None and done % 10 == 0:
            progress(done)
    outcome.findings += [finding.as_kept() for finding in noted.findings]
    return outcome


def _row(
    engine: Engine,
    outcome: Outcome,
    number: int,
    named: str,
    forwarding_id: int,
    answer: Answer,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool,
) -> None:
    try:
        with make_session(engine) as session, transaction(session):
            done = _hand_in(session, forwarding_id, named, answer, by=by, at=at)
            if dry_run:
                session.flush()
                raise _Undone
    except _Undone:
        pass
    except _Wrong as wrong:
        finding = Finding(number, wrong.column, wrong.value, wrong.reason)
        outcome.findings.append(finding.as_kept())
        return
    except Breach as breach:
        outcome.findings.append(_breached(number, named, breach))
        return
    (outcome.handed_in if done else outcome.unchanged).append(named)


class _Wrong(Exception):
    """A row that fits no forwarding, or one that takes no report."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def _hand_in(
    session: Session, forwarding_id: int, named: str, answer: Answer, *, by: Actor, at: datetime
) -> bool:
    """Hand in one report; False when the same report is there already."""
    row = forwarding_by_id(session, by, forwarding_id)
    if row is None:
        raise _Wrong(ID, str(forwarding_id), _UNKNOWN)
    session.refresh(row, with_for_update={"of": Forwarding})
    if row.complaint.number != named.strip().upper():
        raise _Wrong(NUMBER, named, _OTHER_NUMBER)
    if row.state in OPEN_FORWARDING_STATES:
        report(session, row, answer, by=by, at=at)
        return True
    last = session.scalar(
        select(Report)
        .where(Report.forwarding_id == row.id)
        .order_by(Report.ordinal.desc())
        .limit(1)
    )
    if last is None or row.state not in ("reported", "settled"):
        raise _Wrong(ID, str(forwarding_id), _CLOSED)
    if not _same(last, answer):
        raise _Wrong(ID, str(forwarding_id), _REPORTED)
    return False


def _same(row: Report, answer: Answer) -> bool:
    """Whether a report says what is stored; the reason for lateness is the row's own matter."""
    names = ("result", "cause", "loss_recovered", "decided_by_branch", "told_on", "told_means")
    plain = all(getattr(row, name) == getattr(answer, name) for name in names)
    return (
        plain
        and set(row.remedies) == set(answer.remedies)
        and json.loads(row.texts) == answer.texts
        and row.verified_by == answer.verified_by
    )


def _breached(number: int, named: str, breach: Breach) -> dict[str, Any]:
    facts = {name: _plain(value) for name, value in breach.facts.items()}
    kept = {"row": number, "column": "", "value": named, "reason": breach.code, "msgid": None}
    return {**kept, "facts": facts, "breach": breach.code, "article": breach.article}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(each) for each in value]
    return value if isinstance(value, int) else str(value)
