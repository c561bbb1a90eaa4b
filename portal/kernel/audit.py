"""The audit trail: append-only, and hash-chained in batches so that writers never queue.

A writer adds its entry in its own transaction; a trigger notes the entry as pending. `seal`
takes the pending entries that are committed, gives each the next position and the hash of
the link before it. What is not sealed yet is at most a minute old and is reported as such.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    DDL,
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    Table,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel import bulk
from portal.kernel.actor import Actor
from portal.kernel.clock import aware
from portal.kernel.db import Base
from portal.kernel.law import clause

GENESIS = bytes(32)
_SEAL_LOCK = 7_401_933


class AuditEntry(Base):
    """One act: who did what to which subject, when, under which article and why."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id", "id"),
        Index(None, "at"),
        Index(None, "act", "id"),
        Index(None, "actor_name"),
        # Most acts are the system's or the public's; nobody looks for those by account.
        Index(None, "account_id", "id", postgresql_where=text("account_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str]
    article: Mapped[str | None]
    actor_kind: Mapped[str]
    actor_role: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str]
    unit_code: Mapped[str | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]]


class AuditPending(Base):
    """An entry not yet sealed; written by a trigger, removed by `seal`."""

    __tablename__ = "audit_pending"

    entry_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("audit_entry.id"), primary_key=True, autoincrement=False
    )


class AuditLink(Base):
    """A sealed entry's place in the chain: hash = SHA-256(previous hash + canonical entry)."""

    __tablename__ = "audit_link"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_entry.id"), unique=True)
    hash: Mapped[bytes]


APPEND_ONLY = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE OR REPLACE FUNCTION audit_note_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO audit_pending (entry_id) SELECT id FROM added; RETURN NULL; END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_pending AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION audit_note_pending();
"""
LINK_APPEND_ONLY = """
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def _ddl(sql: str) -> Any:
    return DDL(sql.replace("%", "%%"))


event.listen(AuditEntry.__table__, "after_create", _ddl(APPEND_ONLY))
event.listen(AuditLink.__table__, "after_create", _ddl(LINK_APPEND_ONLY))


def entry(
    *,
    by: Actor,
    act: str,
    subject: tuple[str, object],
    at: datetime,
    article: str | None = None,
    unit_code: str | None = None,
    reason: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the row of one act; `facts` must carry codes and ids, never personal data."""
    return {
        "at": aware(at),
        "act": act,
        "article": article,
        "actor_kind": by.kind,
        "actor_role": by.role,
        "account_id": by.account_id,
        "actor_name": by.name,
        "unit_code": unit_code or by.unit_code,
        "subject_kind": subject[0],
        "subject_id": str(subject[1]),
        "reason": reason,
        "facts": dict(facts or {}),
    }


@clause("28")
def record(session: Session, **act: Any) -> None:
    """Append one act to the trail in the caller's transaction; arguments as for `entry`."""
    record_all(session, [entry(**act)])


def record_all(session: Session, entries: list[dict[str, Any]]) -> None:
    """Append many acts at once, each made by `entry`."""
    bulk.insert_batches(session, [batch(entries)])


def batch(entries: list[dict[str, Any]]) -> bulk.Batch:
    """Return acts made by `entry`, to be written together with other rows."""
    return cast(Table, AuditEntry.__table__), entries


def history(session: Session, kind: str, subject_id: object) -> list[AuditEntry]:
    """Return the acts on one subject, the oldest first."""
    found = select(AuditEntry).where(
        AuditEntry.subject_kind == kind, AuditEntry.subject_id == str(subject_id)
    )
    return list(session.scalars(found.order_by(AuditEntry.id)))


def _canonical(row: AuditEntry) -> bytes:
    values = {c.key: getattr(row, c.key) for c in AuditEntry.__table__.columns}
    values["at"] = row.at.isoformat()
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


def _next_hash(previous: bytes, row: AuditEntry) -> bytes:
    return hashlib.sha256(previous + _canonical(row)).digest()


def seal(session: Session, limit: int = 20_000) -> int:
    """Chain up to `limit` committed pending entries and return how many; one sealer at a time."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SEAL_LOCK})
    taken = session.scalars(
        text(
            "DELETE FROM audit_pending WHERE entry_id IN (SELECT entry_id FROM audit_pending"
            " ORDER BY entry_id LIMIT :limit) RETURNING entry_id"
        ),
        {"limit": limit},
    ).all()
    if not taken:
        return 0
    last = session.execute(
        select(AuditLink.position, AuditLink.hash).order_by(AuditLink.position.desc()).limit(1)
    ).first()
    position, digest = (last.position, last.hash) if last else (0, GENESIS)
    links = []
    for row in session.scalars(
        select(AuditEntry).where(AuditEntry.id.in_(taken)).order_by(AuditEntry.id)
    ):
        position, digest = position + 1, _next_hash(digest, row)
        links.append({"position": position, "entry_id": row.id, "hash": digest})
    session.execute(insert(AuditLink), links)
    return len(links)


@dataclass(frozen=True)
class Verdict:
    """What a walk of the chain found: links checked, the unsealed tail, the first fault if any."""

    sealed: int
    unsealed: int
    fault: str | None

    @property
    def sound(self) -> bool:
        """Whether every link holds."""
        return self.fault is None


def _links(session: Session) -> Iterator[tuple[AuditLink, AuditEntry | None]]:
    walk = (
        select(AuditLink, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
        .order_by(AuditLink.position)
        .execution_options(yield_per=2000)
    )
    yield from session.execute(walk)


def verify(session: Session) -> Verdict:
    """Walk the whole chain and name the first broken link, missing entry or entry left out."""
    digest, expected = GENESIS, 0
    for link, row in _links(session):
        expected += 1
        if link.position != expected:
            return Verdict(expected - 1, 0, f"link {expected} is missing")
        if row is None:
            return Verdict(expected - 1, 0, f"link {expected}: entry {link.entry_id} is missing")
        digest = _next_hash(digest, row)
        if digest != link.hash:
            fault = f"link {expected}: entry {row.id} ({row.act} at {row.at.isoformat()}) changed"
            return Verdict(expected - 1, 0, fault)
    unsealed = session.scalar(text("SELECT count(*) FROM audit_pending")) or 0
    stray = session.scalar(
        text(
            "SELECT min(id) FROM audit_entry e"
            " WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)"
            " AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.entry_id = e.id)"
        )
    )
    left_out = f"entry {stray} is neither sealed nor pending" if stray else None
    return Verdict(expected, unsealed, left_out)
