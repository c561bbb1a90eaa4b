"""Writing what an import found to be sound: rows, aliases, closings and the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.institutions.commands.channels import replace_aliases, without_mailbox
from portal.institutions.commands.drafts import Draft
from portal.institutions.commands.register import SUBJECT, UNSETTLED
from portal.institutions.commands.settling import settle
from portal.institutions.commands.standing import touch
from portal.institutions.lifecycle import REGISTRATION
from portal.institutions.models import Institution
from portal.institutions.rules import Node
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.bulk import new_ids

Changes = Mapping[str, Mapping[str, list[str]]]


def store(
    session: Session,
    drafts: Sequence[Draft],
    nodes: Mapping[str, Node],
    changes: Changes,
    by: Actor,
    at: datetime,
) -> None:
    """Store new and changed entries, parents first, and note each act in the trail."""
    _free_usccs(session, drafts, changes)
    rows = _rows(session, drafts, at)
    ids = _ids(session, nodes, rows)
    entries = []
    for one in sorted(drafts, key=lambda draft: _depth(draft.code, nodes)):
        row = rows[one.code]
        closes = one.closes  # before the row, which may be what is stored, is written
        _write(row, one, nodes[one.code], ids)
        if one.stored is None:
            session.add(row)
        touch(row, at)
        entries += _trail(one, row, changes[one.code], closes, by, at)
    session.flush()
    given = {rows[one.code].id: one.aliases for one in drafts if one.aliases != one.stored_aliases}
    replace_aliases(session, given)
    audit.record_all(session, entries)
    settle(session, [row.id for row in rows.values()])


def _free_usccs(session: Session, drafts: Sequence[Draft], changes: Changes) -> None:
    """Empty the codes that change, so that two institutions may exchange theirs."""
    moved = [one.stored.id for one in drafts if one.stored and "uscc" in changes[one.code]]
    table = Institution.__table__
    if moved:
        session.connection().execute(
            update(table).where(table.c.id.in_(moved)).values(uscc="")  # type: ignore[arg-type]
        )


def _rows(session: Session, drafts: Sequence[Draft], at: datetime) -> dict[str, Institution]:
    new = [one.code for one in drafts if one.stored is None]
    drawn = new_ids(session, Institution.__table__, len(new)) if new else []  # type: ignore[arg-type]
    rows = {one.code: one.stored for one in drafts if one.stored is not None}
    for code, new_id in zip(new, drawn, strict=True):
        rows[code] = Institution(
            id=new_id,
            code=code,
            legal_entity_id=new_id,
            state=REGISTRATION.initial,
            registered_at=at,
            changed_at=at,
            **UNSETTLED,
        )
    return rows


def _ids(
    session: Session, nodes: Mapping[str, Node], rows: Mapping[str, Institution]
) -> dict[str, int]:
    parents = {nodes[code].parent_code for code in rows} - {"", *rows}
    found = select(Institution.code, Institution.id).where(Institution.code.in_(parents))
    ids: dict[str, int] = {row.code: row.id for row in session.execute(found)}
    return ids | {code: row.id for code, row in rows.items()}


def _write(row: Institution, one: Draft, node: Node, ids: Mapping[str, int]) -> None:
    columns: dict[str, Any] = asdict(one.particulars) | asdict(one.channels)
    columns |= {"type": node.type, "category": node.category}
    columns["parent_id"] = ids.get(columns.pop("parent_code"))
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if one.closes:
        REGISTRATION.move(row, "close")
    row.closed_on = one.closed_on


def _depth(code: str, nodes: Mapping[str, Node]) -> int:
    depth = 0
    while nodes[code].parent_code:
        code, depth = nodes[code].parent_code, depth + 1
    return depth


def _trail(
    one: Draft,
    row: Institution,
    columns: Mapping[str, list[str]],
    closes: bool,
    by: Actor,
    at: datetime,
) -> list[dict[str, Any]]:
    """Return the acts on one entry: registered or corrected, and closed."""
    acts: list[tuple[str, str, dict[str, Any]]] = []
    changed = without_mailbox({name: both for name, both in columns.items() if name != "closed_on"})
    if one.stored is None:
        acts.append(("register", "42", {"code": row.code}))
    elif changed or not closes:
        acts.append(("correct", "42", {"changed": changed or dict(columns)}))
    if closes:
        article = REGISTRATION.moves["close"].article
        acts.append(("close", article, {"closed_on": str(one.closed_on)}))
    return [
        audit.entry(
            by=by,
            act=f"institution_{act}",
            subject=(SUBJECT, row.id),
            at=at,
            article=article,
            facts=facts | {"file_row": one.line.row},
        )
        for act, article, facts in acts
    ]
