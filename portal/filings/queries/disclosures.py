"""The yearly disclosures that were accepted: what the public finds of an institution (Art. 26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.filings.models import Filing

_LISTED = 10


@dataclass(frozen=True)
class Disclosure:
    """Where and when an institution published how it handled the complaints of a year."""

    filing_id: int
    period: str
    url: str
    published_on: date | None

    @classmethod
    def of(cls, row: Filing) -> "Disclosure":
        """Return what a filing says, as far as it was said."""
        told = row.content.get("published_on")
        on = date.fromisoformat(told) if told else None
        return cls(row.id, row.period, row.content.get("url", ""), on)


def disclosed(session: Session, institution_id: int) -> Sequence[Disclosure]:
    """Return the accepted disclosures of an institution, the newest year first, at most 10."""
    found = select(Filing).where(
        Filing.institution_id == institution_id,
        Filing.kind == "disclosure",
        Filing.state == "accepted",
    )
    rows = session.scalars(found.order_by(Filing.period.desc(), Filing.id).limit(_LISTED))
    return [Disclosure.of(row) for row in rows]


def disclosed_file(session: Session, filing_id: int) -> Filing | None:
    """Return an accepted disclosure with its document, for anybody."""
    found = select(Filing).where(
        Filing.id == filing_id,
        Filing.kind == "disclosure",
        Filing.state == "accepted",
        Filing.sha256.is_not(None),
    )
    return session.scalar(found)
