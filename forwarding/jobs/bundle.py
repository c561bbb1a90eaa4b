"""The bundle of an institution's cases: a list and a folder of files each, in one ZIP."""

import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from forwarding.commands.reveal import FIELDS, reveal
from forwarding.commands.take_along import KIND, taken_along
from forwarding.models import Attachment, Forwarding
from forwarding.queries import bundle
from forwarding.queries.access import forwarding_by_id
from forwarding.queries.inbox import DeskCase, desk_case
from portal.accounts.queries import actor_for
from portal.kernel import clock, storage, tasks
from portal.kernel.actor import Actor
from portal.kernel.outbox import OutboxMessage, handler
from portal.kernel.workbook import Sheet, workbook

LIST = "转送清单.xlsx"
LARGEST = 1_000_000_000
"""Bytes of files in one bundle; more is refused rather than filling a disk."""

_STEP = 10


@handler(f"task.{KIND}")
def make_bundle(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Make a bundle for who asked, as far as they may still see it; broken off, made anew."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    by = actor_for(session, task.account_id) if task.account_id else None
    if by is None:
        tasks.end(session, task, ok=False, outcome={"why": "gone"}, at=at)
        return
    # A file without a name: what it holds is in the clear until it is sealed in the store.
    packer = _Packer(session, task, by, at)
    with tempfile.TemporaryFile() as file:
        try:
            with session.begin_nested():  # what was not handed out is not on record either
                packer.pack(file)
        except _TooLarge:
            tasks.end(session, task, ok=False, outcome={"why": "too_large"}, at=at)
            return
        file.seek(0)
        label = f"转送件-{clock.business_date(at):%Y%m%d}-{task.id}.zip"
        kept = storage.installed().keep(session, file, label, "application/zip", at=at)
    outcome = {
        "sha256": kept.sha256,
        "label": label,
        "size": kept.size,
        "cases": packer.cases,
        "missing": packer.missing,
    }
    tasks.end(session, task, ok=True, outcome=outcome, at=at)


class _TooLarge(Exception):
    """The chosen cases have more bytes of files than LARGEST."""


class _Packer:
    """Puts case after case into the archive and notes each on the record."""

    def __init__(self, session: Session, task: tasks.Task, by: Actor, at: datetime) -> None:
        self.session, self.task, self.by, self.at = session, task, by, at
        self.reason, self.clear = task.label, bool(task.payload["clear"])
        self.cases = self.missing = self.bytes = 0
        self.lines: list[list[str]] = []
        self.folders: set[str] = set()

    def pack(self, file: IO[bytes]) -> None:
        """Write the archive; raises _TooLarge."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, forwarding_id in enumerate(self.task.payload["ids"], 1):
                row = forwarding_by_id(self.session, self.by, forwarding_id)
                if row is not None:
                    self._add(archive, row)
                if number % _STEP == 0:
                    tasks.progress(self.session, self.task.id, number)
            archive.writestr(LIST, workbook([Sheet("转送清单", bundle.COLUMNS, self.lines)]))

    def _add(self, archive: zipfile.ZipFile, row: Forwarding) -> None:
        case = desk_case(self.session, row)
        files = bundle.files_of(case)
        folder = self._folder(case) if files else ""
        for ordinal, file in enumerate(files, 1):
            self._copy(archive, f"{folder}/{ordinal:02d}-{_safe(file)}", file)
        self.lines.append(bundle.line(case, self._people(case), folder))
        self.cases += 1
        taken_along(self.session, row, clear=self.clear, reason=self.reason, by=self.by, at=self.at)

    def _people(self, case: DeskCase) -> list[Mapping[str, str]]:
        if not self.clear:
            return list(bundle.masked(case))
        return [
            dict.fromkeys(FIELDS, "")
            | reveal(
                self.session, case.complaint, party, reason=self.reason, by=self.by, at=self.at
            )
            for party in bundle.parties_of(self.session, case)
        ]

    def _folder(self, case: DeskCase) -> str:
        """Return the case's number; two forwardings of one complaint have a folder each."""
        number = case.complaint.number
        folder = number if number not in self.folders else f"{number}-{case.row.id}"
        self.folders.add(folder)
        return folder

    def _copy(self, archive: zipfile.ZipFile, name: str, file: Attachment) -> None:
        self.bytes += file.size
        if self.bytes > LARGEST:
            raise _TooLarge
        try:
            chunks = storage.installed().open(file.sha256)
        except storage.Missing:
            self.missing += 1
            return
        with archive.open(name, "w") as target:
            for chunk in chunks:
                target.write(chunk)


def _safe(file: Attachment) -> str:
    """Return a file's label as a name in the archive: never a path, whatever was typed."""
    return storage.clean_label(file.label)
