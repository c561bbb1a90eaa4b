"""Loading a notice: a file of days, all or nothing, that never takes a stored day away.

Days are added or corrected. A stored day that a later notice withdraws is loaded as the other
kind: a Saturday worked no more is a holiday, a Friday off no more is a make-up workday.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.arrangement.days import KINDS, MAKEUP_WORKDAY, covered_years
from portal.kernel.arrangement.stored import ArrangementDay
from portal.kernel.tables import N_, Columns, ImportReport, Row, read

COLUMNS = Columns(("date", "kind", "occasion"), ("document_no",))
CHANGED = "arrangement.changed"
"""Outbox topic: working days of the `years` in the payload are not what they were."""

FIRST_YEAR, LAST_YEAR = 2004, 2100
LENGTHS = {"occasion": 60, "document_no": 60}
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00(?::00)?)?")
_SATURDAY = 5


class Stated(NamedTuple):
    """What a row says of its day."""

    kind: str
    occasion: str
    document_no: str


Days = dict[date, Stated]


def import_arrangements(
    session: Session,
    source: BinaryIO | Path | bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> ImportReport:
    """Store an arrangements file: every row or, when any is at fault, none.

    The report says which rows; a file stored before changes nothing. Where a working day is no
    longer what it was, `CHANGED` is posted so that open time limits are counted again.
    """
    report = ImportReport()
    stored = _stored(session)
    stated = _read(source, stored, report)
    changed = {day: row for day, row in stated.items() if stored.get(day) != row}
    report.created = sum(day not in stored for day in changed)
    report.changed = len(changed) - report.created
    report.unchanged = len(stated) - len(changed)
    _check_years(stored, stated, report)
    if report.ok and changed and not dry_run:
        _store(session, changed)
        _tell(session, stored, changed, by=by, at=at)
    return report


def _stored(session: Session) -> Days:
    # Two imports at once would each see half of the other's year.
    session.execute(select(func.pg_advisory_xact_lock(7_401_934)))
    found = select(
        ArrangementDay.day,
        ArrangementDay.kind,
        ArrangementDay.occasion,
        ArrangementDay.document_no,
    )
    return {day: Stated(*rest) for day, *rest in session.execute(found)}


def _read(source: BinaryIO | Path | bytes, stored: Days, report: ImportReport) -> Days:
    days: Days = {}
    rows: dict[date, int] = {}
    for number, row in read(source, COLUMNS, report):
        day = _day(row["date"])
        if day is None:
            reason = N_("不是日期。请写成 2027-01-01 的样子，年份在 %(first)s 至 %(last)s 之间。")
            report.add(number, "date", row["date"], reason, first=FIRST_YEAR, last=LAST_YEAR)
        elif day in days:
            reason = N_("这一天在第 %(earlier)s 行已经写过。请只保留一行。")
            report.add(number, "date", row["date"], reason, earlier=rows[day])
        else:
            rows[day] = number
            days[day] = Stated(row["kind"], row["occasion"], row["document_no"])
        _check_texts(number, row, report)
        if row["kind"] == MAKEUP_WORKDAY and day and day not in stored and not _is_weekend(day):
            reason = N_("调休上班日只能是周六或周日，这一天不是。请核对通知原文。")
            report.add(number, "kind", row["kind"], reason)
    return days


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _check_texts(number: int, row: Row, report: ImportReport) -> None:
    if row["kind"] not in KINDS:
        reason = N_("须为 holiday（放假）或 makeup_workday（调休上班）。请更正。")
        report.add(number, "kind", row["kind"], reason)
    if not row["occasion"]:
        report.add(number, "occasion", "", N_("请填写节日名称，例如 春节。"))
    for column, limit in LENGTHS.items():
        if len(row[column]) > limit:
            reason = N_("最长 %(limit)s 字（现为 %(length)s 字）。请缩短。")
            report.add(number, column, row[column], reason, limit=limit, length=len(row[column]))


def _kinds(days: Mapping[date, Stated]) -> dict[date, str]:
    return {day: stated.kind for day, stated in days.items()}


def _check_years(stored: Days, stated: Days, report: ImportReport) -> None:
    """Refuse a file after which a year that was covered no longer is."""
    before, after = covered_years(_kinds(stored)), covered_years(_kinds({**stored, **stated}))
    for year in sorted(before - after):
        reason = N_("%(year)s 年的元旦或国庆节被改成了上班日，该年将无法计算。请核对。")
        report.add(0, "kind", "", reason, year=year)


def _store(session: Session, days: Days) -> None:
    rows = [{"day": day, **stated._asdict()} for day, stated in sorted(days.items())]
    new = insert(ArrangementDay)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["day"],
            set_={column: new.excluded[column] for column in Stated._fields},
        ),
        rows,
    )


def _tell(session: Session, stored: Days, changed: Days, *, by: Actor, at: datetime) -> None:
    """Log the import with each day's kind before and after, and have time limits recounted."""
    moved = {
        day.isoformat(): [stored[day].kind if day in stored else None, stated.kind]
        for day, stated in sorted(changed.items())
        if day not in stored or stored[day].kind != stated.kind
    }
    documents = sorted({stated.document_no for stated in changed.values()} - {""})
    audit.record(
        session,
        by=by,
        act="arrangement.import",
        subject=("arrangement", ",".join(sorted({day[:4] for day in moved})) or "names"),
        at=at,
        article="33",
        facts={"days": moved, "rows": len(changed), "document_no": documents},
    )
    if moved:
        mark = hashlib.sha256(f"{at.isoformat()} {moved}".encode()).hexdigest()[:16]
        years = sorted({int(day[:4]) for day in moved})
        outbox.post(session, CHANGED, f"{CHANGED}:{mark}", {"years": years}, at)
