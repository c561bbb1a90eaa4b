"""What the public reads of bulletins: a list, one edition, what superseded it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from disclosures.models import Edition
from disclosures.queries import editions
from portal.accounts.queries import unit_names


@dataclass(frozen=True)
class Opened:
    """One public edition with its neighbours."""

    row: Edition
    unit: str
    later: Edition | None
    earlier: Edition | None


def opened(session: Session, row: Edition) -> Opened:
    """Return an edition with the one that corrects it and the one it corrects."""
    earlier = editions.public_edition(session, row.corrects_id) if row.corrects_id else None
    return Opened(
        row,
        unit_names(session).get(row.unit_code, row.unit_code),
        editions.superseded_by(session, row.id),
        earlier,
    )


def names_of(session: Session, rows: Sequence[Edition]) -> dict[str, str]:
    """Return the names of the units that published some editions."""
    known = unit_names(session)
    return {row.unit_code: known.get(row.unit_code, row.unit_code) for row in rows}
