"""Lists of the register: what an actor may see, what a search finds, page by page."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.institutions.models import Institution, InstitutionAlias
from portal.institutions.names import words
from portal.institutions.queries.cards import Card, to_card
from portal.institutions.rules import SEPARATE_CITIES, WHOLE_COUNTRY
from portal.kernel import keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

Rows = TypeVar("Rows", bound=Select[Any])
Territory = InstrumentedAttribute[str]
_OWN: Territory = Institution.territory
_PAGE = 40
_IS_BRANCH: ColumnElement[int] = literal_column(
    "CAST(institution.level = 'branch' AS integer)", Integer
)
ORDER = Order((_IS_BRANCH, Institution.pinyin_key, Institution.id))
"""Every list shows legal entities first, then goes by pinyin."""


@dataclass(frozen=True)
class Search:
    """What a list is narrowed to; an empty value narrows nothing."""

    text: str = ""
    type: str = ""
    category: str = ""
    level: str = ""
    state: str = ""
    territory: str = ""
    letter: str = ""
    legal_entity_id: int | None = None
    missing: str = ""


def visible_to(actor: Actor) -> Select[Institution]:
    """Return the institutions an actor may see in the work of the house.

    Staff: every legal entity, for a complaint may concern any, and the branches of their
    territory and below (Art. 6); institutions: themselves and their branches (Art. 4).
    """
    return select(Institution).where(_scope(actor))


def answering_to(actor: Actor) -> Select[int]:
    """Return the ids of the institutions that answer to an actor, for what they must report.

    Staff: those of their territory and below (Art. 6), legal entities too; institutions:
    themselves and their branches (Art. 4).
    """
    found = select(Institution.id)
    if actor.is_staff:
        return found.where(within_units(actor.unit_codes))
    return found.where(_scope(actor))


def answers_to(session: Session, actor: Actor, institution_id: int) -> bool:
    """Return whether an institution answers to an actor."""
    found = answering_to(actor).where(Institution.id == institution_id)
    return session.scalar(found) is not None


def taking_internet() -> Select[int]:
    """Return the ids of the institutions that take complaints by internet (Art. 8)."""
    return select(Institution.id).where(Institution.internet_channel)


def reporting(
    session: Session,
    actor: Actor,
    looked_for: str,
    position: Position | None,
    *,
    type: str = "",
    territory: str = "",
    among: Select[int] | None = None,
) -> Page[Card]:
    """Return a page of the open institutions that answer to an actor, legal entities first.

    `among` narrows the list to the ids that another package selects.
    """
    found = select(Institution).where(
        Institution.id.in_(answering_to(actor)), Institution.state == "open"
    )
    found = narrowed(found, Search(type=type, territory=territory))
    if among is not None:
        found = found.where(Institution.id.in_(among))
    if looked_for:
        found = found.where(Institution.search_text.contains(looked_for.lower(), autoescape=True))
    rows = session.scalars(ORDER.apply(found, position, _PAGE)).all()
    page = keyset.page(
        rows, position, _PAGE, lambda row: (int(row.level == "branch"), row.pinyin_key, row.id)
    )
    return Page([to_card(row) for row in page.items], page.next, page.previous)


def _scope(actor: Actor) -> ColumnElement[bool]:
    if actor.kind == "system":
        return true()
    if actor.is_institution:
        return Institution.id == func.any(sorted(actor.institution_ids))
    if actor.is_staff:
        return or_(Institution.level == "head", within_units(actor.unit_codes))
    return false()


def within_units(unit_codes: frozenset[str], territory: Territory = _OWN) -> ColumnElement[bool]:
    """Return the condition that a territory belongs to one of these units; as `rules.in_reach`."""
    if WHOLE_COUNTRY in unit_codes:
        return true()
    others = [below(city, territory) for city in SEPARATE_CITIES if city not in unit_codes]
    return or_(
        territory.in_(unit_codes),
        and_(or_(*(below(unit, territory) for unit in sorted(unit_codes))), not_(or_(*others))),
        false(),
    )


def below(division: str, territory: Territory = _OWN) -> ColumnElement[bool]:
    """Return the condition that a territory is this division or lies in it."""
    if division == WHOLE_COUNTRY:
        return true()
    prefix = division[:2] if division.endswith("0000") else division.removesuffix("00")
    return territory.like(f"{prefix}%")


def narrowed(rows: Rows, search: Search) -> Rows:
    """Return the rows a search leaves: every word is in a name, alias, initial, code or USCC."""
    for word in words(search.text):
        if len(word) > 1:
            pairs = sorted({a + b for a, b in zip(word, word[1:], strict=False)})
            rows = rows.where(Institution.grams.contains(pairs))
        rows = rows.where(Institution.search_text.contains(word, autoescape=True))
    if search.text.strip() and not words(search.text):
        rows = rows.where(false())
    for column in ("type", "category", "level", "state", "legal_entity_id"):
        if wanted := getattr(search, column):
            rows = rows.where(getattr(Institution, column) == wanted)
    if search.territory:
        rows = rows.where(below(search.territory))
    if search.missing:
        rows = rows.where(lacks_channels())
    if search.letter:
        rows = rows.where(Institution.pinyin_key.startswith(search.letter.lower(), autoescape=True))
    return rows


def lacks_channels() -> ColumnElement[bool]:
    """Return the condition that a channel of Art. 8 is absent; as `rules.missing_channels`."""
    of = Institution
    always = [of.phone == "", of.address == "", of.process_url == ""]
    online = and_(of.internet_channel, or_(of.email == "", of.url == ""))
    return or_(*always, online)


def page(
    session: Session,
    rows: Select[Institution],
    position: Position | None = None,
    limit: int = 50,
) -> Page[Institution]:
    """Return one page of a list in the order of every list."""
    found = session.scalars(ORDER.apply(rows, position, limit)).all()
    return keyset.page(found, position, limit, _place)


def _place(row: Institution) -> tuple[int, str, int]:
    return (int(row.level == "branch"), row.pinyin_key, row.id)


def count(session: Session, rows: Select[Institution]) -> int:
    """Return how many rows a list has."""
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def find(session: Session, actor: Actor, text: str, limit: int = 20) -> list[Card]:
    """Return the open institutions an actor may see that match a text, the likeliest first.

    An exact code, name or alias goes before a mere part of one.
    """
    matching = narrowed(visible_to(actor), Search(text=text, state="open"))
    normal = "".join(words(text))
    exact = (func.chr(10) + Institution.search_text + func.chr(10)).contains(
        f"\n{normal}\n", autoescape=True
    )
    return [
        to_card(row)
        for row in session.scalars(matching.order_by(exact.desc(), *ORDER.columns).limit(limit))
    ]


def letters(session: Session, rows: Select[Institution]) -> list[str]:
    """Return the first letters that occur in a list, A to Z."""
    first = func.upper(func.left(Institution.pinyin_key, 1))
    found = session.scalars(rows.with_only_columns(first).distinct())
    return sorted(letter for letter in found if "A" <= letter <= "Z")


def aliases(session: Session, institution_id: int) -> list[str]:
    """Return an institution's aliases in the order they were given."""
    found = select(InstitutionAlias.alias).where(InstitutionAlias.institution_id == institution_id)
    return list(session.scalars(found.order_by(InstitutionAlias.id)))
