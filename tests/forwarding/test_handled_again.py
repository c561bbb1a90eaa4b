"""A review has the branch handle again: back in hand, with a limit of its own (Art. 18, 20)."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import handle
from forwarding.commands.reviews import decide_review
from forwarding.models import Complaint
from forwarding.queries.inbox import page
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules.time_limits import time_limit
from portal.kernel import audit, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import ZONE
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.test_strikes import refused
from tests.limit_factories import Plain, agreed, day, extended
from tests.review_factories import applied, branch_decided, conclusion

DECIDED = date(2026, 3, 20)
ENTERED = datetime(2026, 3, 21, 9, tzinfo=ZONE)
AGAIN = datetime(2026, 4, 2, 9, tzinfo=ZONE)
DUE = date(2026, 4, 4)


def redone(house, *, settled=True):
    """Return a branch, its superior's user and its forwarding that must be handled again."""
    head, branch, row = branch_decided(house)
    if settled:
        handle.accept(house, row, by=SYSTEM, at=make.DAY)
    review, by = applied(house, row), make.make_desk_user(house, head.id)
    decide_review(house, review, conclusion(outcome="redo"), by=by, at=ENTERED)
    house.flush()
    (row,) = make.forwardings_of(house, make.again(house, row.complaint.number))
    return branch, row


def test_art_20_handling_again_is_fifteen_days_from_the_superiors_decision_in_the_simple_tier():
    redo = Plain("redo", began_on=day(40))
    limit = time_limit(day(0), [extended(), agreed(day(33)), redo])
    assert (limit.stored_due_on, limit.tier, limit.since) == (day(55), "simple", day(40))
    assert limit.redo and not limit.agreed
    reasons = {each.date: each.reason for each in limit.account.days}
    assert (reasons[day(39)], reasons[day(40)], reasons[day(41)]) == (
        "before_redo",
        "redo",
        "natural_day",
    )
    assert time_limit(day(0), [redo, extended()]).stored_due_on == day(70)


@pytest.mark.parametrize("settled", [True, False])
def test_art_20_the_forwarding_is_in_hand_again_and_its_complaint_open(house, settled):
    _branch, row = redone(house, settled=settled)
    case = row.complaint
    assert (row.state, row.due_on, row.settled_at) == ("acknowledged", DUE, None)
    assert (case.state, case.closed_at, case.answered_at) == ("forwarded", None, None)
    acts = {line.act: line.article for line in audit.history(house, "complaint", case.id)}
    assert acts["forwarding.reopen"] == acts["complaint.reopen"] == acts["forwarding.redo"] == "20"


def test_art_20_the_whole_way_to_the_second_close(house):
    _branch, row = redone(house)
    number = row.complaint.number
    answer = make.answer(told_on=AGAIN.date())
    handle.report(house, row, answer, by=SYSTEM, at=AGAIN)
    assert make.again(house, number).state == "answered"
    (row,) = make.forwardings_of(house, make.again(house, number))
    handle.accept(house, row, by=SYSTEM, at=AGAIN, lateness_reason="未及时告知")
    house.flush()
    case = make.again(house, number)
    assert (case.state, case.closed_at) == ("closed", AGAIN)
    closes = [t.state for t in make.tellings_of(house, case) if t.occasion == "closed"]
    assert closes == ["moot", "due"]


def test_art_20_a_second_decision_of_the_branch_can_be_reviewed_again(house):
    _branch, row = redone(house)
    given = {"decided_by_branch": True, "remedies": ("review", "mediation")}
    make.reported(house, row, at=AGAIN, told_on=AGAIN.date(), **given)
    days = {"decision_received_on": AGAIN.date(), "applied_on": AGAIN.date()}
    assert applied(house, row, at=AGAIN, **days).state == "applied"


def test_art_18_handled_again_late_needs_the_reason(house):
    _branch, row = redone(house)
    late = datetime(2026, 4, 5, 9, tzinfo=ZONE)
    with pytest.raises(Breach, match="lateness_reason_missing"):
        handle.report(house, row, make.answer(told_on=late.date()), by=SYSTEM, at=late)


def test_art_20_a_report_sent_back_meanwhile_is_in_hand_and_no_review_prolongs_it(house):
    _head, _branch, row = branch_decided(house)
    review, due_on = applied(house, row), row.due_on
    handle.send_back(house, row, remarks="请补充。", by=SYSTEM, at=make.DAY)
    decide_review(house, review, conclusion(outcome="redo"), by=SYSTEM, at=ENTERED)
    house.flush()
    assert (row.state, row.due_on, list(acts_of(house, row))) == ("acknowledged", due_on, [])


@pytest.mark.parametrize("outcome", ["upheld", "changed"])
def test_art_20_any_other_outcome_leaves_a_closed_case_closed(house, outcome):
    _head, _branch, row = branch_decided(house)
    handle.accept(house, row, by=SYSTEM, at=make.DAY)
    decide_review(house, applied(house, row), conclusion(outcome=outcome), by=SYSTEM, at=ENTERED)
    house.flush()
    assert make.again(house, row.complaint.number).state == "closed"


def test_art_20_what_a_review_demands_is_not_struck_out(house):
    _branch, row = redone(house)
    (act,) = acts_of(house, row)
    refused("nothing_to_strike", house, row, act, ENTERED)
    assert limit_of(house, row).stored_due_on == DUE


def test_art_20_the_branch_sees_it_in_its_inbox_with_its_date_and_why(app, house, frozen):
    branch, row = redone(house)
    house.commit()
    frozen("2026-03-22T10:00+08:00")
    desk = Visitor(app).enter(house, "institution", institution_id=branch.id)
    inbox = desk.get("/desk/").text
    assert row.complaint.number in inbox and "核查后重新处理" in inbox
    html = desk.get(f"/desk/forwardings/{row.id}").text
    assert "责成重新处理" in html and "程序合规。" in html and "2026年4月4日" in html
    assert "核查后重新办理，从次日起计算" in desk.get(f"/desk/forwardings/{row.id}/clock").text


def test_art_20_the_branch_is_told_by_when_to_handle_again(house, database):
    redone(house)
    house.commit()
    outbox.drain(database, lambda: ENTERED)
    mails = house.scalars(select(MailboxMessage)).all()
    (letter,) = [m for m in mails if "经核查须重新处理" in (m.subject or "")]
    assert letter.recipient == "branch@bank.example" and "2026年4月4日" in letter.body


def test_no_complaint_is_listed_twice_in_the_inbox_after_a_review(house):
    branch, row = redone(house)
    user = make.make_desk_user(house, branch.id)
    (shown,) = page(house, user, "open", None).items
    assert (shown.id, shown.due_on, shown.redo_on) == (row.id, DUE, DECIDED)
    assert house.scalar(select(Complaint.state).where(Complaint.id == row.complaint_id))
