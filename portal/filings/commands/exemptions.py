"""To exempt an institution from a requirement, and to lift that again, each with a reason."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.filings.models import Exemption, Obligation, Requirement
from portal.institutions.queries import card
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def exempt(
    session: Session,
    requirement: Requirement,
    institution_id: int,
    *,
    period: str = "",
    reason: str,
    by: Actor,
    at: datetime,
) -> Exemption:
    """Exempt an institution from one period, or with `period` "" from all of them.

    Raises Breach("exempt_already") when it is; what was filed before stays as it is.
    """
    if not reason.strip():
        raise Breach("reason_missing", "35")
    made = (
        insert(Exemption)
        .values(
            requirement_id=requirement.id,
            institution_id=institution_id,
            period=period,
            reason=reason.strip(),
            granted_at=at,
            granted_by=by.account_id,
        )
        .on_conflict_do_nothing()
        .returning(Exemption.id)
    )
    exemption_id = session.scalar(made)
    if exemption_id is None:
        raise Breach("exempt_already", "35")
    row = session.get_one(Exemption, exemption_id)
    session.execute(_duties(row).values(exempt=True))
    _log(session, row, "requirement.exempt", reason=reason.strip(), by=by, at=at)
    return row


def lift(session: Session, row: Exemption, *, reason: str, by: Actor, at: datetime) -> None:
    """Lift an exemption; duties that were exempt for it alone are due again."""
    if not reason.strip():
        raise Breach("reason_missing", "35")
    if row.lifted_at is not None:
        raise Breach("exemption_lifted", "35")
    row.lifted_at, row.lift_reason = at, reason.strip()
    session.flush()
    others = (
        Exemption.__table__.select()
        .where(
            Exemption.requirement_id == Obligation.requirement_id,
            Exemption.institution_id == Obligation.institution_id,
            Exemption.period.in_(["", Obligation.period]),
            Exemption.lifted_at.is_(None),
        )
        .exists()
    )
    session.execute(_duties(row).where(~others).values(exempt=False))
    _log(session, row, "requirement.lift_exemption", reason=reason.strip(), by=by, at=at)


def _duties(row: Exemption) -> Any:
    found = update(Obligation).where(
        Obligation.requirement_id == row.requirement_id,
        Obligation.institution_id == row.institution_id,
        Obligation.filed_on.is_(None),
    )
    return found.where(Obligation.period == row.period) if row.period else found


def _log(
    session: Session, row: Exemption, act: str, *, reason: str, by: Actor, at: datetime
) -> None:
    owner = card(session, row.institution_id)
    assert owner is not None
    audit.record(
        session,
        by=by,
        act=act,
        subject=("requirement", row.requirement_id),
        at=at,
        article="35",
        reason=reason,
        facts={"institution": owner.code, "period": row.period},
    )
