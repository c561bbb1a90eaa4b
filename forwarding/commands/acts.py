"""What every act on a case does besides its own change: one audit line, named by the act."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from forwarding.lifecycle import COMPLAINT, FORWARDING
from forwarding.models import Complaint, Forwarding
from portal.kernel import audit
from portal.kernel.actor import Actor


def move_complaint(
    session: Session,
    complaint: Complaint,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Do a legal move of the complaint and log it; raises Breach("illegal_act")."""
    COMPLAINT.move(complaint, act)
    log(
        session,
        complaint,
        f"complaint.{act}",
        article=COMPLAINT.moves[act].article,
        by=by,
        at=at,
        reason=reason,
        **facts,
    )


def move_forwarding(
    session: Session,
    forwarding: Forwarding,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Do a legal move of one forwarding and log it on its complaint."""
    FORWARDING.move(forwarding, act)
    log(
        session,
        forwarding.complaint,
        f"forwarding.{act}",
        article=FORWARDING.moves[act].article,
        by=by,
        at=at,
        reason=reason,
        forwarding_id=forwarding.id,
        institution_id=forwarding.institution_id,
        **facts,
    )


def log(
    session: Session,
    complaint: Complaint,
    act: str,
    *,
    article: str | None,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Append an audit line on a complaint; `facts` and `reason` carry no personal data."""
    audit.record(
        session,
        by=by,
        act=act,
        subject=("complaint", complaint.id),
        at=at,
        article=article,
        unit_code=complaint.unit_code,
        reason=reason,
        facts=facts,
    )


def touch(session: Session, row: Any) -> None:
    """Raise a row's version although only what hangs on it changed, so that a repeat is seen."""
    model = type(row)
    session.execute(
        update(model).where(model.id == row.id).values(version=model.version + 1),
        execution_options={"synchronize_session": False},
    )
    session.refresh(row, ["version"])
