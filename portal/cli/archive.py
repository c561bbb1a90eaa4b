"""One backup file: the database and every stored file as of one instant, each with its hash.

A ZIP without compression: `database.dump` (pg_dump's own format), `files/SHA256` (as stored,
encrypted) and `manifest.json`. It holds no key; the manifest knows the keys by a fingerprint.
The archive's comment, its last 64 bytes, is the SHA-256 of all before it: no byte goes unchecked.
"""

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text

from portal.cli.console import Refusal
from portal.kernel import secrets, storage
from portal.kernel.engines import EngineFailure
from portal.kernel.engines.binaries import find_postgres

DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files/"
FORMAT = 2
_WITHOUT_SEAL = 1
"""The format that had no hash of the whole; it is still read."""
_SEAL = 64
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: its step and instant, rows by table, and the hash of each member."""

    format: int
    step: str
    made_at: str
    keys: str
    rows: dict[str, int]
    hashes: dict[str, str]


def key_fingerprint() -> str:
    """Return what tells one set of keys from another and gives no key away."""
    return secrets.installed().mac(b"fingerprint", "backup").hex()[:16]


def program(name: str) -> Path:
    """Return pg_dump or pg_restore, from the wheel or PATH; raises Refusal."""
    try:
        beside = find_postgres().program(name)
    except EngineFailure:
        beside = Path(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise Refusal(f"{name} is missing: run `make env`, or install PostgreSQL's client programs")
    return Path(found)


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    names = connection.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    ).all()
    quoted = connection.dialect.identifier_preparer.quote
    return {
        name: connection.scalar(text(f"SELECT count(*) FROM {quoted(name)}")) or 0 for name in names
    }


def write(target: Path, connection: Connection, url: str, step: str, made_at: str) -> Manifest:
    """Write a backup of one snapshot: all of it appears under its name, or nothing does."""
    partial = target.with_name(target.name + ".part")
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
    hashes: dict[str, str] = {}
    try:
        with open(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                hashes[DUMP] = _add(archive, DUMP, _dump(url, str(snapshot)))
                for sha256 in connection.scalars(text("SELECT sha256 FROM stored_object")).all():
                    content = storage.installed().objects.read(sha256)
                    hashes[FILES + sha256] = _add(archive, FILES + sha256, content)
                rows = count_rows(connection)
                manifest = Manifest(FORMAT, step, made_at, key_fingerprint(), rows, hashes)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
                archive.comment = b"0" * _SEAL
            _seal(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except storage.Missing as missing:
        raise Refusal(f"the stored file {missing} is gone: the backup would lack it") from None
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _seal(file: IO[bytes]) -> None:
    digest = _hash_of_whole(file)
    file.seek(-_SEAL, os.SEEK_END)
    file.write(digest)


def _hash_of_whole(file: IO[bytes]) -> bytes:
    """Return the hash of all but the last 64 bytes, in hexadecimal."""
    left, digest = file.seek(0, os.SEEK_END) - _SEAL, hashlib.sha256()
    file.seek(0)
    while left > 0 and (chunk := file.read(min(_CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


def _dump(url: str, snapshot: str) -> Iterator[bytes]:
    command = [program("pg_dump"), "-Fc", "--no-owner", "--no-acl", f"--snapshot={snapshot}", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        yield from iter(lambda: process.stdout.read(_CHUNK), b"")
        complaint = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise Refusal(f"pg_dump failed: {complaint.splitlines()[0] if complaint else 'no word'}")


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        for chunk in chunks:
            digest.update(chunk)
            member.write(chunk)
    return digest.hexdigest()


@contextmanager
def opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup and check the hash of every member before anything is done with it."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            _check(archive, manifest)
            if manifest.format != _WITHOUT_SEAL:
                _check_whole(source, archive.comment)
            yield archive, manifest
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        why = str(error).strip("'\"") or type(error).__name__
        raise Refusal(f"{source} is no whole backup ({why}): take another copy") from None


def _check(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    if manifest.format not in (_WITHOUT_SEAL, FORMAT):
        raise Refusal(f"the backup has format {manifest.format}; this version reads {FORMAT}")
    if set(archive.namelist()) != {MANIFEST, *manifest.hashes}:
        raise ValueError("its members are not those of its manifest")
    for name, expected in manifest.hashes.items():
        digest = hashlib.sha256()
        for chunk in _chunks(archive, name):
            digest.update(chunk)
        if digest.hexdigest() != expected:
            raise ValueError(f"{name} was changed")


def _check_whole(source: Path, expected: bytes) -> None:
    with source.open("rb") as file:
        if _hash_of_whole(file) != expected:
            raise ValueError("a byte of it was changed")


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        yield from iter(lambda: member.read(_CHUNK), b"")


def restore_database(archive: zipfile.ZipFile, url: str) -> None:
    """Load the dump in one transaction: all of it, or the database stays as it was."""
    # pg_restore wants a file that it can seek in, or reads straight on from its input.
    command = [
        program("pg_restore"),
        "--no-owner",
        "--no-acl",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={url}",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stderr
        with archive.open(DUMP) as member:
            _pour(member, process.stdin)
        complaint = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise Refusal(f"pg_restore failed: {complaint.splitlines()[0] if complaint else 'no word'}")


def _pour(member: IO[bytes], target: IO[bytes]) -> None:
    try:
        shutil.copyfileobj(member, target, _CHUNK)
        target.close()
    except BrokenPipeError:
        return  # its last words say why


def restore_files(archive: zipfile.ZipFile, manifest: Manifest) -> int:
    """Put every file back into the store and read it again with the keys; raises Refusal."""
    store = storage.installed()
    names = [name for name in manifest.hashes if name.startswith(FILES)]
    for name in names:
        sha256 = name.removeprefix(FILES)
        store.objects.write(sha256, _chunks(archive, name))
        if not store.verify(sha256):
            raise Refusal(f"the stored file {sha256} does not open with these keys")
    return len(names)
