"""Reads of the register; other packages get frozen cards, never rows."""

from portal.institutions.queries import directory as _directory  # noqa: F401 - accounts ask it
from portal.institutions.queries.cards import (
    Card,
    IndexRow,
    all_cards,
    branches_of,
    by_code,
    by_codes,
    card,
    cards,
    institutions_below,
    legal_entities,
    register_index,
    register_revision,
)
from portal.institutions.queries.lists import (
    answering_to,
    answers_to,
    find,
    reporting,
    taking_internet,
    visible_to,
)
from portal.institutions.queries.mediators import Mediator, mediator, mediators

__all__ = [
    "Card",
    "IndexRow",
    "Mediator",
    "all_cards",
    "answering_to",
    "answers_to",
    "branches_of",
    "by_code",
    "by_codes",
    "card",
    "cards",
    "find",
    "institutions_below",
    "legal_entities",
    "mediator",
    "mediators",
    "register_index",
    "register_revision",
    "reporting",
    "taking_internet",
    "visible_to",
]
