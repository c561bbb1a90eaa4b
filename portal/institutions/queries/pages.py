"""What the register's pages show: one institution with what is above, below and missing."""

from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.institutions.entry import CODE
from portal.institutions.models import Institution
from portal.institutions.queries.lists import aliases
from portal.institutions.queries.tree import ancestors, branches
from portal.institutions.rules import missing_channels

SHOWN_BRANCHES = 50


@dataclass(frozen=True)
class Sight:
    """An institution as a page shows it; `more_branches` when not all of them are listed."""

    row: Institution
    above: list[Institution]
    branches: list[Institution]
    more_branches: bool
    aliases: list[str]
    missing: list[str]


def by_code_among(session: Session, rows: Select[Institution], code: str) -> Institution | None:
    """Return the institution with this code when it is among the rows its reader may see."""
    if not CODE.fullmatch(code):
        return None
    return session.scalars(rows.where(Institution.code == code)).one_or_none()


def sight(session: Session, row: Institution, *, only_open: bool = False) -> Sight:
    """Return all that a page shows of an institution; the public sees open branches only."""
    below = branches(session, row.id, limit=SHOWN_BRANCHES + 1, only_open=only_open)
    return Sight(
        row,
        ancestors(session, row.id),
        below[:SHOWN_BRANCHES],
        len(below) > SHOWN_BRANCHES,
        aliases(session, row.id),
        missing_channels(row),
    )
