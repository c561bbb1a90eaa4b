"""Recommendations, demands and orders: every act in every state, and who may do it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspections.commands import answering, verifying
from inspections.commands import rectification as acts
from inspections.commands.rectification_acts import items_of
from inspections.lifecycle import RECTIFICATION
from inspections.models import Letter, RectificationExtension
from inspections.queries.access import rectification_by_id
from portal.kernel import audit
from portal.kernel.law import Breach
from tests import factories as make
from tests.inspections.rectification_factories import AFTER, DUE, ISSUED_AT, Desk

LAST_DAY = ISSUED_AT.replace(day=31, hour=23, minute=59)


@pytest.fixture
def bank(session):
    make.make_units(session)
    make.make_calendar(session)
    return make.make_institution(session, territory="330106")


@pytest.fixture
def desk(session, bank):
    return Desk(session, make, bank)


ACTS = {
    "propose": lambda s, row, d: acts.propose(s, row, by=d.handler, at=ISSUED_AT),
    "reject": lambda s, row, d: acts.reject(s, row, reason="依据不足", by=d.head, at=ISSUED_AT),
    "discard": lambda s, row, d: acts.discard(s, row, by=d.handler, at=ISSUED_AT),
    "issue": lambda s, row, d: acts.issue(s, row, by=d.head, at=ISSUED_AT),
    "report": lambda s, row, d: answering.report(s, row, reply="已办完", by=d.user, at=ISSUED_AT),
    "send_back": lambda s, row, d: verifying.send_back(
        s, row, reason="证据不足", by=d.handler, at=ISSUED_AT
    ),
    "close_out": lambda s, row, d: verifying.close_out(s, row, note="", by=d.head, at=AFTER),
    "fail": lambda s, row, d: verifying.fail(s, row, reason="期满未改", by=d.handler, at=AFTER),
    "revoke": lambda s, row, d: acts.revoke(s, row, reason="事实有误", by=d.head, at=AFTER),
}


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("state", RECTIFICATION.states)
def test_an_act_that_a_state_does_not_allow_is_refused_with_its_article(session, desk, state, act):
    if act in RECTIFICATION.legal_acts(state):
        return
    row = desk.in_state(state)
    with pytest.raises(Breach) as refused:
        ACTS[act](session, row, desk)
    assert refused.value.code == "illegal_act"
    assert refused.value.article == RECTIFICATION.moves[act].article
    assert row.state == state


def test_art_40_a_demand_goes_from_its_draft_to_the_close_out(session, desk):
    row = desk.reported()
    desk.verify(row, ISSUED_AT)
    verifying.close_out(session, row, note="已核验", by=desk.colleague, at=ISSUED_AT)
    assert (row.state, row.first_due_on, row.closed_by) == (
        "closed",
        DUE,
        desk.colleague.account_id,
    )
    done = [entry.act for entry in audit.history(session, "rectification", row.id)]
    assert done[:4] == [
        "rectification.draft",
        "rectification.propose",
        "rectification.issue",
        "letter.issue",
    ]
    assert done[-1] == "rectification.close_out"


def test_nobody_issues_what_he_proposed_himself(session, desk):
    row = desk.drafted(by=desk.head)
    acts.propose(session, row, by=desk.head, at=ISSUED_AT)
    with pytest.raises(Breach, match="second_officer_needed"):
        acts.issue(session, row, by=desk.head, at=ISSUED_AT)
    assert session.scalars(select(Letter)).all() == []


def test_art_43_the_last_day_is_the_day_after_issue_at_the_earliest(session, desk):
    for due_on, code in ((None, "due_day_missing"), (date(2026, 3, 2), "due_day_too_early")):
        row = desk.drafted(due_on=due_on)
        with pytest.raises(Breach, match=code):
            acts.propose(session, row, by=desk.handler, at=ISSUED_AT)
    row = desk.issued(due_on=date(2026, 3, 3))
    assert row.due_on == date(2026, 3, 3)


def test_art_41_3_an_order_needs_a_demand_that_is_overdue_or_failed(session, desk):
    demand = desk.issued()
    order = {"kind": "order", "ground": "demand_failed", "due_on": date(2026, 5, 1)}
    with pytest.raises(Breach, match="order_needs_failed_demand"):
        desk.drafted(**order)
    with pytest.raises(Breach, match="demand_not_failed"):
        desk.drafted(**order, demand_id=demand.id, at=LAST_DAY)
    made = desk.drafted(**order, demand_id=demand.id, at=AFTER)
    assert made.demand_id == demand.id
    other = desk.issued("recommendation")
    with pytest.raises(Breach, match="order_needs_failed_demand"):
        desk.drafted(**order, demand_id=other.id, at=AFTER)


def test_art_41_3_another_institution_s_demand_carries_no_order(session, desk):
    stranger = Desk(session, make, make.make_institution(session, territory="330106"))
    demand = stranger.issued()
    with pytest.raises(Breach, match="order_needs_failed_demand"):
        desk.drafted("order", "demand_failed", demand_id=demand.id, at=AFTER)


@pytest.mark.parametrize(("kind", "said"), [("demand", "not_set_up"), ("order", "nothing")])
def test_a_ground_that_the_article_does_not_have_is_refused(desk, kind, said):
    with pytest.raises(Breach, match="no_ground_of"):
        desk.drafted(kind, said)


def test_an_extension_is_asked_for_on_the_last_day_but_not_after_it(session, desk):
    row, until = desk.issued(), DUE + timedelta(days=10)
    asked = {"until": until, "reason": "系统改造需要时间", "by": desk.user}
    with pytest.raises(Breach, match="extension_too_late"):
        answering.ask_extension(session, row, at=AFTER, **asked)
    with pytest.raises(Breach, match="extension_not_later"):
        answering.ask_extension(session, row, at=LAST_DAY, **{**asked, "until": DUE})
    wait = answering.ask_extension(session, row, at=LAST_DAY, **asked)
    with pytest.raises(Breach, match="extension_asked_already"):
        answering.ask_extension(session, row, at=LAST_DAY, **asked)
    decide = {"grant": True, "decision": "", "at": AFTER}
    with pytest.raises(Breach, match="second_officer_needed"):
        verifying.decide_extension(session, row, wait, by=desk.handler, **decide)
    verifying.decide_extension(session, row, wait, by=desk.head, **decide)
    assert (row.due_on, row.first_due_on) == (until, DUE)


def test_a_refused_extension_leaves_the_day_and_needs_a_reason(session, desk):
    row = desk.issued()
    about = {"until": DUE + timedelta(days=10), "reason": "人手不足", "at": ISSUED_AT}
    wait = answering.ask_extension(session, row, by=desk.user, **about)
    refuse = {"grant": False, "by": desk.head, "at": ISSUED_AT}
    with pytest.raises(Breach, match="rectification_reason_missing"):
        verifying.decide_extension(session, row, wait, decision="", **refuse)
    verifying.decide_extension(session, row, wait, decision="理由不成立", **refuse)
    assert row.due_on == DUE
    with pytest.raises(Breach, match="illegal_act"):
        verifying.decide_extension(session, row, wait, decision="再次决定", **refuse)
    assert session.scalars(select(RectificationExtension.state)).all() == ["refused"]


def test_who_has_it_in_hand_may_not_verify_it(session, desk):
    row = desk.reported()
    item = items_of(session, row)[0]
    seen = {"method": "documents", "verified_on": DUE, "met": True, "seen": "已看到清单"}
    with pytest.raises(Breach, match="handler_may_not_verify"):
        verifying.verify(session, row, item, by=desk.handler, at=LAST_DAY, **seen)
    with pytest.raises(Breach, match="verified_on_wrong_day"):
        verifying.verify(session, row, item, by=desk.colleague, at=ISSUED_AT, **seen)


def test_it_is_closed_out_only_when_every_item_was_met(session, desk):
    row = desk.reported()
    with pytest.raises(Breach, match="items_not_met"):
        verifying.close_out(session, row, note="", by=desk.colleague, at=ISSUED_AT)
    desk.verify(row, ISSUED_AT, met=False)
    with pytest.raises(Breach, match="items_not_met"):
        verifying.close_out(session, row, note="", by=desk.colleague, at=ISSUED_AT)


def test_what_failed_can_still_be_put_right_and_that_it_failed_stays(session, desk):
    row = desk.reported()
    desk.verify(row, ISSUED_AT, met=False)
    verifying.fail(session, row, reason="核验未通过", by=desk.colleague, at=ISSUED_AT)
    desk.report(row, AFTER)
    assert [item.met for item in items_of(session, row)] == [None, None]
    desk.verify(row, AFTER)
    verifying.close_out(session, row, note="", by=desk.colleague, at=AFTER)
    assert row.state == "closed" and row.failed_at == ISSUED_AT


def test_art_43_nothing_fails_on_its_last_day(session, desk):
    row = desk.issued()
    with pytest.raises(Breach, match="not_failed_yet"):
        verifying.fail(session, row, reason="尚未整改", by=desk.handler, at=LAST_DAY)
    verifying.fail(session, row, reason="尚未整改", by=desk.handler, at=AFTER)
    assert row.failed_at == AFTER


def test_a_recommendation_asks_for_a_reply_alone_and_never_fails(session, desk):
    row = desk.issued("recommendation")
    with pytest.raises(Breach, match="recommendation_never_fails"):
        verifying.fail(session, row, reason="没有回复", by=desk.handler, at=AFTER)
    answering.report(session, row, reply="已采纳建议", by=desk.user, at=AFTER)
    verifying.close_out(session, row, note="", by=desk.handler, at=AFTER)
    assert row.state == "closed"


def test_a_report_needs_a_plan_with_who_answers_for_it(session, desk):
    row = desk.issued()
    with pytest.raises(Breach, match="plan_before_report"):
        answering.report(session, row, reply="已办完了", by=desk.user, at=ISSUED_AT)
    plan = {"text": "逐件清理", "person": " ", "post": "", "planned_on": DUE}
    with pytest.raises(Breach, match="responsible_person_missing"):
        answering.plan(session, row, by=desk.user, at=ISSUED_AT, **plan)


def test_nothing_is_seen_by_an_institution_before_it_is_issued_and_none_by_another(session, desk):
    stranger = make.make_desk_user(session, make.make_institution(session, territory="330106").id)
    abroad = make.make_officer(session, "inspector", unit_code="440300")
    for row, seen in ((desk.drafted(), False), (desk.proposed(), False), (desk.issued(), True)):
        assert (rectification_by_id(session, desk.user, row.id) is not None) is seen
        assert rectification_by_id(session, stranger, row.id) is None
        assert rectification_by_id(session, abroad, row.id) is None
        assert rectification_by_id(session, desk.handler, row.id) is not None
