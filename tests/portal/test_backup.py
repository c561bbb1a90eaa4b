"""Backup and restore: everything comes back, is verified, and nothing is lost by a mistake."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal.kernel import audit, clock, storage
from portal.kernel.actor import SYSTEM
from portal.kernel.db import connect, make_session, transaction
from tests.ground import Ground
from tests.portal.conftest import Run


@pytest.fixture
def kept(database: Engine) -> str:
    """An act in the audit trail, sealed, and a stored file; returns the file's SHA-256."""
    with make_session(database) as session, transaction(session):
        subject = ("note", 1)
        audit.record(session, by=SYSTEM, act="note.made", subject=subject, at=clock.now())
        content = io.BytesIO("日期,金额\n2026-02-12,5\n".encode())
        stored = storage.installed().put(
            session, content, "账.csv", at=clock.now(), kinds=storage.TABLES
        )
    with make_session(database) as session, transaction(session):
        audit.seal(session)
    return stored.sha256


@pytest.fixture
def backup(run: Run, files: Path, kept: str) -> Path:
    """A backup of the kept things."""
    told = run("backup", files / "all.zip")
    assert (told.code, told.err) == (0, "")
    return files / "all.zip"


@pytest.fixture
def other(ground: Ground, monkeypatch: pytest.MonkeyPatch, backup: Path) -> Iterator[Engine]:
    """Another installation, empty, to which the commands now go."""
    with ground.clone() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("ZHUANBAN_DATA", str(backup.parent / "other"))
        engine = connect(url, pool_size=1)
        yield engine
        engine.dispose()


def entries(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM audit_entry")) or 0


def test_a_restored_installation_holds_what_was_backed_up(
    run: Run, backup: Path, other: Engine, kept: str
):
    told = run("restore", backup)
    assert (told.code, told.err) == (0, "")
    assert "Restored and verified" in told.out and "1 files" in told.out
    assert entries(other) == 1
    assert storage.installed().verify(kept)
    assert "1 sealed" in run("audit", "verify").out
    assert run("db", "status").code == 0


def test_a_backup_is_for_its_owner_alone_and_holds_no_key(backup: Path):
    assert backup.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(backup) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"a2tra2tra2tr" not in whole and b"secrets.env" not in whole


def test_an_existing_backup_is_never_written_over(run: Run, backup: Path):
    before = backup.read_bytes()
    told = run("backup", backup)
    assert told.code == 1 and "exists already" in told.err and told.err.count("\n") == 1
    assert backup.read_bytes() == before


def test_a_restore_over_recorded_acts_is_refused_unless_wished_for(
    run: Run, backup: Path, database: Engine
):
    with make_session(database) as session, transaction(session):
        audit.record(session, by=SYSTEM, act="x", subject=("note", 2), at=clock.now())
    told = run("restore", backup)
    assert told.code == 1 and "--replace" in told.err
    assert entries(database) == 2
    assert run("restore", backup, "--replace").code == 0
    assert entries(database) == 1


@pytest.mark.parametrize("place", [100, -2000])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    run: Run, backup: Path, other: Engine, place: int
):
    content = bytearray(backup.read_bytes())
    content[place] ^= 0xFF
    backup.write_bytes(content)
    told = run("restore", backup)
    assert told.code == 1 and "no whole backup" in told.err and told.err.count("\n") == 1
    assert run("db", "status").code == 0 and entries(other) == 0


def test_a_truncated_backup_is_refused(run: Run, backup: Path, other: Engine):
    backup.write_bytes(backup.read_bytes()[:-500])
    assert "no whole backup" in run("restore", backup).err


def test_a_backup_made_with_other_keys_is_refused(
    run: Run, backup: Path, other: Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ZHUANBAN_BLIND_KEY", "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=")
    told = run("restore", backup)
    assert told.code == 1 and "keys of the backup are needed" in told.err
    assert entries(other) == 0


def test_a_stored_file_that_is_gone_stops_the_backup(run: Run, files: Path, kept: str):
    storage.installed().objects.delete(kept)
    told = run("backup", files / "half.zip")
    assert told.code == 1 and kept in told.err
    assert list(files.glob("half.zip*")) == []
