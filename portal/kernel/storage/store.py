"""The store of files: check, write the sealed object, and only then the row that names it."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO, cast

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Select,
    Table,
    delete,
    exists,
    func,
    not_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import aware
from portal.kernel.db import Base, transaction
from portal.kernel.secrets.cipher import HEADER
from portal.kernel.secrets.cipher import installed as installed_cipher
from portal.kernel.secrets.stream import open_stream, seal_stream
from portal.kernel.storage import kinds as kinds_
from portal.kernel.storage.labels import clean_label
from portal.kernel.storage.objects import Missing, Objects
from portal.kernel.storage.refusals import Refused
from portal.kernel.storage.scanner import Scanner

DEFAULT_LIMIT = 50_000_000
_CHUNK = 256 * 1024
_IN_MEMORY = 1024 * 1024


class StoredObject(Base):
    """One file's content, known by the SHA-256 of its plain bytes; names live with its users."""

    __tablename__ = "stored_object"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_is_hex"),
        CheckConstraint("size > 0", name="size_is_positive"),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str]
    created_at: Mapped[datetime]


@dataclass(frozen=True)
class Stored:
    """A file that was taken in; `label` is its cleaned name, for the row that refers to it."""

    sha256: str
    size: int
    content_type: str
    label: str


@dataclass(frozen=True)
class Collected:
    """What a collection removed: rows nobody referred to, files that had no row."""

    rows: int
    files: int


class Store:
    """Files under one URL; `limit` in bytes, `scanner` asked about each file when given."""

    def __init__(
        self, url: str, *, limit: int = DEFAULT_LIMIT, scanner: Scanner | None = None
    ) -> None:
        self.objects = Objects(url)
        self.limit = limit
        self.scanner = scanner

    def put(
        self,
        session: Session,
        stream: IO[bytes],
        label: str | None,
        *,
        at: datetime,
        kinds: tuple[str, ...] = kinds_.EVIDENCE,
    ) -> Stored:
        """Check and keep a file: first the durable object, then its row in the caller's commit.

        Raises Refused, and then nothing is kept. A commit that fails leaves an object without
        a row, for `collect` to remove.
        """
        name = clean_label(label)
        with self._spooled(stream, name) as (file, sha256, size):
            name, content_type = kinds_.recognise(file, name, kinds)
            if self.scanner:
                self.scanner.scan(file, name)
            stored = Stored(sha256, size, content_type, name)
            self._keep(session, stored, file, at)
        return stored

    def keep(
        self, session: Session, stream: IO[bytes], label: str, content_type: str, *, at: datetime
    ) -> Stored:
        """Keep a file of the house's own making, of any size and kind.

        What no row refers to is removed by `collect` after its time, as any other file.
        """
        with self._spooled(stream, label, limited=False) as (file, sha256, size):
            stored = Stored(sha256, size, content_type, label)
            self._keep(session, stored, file, at)
        return stored

    @contextmanager
    def _spooled(
        self, stream: IO[bytes], label: str, *, limited: bool = True
    ) -> Iterator[tuple[BinaryIO, str, int]]:
        digest, size = hashlib.sha256(), 0
        # The plain bytes wait in memory or in a file without a name, never in a readable place.
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if limited and size > self.limit:
                    raise Refused("too_large", label=label, megabytes=self.limit // 1_000_000)
                digest.update(chunk)
                spool.write(chunk)
            if size == 0:
                raise Refused("empty", label=label)
            yield spool, digest.hexdigest(), size  # type: ignore[misc]

    def _keep(self, session: Session, stored: Stored, file: BinaryIO, at: datetime) -> None:
        # Shared with other writers of this content, against a collection of it.
        session.execute(select(func.pg_advisory_xact_lock_shared(_lock_key(stored.sha256))))
        known = select(exists().where(StoredObject.sha256 == stored.sha256))
        if session.scalar(known) and self.objects.exists(stored.sha256):
            return
        self._write(stored.sha256, file)
        row = {
            "sha256": stored.sha256,
            "size": stored.size,
            "content_type": stored.content_type,
            "created_at": aware(at),
        }
        session.execute(insert(StoredObject).values(row).on_conflict_do_nothing())

    def open(self, sha256: str) -> Iterator[bytes]:
        """Yield a file's plain bytes; raises Missing at once, Damaged when it was changed."""
        return open_stream(installed_cipher(), self.objects.read(sha256), sha256)

    def read(self, sha256: str) -> bytes:
        """Return a file whole."""
        return b"".join(self.open(sha256))

    def verify(self, sha256: str) -> bool:
        """Whether the file is there, opens and still has this SHA-256."""
        digest = hashlib.sha256()
        try:
            for chunk in self.open(sha256):
                digest.update(chunk)
        except (Missing, ValueError, RuntimeError):
            return False
        return digest.hexdigest() == sha256

    def rotate(self, session: Session) -> int:
        """Re-encrypt every file that is not under the active key; return how many."""
        cipher, done = installed_cipher(), 0
        for sha256 in session.scalars(select(StoredObject.sha256)).all():
            with transaction(session):
                session.execute(select(func.pg_advisory_xact_lock(_lock_key(sha256))))
                if self.objects.head(sha256, HEADER.size) != cipher.header:
                    self._reseal(sha256)
                    done += 1
        return done

    def usage(self, session: Session) -> dict[int, int]:
        """Count the files by the number of the key they lie under; looks into every one."""
        heads = (
            self.objects.head(sha256, HEADER.size)
            for sha256 in session.scalars(select(StoredObject.sha256)).all()
        )
        return dict(Counter(HEADER.unpack(head)[1] for head in heads))

    def _reseal(self, sha256: str) -> None:
        # By way of a nameless file: the object store cannot read while it writes.
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
            for chunk in self.open(sha256):
                spool.write(chunk)
            self._write(sha256, spool)  # type: ignore[arg-type]

    def _write(self, sha256: str, file: BinaryIO) -> None:
        file.seek(0)
        plain = iter(lambda: file.read(_CHUNK), b"")
        self.objects.write(sha256, seal_stream(installed_cipher(), plain, sha256))

    def collect(self, session: Session, before: datetime) -> Collected:
        """Remove rows older than `before` that nothing refers to, and files without a row."""
        rows = 0
        for sha256 in session.scalars(_unreferenced(before)).all():
            rows += self._drop_row(session, sha256)
        files = 0
        for sha256 in list(self.objects.older_than(aware(before))):
            files += self._drop_file(session, sha256)
        return Collected(rows, files)

    def _drop_row(self, session: Session, sha256: str) -> int:
        try:
            with transaction(session):
                if not _lock_alone(session, sha256):
                    return 0
                session.execute(delete(StoredObject).where(StoredObject.sha256 == sha256))
        except IntegrityError:
            return 0  # somebody referred to it in the meantime
        return 1

    def _drop_file(self, session: Session, sha256: str) -> int:
        with transaction(session):
            known = select(exists().where(StoredObject.sha256 == sha256))
            if not _lock_alone(session, sha256) or session.scalar(known):
                return 0
            self.objects.delete(sha256)
        return 1


def _lock_key(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:16]), signed=True)


def _lock_alone(session: Session, sha256: str) -> bool:
    """Try to keep everybody else from writing this content until the commit."""
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_lock_key(sha256)))))


def _unreferenced(before: datetime) -> Select[str]:
    query = select(StoredObject.sha256).where(StoredObject.created_at < before)
    target = cast(Table, StoredObject.__table__)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.references(target) for key in column.foreign_keys):
                query = query.where(not_(exists().where(column == StoredObject.sha256)))
    return query


_installed: list[Store] = []


def install(store: Store | None) -> None:
    """Make `store` the one that this process uses; None takes it away."""
    _installed[:] = [store] if store else []


def installed() -> Store:
    """Return the process's store, or raise RuntimeError."""
    if not _installed:
        raise RuntimeError("no file store: call storage.install(Store(url)) at start")
    return _installed[0]
