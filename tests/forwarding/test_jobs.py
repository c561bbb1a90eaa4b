"""What the worker sends and keeps: once, with proof, and nothing personal to institutions."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import remind, tell
from forwarding.commands.letters import letter_of
from forwarding.models import Complaint, Telling
from forwarding.queries.status import progress_of
from portal.kernel import audit, notices, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.notices import MailboxMessage
from portal.kernel.outbox import OutboxMessage
from tests import factories as make

LATER = make.DAY + timedelta(hours=1)


@pytest.fixture
def sent(house, database):
    """Commits, lets the worker deliver what is due, and returns what lies in the mailbox."""

    def deliver(at=LATER):
        house.commit()
        outbox.drain(database, lambda: at)
        house.expire_all()
        return list(house.scalars(select(MailboxMessage).order_by(MailboxMessage.id)))

    return deliver


def test_a_caller_gets_number_and_code_by_sms_and_can_follow_the_case(house, sent):
    number = make.receive_complaint(house).number
    (message,) = sent()
    code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", message.body)[0]
    assert number in message.body
    assert progress_of(house, number, code).state == "received"


@pytest.mark.parametrize(
    ("received_on", "said"),
    [
        ("2025-02-14", "会尽快转送并告知您"),
        ("2020-02-28", "会尽快转送并告知您"),
        ("2026-03-02", "3月11日前告知您转送情况"),
    ],
)
def test_a_case_entered_after_its_due_date_is_promised_nothing_that_is_over(
    house, sent, received_on, said
):
    received_at = datetime.fromisoformat(f"{received_on}T10:00+08:00")
    make.receive_complaint(house, at=make.DAY, received_at=received_at)
    (message,) = sent()
    assert said in message.body
    assert ("日前告知" in message.body) is ("日前告知" in said)


def test_trap_6_a_promise_keeps_to_what_the_calendar_says(house):
    received_at = datetime.fromisoformat("2026-12-28T10:00+08:00")
    case = make.receive_complaint(house, at=received_at, received_at=received_at)
    before, after = tell.promise(case, date(2026, 12, 28)), tell.promise(case, date(2027, 1, 5))
    assert before == {"tell_by": None, "not_before": date(2027, 1, 4), "late": False}
    assert after == {"tell_by": None, "not_before": None, "late": True}


def test_art_33_the_complainant_is_told_once_with_proof_and_the_clock_stops(house, sent):
    complaint = make.forwarded(house)
    messages = sent()
    told = [m for m in messages if "已于3月3日转送" in m.body]
    row = house.scalar(select(Telling).where(Telling.occasion == "forwarded"))
    assert len(told) == 1
    assert row.state == "done" and row.proof.startswith("mailbox ")
    assert house.get(Complaint, complaint.id).clock_stopped_at == LATER


def test_a_message_delivered_again_tells_nobody_twice(house, sent):
    make.forwarded(house)
    before = len(sent())
    house.execute(update(OutboxMessage).values(delivered_at=None))
    assert len(sent()) == before


def test_art_22_the_institutions_notice_carries_no_personal_data(house, sent):
    bank = make.make_institution(house, notice_email="ts@bank.example")
    complaint = make.forwarded(house, bank.id)
    (mail,) = [m for m in sent() if m.recipient == "ts@bank.example"]
    assert complaint.number in mail.subject + mail.body
    for secret in ("王小明", "13812341234", "11010519491231002X", "年费"):
        assert secret not in mail.subject + mail.body


def test_the_letter_is_kept_once_as_it_left(house, sent):
    complaint = make.forwarded(house)
    sent()
    house.execute(update(OutboxMessage).values(delivered_at=None))
    sent()
    (row,) = make.forwardings_of(house, complaint)
    kept = letter_of(house, row)
    assert kept.content_type == "application/pdf"
    assert kept.label == f"{row.letter_no}.pdf"


def test_a_complainant_without_telephone_and_mail_is_left_to_a_person(house, sent):
    person = make.person(phone=None, preferred_means=None, address="杭州市西湖区1号")
    complaint = make.forwarded(house, person=person)
    sent()
    telling = make.tellings_of(house, complaint)[0]
    assert (telling.means, telling.state, telling.automatic) == ("letter", "due", False)
    assert house.get(Complaint, complaint.id).clock_stopped_at is None


def test_the_officer_is_told_of_a_return(house, sent):
    officer = make.make_account(house, "triage", login="officer@bureau.example")
    house.flush()
    actor = make.actor_for(house, officer.id)
    (row,) = make.forwardings_of(house, make.forwarded(house, by=actor))
    make.returned(house, row)
    assert any(m.recipient == "officer@bureau.example" and "退回" in m.subject for m in sent())


def test_reminders_go_out_before_and_after_the_due_date_and_never_twice(house, sent):
    bank = make.make_institution(house, notice_email="ts@bank.example")
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    sent()
    for days in (13, 13, 15, 16):
        at = make.DAY + timedelta(days=days)
        remind.remind(house, at=at, before=(2, 1, 0), after=(1, 3, 7))
        sent(at)
    subjects = [m.subject for m in sent() if "催办" in m.subject]
    assert len(subjects) == 3
    assert "逾期1日" in subjects[-1]
    acts = [line.act for line in audit.history(house, "complaint", row.complaint_id)]
    assert acts.count("forwarding.remind") == 3


def test_a_unit_is_reminded_of_what_its_clock_brings(house, sent):
    make.make_account(house, "triage", login="officer@bureau.example")
    make.receive_complaint(house)
    at = make.DAY + timedelta(days=8)
    remind.remind(house, at=at, before=(), after=())
    (mail,) = [m for m in sent(at) if m.recipient == "officer@bureau.example"]
    assert "两日内到期1件" in mail.subject


def test_without_carriers_the_telling_falls_to_a_person_and_the_clock_runs_on(house, sent):
    bank = make.make_institution(house, notice_email="ts@bank.example")
    complaint = make.forwarded(house, bank.id)
    notices.install()
    assert sent() == []
    (telling,) = house.scalars(select(Telling).options(selectinload(Telling.attempts)))
    assert (telling.state, telling.automatic, telling.proof) == ("due", False, None)
    assert telling.attempts == []
    assert house.get(Complaint, complaint.id).clock_stopped_at is None
    acts = [line.act for line in audit.history(house, "complaint", complaint.id)]
    assert {"complaint.tell_by_hand", "forwarding.notice_undelivered"} <= set(acts)


def test_without_carriers_a_courtesy_is_left_out_and_nothing_is_tried_again(house, sent):
    officer = make.make_account(house, "triage", login="officer@bureau.example")
    house.flush()
    actor = make.actor_for(house, officer.id)
    (row,) = make.forwardings_of(house, make.forwarded(house, by=actor))
    make.returned(house, row)
    notices.install()
    assert sent() == []
    waiting = select(OutboxMessage).where(OutboxMessage.delivered_at.is_(None))
    assert [(m.topic, m.last_error) for m in house.scalars(waiting)] == []


def test_nothing_is_sent_for_history(house, sent):
    bank = make.make_institution(house)
    make.receive_complaint(
        house,
        source="file",
        institution_id=bank.id,
        received_at=make.DAY - timedelta(days=700),
        at=make.DAY,
        forwarded_at=make.DAY - timedelta(days=698),
        by=SYSTEM,
    )
    assert sent() == []
