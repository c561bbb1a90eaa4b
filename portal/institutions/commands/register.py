"""Adding an institution to the register and correcting what it is."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.institutions.commands.settling import settle
from portal.institutions.commands.standing import check_reach, load, take_turn, touch
from portal.institutions.entry import Particulars, code_faults, particulars_faults
from portal.institutions.faults import fault, refuse
from portal.institutions.lifecycle import REGISTRATION
from portal.institutions.models import Institution
from portal.institutions.queries.tree import Standing, surroundings
from portal.institutions.rules import Node, category_key, tree_faults
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.bulk import new_ids
from portal.kernel.clock import business_date
from portal.kernel.findings import N_, Finding

SUBJECT = "institution"


def add(
    session: Session, code: str, stated: Particulars, *, by: Actor, at: datetime
) -> Institution:
    """Register an institution; raises Unfit with every fault, Breach outside the actor's reach."""
    refuse(code_faults(code) + particulars_faults(stated, business_date(at)))
    check_reach(by, stated.territory)
    take_turn(session)
    known = _surroundings(session, code, stated)
    stated = _as_parent(stated, known)
    taken = [fault("code", code, CODE_TAKEN, name=known[code].name)] if code in known else []
    refuse(taken + _relation_faults(code, stated, known, is_open=True))
    [new_id] = new_ids(session, Institution.__table__, 1)  # type: ignore[arg-type]
    row = Institution(
        id=new_id,
        code=code,
        **_columns(stated, known),
        legal_entity_id=new_id,
        state=REGISTRATION.initial,
        registered_at=at,
        changed_at=at,
        **UNSETTLED,
    )
    session.add(row)
    settle(session, [new_id])
    facts = {"code": code, "level": stated.level}
    audit.record(
        session,
        by=by,
        act="institution_register",
        subject=(SUBJECT, new_id),
        at=at,
        article="42",
        facts=facts,
    )
    return row


UNSETTLED: Mapping[str, Any] = {"search_text": "", "grams": [], "pinyin_key": ""}
CODE_TAKEN = N_("这个代码已用于“%(name)s”。请换一个代码，或打开该机构修改。")
NAME_TAKEN = N_("已有同名的法人机构（%(code)s）。请打开该机构修改，不要重复登记。")
USCC_TAKEN = N_("这个统一社会信用代码已登记在 %(code)s 名下。请核对。")


def edit(
    session: Session,
    institution_id: int,
    stated: Particulars,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> Institution:
    """Correct an institution's particulars; raises Unfit, Breach, or StaleDataError (409)."""
    refuse(particulars_faults(stated, business_date(at)))
    take_turn(session)
    row = load(session, institution_id, version)
    check_reach(by, row.territory, stated.territory)
    known = _surroundings(session, row.code, stated)
    stated = _as_parent(stated, known)
    faults = _relation_faults(row.code, stated, known, is_open=row.state == "open")
    if row.closed_on and stated.opened_on and stated.opened_on > row.closed_on:
        reason = N_("开业日期不能晚于终止日期（%(closed_on)s）。请更正。")
        faults.append(fault("opened_on", stated.opened_on, reason, closed_on=str(row.closed_on)))
    refuse(faults)
    parent_code = _code_of(session, row.parent_id)
    changed = apply(row, _columns(stated, known))
    if changed:
        if changed.pop("parent_id", None):
            changed["parent_code"] = [parent_code, stated.parent_code]
        touch(row, at)
        settle(session, [row.id])
        audit.record(
            session,
            by=by,
            act="institution_correct",
            subject=(SUBJECT, row.id),
            at=at,
            article="4" if "parent_code" in changed else "42",
            facts={"changed": changed},
        )
    return row


def apply(row: Institution, columns: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set columns that differ and return them with their values before and after."""
    changed = {}
    for name, value in columns.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = [shown(before), shown(value)]
    return changed


def shown(value: Any) -> str:
    """Return a stored value as the text of a trail or a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _code_of(session: Session, institution_id: int | None) -> str:
    row = session.get(Institution, institution_id) if institution_id else None
    return row.code if row else ""


def _surroundings(session: Session, code: str, stated: Particulars) -> dict[str, Standing]:
    return surroundings(session, code, stated.parent_code, stated.name, stated.uscc)


def _as_parent(stated: Particulars, known: Mapping[str, Standing]) -> Particulars:
    """A branch takes type and category from its parent when they are left out."""
    parent = known.get(stated.parent_code)
    if stated.level == "head" or parent is None:
        category = category_key(stated.type, stated.category) or ""
        return replace(stated, category=category)
    kind = stated.type or parent.node.type
    category = category_key(kind, stated.category) or parent.node.category
    return replace(stated, type=kind, category=category)


def _columns(stated: Particulars, known: Mapping[str, Standing]) -> dict[str, Any]:
    columns = asdict(stated)
    parent = known.get(columns.pop("parent_code"))
    return columns | {"parent_id": parent.id if parent else None}


def _relation_faults(
    code: str, stated: Particulars, known: Mapping[str, Standing], *, is_open: bool
) -> list[Finding]:
    node = Node(code, stated.type, stated.category, stated.level, stated.parent_code, is_open)
    nodes = {other: standing.node for other, standing in known.items()} | {code: node}
    faults = tree_faults(node, nodes)
    for other, standing in known.items():
        if other == code:
            continue
        if stated.uscc and standing.uscc == stated.uscc:
            faults.append(fault("uscc", stated.uscc, USCC_TAKEN, code=other))
        if stated.level == standing.node.level == "head" and standing.name == stated.name:
            faults.append(fault("name", stated.name, NAME_TAKEN, code=other))
    return faults
