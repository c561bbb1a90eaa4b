"""The complaints file: the hotline's day and history, all or nothing, twice as once."""

import pytest
from sqlalchemy import func, select

from forwarding.commands.complaints_file import import_complaints
from forwarding.models import Complaint, Forwarding
from portal.kernel.actor import SYSTEM
from tests import factories as make

HEADER = (
    "external_ref,received_at,channel,territory,institution_code,business,cause,complainant_kind,"
    "complainant_name,complainant_id_no,complainant_phone,claim,facts,amount,forwarded_at,told_at,"
    "duplicate_of"
)
LIVE = "A1,2026-03-02T09:30,phone,330106,,B0402,C07,natural,王小明,,13812341234,退款,扣费,300,,,"
PAST = (
    "H1,2022-03-02,phone,330106,T1,B0402,C07,natural,王小明,,13812341234,退款,扣费,300,"
    "2022-03-04,2022-03-04T10:00,"
)


def load(session, *lines, **kwargs):
    file = "\n".join((HEADER, *lines)).encode()
    return import_complaints(session, file, by=SYSTEM, at=make.DAY, **kwargs)


def count(session, of=Complaint) -> int:
    return session.scalar(select(func.count()).select_from(of))


def test_a_row_without_forwarding_enters_todays_worklist(house):
    report = load(house, LIVE)
    row = house.scalar(select(Complaint))
    assert (report.created, row.state, row.history) == (1, "received", False)
    assert row.received_at.isoformat() == "2026-03-02T01:30:00+00:00"
    assert "against" in row.gaps


def test_a_row_with_forwarding_is_history_with_its_forwarding_and_off_the_clock(house):
    bank = make.make_institution(house, "T1")
    assert load(house, PAST).created == 1
    row, sent = house.scalar(select(Complaint)), house.scalar(select(Forwarding))
    assert (row.state, row.history, row.clock_stopped_at is not None) == ("closed", True, True)
    assert (sent.institution_id, sent.state) == (bank.id, "settled")


def test_a_second_import_of_the_same_file_changes_nothing(house):
    load(house, LIVE)
    report = load(house, LIVE)
    assert (report.created, report.unchanged, count(house)) == (0, 1, 1)


def test_a_repeat_marked_in_the_file_points_to_its_first(house):
    load(house, LIVE, LIVE.replace("A1", "A2") + "A1")
    first, second = house.scalars(select(Complaint).order_by(Complaint.id)).all()
    assert second.duplicate_of == first.id


def test_a_dry_run_counts_and_stores_nothing(house):
    assert load(house, LIVE, dry_run=True).created == 1
    assert count(house) == 0


def test_one_bad_row_among_thousands_stores_nothing(house):
    lines = [LIVE.replace("A1", f"A{n}") for n in range(4500)]
    lines[4400] = lines[4400].replace("phone", "fax")
    report = load(house, *lines)
    assert [(f.row, f.column) for f in report.findings] == [(4402, "channel")]
    assert count(house) == 0


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("A1,", ",", "external_ref"),
        ("2026-03-02T09:30", "", "received_at"),
        ("2026-03-02T09:30", "3月2日", "received_at"),
        ("2026-03-02T09:30", "2027-03-02", "received_at"),
        ("2026-03-02T09:30", "1926-03-02", "received_at"),
        ("phone", "fax", "channel"),
        ("330106", "999999", "territory"),
        ("330106", "", "territory"),
        ("330106,", "330106,NOBANK", "institution_code"),
        ("B0402", "B9", "business"),
        ("C07", "C77", "cause"),
        ("natural", "robot", "complainant_kind"),
        ("13812341234", "123", "complainant_phone"),
        ("退款", "", "claim"),
        ("退款", "退" * 2001, "claim"),
        ("扣费", "", "facts"),
        ("300", "三百", "amount"),
        ("300", "-3", "amount"),
        ("300", "1.234", "amount"),
        ("300", "NaN", "amount"),
        ("300,,,", "300,2026-03-02T12:00,,", "institution_code"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column_and_nothing_is_stored(house, old, new, column):
    report = load(house, LIVE.replace(old, new, 1))
    assert [(f.row, f.column) for f in report.findings] == [(2, column)], report.as_json()
    assert report.findings[0].text
    assert count(house) == 0


def test_two_rows_with_one_reference_are_refused(house):
    report = load(house, LIVE, LIVE)
    assert [(f.row, f.column) for f in report.findings] == [(3, "external_ref")]


def test_history_forwarded_before_its_receipt_is_refused(house):
    make.make_institution(house, "T1")
    report = load(house, PAST.replace("2022-03-04,", "2022-03-01,"))
    assert "forwarded_at" in {f.column for f in report.findings}
    assert count(house) == 0


def test_a_clerk_loads_only_the_own_territory(house):
    clerk = make.make_officer(house, "clerk", "440000")
    file = f"{HEADER}\n{LIVE}".encode()
    report = import_complaints(house, file, by=clerk, at=make.DAY)
    assert [f.column for f in report.findings] == ["territory"]
