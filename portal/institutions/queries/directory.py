"""The directory that accounts ask: they stand one floor below and cannot call up."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.accounts.queries import InstitutionRef, set_directory, territories
from portal.institutions.queries.cards import Card, by_codes, cards, institutions_below


class Directory:
    """What accounts must know of an institution: its branches, its name and its unit."""

    def branch_ids(self, session: Session, institution_id: int) -> frozenset[int]:
        """Return the institution and everything below it (Art. 4)."""
        return institutions_below(session, institution_id)

    def by_code(self, session: Session, code: str) -> InstitutionRef | None:
        """Return the institution with this code."""
        return next(iter(_refs(session, by_codes(session, [code]).values())), None)

    def by_ids(self, session: Session, ids: Iterable[int]) -> dict[int, InstitutionRef]:
        """Return many institutions by id."""
        return {ref.id: ref for ref in _refs(session, cards(session, ids).values())}


def _refs(session: Session, found: Iterable[Card]) -> list[InstitutionRef]:
    unit_of = territories(session)
    return [
        InstitutionRef(card.id, card.code, card.label, unit_of(card.territory)) for card in found
    ]


set_directory(Directory())
