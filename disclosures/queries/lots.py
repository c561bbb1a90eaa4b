"""What a sector's quarter holds for the cube: by province, institution, business, cause."""

from sqlalchemy.orm import Session

from disclosures.queries.material import HEAD_OFFICE
from disclosures.rules.cube import Lot
from disclosures.rules.series import MERGED_FROM, SECTORS
from forwarding.queries.lots import forwarded_lots
from portal.accounts.queries import units
from portal.filings.rules.periods import Period
from portal.institutions.queries import all_cards
from portal.institutions.rules import BULLETIN_CATEGORIES


def lots_of(session: Session, sector: str, span: Period) -> list[Lot]:
    """Return what was forwarded in a period to legal entities of a sector, as lots."""
    kind = SECTORS[sector]
    known = BULLETIN_CATEGORIES[kind]
    members = {
        card.id: (card.category if card.category in known else "", card.code)
        for card in all_cards(session)
        if card.level == "head" and card.type == kind
    }
    provinces = _provinces(session)
    merged = span.first >= MERGED_FROM
    return [
        Lot(
            lot.month.isoformat(),
            provinces[lot.unit_code],
            tuple(members[each] for each in lot.entities),
            lot.business,
            lot.cause,
            lot.channel,
            lot.number,
        )
        for lot in forwarded_lots(session, span.first, span.last, members, merged=merged)
    ]


def _provinces(session: Session) -> dict[str, str]:
    """Return the bureau at or above each unit; the head office stands for itself (Art. 30)."""
    rows = {row.code: row for row in units(session)}
    found = {}
    for code, row in rows.items():
        while row.level != "bureau" and row.parent_code and row.parent_code != HEAD_OFFICE:
            row = rows[row.parent_code]
        found[code] = row.code
    return found
