"""What institutions and officers are told of filings; nothing personal in it (Art. 22)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.institutions.notices import competent_unit, to_institution, to_officers
from portal.institutions.queries import card

__all__ = ["JUDGES", "competent_unit", "to_institution", "to_judges"]
JUDGES = ("statistician", "supervisor")


def to_judges(
    session: Session,
    institution_id: int,
    name: str,
    *,
    key: str,
    at: datetime,
    roles: tuple[str, ...] = JUDGES,
    **facts: Any,
) -> int:
    """Send a notice to those of the competent unit who judge filings; return how many."""
    about = card(session, institution_id)
    assert about is not None
    unit, words = competent_unit(session, about), {"institution": about.name, **facts}
    return to_officers(session, unit, roles, name, key=key, at=at, **words)
