"""What follows from the tree and the names: written after every act, for whole branches of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, func, literal, select, update
from sqlalchemy.orm import Session

from portal.institutions import names
from portal.institutions.models import Institution, InstitutionAlias
from portal.institutions.rules import WHOLE_COUNTRY
from portal.kernel import divisions

_OF = Institution
_COLUMNS = (
    *(_OF.id, _OF.code, _OF.name, _OF.short_name, _OF.uscc, _OF.level, _OF.parent_id),
    *(_OF.type, _OF.category, _OF.legal_entity_id, _OF.territory),
)
Derived = dict[str, Any]


def settle(session: Session, institution_ids: Iterable[int]) -> None:
    """Write legal entity, type, category and search keys of these institutions and all below.

    A branch follows its parent. Versions of the rows below do not grow: nobody edited them.
    """
    session.flush()
    rows = _subtrees(session, list(institution_ids))
    if not rows:
        return
    places = {row.id: _place(row) for row in _parents(session, rows)}
    for row in rows:
        places[row.id] = _follow(row, places)
    entities = {place["legal_entity_id"] for place in places.values()}
    called = _names(session, {row.id for row in rows} | entities)
    written = cast(Table, Institution.__table__)
    by_id = update(written).where(written.c.id == bindparam("row_id"))
    changes = [
        {"row_id": row.id, **places[row.id], **_found_by(row, places[row.id], called)}
        for row in rows
    ]
    session.connection().execute(by_id, changes)
    session.expire_all()


def _subtrees(session: Session, top: Sequence[int]) -> list[Row[Any]]:
    """Return the institutions and everything below them, parents before their branches."""
    start = select(_OF.id, literal(0).label("depth")).where(_OF.id == func.any(list(top)))
    walk = start.cte(recursive=True)
    below = walk.union_all(select(_OF.id, walk.c.depth + 1).join(walk, _OF.parent_id == walk.c.id))
    depths = select(below.c.id, func.max(below.c.depth).label("depth")).group_by(below.c.id)
    found = depths.subquery()
    rows = select(*_COLUMNS).join(found, found.c.id == _OF.id).order_by(found.c.depth, _OF.id)
    return list(session.execute(rows))


def _parents(session: Session, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    wanted = list({row.parent_id for row in rows if row.parent_id} - {row.id for row in rows})
    return list(session.execute(select(*_COLUMNS).where(_OF.id == func.any(wanted))))


def _place(row: Row[Any]) -> Derived:
    return {"type": row.type, "category": row.category, "legal_entity_id": row.legal_entity_id}


def _follow(row: Row[Any], places: Mapping[int, Derived]) -> Derived:
    if row.level == "head":
        return _place(row) | {"legal_entity_id": row.id}
    return dict(places[row.parent_id])


def _names(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    """Return full name, short name and aliases by institution."""
    wanted = list(ids)
    of = select(_OF.id, _OF.name, _OF.short_name).where(_OF.id == func.any(wanted))
    called = {row.id: [row.name, row.short_name] for row in session.execute(of)}
    aliases = select(InstitutionAlias.institution_id, InstitutionAlias.alias)
    for row in session.execute(aliases.where(InstitutionAlias.institution_id == func.any(wanted))):
        called[row.institution_id].append(row.alias)
    return called


def place_name(territory: str) -> str:
    """Return where a territory is, so that 工行 杭州 finds a branch that does not say so itself."""
    return "" if territory == WHOLE_COUNTRY else divisions.full_name(territory)


def _found_by(row: Row[Any], place: Derived, called: Mapping[int, list[str]]) -> Derived:
    """A branch is also found by what its legal entity is called: 工行 finds every branch."""
    own, entity = called[row.id], called[place["legal_entity_id"]]
    text = names.searchable([*own, *entity[1:]], [row.code, row.uscc, place_name(row.territory)])
    return {
        "search_text": text,
        "grams": names.grams(text),
        "pinyin_key": names.pinyin_key(row.short_name or row.name),
    }
