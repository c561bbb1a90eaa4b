"""When working days change, each due date that moved is on record with why; officers are told."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands.moved import Why, why
from forwarding.commands.recount import import_arrangements, recount
from forwarding.jobs import moved as telling
from forwarding.queries import moved
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import ZONE
from portal.kernel.notices import MailboxMessage
from tests import factories as make

LATE_2026 = datetime(2026, 12, 28, 9, tzinfo=ZONE)
AUTUMN = datetime(2026, 9, 28, 9, tzinfo=ZONE)
YEAR_2027 = "date,kind,occasion\n2027-01-01,holiday,元旦\n2027-10-01,holiday,国庆节\n"
ONE_DAY = "date,kind,occasion\n2026-10-10,holiday,国庆节\n"
D = date


@pytest.mark.parametrize(
    ("before", "after", "amended", "expected"),
    [
        (None, D(2027, 1, 7), False, Why("firm")),
        (D(2027, 1, 7), None, False, Why("provisional")),
        (D(2026, 10, 13), D(2026, 10, 14), False, Why("days", (D(2026, 10, 10),))),
        (D(2026, 10, 13), D(2026, 10, 9), True, Why("rules")),
        (D(2026, 10, 8), D(2026, 10, 9), False, Why("days")),
    ],
)
def test_art_33_why_a_due_date_moved(before, after, amended, expected):
    changed = {D(2026, 9, 28), D(2026, 10, 10), D(2026, 12, 31)}
    found = why(D(2026, 9, 28), before, after, amended=amended, changed=changed)
    assert found == expected


def load(session, text, at=LATE_2026):
    report = import_arrangements(session, text.encode(), by=SYSTEM, at=at)
    assert report.ok
    session.commit()
    return report


def mails(session, database, at=LATE_2026):
    outbox.drain(database, lambda: at)
    session.expire_all()
    found = session.scalars(select(MailboxMessage).order_by(MailboxMessage.id))
    return [m for m in found if "期限变动" in m.subject]


def test_art_33_a_moved_date_is_listed_with_the_day_that_moved_it(house):
    number = make.receive_complaint(house, at=AUTUMN).number
    (one,) = load(house, ONE_DAY).moved
    assert one.as_json() == {
        "number": number,
        "before": "2026-10-13",
        "after": "2026-10-14",
        "why": "days",
        "days": ["2026-10-10"],
    }
    officer = make.make_officer(house, "triage")
    (kept,) = moved.page(house, officer, None).items
    assert (kept.number, kept.before, kept.after) == (number, one.before, one.after)
    assert (kept.why, kept.days) == ("days", (D(2026, 10, 10),))
    elsewhere = make.make_officer(house, "triage", "110000")
    assert moved.page(house, elsewhere, None).items == []


def test_the_officer_who_has_the_cases_gets_one_mail_with_numbers_alone(house, database):
    mine = make.make_account(house, "triage", login="li@example.cn").id
    make.make_account(house, "supervisor", login="zhang@example.cn")
    numbers = [make.receive_complaint(house, at=LATE_2026).number for _ in range(3)]
    for number in numbers:
        make.again(house, number).assigned_to = mine
    load(house, YEAR_2027)
    (mail,) = mails(house, database)
    assert mail.recipient == "li@example.cn" and all(number in mail.body for number in numbers)
    assert "暂定 → 2027年1月7日" in mail.body and "王小明" not in mail.body
    assert mails(house, database) == [mail]


def test_what_nobody_has_is_told_to_its_unit_and_to_no_other(house, database):
    make.make_account(house, "triage", login="li@example.cn")
    make.make_account(house, "supervisor", login="zhang@example.cn")
    make.make_account(house, "clerk", login="clerk@example.cn")
    make.make_account(house, "supervisor", login="bj@example.cn", unit_code="110000")
    make.receive_complaint(house, at=LATE_2026)
    load(house, YEAR_2027)
    assert {m.recipient for m in mails(house, database)} == {"li@example.cn", "zhang@example.cn"}


def test_a_second_counting_moves_nothing_and_tells_nobody_again(house, database):
    make.make_account(house, "supervisor", login="zhang@example.cn")
    make.receive_complaint(house, at=LATE_2026)
    load(house, YEAR_2027)
    first = mails(house, database)
    assert recount(house, by=SYSTEM, at=LATE_2026 + timedelta(days=1)) == []
    house.commit()
    assert mails(house, database, LATE_2026 + timedelta(days=1)) == first and len(first) == 1


def test_a_long_list_is_cut_in_the_mail_and_says_so(house, database, monkeypatch):
    monkeypatch.setattr(telling, "LISTED", 2)
    make.make_account(house, "supervisor", login="zhang@example.cn")
    for _ in range(5):
        make.receive_complaint(house, at=LATE_2026)
    load(house, YEAR_2027)
    (mail,) = mails(house, database)
    assert "5件" in mail.subject and "另有3件" in mail.body and mail.body.count("→") == 2
