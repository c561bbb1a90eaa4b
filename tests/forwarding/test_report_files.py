"""Reports by file: row by row, each by itself, twice as once; what is wrong is said by column."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from forwarding.commands import report_rows as columns
from forwarding.commands.report_files import hand_in_file
from forwarding.models import Complaint, Report
from portal.kernel import audit
from tests import factories as make

AT = make.DAY.replace(day=5)
GOOD = {
    "处理结果": "部分支持",
    "投诉原因": "C07 定价收费",
    "挽回损失（元）": "1,200.50",
    "已告知的救济途径": "调解、诉讼",
    "由分支机构决定": "否",
    "告知日期": "2026/3/4",
    "告知方式": "电话",
    "核实人员": "李核",
    "无直接利害关系": "是",
    **dict.fromkeys(columns.TEXTS, "已经核实，情况属实。"),
}


@pytest.fixture
def bank(house, database):
    """A bank's user, and the file that is worked off for it."""

    class Bank:
        head = make.make_institution(house)
        user = make.make_desk_user(house, head.id)

        @staticmethod
        def forwarding():
            complaint = make.forwarded(house, Bank.head.id)
            house.commit()
            return make.forwardings_of(house, complaint)[0]

        @staticmethod
        def send(*rows, by=None, dry_run=False, at=AT, source=None):
            house.commit()
            body = source or as_csv(rows)
            found = hand_in_file(database, body, by=by or Bank.user, at=at, dry_run=dry_run)
            house.rollback()
            house.expire_all()
            return found

    return Bank


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns.ORDER)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def number_of(forwarding):
    return object_session(forwarding).get_one(Complaint, forwarding.complaint_id).number


def row(forwarding, **changes):
    named = {"转送序号": str(forwarding.id), "投诉编号": number_of(forwarding)}
    return {**GOOD, **named, **changes}


def state(session, forwarding):
    session.rollback()
    session.refresh(forwarding)
    return forwarding.state


def test_sound_rows_are_handed_in_and_twice_is_as_once(house, bank):
    one, two = bank.forwarding(), bank.forwarding()
    numbers = [number_of(one), number_of(two)]
    rows = (row(one), row(two))
    first = bank.send(*rows)
    assert (first.handed_in, first.unchanged, first.findings) == (numbers, [], [])
    again = bank.send(*rows)
    assert (again.handed_in, again.unchanged) == ([], numbers)
    kept = house.scalars(select(Report)).all()
    assert len(kept) == 2 and str(kept[0].loss_recovered) == "1200.50"
    assert (kept[0].result, kept[0].cause) == ("partly_upheld", "C07")
    assert kept[0].submitted_by == bank.user.account_id
    lines = audit.history(house, "complaint", one.complaint_id)
    assert [e.act for e in lines].count("forwarding.report") == 1


def test_a_look_through_finds_the_same_and_keeps_nothing(house, bank):
    good, bad = bank.forwarding(), bank.forwarding()
    number = number_of(good)
    found = bank.send(row(good), row(bad, 处理结果="很好"), dry_run=True)
    assert found.handed_in == [number]
    assert [(f["row"], f["column"], f["value"]) for f in found.findings] == [
        (3, "处理结果", "很好")
    ]
    assert house.scalars(select(Report)).all() == [] and state(house, good) == "sent"


def test_a_wrong_row_does_not_hold_up_the_others(house, bank):
    rows = [bank.forwarding() for _ in range(3)]
    found = bank.send(row(rows[0]), row(rows[1], 告知日期="2026-02-30"), row(rows[2]))
    assert len(found.handed_in) == 2 and [f["row"] for f in found.findings] == [3]
    assert [state(house, r) for r in rows] == ["reported", "sent", "reported"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("转送序号", "一"),
        ("转送序号", "9" * 30),
        ("处理结果", ""),
        ("投诉原因", "C98"),
        ("已告知的救济途径", "调解、上访"),
        ("已告知的救济途径", ""),
        ("由分支机构决定", "也许"),
        ("告知日期", "2026-13-01"),
        ("告知日期", ""),
        ("告知方式", "口信"),
        ("处理决定", ""),
        ("核实人员", "李" * 101),
        ("挽回损失（元）", "很多"),
        ("挽回损失（元）", "-1"),
        ("挽回损失（元）", "1.234"),
        ("挽回损失（元）", "NaN"),
        ("挽回损失（元）", "1e400"),
    ],
)
def test_what_is_wrong_is_named_by_row_column_and_value(house, bank, column, value):
    forwarding = bank.forwarding()
    (found,) = bank.send(row(forwarding, **{column: value})).findings
    assert (found["row"], found["column"]) == (2, column) and found["msgid"]
    assert state(house, forwarding) == "sent"


@pytest.mark.parametrize(
    ("changes", "breach"),
    [
        ({"无直接利害关系": "否"}, "interest_not_excluded"),
        ({"已告知的救济途径": "申请核查"}, "review_not_open"),
        ({"由分支机构决定": "是"}, "report_blocks_missing"),
        ({"告知日期": "2026-03-06"}, "told_on_outside"),
    ],
)
def test_art_17_19_20_21_a_row_against_the_measures_says_which(house, bank, changes, breach):
    forwarding = bank.forwarding()
    (found,) = bank.send(row(forwarding, **changes)).findings
    assert found["breach"] == breach and found["article"]
    assert state(house, forwarding) == "sent"


def test_art_18_a_late_row_needs_its_reason(house, bank):
    forwarding = bank.forwarding()
    late = make.DAY.replace(month=4)
    bare, told = row(forwarding), row(forwarding, 逾期原因="核查费时。")
    (found,) = bank.send(bare, at=late).findings
    assert found["breach"] == "lateness_reason_missing"
    assert bank.send(told, at=late).handed_in


def test_another_institutions_forwarding_is_as_if_it_were_not_there(house, bank):
    other = make.make_institution(house)
    complaint = make.forwarded(house, other.id)
    (theirs,) = make.forwardings_of(house, complaint)
    (found,) = bank.send(row(theirs)).findings
    assert found["column"] == "转送序号" and "没有找到" in found["reason"]
    assert state(house, theirs) == "sent"


def test_a_row_that_slipped_is_caught_by_its_number(house, bank):
    one, two = bank.forwarding(), bank.forwarding()
    (found,) = bank.send(row(one, 投诉编号=number_of(two))).findings
    assert found["column"] == "投诉编号" and "错行" in found["reason"]


def test_the_same_case_twice_in_a_file_and_another_report_of_it(house, bank):
    forwarding = bank.forwarding()
    given, changed = row(forwarding), row(forwarding, 处理决定="改为全额退还。")
    found = bank.send(given, given)
    assert len(found.handed_in) == 1 and "两次" in found.findings[0]["reason"]
    (other,) = bank.send(changed).findings
    assert "已经报告" in other["reason"]


def test_what_was_returned_takes_no_report(house, bank):
    forwarding = bank.forwarding()
    make.returned(house, forwarding)
    (found,) = bank.send(row(forwarding)).findings
    assert "不需要报告" in found["reason"]


@pytest.mark.parametrize("source", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"PK\x03\x04junk"])
def test_a_file_that_is_no_such_table_is_refused_whole(house, bank, source):
    found = bank.send(source=source or b" ")
    assert found.handed_in == [] and found.findings


def test_a_file_that_is_too_long_is_refused(house, bank):
    forwarding = bank.forwarding()
    found = bank.send(*[row(forwarding, 转送序号=str(n)) for n in range(10**6, 10**6 + 502)])
    assert any("500" in f["reason"] for f in found.findings)
