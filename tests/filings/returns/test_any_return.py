"""Any right return passes, however it is made; whatever is done to one cell of it is found."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.filings.returns import codes
from portal.filings.returns.check import check
from portal.filings.returns.reference import Reference
from portal.filings.returns.verdict import Verdict
from tests.filings.returns import drafts

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
COLUMNS = [column.code for column in drafts.form(drafts.reference()).sheet("detail").columns]
Cells = dict[str, Any]
CORRUPTIONS = {
    "number": ("13912345678", "11010519491231002X", "", "x" * 41, "=cmd|' /C calc'!A0"),
    "received_on": ("2026-02-30", "2026-07-01", "", "明天"),
    "receipt": ("传真", "", "Phone"),
    "territory": ("330", "浙江", ""),
    "business": ("P01", "B0402 借记卡", ""),
    "cause": ("I01", "C", ""),
    "channel": ("柜台", ""),
    "amount": ("1,000", "-3", "1.234", "一元"),
    "tier": ("30", "complicated"),
    "settled_on": ("2026-06-31", "2019-12-31"),
    "days": ("-1", "1.5", "三天"),
    "result": ("同意",),
    "withdrawn_on": ("2019-12-31", "unknown"),
    "forwarded_number": ("ZJ-2026-01-000099",),
}


@st.composite
def rows(draw) -> Cells:
    """Draw one right row; it is numbered afterwards."""
    received = draw(st.dates(date(2025, 11, 20), LAST))
    from_day = max(received, FIRST)
    ended = draw(st.one_of(st.none(), st.dates(from_day, LAST)))
    withdrawn = ended is not None and draw(st.booleans())
    settled = ended if not withdrawn else None
    results = [code for code in codes.RESULTS if code != "withdrawn"]
    days = (settled - received).days if settled and draw(st.booleans()) else ""
    one = {name: draw(st.sampled_from(sorted(listed))) for name, listed in _LISTS.items()}
    return one | {
        "received_on": received,
        "amount": draw(st.one_of(st.just(""), st.decimals(0, 10**6, places=2))),
        "settled_on": settled or "",
        "days": days,
        "result": draw(st.sampled_from(results)) if settled else "",
        "withdrawn_on": ended if withdrawn else "",
        "forwarded_number": "",
    }


_LISTS = {
    "receipt": codes.CHANNELS_OF_RECEIPT,
    "territory": ("330106", "330200", "650100", "110000", "440304"),
    "business": codes.BANKING_BUSINESS,
    "cause": codes.BANKING_CAUSES,
    "channel": codes.BUSINESS_CHANNELS,
    "tier": (*codes.TIERS, ""),
}


def known(drawn: list[Cells]) -> Reference:
    """Return a reference whose last closing is what the rows open with."""
    previous: dict[str, int | str] = {"summary.total.closing": 0}
    for row in drawn:
        if row["received_on"] < FIRST:
            for line in (row["receipt"], "total"):
                figure = f"summary.{line}.closing"
                previous[figure] = int(previous.get(figure, 0)) + 1
    return drafts.reference(previous=previous, forwarded=())


def judged(drawn: list[Cells], reference: Reference) -> Verdict:
    """Write the rows as a CSV and check it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for place, row in enumerate(drawn):
        numbered = {"number": f"TS-{place:05d}"} | row
        writer.writerow([str(numbered[column]) for column in COLUMNS])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        return check(path, expected=reference)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=30))
def test_any_right_return_passes_and_its_totals_balance(drawn):
    verdict = judged(drawn, known(drawn))
    assert verdict.ok, [f.as_json() for f in verdict.errors]
    total = {flow: verdict.totals[f"summary.total.{flow}"] for flow in _FLOWS}
    assert total["opening"] + total["received"] == len(drawn)
    assert total["settled"] + total["withdrawn"] + total["closing"] == len(drawn)


_FLOWS = ("opening", "received", "settled", "withdrawn", "closing")


@settings(max_examples=120, deadline=None)
@given(st.data(), st.lists(rows(), min_size=1, max_size=12))
def test_one_wrong_cell_is_found_in_its_row(data, drawn):
    place = data.draw(st.integers(0, len(drawn) - 1))
    column = data.draw(st.sampled_from(sorted(CORRUPTIONS)))
    reference = known(drawn)
    wrong = {column: data.draw(st.sampled_from(CORRUPTIONS[column]))}
    drawn[place] = {"number": "TS-X"} | drawn[place] | wrong
    verdict = judged(drawn, reference)
    assert place + 2 in {finding.row for finding in verdict.errors}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_whatever_a_file_holds_the_check_gives_a_verdict(tmp_path_factory, body):
    path = tmp_path_factory.mktemp("any") / "r.xlsx"
    path.write_bytes(body)
    assert not check(path).ok
    path.write_bytes(b"PK\x03\x04" + body)
    assert [f.rule for f in check(path).findings] == ["file_damaged"]


def test_days_are_natural_days_from_the_day_after_receipt():
    row = {**_RIGHT, "received_on": FIRST, "settled_on": FIRST + timedelta(days=15), "days": 15}
    assert judged([row], known([row])).findings == ()
    late = {**row, "settled_on": FIRST + timedelta(days=16), "days": 16}
    assert [f.rule for f in judged([late], known([late])).findings] == ["settled_late"]


_RIGHT: Cells = {
    **{name: sorted(listed)[-1] for name, listed in _LISTS.items()},
    "tier": "simple",
    "amount": "",
    "result": "upheld",
    "withdrawn_on": "",
    "forwarded_number": "",
}
