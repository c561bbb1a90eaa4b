"""Loading a complaints file: the hotline's day, or history; all or nothing, twice is as once.

The file is read once, in batches that go through `receive_checked` in the caller's transaction; the
first fault ends the storing, and the rest is read for its faults alone. Memory stays flat.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from forwarding.commands.file_rows import COLUMNS, NO_UNIT, OUT_OF_SIGHT, Reader
from forwarding.commands.receive import receive_checked
from forwarding.intake_checks import check
from forwarding.submission import Submission
from portal.accounts.queries import territories
from portal.institutions.queries import all_cards
from portal.kernel import audit, tables
from portal.kernel.actor import Actor
from portal.kernel.ahead import ahead
from portal.kernel.findings import Finding, ImportReport

BATCH = 2000
_MOST_FINDINGS = 5000
Progress = Callable[[int], None]
Source = BinaryIO | Path | bytes


def import_complaints(
    session: Session,
    source: Source,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    limits: tables.Limits = tables.Limits(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> ImportReport:
    """Receive every complaint of a file in the caller's transaction, or none.

    Returns the report; when it has findings nothing is stored. `progress` is told after each
    batch how many rows have been read.
    """
    report, read = ImportReport(), 0
    mark = session.begin_nested()
    looker = _Looker(session, by, at)
    # The next rows are read and checked while the database takes in the ones before.
    for batch in ahead(looker.batches(source, limits)):
        report.findings += batch.findings
        if report.ok:
            receipts = receive_checked(session, batch.sound, by=by, at=at)
            report.unchanged += sum(receipt.repeat for receipt in receipts)
            report.created += sum(not receipt.repeat for receipt in receipts)
        read += batch.rows
        if progress is not None:
            progress(read)
        if len(report.findings) > _MOST_FINDINGS:
            break
    if report.ok and not dry_run:
        mark.commit()
        _log(session, report, by=by, at=at)
    else:
        mark.rollback()
    return report


@dataclass(frozen=True)
class _Batch:
    """How many rows were read, those of them that may be received, and the others' faults."""

    rows: int
    sound: list[Submission]
    findings: list[Finding]


class _Looker:
    """Turns rows into submissions that may be received, and notes every fault of the others.

    Asks the database at its making alone, and is afterwards at work in a process of its own.
    """

    def __init__(self, session: Session, by: Actor, at: datetime) -> None:
        self._report = ImportReport()
        self._reader = Reader({card.code: card for card in all_cards(session)}, self._report)
        self._by, self._at = by, at
        self._competent = territories(session)
        self._units: dict[str, str | None] = {}

    def batches(self, source: Source, limits: tables.Limits) -> Iterator[_Batch]:
        """Yield the file batch by batch; the last has no rows, only what its end showed."""
        rows = tables.read(source, COLUMNS, self._report, limits)
        while batch := list(islice(rows, BATCH)):
            found = (self.look(number, row) for number, row in batch)
            sound = [submission for submission in found if submission]
            for submission in sound:
                # The dearest parts of a row, made ahead as well.
                submission.marks, submission.likeness  # noqa: B018
            yield _Batch(len(batch), sound, self._found())
        yield _Batch(0, [], self._found())

    def _found(self) -> list[Finding]:
        found, self._report.findings = self._report.findings, []
        return found

    def look(self, number: int, row: dict[str, str]) -> Submission | None:
        submission = self._reader.submission(number, row)
        if submission is None:
            return None
        problems = check(submission, at=self._at)
        for problem in problems:
            self._reader.problem(number, row, problem)
        return submission if self._in_reach(number, row) and not problems else None

    def _in_reach(self, number: int, row: dict[str, str]) -> bool:
        territory = row["territory"]
        if territory not in self._units:
            self._units[territory] = self._competent(territory)
        unit_code = self._units[territory]
        report = self._reader.report
        if unit_code is None:
            report.add(number, "territory", territory, NO_UNIT)
        elif self._by.is_staff and unit_code not in self._by.unit_codes:
            report.add(number, "territory", territory, OUT_OF_SIGHT)
        else:
            return True
        return False


def _log(session: Session, report: ImportReport, *, by: Actor, at: datetime) -> None:
    audit.record(
        session,
        by=by,
        act="complaints.import",
        subject=("import", at.isoformat()),
        at=at,
        article="31",
        facts={"created": report.created, "unchanged": report.unchanged},
    )
