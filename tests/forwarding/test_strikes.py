"""What was wrongly entered on a time limit is struck out: kept, and counted no more (Art. 18)."""

import random

import pytest
from sqlalchemy import select

from forwarding.commands import handle, strike, time_limits
from forwarding.commands.mediation import Outcome, end
from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules.time_limits import counted, time_limit
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests import limit_factories as limits
from tests.forwarding.officers import officer
from tests.forwarding.test_time_limit_acts import agree, restart, try_one
from tests.forwarding.test_time_limit_pages import Desk
from tests.limit_factories import Plain, day, on


@pytest.fixture
def row(house):
    """A forwarding that arrived on day 0."""
    return limits.sent(house)


def struck(house, row, act, at, by=SYSTEM, reason="登记到别的投诉上了。"):
    return strike.strike(house, row, act, reason=reason, by=by, at=at)


def refused(code, house, row, act, at, **changes):
    with pytest.raises(Breach) as caught:
        struck(house, row, act, at, **changes)
    assert (caught.value.code, caught.value.article) == (code, "18")


def test_art_18_what_is_struck_out_counts_as_if_it_had_never_been_entered():
    acts = [Plain("extension", tier="complex", id=1), Plain("restart", began_on=day(9), id=2)]
    gone = [*acts, Plain("strike", strikes=2, id=3)]
    assert counted(gone) == acts[:1]
    assert time_limit(day(0), gone) == time_limit(day(0), acts[:1])


@pytest.mark.parametrize("kind", ["extend", "exclude", "restart", "agree"])
def test_art_18_a_struck_act_stays_on_record_and_the_due_date_is_counted_anew(house, row, kind):
    acts = {"extend": limits.extend, "exclude": limits.exclude, "restart": restart, "agree": agree}
    act = acts[kind](house, row, on(13))
    kept = struck(house, row, act, on(14))
    assert (row.due_on, row.tier, row.paused_on) == (day(15), "simple", None)
    assert [each.kind for each in acts_of(house, row)] == [act.kind, "strike"]
    assert (kept.strikes, kept.due_after) == (act.id, day(15))
    line = audit.history(house, "complaint", row.complaint_id)[-1]
    assert (line.act, line.article) == ("forwarding.strike", "18")
    assert "登记到别的" not in str(line.facts) + str(line.reason)


def test_art_18_an_act_is_struck_out_once_with_a_reason_and_a_strike_never(house, row):
    act = limits.extend(house, row, on(3))
    refused("limit_reason_missing", house, row, act, on(4), reason=" ")
    kept = struck(house, row, act, on(4))
    refused("nothing_to_strike", house, row, act, on(4))
    refused("nothing_to_strike", house, row, kept, on(4))


def test_art_18_what_a_later_act_rests_on_is_struck_out_after_it(house, row):
    first = limits.extend(house, row, on(3))
    approved = limits.approval(approved_on=day(20), told_on=day(20))
    second = limits.extend(house, row, on(20), tier="especially_complex", approval=approved)
    refused("strike_later_first", house, row, first, on(21))
    struck(house, row, second, on(21))
    assert row.due_on == day(30)
    struck(house, row, first, on(21))
    assert row.due_on == day(15)


def test_art_18_independent_acts_are_struck_out_in_any_order(house, row):
    first = limits.exclude(house, row, on(6), ended_on=day(6))
    limits.extend(house, row, on(7))
    struck(house, row, first, on(8))
    assert row.due_on == day(30)


def test_art_18_only_who_entered_it_the_administrator_and_a_supervisor_strike_out(house, row):
    ids = row.institution_id
    author, other = (make.make_desk_user(house, ids) for _ in range(2))
    act = limits.extend(house, row, on(3), by=author)
    refused("strike_not_yours", house, row, act, on(4), by=other)
    refused("strike_not_yours", house, row, act, on(4), by=make.make_officer(house, "triage"))
    chief = make.make_desk_user(house, ids, role="institution_admin")
    supervisor = make.make_officer(house, "supervisor")
    for by in (author, chief, supervisor):
        within = house.begin_nested()
        assert struck(house, row, act, on(4), by=by).by == by.account_id
        within.rollback()
        house.refresh(row)


def test_art_18_once_settled_or_returned_nothing_is_struck_out(house, row):
    act = limits.extend(house, row, on(3))
    make.reported(house, row, at=on(4))
    within = house.begin_nested()
    assert struck(house, row, act, on(5)).due_after == day(15)
    within.rollback()
    house.refresh(row)
    handle.accept(house, row, by=SYSTEM, at=on(5))
    refused("strike_closed", house, row, act, on(6))


def test_art_18_a_struck_period_is_not_ended_and_its_mediation_ends_without_it(house, row):
    act = limits.exclude(house, row, on(5))
    struck(house, row, act, on(6))
    with pytest.raises(Breach, match="exclusion_over"):
        time_limits.end_exclusion(house, row, act, ended_on=day(6), by=SYSTEM, at=on(6))
    held = limits.mediated(house, row, on(7))
    period = acts_of(house, row)[-1]
    struck(house, row, period, on(8))
    end(house, row, held, Outcome(day(9), "failed"), by=SYSTEM, at=on(9))
    assert (period.ended_on, row.due_on, row.paused_on) == (None, day(15), None)


@pytest.mark.parametrize("seed", range(8))
def test_art_18_with_strikes_too_every_due_date_is_found_again_from_the_record(house, row, seed):
    dice = random.Random(seed)
    for now in sorted(dice.randint(0, 70) for _ in range(14)):
        acts = acts_of(house, row)
        try:
            if acts and dice.random() < 0.4:
                struck(house, row, dice.choice(acts), on(now))
            else:
                try_one(house, row, dice, now)
        except Breach:
            continue
        house.flush()
        limit = limit_of(house, row)
        stored = (row.due_on, row.tier, row.paused_on)
        assert stored == (limit.stored_due_on, limit.tier, limit.paused_on)


@pytest.fixture
def desk(app, house, frozen):
    """An institution's user in front of a case whose limit was extended by mistake."""
    bank = make.make_institution(house, name="甲样例银行")
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    desk = Desk(app).enter(house, "institution", institution_id=bank.id).at(row)
    assert desk.act("extension", "extend", tier="complex", reason="误点。").status_code == 303
    return desk


def last_act(house):
    house.rollback()
    return house.scalars(select(TimeLimitAct).order_by(TimeLimitAct.id.desc())).first()


def test_art_18_the_desk_strikes_out_and_shows_the_act_struck_with_its_reason(desk, house):
    act = last_act(house)
    noun, name = f"time-limit-acts/{act.id}/strike", f"strike-{act.id}"
    assert desk.act(noun, name, reason="").status_code == 422
    assert desk.act(noun, name, reason="登记错了投诉。").status_code == 303
    for page in (desk.address, f"{desk.address}/clock"):
        html = desk.get(page).text
        assert "<s>延长期限</s>" in html and "登记错了投诉。" in html and "误点。" in html
    assert house.get(Forwarding, act.forwarding_id).due_on == day(15)
    assert desk.act(noun, name, reason="再撤一次。").status_code == 409
    house.rollback()
    version, none = house.get(Forwarding, act.forwarding_id).version, "time-limit-acts/99999/strike"
    assert desk.act(none, "strike-99999", version=version, reason="无").status_code == 404


def test_art_18_a_supervisor_strikes_out_and_the_institution_is_told(app, desk, house):
    act, number = last_act(house), desk.row.complaint.number
    page, name = f"/staff/complaints/{number}", f"strike-{act.id}"
    to = f"/staff/forwardings/{act.forwarding_id}/time-limit-acts/{act.id}/strike"
    chief = officer(app, house, "supervisor")
    assert "登记的“延长期限”" in chief.open(number)
    assert chief.send(page, to, name, reason="案情并不复杂。").status_code == 303
    assert "案情并不复杂。" in chief.open(number)
    assert "案情并不复杂。" in desk.get(desk.address).text
    topics = house.scalars(select(OutboxMessage.topic)).all()
    assert "limit.struck" in topics
    triage = officer(app, house, "triage")
    assert triage.post(to, {}, page=page).status_code == 403
