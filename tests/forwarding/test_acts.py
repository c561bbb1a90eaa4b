"""The main journey by commands alone: each act, what it leaves behind, and what is refused."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from forwarding.commands import forward, handle, receive, tell, triage
from forwarding.models import Complaint, Forwarding, ReceiptCode
from forwarding.submission import Rejected
from portal.kernel import audit, secrets
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from portal.web.messages import say
from tests import factories as make

LATER = make.DAY + timedelta(hours=2)


@pytest.fixture
def world(session):
    """Units, the calendar and an officer."""
    make.make_calendar(session)
    make.make_units(session)
    return session


def test_a_received_complaint_has_its_number_due_date_code_audit_line_and_message(world):
    receipt = receive.receive(world, make.submission(), by=SYSTEM, at=make.DAY)
    row = make.again(world, receipt.number)
    assert receipt.number == "ZJ-2026-03-000001"
    assert (row.received_on, row.due_on) == (date(2026, 3, 3), date(2026, 3, 12))
    kept = world.scalar(select(ReceiptCode.hash).where(ReceiptCode.complaint_id == row.id))
    assert secrets.code_matches(receipt.code, kept)
    assert [line.act for line in audit.history(world, "complaint", row.id)] == ["complaint.receive"]
    assert world.scalar(select(OutboxMessage.topic)) == "complaint.received"


def test_art_22_nothing_personal_stands_in_the_clear_in_the_database(world):
    receipt = receive.receive(world, make.submission(), by=SYSTEM, at=make.DAY)
    world.flush()
    connection = world.connection()
    stored = ""
    for table in ("complaint", "party", "respondent", "audit_entry", "outbox_message"):
        stored += str(connection.exec_driver_sql(f"SELECT t::text FROM {table} t").all())
    for secret in ("王小明", "13812341234", "11010519491231002X", "免年费", receipt.code):
        assert secret not in stored
        assert secret.encode().hex() not in stored


def test_a_repeat_of_a_submission_gives_the_first_number_and_stores_nothing(world):
    first = receive.receive(world, make.submission(submission_key="k1"), by=SYSTEM, at=make.DAY)
    again = receive.receive(world, make.submission(submission_key="k1"), by=SYSTEM, at=LATER)
    assert again.repeat and again.number == first.number and again.code is None
    assert world.scalar(select(func.count()).select_from(Complaint)) == 1


def test_a_submission_without_claim_is_rejected_naming_the_field(world):
    with pytest.raises(Rejected) as caught:
        receive.receive(world, make.submission(claim=" "), by=SYSTEM, at=make.DAY)
    assert [(p.field, p.code, p.article) for p in caught.value.problems] == [
        ("claim", "missing", "13")
    ]
    assert world.scalar(select(func.count()).select_from(Complaint)) == 0


def test_many_received_at_once_are_numbered_without_gap_and_searchable(world):
    many = [make.submission(external_ref=f"r{n}", source="file") for n in range(120)]
    receipts = receive.receive_all(world, many, by=SYSTEM, at=make.DAY)
    assert [r.number[-6:] for r in receipts] == [f"{n:06d}" for n in range(1, 121)]
    repeat = receive.receive_all(world, many, by=SYSTEM, at=LATER)
    assert all(r.repeat for r in repeat)
    assert [r.number for r in repeat] == [r.number for r in receipts]


def test_an_unknown_territory_rejects_the_whole_call(world):
    many = [make.submission(), make.submission(territory="999999")]
    with pytest.raises(Rejected) as caught:
        receive.receive_all(world, many, by=SYSTEM, at=make.DAY)
    assert caught.value.index == 1


def test_the_whole_way_from_receipt_to_closing(world):
    complaint = make.closed(world)
    told = make.tellings_of(world, complaint)
    assert complaint.state == "closed"
    assert [telling.occasion for telling in told] == ["forwarded", "closed"]
    acts = [line.act for line in audit.history(world, "complaint", complaint.id)]
    assert acts == [
        "complaint.receive",
        "complaint.triage",
        "complaint.classify",
        "complaint.forward",
        "forwarding.report",
        "complaint.answer",
        "forwarding.settle",
        "complaint.close",
    ]


def test_art_33_the_clock_stops_only_when_both_forwarded_and_told(world):
    complaint = make.forwarded(world)
    assert complaint.clock_stopped_at is None
    make.told(world, complaint, at=LATER)
    assert complaint.clock_stopped_at == LATER


def test_art_21_an_unreachable_complainant_excuses_the_telling_after_logged_attempts(world):
    complaint = make.forwarded(world)
    telling = make.tellings_of(world, complaint)[0]
    world.refresh(telling, ["complaint"])
    with pytest.raises(Breach, match="too_few_attempts"):
        tell.give_up(world, telling, by=SYSTEM, at=LATER)
    for day in range(3):
        tried = LATER + timedelta(days=day)
        tell.attempt(
            world, telling, means="phone", outcome="no_answer", note=None, by=SYSTEM, at=tried
        )
    world.flush()
    tell.give_up(world, telling, by=SYSTEM, at=tried)
    assert telling.state == "unreachable"
    assert complaint.told_at is None and complaint.clock_stopped_at == tried


def test_art_11_a_returned_case_is_forwarded_again_and_keeps_its_receipt_and_due_date(world):
    first, second = make.make_institution(world), make.make_institution(world)
    complaint = make.forwarded(world, first.id)
    make.told(world, complaint)
    before = (complaint.received_at, complaint.due_on)
    make.returned(world, make.forwardings_of(world, complaint)[0], at=LATER)
    assert complaint.state == "returned" and complaint.clock_stopped_at is None
    forward.forward(world, complaint, [second.id], by=SYSTEM, at=LATER + timedelta(days=1))
    assert (complaint.received_at, complaint.due_on) == before
    assert complaint.state == "forwarded"


def test_one_of_two_institutions_returning_leaves_the_other_and_can_be_resumed(world):
    first, second = make.make_institution(world), make.make_institution(world)
    complaint = make.forwarded(world, first.id, second.id)
    one, two = make.forwardings_of(world, complaint)
    make.returned(world, one, at=LATER)
    make.reported(world, two, at=LATER)
    assert complaint.state == "returned"
    forward.resume(world, complaint, reason="重复转送", by=SYSTEM, at=LATER)
    assert complaint.state == "answered"


def test_a_complaint_cannot_be_forwarded_twice_to_one_institution(world):
    institution = make.make_institution(world)
    complaint = make.forwarded(world, institution.id)
    with pytest.raises(Breach, match="already_forwarded"):
        forward.forward(world, complaint, [institution.id], by=SYSTEM, at=LATER)


def test_an_unclassified_complaint_cannot_be_forwarded(world):
    complaint = make.triaged(world)
    with pytest.raises(Breach, match="illegal_act"):
        forward.forward(world, complaint, [make.make_institution(world).id], by=SYSTEM, at=LATER)


def test_art_32_nobody_diverts_alone(world):
    officer, second = make.make_officer(world), make.make_officer(world, "supervisor")
    complaint = make.diversion_proposed(world, by=officer)
    with pytest.raises(Breach, match="second_officer"):
        triage.divert(world, complaint, by=officer, at=LATER)
    triage.divert(world, complaint, by=second, at=LATER)
    assert complaint.state == "diverted"
    assert [t.occasion for t in make.tellings_of(world, complaint)] == ["diverted"]


def test_art_2_a_no_is_no_complaint(world):
    complaint = make.receive_complaint(world)
    with pytest.raises(Breach, match="not_a_complaint") as caught:
        triage.triage(
            world, complaint, {**make.YES, "claims_civil_right": False}, by=SYSTEM, at=LATER
        )
    assert caught.value.facts["unmet"] == ("claims_civil_right",)


def test_art_18_a_late_acknowledgement_does_not_move_the_institutions_day_zero(world):
    complaint = make.forwarded(world)
    (row,) = make.forwardings_of(world, complaint)
    due_on = row.due_on
    make.acknowledged(world, row, at=make.DAY + timedelta(days=9))
    assert (row.reached_on, row.due_on) == (date(2026, 3, 3), due_on)
    assert due_on == date(2026, 3, 18)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"remedies": ()}, "report_blocks_missing"),
        ({"texts": {}}, "report_blocks_missing"),
        ({"decided_by_branch": True}, "report_blocks_missing"),
        ({"no_interest": False}, "interest_not_excluded"),
        ({"told_on": date(2026, 3, 30)}, "told_on_outside"),
    ],
)
def test_art_19_a_report_that_lacks_what_is_asked_is_refused(world, changes, code):
    (row,) = make.forwardings_of(world, make.forwarded(world))
    with pytest.raises(Breach, match=code):
        handle.report(world, row, make.answer(**changes), by=SYSTEM, at=LATER)


def test_art_19_a_report_that_lacks_blocks_is_told_which_by_name(world, app):
    (row,) = make.forwardings_of(world, make.forwarded(world))
    said = []
    for changes in ({"texts": {}, "remedies": ()}, {"decided_by_branch": True}):
        with pytest.raises(Breach) as refused:
            handle.report(world, row, make.answer(**changes), by=SYSTEM, at=LATER)
        with app.test_request_context():
            said.append(say(refused.value))
    assert "缺少以下内容：核实的情况、处理依据和理由、处理决定、救济途径。" in said[0]
    assert "缺少以下内容：救济途径中的“申请核查”" in said[1]


def test_a_late_report_needs_its_reason(world):
    (row,) = make.forwardings_of(world, make.forwarded(world))
    late = datetime.combine(row.due_on, make.DAY.timetz()) + timedelta(days=1)
    with pytest.raises(Breach, match="lateness_reason_missing"):
        make.reported(world, row, at=late)
    make.reported(world, row, at=late, lateness_reason="等待鉴定。")
    assert row.state == "reported"


def test_a_report_sent_back_is_followed_by_a_new_version(world):
    complaint = make.forwarded(world)
    (row,) = make.forwardings_of(world, complaint)
    make.reported(world, row)
    handle.send_back(world, row, remarks="请补充依据。", by=SYSTEM, at=LATER)
    assert (complaint.state, row.state) == ("forwarded", "acknowledged")
    make.reported(world, row, at=LATER)
    assert handle.latest_report(world, row).ordinal == 2


def test_the_letter_numbers_of_a_unit_run_without_gap(world):
    for _ in range(3):
        make.forwarded(world)
    numbers = world.scalars(select(Forwarding.letter_no).order_by(Forwarding.id)).all()
    assert numbers == ["ZJ转〔2026〕1号", "ZJ转〔2026〕2号", "ZJ转〔2026〕3号"]
