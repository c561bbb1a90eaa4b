"""To load an amendment of the Measures: amounts from a day on, all or nothing (Art. 45).

A case is judged by the amounts of its own day. What is received from the amendment's day on is
counted by the new ones; what was received before does not move.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from forwarding.commands.limit_record import recount_institutions
from forwarding.commands.recount import ArrangementReport, recount
from forwarding.rules import IN_FORCE
from forwarding.rules.amounts import AMOUNTS, rule_sets, tiers_in_order
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.amounts import Book, RuleAmount
from portal.kernel.law import clause
from portal.kernel.tables import N_, Columns, ImportReport, Row, read

COLUMNS = Columns(("effective_from", "key", "value", "document_no"))
LAST_YEAR, MOST = 2100, 3650
_LOCK = 7_401_935
Key = tuple[str, date]


class RulesReport(ArrangementReport):
    """What a rules file did, with every due date that moved."""

    def notes(self) -> list[str]:
        """Return one line for each due date that moved."""
        lines = [f"{m.number}\t{m.before or '—'} → {m.after or '—'}" for m in self.moved]
        return [*lines, f"{len(self.moved)} due date(s) moved."]


@clause("45")
def import_rules(
    session: Session,
    source: BinaryIO | Path | bytes,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> RulesReport:
    """Store the amounts of an amendment, or nothing when a row is at fault.

    Open time limits that began on the amendment's day or later, the regulator's and the
    institutions', are counted again, and the report lists each that moved. A file stored before
    changes nothing.
    """
    # Two files at once would each be checked without the other's amounts.
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    report, stored = RulesReport(), _stored(session)
    stated = _read(source, report)
    changed = {key: value for key, value in stated.items() if stored.get(key) != value}
    report.created = sum(key not in stored for key in changed)
    report.changed = len(changed) - report.created
    report.unchanged = len(stated) - len(changed)
    _check_tiers({**stored, **stated}, report)
    if report.ok and changed and not dry_run:
        _store(session, changed, by=by, at=at)
        report.moved = recount(session, by=by, at=at)
        since = min(start for _key, start in changed)
        report.moved += recount_institutions(session, since, by=by, at=at)
    return report


def _stored(session: Session) -> dict[Key, tuple[int, str]]:
    rows = session.execute(
        select(RuleAmount.key, RuleAmount.effective_from, RuleAmount.value, RuleAmount.document_no)
    )
    return {(key, since): (value, document_no) for key, since, value, document_no in rows}


def _read(source: BinaryIO | Path | bytes, report: ImportReport) -> dict[Key, tuple[int, str]]:
    found: dict[Key, tuple[int, str]] = {}
    for number, row in read(source, COLUMNS, report):
        since, value = _since(number, row, report), _value(number, row, report)
        known = _key(number, row, report)
        if not row["document_no"] or len(row["document_no"]) > 60:
            reason = N_("请填写修订文件的文号（不超过60字）。")
            report.add(number, "document_no", row["document_no"], reason)
        if since is None or value is None or not known:
            continue
        if (row["key"], since) in found:
            report.add(number, "key", row["key"], N_("同一日期的同一项写了两次。请只保留一行。"))
        found[row["key"], since] = (value, row["document_no"])
    return found


def _since(number: int, row: Row, report: ImportReport) -> date | None:
    try:
        since = date.fromisoformat(row["effective_from"])
    except ValueError:
        since = date.min
    if since > IN_FORCE and since.year <= LAST_YEAR:
        return since
    reason = N_("施行日期应写成 2027-03-01 的样子，且晚于%(first)s。")
    report.add(number, "effective_from", row["effective_from"], reason, first=IN_FORCE)
    return None


def _value(number: int, row: Row, report: ImportReport) -> int | None:
    text = row["value"]
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST:
        return int(text)
    report.add(number, "value", text, N_("数值应为 1 至 %(most)s 的整数。"), most=MOST)
    return None


def _key(number: int, row: Row, report: ImportReport) -> bool:
    if row["key"] in AMOUNTS:
        return True
    reason = N_("没有这一项。可用的有：%(known)s。")
    report.add(number, "key", row["key"], reason, known="、".join(AMOUNTS))
    return False


def _check_tiers(stated: Mapping[Key, tuple[int, str]], report: ImportReport) -> None:
    """Refuse amounts by which a longer tier of Art. 18 would end before a shorter one."""
    amendments: dict[str, dict[date, int]] = {}
    for (key, since), (value, _document_no) in stated.items():
        amendments.setdefault(key, {})[since] = value
    for since, held in rule_sets(Book(amendments)):
        if not tiers_in_order(held):
            reason = N_("自%(since)s起，第十八条的三档期限不是由短到长。请核对数值。")
            report.add(0, "value", since, reason, since=since)


def _store(
    session: Session, changed: Mapping[Key, tuple[int, str]], *, by: Actor, at: datetime
) -> None:
    rows = [
        {"key": key, "effective_from": since, "value": value, "document_no": document_no}
        for (key, since), (value, document_no) in changed.items()
    ]
    put = insert(RuleAmount).values(rows)
    newer = {"value": put.excluded.value, "document_no": put.excluded.document_no}
    session.execute(put.on_conflict_do_update(index_elements=["key", "effective_from"], set_=newer))
    audit.record(
        session,
        by=by,
        act="rules.amend",
        subject=("rules", 0),
        at=at,
        article="45",
        facts={
            "amounts": [row | {"effective_from": row["effective_from"].isoformat()} for row in rows]
        },
    )
