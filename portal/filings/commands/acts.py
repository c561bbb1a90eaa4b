"""What every act on a filing does besides its own change: one move, one audit line."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.filings.lifecycle import FILING
from portal.filings.models import Filing
from portal.institutions.queries import card
from portal.kernel import audit
from portal.kernel.actor import Actor


def move(
    session: Session,
    filing: Filing,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Do a legal move of a filing and log it; raises Breach("illegal_act")."""
    FILING.move(filing, act)
    log(session, filing, f"filing.{act}", by=by, at=at, reason=reason, **facts)


def log(
    session: Session,
    filing: Filing,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Append an audit line on a filing; `facts` and `reason` carry nothing personal."""
    owner = card(session, filing.institution_id)
    assert owner is not None
    audit.record(
        session,
        by=by,
        act=act,
        subject=("filing", filing.id),
        at=at,
        article=ARTICLES[filing.kind],
        reason=reason,
        facts={
            "institution": owner.code,
            "kind": filing.kind,
            "subject": filing.subject,
            "period": filing.period,
            "ordinal": filing.ordinal,
            **facts,
        },
    )


ARTICLES = {
    "policy": "25",
    "persons": "35",
    "data_return": "36",
    "handling_report": "36",
    "metrics": "37",
    "disclosure": "26",
    "other": "35",
}
"""The article behind each kind of filing."""
