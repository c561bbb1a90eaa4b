"""Loading a complaints file: the hotline's day, or history; all or nothing, twice is as once.

The file is read once, in batches that go through `receive_checked` in the caller's transaction; the
first fault ends the storing, and the rest is read for its faults alone. Memory stays flat.
"""

from collections.abc import Callable, Iterator
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
from portal.kernel.findings import ImportReport

BATCH = 2000
_MOST_FINDINGS = 5000
Progress = Callable[[int], None]
Numbered = tuple[int, dict[str, str]]


def import_complaints(
    session: Session,
    source: BinaryIO | Path | bytes,
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
    report = ImportReport()
    mark = session.begin_nested()
    reader = Reader({card.code: card for card in all_cards(session)}, report)
    looker = _Looker(session, reader, by, at)
    read = 0
    # The next rows are read and checked while the database takes in the ones before.
    for rows, submissions in ahead(looker.batches(tables.read(source, COLUMNS, report, limits))):
        if report.ok:
            receipts = receive_checked(session, submissions, by=by, at=at)
            report.unchanged += sum(receipt.repeat for receipt in receipts)
            report.created += sum(not receipt.repeat for receipt in receipts)
        read += rows
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


class _Looker:
    """Turns rows into submissions that may be received, and notes every fault of the others."""

    def __init__(self, session: Session, reader: Reader, by: Actor, at: datetime) -> None:
        self._reader, self._by, self._at = reader, by, at
        self._competent = territories(session)
        self._units: dict[str, str | None] = {}

    def batches(self, rows: Iterator[Numbered]) -> Iterator[tuple[int, list[Submission]]]:
        """Yield batch by batch how many rows were read, and those of them without fault."""
        while batch := list(islice(rows, BATCH)):
            found = (self.look(number, row) for number, row in batch)
            yield len(batch), [submission for submission in found if submission]

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
