"""Reminders and escalations: who is told, how often, and that a second sweep says nothing twice."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands.escalate import escalate, newly_overdue
from forwarding.commands.remind import remind
from forwarding.jobs import reminders as leaving
from forwarding.models import Complaint, Forwarding, Report, Review
from portal.kernel import audit, outbox
from portal.kernel.clock import ZONE
from portal.kernel.notices import MailboxMessage
from tests import factories as make

DUE = date(2026, 3, 12)
"""Seven working days after the complaints' day of receipt."""


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)


@pytest.fixture
def after(house, database):
    """Sweeps the timetable's reminders on a day and returns the mails that lie there."""

    def sweep(day, about):
        at = morning(day)
        remind(house, at=at, before=(2, 1, 0), after=(1, 3, 7))
        escalate(house, at=at, after=3)
        house.commit()
        outbox.drain(database, lambda: at)
        house.expire_all()
        found = house.scalars(select(MailboxMessage).order_by(MailboxMessage.id))
        return [m for m in found if about in m.subject]

    return sweep


def given_to(session, account_id, count=1):
    numbers = [make.receive_complaint(session).number for _ in range(count)]
    found = Complaint.number.in_(numbers)
    session.execute(update(Complaint).where(found).values(assigned_to=account_id))
    session.commit()
    return numbers


def acts(session, number):
    case = make.again(session, number)
    return [line.act for line in audit.history(session, "complaint", case.id)]


def test_art_33_an_officer_is_reminded_before_on_and_after_the_due_date(house, after):
    li = make.make_account(house, "triage", login="li@example.cn").id
    (number,) = given_to(house, li)
    told = []
    for days in range(-4, 9):
        for _sweep in range(2):
            told.append(len(after(DUE + timedelta(days=days), "您承办的")))
    assert told == [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6]
    assert acts(house, number).count("complaint.remind") == 6


def test_many_complaints_make_one_mail_to_an_officer_and_day(house, after):
    li = make.make_account(house, "triage", login="li@example.cn").id
    numbers = given_to(house, li, 5)
    (mail,) = after(DUE, "您承办的")
    assert mail.recipient == "li@example.cn" and "5件" in mail.subject
    assert all(number in mail.body for number in numbers)
    assert "王小明" not in mail.body and "年费" not in mail.body
    assert all("complaint.remind" in acts(house, number) for number in numbers)


def test_what_is_done_is_not_reminded_of(house, after):
    li = make.make_account(house, "triage", login="li@example.cn").id
    complaint = make.forwarded(house)
    make.told(house, complaint)
    complaint.assigned_to = li
    house.commit()
    assert after(DUE, "您承办的") == [] and after(DUE + timedelta(days=5), "升级") == []


def test_art_33_what_is_overdue_goes_to_the_supervisors_once_for_each_due_date(house, after):
    make.make_account(house, "supervisor", login="zhang@example.cn")
    make.make_account(house, "triage", login="li@example.cn")
    make.make_account(house, "supervisor", login="bj@example.cn", unit_code="110000")
    number = make.receive_complaint(house).number
    assert after(DUE + timedelta(days=2), "升级催办") == []
    (mail,) = after(DUE + timedelta(days=3), "升级催办")
    assert mail.recipient == "zhang@example.cn" and number in mail.body
    assert "已逾期3日" in mail.body
    for days in (3, 4, 9):
        assert len(after(DUE + timedelta(days=days), "升级催办")) == 1
    assert acts(house, number).count("complaint.escalate") == 1
    later = make.receive_complaint(house, at=make.DAY + timedelta(days=1)).number
    mails = after(DUE + timedelta(days=12), "升级催办")
    assert len(mails) == 2 and later in mails[1].body and number not in mails[1].body


def test_a_unit_without_a_supervisor_brings_it_before_the_one_above(house, after):
    make.make_sub_bureau(house)
    make.make_account(house, "supervisor", login="zhang@example.cn")
    number = make.receive_complaint(house, territory="330302").number
    assert make.again(house, number).unit_code == "330300"
    (mail,) = after(DUE + timedelta(days=3), "升级催办")
    assert mail.recipient == "zhang@example.cn"


def test_without_anybody_to_mail_it_is_on_record_all_the_same(house, after):
    number = make.receive_complaint(house).number
    assert after(DUE + timedelta(days=3), "升级催办") == []
    assert acts(house, number).count("complaint.escalate") == 1


def test_art_18_an_overdue_institution_is_escalated_and_a_paused_one_is_not(house, after):
    make.make_account(house, "supervisor", login="zhang@example.cn")
    bank = make.make_institution(house, name="样例慢银行")
    late, paused = (make.forwarded(house, bank.id) for _ in range(2))
    for complaint in (late, paused):
        make.told(house, complaint)
    row = make.forwardings_of(house, paused)[0]
    row.paused_on = make.DAY.date()
    due_on = row.due_on
    house.commit()
    assert after(due_on + timedelta(days=2), "升级催办") == []
    (mail,) = after(due_on + timedelta(days=3), "升级催办")
    assert late.number in mail.body and "样例慢银行" in mail.body
    assert paused.number not in mail.body
    assert newly_overdue(house, due_on + timedelta(days=4), 3) == []


def reviewed(session):
    """Return a complaint whose branch's decision is under review, due on 1 May."""
    head = make.make_institution(session, notice_email="head@bank.example")
    branch = make.make_institution(session, parent=head, territory="330000")
    complaint = make.closed(session, branch.id)
    forwarding = session.scalars(select(Forwarding)).one()
    session.add(
        Review(
            forwarding_id=forwarding.id,
            report_id=session.scalars(select(Report.id)).one(),
            superior_id=head.id,
            state="applied",
            decision_received_on=date(2026, 3, 20),
            applied_on=date(2026, 4, 1),
            grounds="不服处理决定。",
            due_on=date(2026, 5, 1),
            entered_at=make.DAY,
        )
    )
    session.commit()
    return complaint.number


def test_art_20_the_superior_is_reminded_of_a_review_and_it_is_escalated(house, after):
    make.make_account(house, "supervisor", login="zhang@example.cn")
    number = reviewed(house)
    mails = [after(date(2026, 4, day), "的核查") for day in (28, 29, 30, 30)]
    assert [len(found) for found in mails] == [0, 1, 2, 2]
    assert {mail.recipient for mail in mails[-1]} == {"head@bank.example"}
    (mail,) = after(date(2026, 5, 4), "升级催办")
    assert number in mail.body and "核查（第二十条）" in mail.body
    house.execute(update(Review).values(due_on=date(2026, 5, 5)))
    house.commit()
    assert len(after(date(2026, 5, 5), "升级催办")) == 1
    assert acts(house, number).count("review.remind") == 4


def test_a_long_list_is_cut_and_says_so(house, after, monkeypatch):
    monkeypatch.setattr(leaving, "LISTED", 2)
    make.make_account(house, "supervisor", login="zhang@example.cn")
    for _ in range(4):
        make.receive_complaint(house)
    (mail,) = after(DUE + timedelta(days=3), "升级催办")
    assert "4件" in mail.subject and "另有2件" in mail.body
