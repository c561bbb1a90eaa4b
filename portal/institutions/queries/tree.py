"""The tree: where institutions stand, what is above and what is below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.institutions.models import Institution
from portal.institutions.rules import Node


@dataclass(frozen=True)
class Standing:
    """An institution's place in the tree with what must stay unique."""

    id: int
    node: Node
    name: str
    uscc: str


def picture(session: Session, *only: ColumnElement[bool]) -> dict[str, Standing]:
    """Return where the institutions of the register stand, by code."""
    parent = aliased(Institution)
    of = Institution
    rows = session.execute(
        select(
            *(of.id, of.name, of.uscc),
            *(of.code, of.type, of.category, of.level, parent.code, of.state == "open"),
        )
        .outerjoin(parent, of.parent_id == parent.id)
        .where(*only)
    )
    return {
        row[3]: Standing(row[0], Node(*row[3:7], row[7] or "", row[8]), row[1], row[2])
        for row in rows
    }


def surroundings(
    session: Session, code: str, parent_code: str, name: str, uscc: str
) -> dict[str, Standing]:
    """Return what an entry must agree with: its ancestors, and those of its code, name or USCC."""
    start = select(Institution.id, Institution.parent_id).where(Institution.code == parent_code)
    walk = start.cte(recursive=True)
    above = walk.union(
        select(Institution.id, Institution.parent_id).join(walk, Institution.id == walk.c.parent_id)
    )
    same = or_(
        Institution.code == code,
        and_(Institution.uscc == uscc, Institution.uscc != ""),
        and_(Institution.name == name, Institution.level == "head"),
    )
    return picture(session, or_(Institution.id.in_(select(above.c.id)), same))


def ancestors(session: Session, institution_id: int) -> list[Institution]:
    """Return the institutions above one, the legal entity first."""
    own = select(Institution.parent_id.label("id")).where(Institution.id == institution_id)
    walk = own.cte(recursive=True)
    above = walk.union(select(Institution.parent_id).join(walk, Institution.id == walk.c.id))
    found = {
        row.id: row
        for row in session.scalars(
            select(Institution).where(Institution.id.in_(select(above.c.id)))
        )
    }
    return _from_the_top(found)


def _from_the_top(found: Mapping[int, Institution]) -> list[Institution]:
    below = {row.parent_id: row for row in found.values()}
    chain: list[Institution] = []
    row = below.get(None)
    while row is not None:
        chain.append(row)
        row = below.get(row.id)
    return chain


def branches(
    session: Session, institution_id: int, *, limit: int, only_open: bool = False
) -> list[Institution]:
    """Return the direct branches of an institution by pinyin, `limit` at most."""
    found = select(Institution).where(Institution.parent_id == institution_id)
    if only_open:
        found = found.where(Institution.state == "open")
    ordered = found.order_by(Institution.pinyin_key, Institution.id)
    return list(session.scalars(ordered.limit(limit)))


def open_branches(session: Session, institution_id: int) -> int:
    """Return how many direct branches are open."""
    open_ones = select(func.count()).where(
        Institution.parent_id == institution_id, Institution.state == "open"
    )
    return session.scalar(open_ones) or 0


def stored(session: Session, codes: Iterable[str]) -> dict[str, Institution]:
    """Return the stored institutions with these codes, locked against other writers."""
    wanted = list(codes)
    found = select(Institution).where(Institution.code == func.any(wanted)).with_for_update()
    rows = session.scalars(found.execution_options(populate_existing=True))
    return {row.code: row for row in rows}
