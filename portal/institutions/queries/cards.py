"""What other packages learn about an institution: frozen cards, the tree below, the index."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from portal.institutions.models import Institution, InstitutionAlias, RegisterRevision


@dataclass(frozen=True)
class Card:
    """One institution as other packages see it; `legal_entity_id` is its own id for a head."""

    id: int
    code: str
    name: str
    short_name: str
    type: str
    category: str
    level: str
    parent_id: int | None
    legal_entity_id: int
    territory: str
    notice_email: str
    internet_channel: bool
    open: bool

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


@dataclass(frozen=True)
class IndexRow:
    """One open institution as the suggestions see it."""

    id: int
    code: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    type: str
    level: str
    parent_id: int | None
    legal_entity_id: int
    territory: str
    phone: str


def _cards() -> Select[Institution]:
    return select(Institution)


def to_card(row: Institution) -> Card:
    """Return the card of a stored institution."""
    names = (name for name in Card.__dataclass_fields__ if name != "open")
    return Card(open=row.state == "open", **{name: getattr(row, name) for name in names})


def card(session: Session, institution_id: int) -> Card | None:
    """Return the card of one institution."""
    return cards(session, [institution_id]).get(institution_id)


def cards(session: Session, institution_ids: Iterable[int]) -> dict[int, Card]:
    """Return the cards of many institutions by id, in one query."""
    wanted = list(set(institution_ids))
    if not wanted:
        return {}
    found = session.scalars(_cards().where(Institution.id == func.any(wanted)))
    return {row.id: to_card(row) for row in found}


def legal_entities(session: Session, institution_ids: Iterable[int]) -> dict[int, int]:
    """Return the legal entity of each institution (Art. 4), by their ids."""
    wanted = list(set(institution_ids))
    if not wanted:
        return {}
    columns = select(Institution.id, Institution.legal_entity_id)
    found = session.execute(columns.where(Institution.id == func.any(wanted)))
    return {row.id: row.legal_entity_id for row in found}


def all_cards(session: Session) -> list[Card]:
    """Return the cards of the whole register, closed institutions included."""
    return [to_card(row) for row in session.scalars(_cards().order_by(Institution.id))]


def by_code(session: Session, code: str) -> Card | None:
    """Return the card of the institution with this code."""
    return by_codes(session, [code]).get(code)


def by_codes(session: Session, codes: Iterable[str]) -> dict[str, Card]:
    """Return the cards of many institutions by code, in one query; unknown codes are left out."""
    wanted = list({code for code in codes if "\x00" not in code})
    found = session.scalars(_cards().where(Institution.code == func.any(wanted)))
    return {row.code: to_card(row) for row in found}


def institutions_below(session: Session, institution_id: int) -> frozenset[int]:
    """Return the ids of an institution and all its branches (Art. 4)."""
    own = select(Institution.id).where(Institution.id == institution_id).cte(recursive=True)
    below = own.union(select(Institution.id).join(own, Institution.parent_id == own.c.id))
    return frozenset(session.scalars(select(below.c.id)))


def branches_of(session: Session, institution_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return for each institution the ids of itself and all its branches, in one query (Art. 4)."""
    top = Institution.id.label("top")
    own = select(top, Institution.id.label("id")).where(
        Institution.id == func.any(sorted(set(institution_ids)))
    )
    tree = own.cte("tree", recursive=True)
    child = aliased(Institution)
    tree = tree.union(
        select(tree.c.top, child.id).join_from(tree, child, child.parent_id == tree.c.id)
    )
    found: dict[int, set[int]] = {}
    for above, each in session.execute(select(tree.c.top, tree.c.id)):
        found.setdefault(above, set()).add(each)
    return {above: frozenset(ids) for above, ids in found.items()}


def register_revision(session: Session) -> int:
    """Return a number that grows with every committed act on the register: cache by it."""
    return session.scalar(select(RegisterRevision.revision)) or 0


def register_index(session: Session) -> list[IndexRow]:
    """Return every open institution with its aliases, compact, for the suggestions."""
    called: dict[int, list[str]] = {}
    aliases = select(InstitutionAlias.institution_id, InstitutionAlias.alias)
    for owner, alias in session.execute(aliases.order_by(InstitutionAlias.id)):
        called.setdefault(owner, []).append(alias)
    of = Institution
    names = (of.id, of.code, of.name, of.short_name)
    places = (of.type, of.level, of.parent_id, of.legal_entity_id, of.territory, of.phone)
    rows = session.execute(select(*names, *places).where(of.state == "open").order_by(of.id))
    return [
        IndexRow(*row[:4], tuple(called.get(row.id, ())), *row[4:])  # type: ignore[call-arg]
        for row in rows
    ]
