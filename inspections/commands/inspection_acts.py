"""What every act on an inspection shares: the move, its line in the trail, word to both sides."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.lifecycle import INSPECTION
from inspections.models import Inspection, TeamMember
from inspections.rules.inspecting import Member, check_member, check_team
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor


def move(
    session: Session, row: Inspection, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    """Move an inspection on and note it."""
    INSPECTION.move(row, act)
    log(session, row, f"inspection.{act}", by=by, at=at, **facts)


def log(
    session: Session,
    row: Inspection,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Note an act on an inspection under Art. 34."""
    audit.record(
        session,
        by=by,
        act=act,
        subject=("inspection", row.id),
        at=at,
        article="34",
        unit_code=row.unit_code,
        reason=reason,
        facts=facts,
    )


def tell(
    session: Session, row: Inspection, what: str, at: datetime, *, key: str, **about: Any
) -> None:
    """Post what the other side is to be told of an inspection."""
    payload = {"inspection_id": row.id, **about}
    outbox.post(session, f"inspection.{what}", f"inspection:{row.id}:{what}:{key}", payload, at)


def members(session: Session, row: Inspection) -> list[TeamMember]:
    """Return those who are of the team now, the leader first."""
    found = select(TeamMember).where(
        TeamMember.inspection_id == row.id, TeamMember.removed_at.is_(None)
    )
    return list(session.scalars(found.order_by(TeamMember.leads.desc(), TeamMember.id)))


def require_team(session: Session, row: Inspection) -> None:
    """Raise Breach unless the team is one that may inspect."""
    check_team(_as_rules(members(session, row)))


def require_member(session: Session, row: Inspection, by: Actor) -> None:
    """Raise Breach unless the actor is of the team."""
    check_member(_as_rules(members(session, row)), by.account_id)


def _as_rules(rows: list[TeamMember]) -> list[Member]:
    return [Member(each.account_id, each.leads, each.conflict) for each in rows]
