"""Loading the institutions file: all or nothing, and a second time nothing changes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.institutions.commands.drafts import (
    Draft,
    differences,
    draft,
    shape_faults,
    with_inherited,
)
from portal.institutions.commands.register import NAME_TAKEN, USCC_TAKEN
from portal.institutions.commands.standing import take_turn
from portal.institutions.commands.storing import store
from portal.institutions.faults import fault, note
from portal.institutions.models import InstitutionAlias
from portal.institutions.queries.tree import Standing, picture, stored
from portal.institutions.rules import Node, in_reach, tree_faults
from portal.institutions.sheet import COLUMNS, Line, read_line
from portal.kernel import tables
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.findings import N_, Finding, ImportReport

__all__ = ["Change", "RegisterReport", "import_register"]


@dataclass(frozen=True)
class Change:
    """What a file does to one institution; `columns` maps a column to before and after."""

    row: int
    code: str
    name: str
    is_new: bool
    columns: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass
class RegisterReport(ImportReport):
    """The report of an import of institutions, with every change it makes."""

    changes: list[Change] = field(default_factory=list)


def import_register(
    session: Session,
    source: BinaryIO | Path | bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    limits: tables.Limits = tables.Limits(),  # noqa: B008 - frozen
) -> RegisterReport:
    """Load an institutions file in the caller's transaction; any finding stores nothing.

    An empty cell keeps what is stored. Parents may stand anywhere in the file.
    """
    report = RegisterReport()
    lines = _lines(source, report, limits)
    if not dry_run:
        take_turn(session)
    known = picture(session)
    drafts = _drafts(session, lines, known)
    nodes = _tree(drafts, known)
    _check(drafts, nodes, known, by, at)
    for one in drafts.values():
        note(report, one.line.row, one.faults)
        _count(report, one, nodes[one.code], known)
    if report.ok and not dry_run:
        changed = {change.code: change for change in report.changes}
        store(session, [drafts[code] for code in changed], nodes, changed_columns(changed), by, at)
    return report


def changed_columns(changes: Mapping[str, Change]) -> dict[str, Mapping[str, list[str]]]:
    """Return the changed columns by code."""
    return {code: change.columns for code, change in changes.items()}


def _lines(
    source: BinaryIO | Path | bytes, report: ImportReport, limits: tables.Limits
) -> dict[str, Line]:
    """Return the rows by code; a row without one, or with one seen before, is noted."""
    lines: dict[str, Line] = {}
    for number, cells in tables.read(source, COLUMNS, report, limits):
        line, faults = read_line(number, cells)
        note(report, number, faults)
        if not line.code:
            report.add(number, "code", "", N_("请填写机构代码。"))
        elif line.code in lines:
            first = lines[line.code].row
            reason = N_("这个代码在第 %(first)s 行已出现。请删去重复的一行。")
            report.add(number, "code", line.code, reason, first=first)
        else:
            lines[line.code] = line
    return lines


def _drafts(
    session: Session, lines: Mapping[str, Line], known: Mapping[str, Standing]
) -> dict[str, Draft]:
    rows = stored(session, [code for code in lines if code in known])
    aliases: dict[int, list[str]] = {row.id: [] for row in rows.values()}
    found = select(InstitutionAlias).where(InstitutionAlias.institution_id.in_(aliases))
    for alias in session.scalars(found.order_by(InstitutionAlias.id)):
        aliases[alias.institution_id].append(alias.alias)
    drafts = {}
    for code, line in lines.items():
        row = rows.get(code)
        parent_code = known[code].node.parent_code if row else ""
        drafts[code] = draft(line, row, parent_code, tuple(aliases[row.id]) if row else ())
    return drafts


def _tree(drafts: Mapping[str, Draft], known: Mapping[str, Standing]) -> dict[str, Node]:
    stated = {code: one.node() for code, one in drafts.items()}
    nodes = {code: standing.node for code, standing in known.items()}
    return with_inherited(nodes | stated, stated)


def _check(
    drafts: Mapping[str, Draft],
    nodes: Mapping[str, Node],
    known: Mapping[str, Standing],
    by: Actor,
    at: datetime,
) -> None:
    """Note in each draft what is wrong with it by itself, in the tree, and beside the others."""
    as_of = business_date(at)
    taken = _Taken(drafts, known)
    open_below = Counter(node.parent_code for node in nodes.values() if node.is_open)
    for code, one in drafts.items():
        one.faults += shape_faults(one, as_of)
        if one.particulars.level in {"head", "branch"}:
            one.faults += tree_faults(nodes[code], nodes)
        one.faults += taken.faults(one)
        if one.closes and open_below[code]:
            one.faults.append(fault("closed_on", one.closed_on, OPEN_BELOW, count=open_below[code]))
        one.faults += _reach_faults(one, nodes[code], known, by)


OPEN_BELOW = N_("还有 %(count)s 家分支机构未终止。请先终止分支机构，或把它们改挂到别的机构。")


def _reach_faults(
    one: Draft, node: Node, known: Mapping[str, Standing], by: Actor
) -> list[Finding]:
    parent = known[one.code].node.parent_code if one.stored else ""
    if by.kind == "system" or (one.stored and not differences(one, node, parent)):
        return []
    places = {one.particulars.territory, one.stored.territory if one.stored else ""} - {""}
    reason = N_("不在本单位的辖区内，不能由本单位登记。请交由主管单位导入，或删去这一行。")
    return [
        fault("territory", place, reason)
        for place in sorted(places)
        if not in_reach(place, by.unit_codes)
    ]


class _Taken:
    """Which code holds each USCC and each legal entity's name once the file is stored."""

    def __init__(self, drafts: Mapping[str, Draft], known: Mapping[str, Standing]) -> None:
        self.uscc: dict[str, str] = {}
        self.name: dict[str, str] = {}
        for code, standing in known.items():
            if code not in drafts:
                self._take(code, standing.uscc, standing.name, standing.node.level)
        for code, one in drafts.items():
            of = one.particulars
            self._take(code, of.uscc, of.name, of.level)

    def _take(self, code: str, uscc: str, name: str, level: str) -> None:
        self.uscc.setdefault(uscc, code)
        if level == "head":
            self.name.setdefault(name, code)

    def faults(self, one: Draft) -> list[Finding]:
        of, faults = one.particulars, []
        if of.uscc and (other := self.uscc[of.uscc]) != one.code:
            faults.append(fault("uscc", of.uscc, USCC_TAKEN, code=other))
        if of.level == "head" and of.name and (other := self.name[of.name]) != one.code:
            faults.append(fault("name", of.name, NAME_TAKEN, code=other))
        return faults


def _count(report: RegisterReport, one: Draft, node: Node, known: Mapping[str, Standing]) -> None:
    parent = known[one.code].node.parent_code if one.stored else ""
    columns = differences(one, node, parent)
    if one.stored is None:
        report.created += 1
    elif columns:
        report.changed += 1
    else:
        report.unchanged += 1
        return
    name = one.particulars.name
    report.changes.append(Change(one.line.row, one.code, name, one.stored is None, columns))
