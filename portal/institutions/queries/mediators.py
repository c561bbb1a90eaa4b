"""The register of mediation organisations (Art. 39), as lists and as cards for other packages."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.institutions.models import MediationOrganisation
from portal.kernel import divisions


@dataclass(frozen=True)
class Mediator:
    """A mediation organisation; `sectors` holds banking and insurance as far as it mediates."""

    id: int
    version: int
    name: str
    territory: str
    sectors: tuple[str, ...]
    association: str
    phone: str
    address: str
    began_on: date
    ended_on: date | None

    def active_on(self, day: date) -> bool:
        """Return whether it worked on a day, its first and last included."""
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)


def mediator(session: Session, organisation_id: int) -> Mediator | None:
    """Return one organisation."""
    row = session.get(MediationOrganisation, organisation_id, populate_existing=True)
    return _card(row) if row else None


def mediators(
    session: Session, *, territory: str = "", active_on: date | None = None
) -> list[Mediator]:
    """Return organisations by territory and name; those of a territory with those above it.

    `active_on` leaves out who does not work on that day.
    """
    of = MediationOrganisation
    found = select(of).order_by(of.territory, of.name)
    if territory:
        prefix = territory
        while prefix.endswith("00"):
            prefix = prefix[:-2]
        above = [divisions.HEAD_OFFICE, territory[:2] + "0000", territory[:4] + "00"]
        found = found.where(or_(of.territory.startswith(prefix), of.territory.in_(above)))
    rows = [_card(row) for row in session.scalars(found)]
    return [row for row in rows if active_on is None or row.active_on(active_on)]


def _card(row: MediationOrganisation) -> Mediator:
    names = [name for name in Mediator.__dataclass_fields__ if name != "sectors"]
    return Mediator(sectors=tuple(row.sectors), **{name: getattr(row, name) for name in names})
