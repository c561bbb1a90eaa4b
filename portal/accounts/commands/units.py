"""The regulator's units: seeded with the 36 bureaus, imported all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts import rules
from portal.accounts.models import Unit
from portal.kernel.actor import Actor
from portal.kernel.audit import record
from portal.kernel.law import clause
from portal.kernel.tables import N_, Columns, ImportReport, Row, read

COLUMNS = Columns(("code", "name", "level", "parent_code", "department"))
NAME_MAX = 60
NOT_A_DIVISION = N_("不是行政区划代码。请填写辖区的六位代码，例如 330000。")
Rows = Mapping[str, tuple[int, Row]]


def seed_units(session: Session) -> None:
    """Add the head office and the 36 provincial-level bureaus to a database without units."""
    if session.scalar(select(func.count()).select_from(Unit)):
        return
    head = {
        "code": rules.HEAD_OFFICE,
        "name": rules.HEAD_OFFICE_NAME,
        "level": "head_office",
        "parent_code": None,
        "department": rules.HEAD_OFFICE_DEPARTMENT,
        "prefix": rules.HEAD_OFFICE_PREFIX,
    }
    bureaus = [
        {
            "code": code,
            "name": f"{place}监管局",
            "level": "bureau",
            "parent_code": rules.HEAD_OFFICE,
            "department": rules.BUREAU_DEPARTMENT,
            "prefix": prefix,
        }
        for code, (place, prefix) in rules.SEED.items()
    ]
    session.execute(insert(Unit).on_conflict_do_nothing(index_elements=["code"]), [head, *bureaus])


@clause("30")
def import_units(
    session: Session,
    source: BinaryIO | Path | bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> ImportReport:
    """Store a units file: every row or, when any is at fault, none; the report says which."""
    report = ImportReport()
    rows = _read(source, report)
    stored = {unit.code: unit for unit in session.scalars(select(Unit).order_by(Unit.code))}
    _check_tree(rows, stored, report)
    _check_names(rows, stored, report)
    prefixes = {unit.prefix for unit in stored.values()}
    for code, (_number, row) in _parents_first(rows):
        unit = stored.get(code)
        if unit is not None and _same(unit, row):
            report.unchanged += 1
        elif unit is not None:
            report.changed += 1
        else:
            report.created += 1
        if report.ok and not dry_run and (unit is None or not _same(unit, row)):
            stored[code] = _store(session, unit, row, stored, prefixes)
            _trace(session, row, unit is None, by, at)
    return report


def _read(source: BinaryIO | Path | bytes, report: ImportReport) -> dict[str, tuple[int, Row]]:
    rows: dict[str, tuple[int, Row]] = {}
    for number, row in read(source, COLUMNS, report):
        code = row["code"]
        if code in rows:
            reason = N_("代码与第%(first)s行重复。每个机构只列一行。")
            report.add(number, "code", code, reason, first=rows[code][0])
            continue
        if code != rules.HEAD_OFFICE and not rules.is_division(code):
            report.add(
                number, "code", code, N_("不是六位行政区划代码。请填写辖区的代码，例如 330000。")
            )
        if row["level"] not in rules.LEVELS:
            allowed = ", ".join(rules.LEVELS)
            report.add(
                number, "level", row["level"], N_("级别只能是 %(allowed)s。"), allowed=allowed
            )
        for column in ("name", "department"):
            if not row[column]:
                report.add(number, column, "", N_("不能为空。"))
            elif len(row[column]) > NAME_MAX:
                report.add(number, column, row[column], N_("最多 %(n)s 个字。"), n=NAME_MAX)
        rows[code] = (number, row)
    return rows


def _parent_of(code: str, rows: Rows, stored: Mapping[str, Unit]) -> str | None:
    if code in rows:
        return rows[code][1]["parent_code"] or None
    return stored[code].parent_code if code in stored else None


def _level_of(code: str, rows: Rows, stored: Mapping[str, Unit]) -> str | None:
    if code in rows:
        return rows[code][1]["level"]
    return stored[code].level if code in stored else None


def _check_tree(rows: Rows, stored: Mapping[str, Unit], report: ImportReport) -> None:
    for code, (number, row) in rows.items():
        fault = _tree_fault(code, row, rows, stored)
        if fault:
            report.add(number, *fault)
    for code, unit in stored.items():
        # A unit that the file leaves out must still fit below one whose level the file changes.
        parent = unit.parent_code
        if code not in rows and parent is not None and parent in rows:
            number, row = rows[parent]
            if row["level"] in rules.LEVELS and row["level"] != rules.ABOVE[unit.level]:
                reason = N_("下级机构 %(child)s 的级别与此不符。请在文件中一并调整。")
                report.add(number, "level", row["level"], reason, child=code)


def _tree_fault(
    code: str, row: Row, rows: Rows, stored: Mapping[str, Unit]
) -> tuple[str, str, str] | None:
    """Return the column, value and reason for which a unit cannot hang where the row says."""
    level, parent = row["level"], row["parent_code"]
    if level not in rules.LEVELS:
        return None
    if level == "head_office" or code == rules.HEAD_OFFICE:
        if level != "head_office" or code != rules.HEAD_OFFICE:
            return "level", level, N_("总局（head_office）只有一个，代码为 000000。")
        return ("parent_code", parent, N_("总局没有上级，请留空。")) if parent else None
    if not parent:
        return "parent_code", "", N_("除总局外都要填写上级机构代码。")
    if _is_circular(code, rows, stored):
        return "parent_code", parent, N_("上级关系成环：机构不能是自己的上级。")
    above = _level_of(parent, rows, stored)
    if above is None:
        return "parent_code", parent, N_("没有这个上级机构。请先导入它，或放在同一文件中。")
    if above != rules.ABOVE[level]:
        return (
            "parent_code",
            parent,
            N_("上级的级别不符：监管局的上级是总局，监管分局的上级是监管局。"),
        )
    if not rules.lies_within(code, parent):
        return "code", code, N_("辖区不在上级机构的辖区之内，请核对代码。")
    return None


def _is_circular(code: str, rows: Rows, stored: Mapping[str, Unit]) -> bool:
    seen: set[str] = set()
    step: str | None = code
    while step is not None and step not in seen:
        seen.add(step)
        step = _parent_of(step, rows, stored)
    return step == code


def _check_names(rows: Rows, stored: Mapping[str, Unit], report: ImportReport) -> None:
    owner = {unit.name: code for code, unit in stored.items() if code not in rows}
    for code, (number, row) in rows.items():
        other = owner.setdefault(row["name"], code)
        if row["name"] and other != code:
            reason = N_("名称与机构 %(other)s 相同。请核对。")
            report.add(number, "name", row["name"], reason, other=other)


def _parents_first(rows: Rows) -> list[tuple[str, tuple[int, Row]]]:
    return sorted(
        rows.items(),
        key=lambda item: (
            rules.LEVELS.index(item[1][1]["level"]) if item[1][1]["level"] in rules.LEVELS else 9,
            item[0],
        ),
    )


def _same(unit: Unit, row: Row) -> bool:
    now = (unit.name, unit.level, unit.parent_code or "", unit.department)
    return now == (row["name"], row["level"], row["parent_code"], row["department"])


def _store(
    session: Session,
    unit: Unit | None,
    row: Row,
    stored: Mapping[str, Unit],
    prefixes: set[str],
) -> Unit:
    if unit is None:
        parent = stored.get(row["parent_code"])
        letters = rules.prefix_for(parent.prefix if parent else "", row["name"], prefixes)
        unit = Unit(code=row["code"], prefix=letters)
        prefixes.add(letters)
        session.add(unit)
    unit.name, unit.level, unit.department = row["name"], row["level"], row["department"]
    unit.parent_code = row["parent_code"] or None
    session.flush()
    return unit


def _trace(session: Session, row: Row, is_new: bool, by: Actor, at: datetime) -> None:
    record(
        session,
        by=by,
        act="add_unit" if is_new else "change_unit",
        subject=("unit", row["code"]),
        at=at,
        unit_code=row["code"],
        facts={"level": row["level"], "parent": row["parent_code"]},
    )
