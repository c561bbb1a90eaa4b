"""The audit trail as an auditor reads it: what was done in the auditor's territory, by whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import HEAD_OFFICE, login_of
from portal.kernel.actor import Actor
from portal.kernel.audit import AuditEntry, AuditLink
from portal.kernel.clock import start_of
from portal.kernel.keyset import Order, Page, Position, page

CHAIN = ("audit", "chain")
"""The subject under which a check of the chain is kept."""


@dataclass(frozen=True)
class TrailRow:
    """One act; `position` is its place in the chain, None while it is not sealed."""

    id: int
    at: datetime
    act: str
    article: str | None
    actor_name: str
    actor_role: str
    unit_code: str | None
    subject_kind: str
    subject_id: str
    reason: str | None
    facts: dict[str, Any]
    position: int | None


def _in_territory(actor: Actor) -> Any:
    found = select(AuditEntry, AuditLink.position).outerjoin(
        AuditLink, AuditLink.entry_id == AuditEntry.id
    )
    if actor.unit_code == HEAD_OFFICE:
        return found
    return found.where(AuditEntry.unit_code.in_(actor.unit_codes))


def trail_page(
    session: Session,
    actor: Actor,
    filters: dict[str, Any],
    position: Position | None = None,
    limit: int = 50,
) -> Page[TrailRow]:
    """Return a page of the acts in an actor's territory, newest first, that fit the filters.

    Filters: `who` (name or login), `act`, `kind`, `subject`, `since` and `until` (whole days).
    """
    found = _in_territory(actor)
    if who := filters.get("who"):
        # Read apart: a subquery under OR would be tried on every entry of the trail.
        ids = session.scalars(select(Account.id).where(Account.login == login_of(who))).all()
        found = found.where(or_(AuditEntry.actor_name == who, AuditEntry.account_id.in_(ids)))
    for name, column in (
        ("act", AuditEntry.act),
        ("kind", AuditEntry.subject_kind),
        ("subject", AuditEntry.subject_id),
    ):
        if filters.get(name):
            found = found.where(column == filters[name])
    found = _within(found, filters.get("since"), filters.get("until"))
    rows = session.execute(Order((AuditEntry.id,), True).apply(found, position, limit))
    return page([_row(*row) for row in rows], position, limit, lambda row: (row.id,))


def _within(found: Any, since: date | None, until: date | None) -> Any:
    if since is not None:
        found = found.where(AuditEntry.at >= start_of(since))
    if until is not None:
        found = found.where(AuditEntry.at < start_of(until + timedelta(days=1)))
    return found


def _row(entry: AuditEntry, position: int | None) -> TrailRow:
    return TrailRow(
        entry.id,
        entry.at,
        entry.act,
        entry.article,
        entry.actor_name,
        entry.actor_role,
        entry.unit_code,
        entry.subject_kind,
        entry.subject_id,
        entry.reason,
        entry.facts,
        position,
    )


def last_verdict(session: Session) -> TrailRow | None:
    """Return the last check of the whole chain."""
    found = (
        select(AuditEntry)
        .where(AuditEntry.subject_kind == CHAIN[0], AuditEntry.subject_id == CHAIN[1])
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    entry = session.scalar(found)
    return _row(entry, None) if entry else None
