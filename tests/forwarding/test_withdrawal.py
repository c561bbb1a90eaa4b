"""Art. 15 by commands: withdrawal at every state, its day, its relay, and what it ends."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import forward, handle, triage
from forwarding.commands.withdraw import withdraw
from forwarding.lifecycle import COMPLAINT, FORWARDING
from forwarding.models import Complaint, Forwarding
from forwarding.models.complaint import STOPPED_LATE
from portal.kernel import audit, letters, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import ZONE
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests import limit_factories as limits

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=ZONE)
YESTERDAY = NOON - timedelta(days=1)


def do(house, complaint, at=NOON, **changes):
    given = {"requested_at": at, "reason": "已与银行协商一致", "by": SYSTEM, "at": at}
    relayed = withdraw(house, complaint, **{**given, **changes})
    house.flush()
    return relayed


def in_state(house, state):
    """Return a complaint in a state from which it can be withdrawn."""
    if state in ("received", "triaged", "classified", "forwarded"):
        made = {
            "received": make.receive_complaint,
            "triaged": make.triaged,
            "classified": make.classified,
            "forwarded": make.forwarded,
        }
        return made[state](house)
    if state == "diversion_proposed":
        return make.diversion_proposed(house, by=make.make_officer(house))
    complaint = make.forwarded(house)
    (row,) = make.forwardings_of(house, complaint)
    {"returned": make.returned, "answered": make.reported}[state](house, row)
    return complaint


HERE = ["received", "triaged", "classified", "diversion_proposed", "forwarded", "returned"]


@pytest.mark.parametrize("state", [*HERE, "answered"])
def test_art_15_a_complaint_is_withdrawn_at_every_state_before_its_end(house, state):
    complaint = in_state(house, state)
    assert complaint.state == state
    do(house, complaint)
    stored = make.again(house, complaint.number)
    assert (stored.state, stored.withdrawn_on) == ("withdrawn", NOON.date())
    assert stored.withdrawal == "已与银行协商一致"
    assert stored.clock_stopped_at is not None
    live = [row.state for row in make.forwardings_of(house, stored)]
    assert set(live) <= {"withdrawn", "returned"}
    house.commit()


@pytest.mark.parametrize(
    "state", sorted(set(COMPLAINT.states) - set(COMPLAINT.moves["withdraw"].start))
)
def test_art_15_what_has_ended_cannot_be_withdrawn(state):
    with pytest.raises(Breach, match="illegal_act"):
        COMPLAINT.check(state, "withdraw")


def test_art_15_before_forwarding_nobody_is_told_of_it_but_the_complainant(house):
    complaint = make.classified(house)
    assert do(house, complaint) == []
    with pytest.raises(Breach, match="illegal_act"):
        forward.forward(house, complaint, [make.make_institution(house).id], by=SYSTEM, at=NOON)
    assert [row.occasion for row in make.tellings_of(house, complaint)] == ["withdrawn"]


def test_art_15_every_live_institution_is_relayed_the_withdrawal_on_the_same_day(house, database):
    banks = [make.make_institution(house, notice_email=f"ts{n}@bank.example") for n in (1, 2, 3)]
    complaint = make.forwarded(house, *(bank.id for bank in banks))
    first, second, third = make.forwardings_of(house, complaint)
    make.returned(house, first)
    make.reported(house, second)
    make.acknowledged(house, third)
    relayed = do(house, complaint)
    assert [row.id for row in relayed] == [second.id, third.id]
    house.commit()
    outbox.drain(database, lambda: NOON)
    mails = [m for m in house.scalars(select(MailboxMessage)) if "撤回" in (m.subject or "")]
    assert sorted(mail.recipient for mail in mails if "@bank" in mail.recipient) == [
        "ts2@bank.example",
        "ts3@bank.example",
    ]
    assert all("2026年3月4日" in mail.body and "王小明" not in mail.body for mail in mails[:1])


def test_art_15_a_settled_report_stays_as_it_was_accepted(house):
    one, two = make.make_institution(house), make.make_institution(house)
    complaint = make.forwarded(house, one.id, two.id)
    settled, open_one = make.forwardings_of(house, complaint)
    make.reported(house, settled)
    handle.accept(house, settled, by=SYSTEM, at=make.DAY)
    do(house, complaint)
    assert [row.state for row in make.forwardings_of(house, complaint)] == ["settled", "withdrawn"]
    assert open_one.state == "withdrawn"


def test_art_15_an_institution_has_no_act_left(house):
    assert FORWARDING.legal_acts("withdrawn") == ()


def test_art_15_the_open_telling_of_the_forwarding_lapses_and_is_never_sent(house, database):
    complaint = make.forwarded(house)
    do(house, complaint)
    states = {row.occasion: row.state for row in make.tellings_of(house, complaint)}
    assert states == {"forwarded": "moot", "withdrawn": "due"}
    house.commit()
    outbox.drain(database, lambda: NOON)
    sent = [m.body for m in house.scalars(select(MailboxMessage)) if m.kind == "sms"]
    assert not any("转送" in body and "已于" in body for body in sent)
    assert any("已按您的申请于3月4日撤回" in body for body in sent)


def late(house, complaint):
    """Whether the worklist counts the case among those done late."""
    found = select(Complaint.id).where(Complaint.id == complaint.id).where(sql(STOPPED_LATE))
    return house.scalar(found) is not None


def sql(text):
    from sqlalchemy import text as raw

    return raw(text)


@pytest.mark.parametrize(
    ("day", "is_late"), [(date(2026, 3, 12), False), (date(2026, 3, 13), True)]
)
def test_art_15_all_clocks_stop_and_a_case_withdrawn_in_time_is_not_late(house, day, is_late):
    at = datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZONE)
    complaint = make.classified(house)
    do(house, complaint, at=at)
    stored = make.again(house, complaint.number)
    assert stored.clock_stopped_at == at and late(house, stored) is is_late


def test_art_15_a_clock_that_stopped_before_stays_as_it_was(house):
    complaint = make.forwarded(house)
    make.told(house, complaint)
    do(house, complaint)
    assert make.again(house, complaint.number).clock_stopped_at == make.DAY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"requested_at": NOON + timedelta(minutes=1)}, "withdrawn_in_future"),
        ({"requested_at": NOON - timedelta(days=2)}, "withdrawn_before_receipt"),
        ({"requested_at": YESTERDAY}, "withdrawal_delay_unexplained"),
        (
            {"requested_at": NOON - timedelta(days=1), "delay_reason": " "},
            "withdrawal_delay_unexplained",
        ),
    ],
)
def test_art_15_a_day_that_cannot_be_is_refused(house, changes, code):
    complaint = make.forwarded(house)
    with pytest.raises(Breach, match=code):
        do(house, complaint, **changes)
    assert complaint.state == "forwarded"


def test_art_15_entered_a_day_later_it_ends_on_the_day_of_the_request_with_the_reason(house):
    complaint = make.forwarded(house)
    asked = NOON - timedelta(days=1)
    do(house, complaint, requested_at=asked, delay_reason="来信次日才拆封")
    stored = make.again(house, complaint.number)
    assert stored.withdrawn_on == asked.date()
    line = next(
        x for x in audit.history(house, "complaint", stored.id) if x.act == "complaint.withdraw"
    )
    assert (line.reason, line.article) == ("来信次日才拆封", "15")
    assert "协商" not in str(line.facts) + str(line.reason)


def test_an_overtaken_telling_lapses_when_the_case_is_forwarded_on(house):
    complaint = make.forwarded(house)
    (row,) = make.forwardings_of(house, complaint)
    make.returned(house, row)
    forward.forward(house, complaint, [make.make_institution(house).id], by=SYSTEM, at=NOON)
    house.flush()
    states = [telling.state for telling in make.tellings_of(house, complaint)]
    assert states == ["moot", "due"]


def test_a_withdrawn_notice_that_reaches_nobody_is_noted_for_an_officer(house, database):
    complaint = make.forwarded(house)
    do(house, complaint)
    house.commit()
    outbox.drain(database, lambda: NOON)
    acts = [line.act for line in audit.history(house, "complaint", complaint.id)]
    assert acts.count("forwarding.notice_undelivered") == 2
    assert house.scalar(select(OutboxMessage).where(OutboxMessage.failed_at.is_not(None))) is None


def test_art_15_the_letter_names_whom_the_withdrawal_was_relayed_to(house):
    from forwarding.commands.letter_facts import withdrawal_facts

    bank = make.make_institution(house)
    complaint = make.forwarded(house, bank.id)
    do(house, complaint)
    facts = withdrawal_facts(house, complaint, NOON.date())
    assert facts["relayed"] == [bank.name]
    assert letters.render("withdrawal", facts).startswith(b"%PDF")


def test_art_15_a_proposal_that_waits_for_a_second_officer_ends_too(house):
    complaint = in_state(house, "diversion_proposed")
    do(house, complaint)
    with pytest.raises(Breach, match="illegal_act"):
        triage.divert(house, complaint, by=make.make_officer(house), at=NOON)
    assert house.scalar(select(Forwarding.id)) is None


@pytest.mark.parametrize("accepted", [True, False])
def test_art_15_a_mediation_under_way_ends_with_the_withdrawal(house, accepted):
    row = limits.sent(house)
    held = limits.mediated(house, row, limits.on(4), accepted=accepted)
    do(house, row.complaint, at=limits.on(6))
    assert (held.state, held.result, held.ended_on) == ("ended", "withdrawn", limits.day(6))
    assert (row.state, row.paused_on) == ("withdrawn", None)
    house.commit()
