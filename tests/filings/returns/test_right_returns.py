"""Returns as they should be: nothing is found in them, and their totals come out."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from portal.filings.returns.check import check, nil_verdict
from portal.filings.returns.marked import marked
from portal.filings.returns.reference import Reference
from portal.filings.returns.verdict import Verdict
from tests.filings.returns import drafts

SMALL = ("handling_report", "metrics", "bancassurance")


def small(layout: str) -> drafts.Draft:
    """Return a right report; the bancassurance report is quarterly."""
    return drafts.small(layout, **({"period": "2026Q2"} if layout == "bancassurance" else {}))


def as_csv(path: Path, rows: tuple[drafts.Row, ...] = drafts.ROWS) -> Path:
    """Write rows as a CSV with the headings of the form."""
    text = io.StringIO()
    writer = csv.writer(text)
    sheet = drafts.form(drafts.reference()).sheet("detail")
    writer.writerow(column.heading for column in sheet.columns)
    writer.writerows([str(value) for value in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def test_art_36_a_right_return_passes_with_its_totals_counted_from_the_rows(tmp_path):
    verdict = check(drafts.full().write(tmp_path / "r.xlsx"), seal=drafts.seal)
    assert (verdict.ok, verdict.findings, verdict.rows) == (True, (), 7)
    assert [verdict.totals[f"summary.total.{flow}"] for flow in ("opening", "received")] == [2, 5]
    assert verdict.totals["classes.territory.330200.settled"] == 1
    assert (verdict.totals["days.within_15"], verdict.totals["days.within_30"]) == (3, 1)


def test_sheets_of_totals_left_empty_are_computed_from_the_rows(tmp_path):
    bare = check(drafts.complaint_data().write(tmp_path / "bare.xlsx"))
    full = check(drafts.full().write(tmp_path / "full.xlsx"))
    assert bare.ok and bare.totals == full.totals


def test_a_csv_gives_the_same_totals_as_the_workbook(tmp_path):
    found = check(as_csv(tmp_path / "r.csv"), expected=drafts.reference())
    assert found.ok and found.findings == ()
    assert found.totals == check(drafts.full().write(tmp_path / "r.xlsx")).totals


def test_a_csv_without_reference_says_what_was_not_checked(tmp_path):
    found = check(as_csv(tmp_path / "r.csv"))
    assert found.ok and len(found.not_checked) == 2 and found.totals == {}


@pytest.mark.parametrize("layout", SMALL)
def test_the_other_reports_pass_too(tmp_path, layout):
    verdict = check(small(layout).write(tmp_path / "r.xlsx"), seal=drafts.seal)
    assert verdict.findings == () and verdict.totals


@pytest.mark.parametrize("layout", ("complaint_data", *SMALL))
def test_every_total_has_its_words(tmp_path, layout):
    draft = drafts.full() if layout == "complaint_data" else small(layout)
    verdict = check(draft.write(tmp_path / "r.xlsx"))
    assert all(drafts.form(draft.known).words(figure) for figure in verdict.totals)


def test_a_nil_return_of_a_bank_to_which_nothing_was_forwarded_passes(tmp_path):
    known = drafts.reference(forwarded=(), previous={"summary.total.closing": 0})
    ticked = drafts.Draft(known)
    row = next(i for i, line in enumerate(ticked.sheets["填报说明"], 1) if "本期无投诉" in line[:1])
    verdict = check(ticked.put("填报说明", f"B{row}", "是").write(tmp_path / "nil.xlsx"))
    assert verdict.ok and verdict.nil and verdict.totals["summary.total.received"] == 0
    assert nil_verdict(known).ok and nil_verdict(known).totals == verdict.totals


def test_a_nil_return_lists_what_was_forwarded_and_what_was_open():
    found = nil_verdict(drafts.reference())
    assert [each.rule for each in found.errors] == [
        "nil_but_open", "nil_but_forwarded", "nil_but_forwarded",
    ]  # fmt: skip
    assert [each.rule for each in found.warnings] == ["forwarded_open_missing"]


def test_the_last_row_may_be_followed_by_empty_ones_and_rows_may_be_left_out(tmp_path):
    gaps = [*drafts.ROWS[:3], ("",) * 14, *drafts.ROWS[3:], ("", " ")]
    verdict = check(drafts.full().rows("明细", gaps).write(tmp_path / "r.xlsx"))
    assert verdict.ok and verdict.rows == 7


def test_progress_is_told_from_nothing_to_all(tmp_path):
    told: list[tuple[int, int]] = []
    check(drafts.full().write(tmp_path / "r.xlsx"), progress=lambda *at: told.append(at))
    assert told[0][0] == 0 and told[-1][0] == told[-1][1] > 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_verdict_can_be_kept_as_json_and_read_again(tmp_path):
    found = check(drafts.full().put("明细", "B4", "昨天").write(tmp_path / "r.xlsx"))
    kept = Verdict.from_json(found.as_json())
    assert kept == found and not kept.ok


def test_a_reference_can_be_kept_as_json_and_its_digest_forgets_when_it_was_made():
    known = drafts.reference()
    assert Reference.from_json(known.to_json()) == known
    later = drafts.reference(made_at=drafts.MADE.replace(hour=5))
    assert later.digest == known.digest and later.to_json() != known.to_json()


def test_a_warning_is_confirmed_by_its_key_or_with_all_of_its_rule(tmp_path):
    late = drafts.ROWS[3][:9] + (date(2026, 4, 30), 59, "not_upheld", "", "")
    rows = (*drafts.ROWS[:3], late, *drafts.ROWS[4:])
    found = check(drafts.complaint_data(rows=rows).write(tmp_path / "r.xlsx"))
    assert found.ok and [each.key for each in found.warnings] == ["settled_late:TS-0004"]
    assert found.unconfirmed([]) == found.warnings
    assert found.unconfirmed(["settled_late:TS-0004"]) == ()
    assert found.unconfirmed(["rule:settled_late"]) == ()


def test_a_marked_return_keeps_its_content_and_gives_the_same_findings(tmp_path):
    draft = drafts.full().put("明细", "B4", "昨天").put("汇总", "B2", "七")
    path = draft.write(tmp_path / "r.xlsx")
    before = check(path)
    again = tmp_path / "marked.xlsx"
    again.write_bytes(marked(path, before))
    after = check(again, seal=drafts.seal)
    assert [each.as_json() for each in after.findings] == [e.as_json() for e in before.findings]
