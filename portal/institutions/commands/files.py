"""An institutions file in two steps: uploaded and looked at, then stored on confirmation."""

from datetime import datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.institutions.commands.importing import RegisterReport, import_register
from portal.institutions.models import InstitutionFile
from portal.kernel import storage
from portal.kernel.actor import Actor
from portal.kernel.law import Breach
from portal.kernel.tables import Limits

LIMITS = Limits(rows=20_000, sheet_rows=20_000, cell=2_000)
"""A browser waits for the answer: larger files go through `zhuanban import institutions`."""


def take_in(
    session: Session, stream: IO[bytes], label: str | None, *, by: Actor, at: datetime
) -> InstitutionFile:
    """Keep an uploaded file for its preview; raises storage.Refused."""
    kept = storage.installed().put(session, stream, label, at=at, kinds=storage.TABLES)
    file = InstitutionFile(
        sha256=kept.sha256, label=kept.label, uploaded_at=at, uploaded_by=by.account_id
    )
    session.add(file)
    session.flush()
    return file


def preview(session: Session, file: InstitutionFile, *, by: Actor, at: datetime) -> RegisterReport:
    """Return what storing the file would do now; stores nothing."""
    body = storage.installed().read(file.sha256)
    return import_register(session, body, by=by, at=at, dry_run=True, limits=LIMITS)


def confirm(session: Session, file_id: int, *, by: Actor, at: datetime) -> RegisterReport:
    """Store a previewed file; raises Breach when that was done, stores nothing if a row is bad."""
    one = select(InstitutionFile).where(InstitutionFile.id == file_id).with_for_update()
    file = session.scalars(one.execution_options(populate_existing=True)).one()
    if file.stored_at is not None:
        raise Breach("institution_file_stored", "", at=file.stored_at)
    body = storage.installed().read(file.sha256)
    report = import_register(session, body, by=by, at=at, limits=LIMITS)
    if report.ok:
        file = session.get_one(InstitutionFile, file_id)
        file.stored_at, file.created, file.changed = at, report.created, report.changed
    return report
