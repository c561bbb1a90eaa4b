"""Inspections: every act in every state, the team, the days, and who may do what (Art. 34)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspections.commands import concluding, facts, remind_inspection, requests, teams
from inspections.commands import inspections as acts
from inspections.lifecycle import INSPECTION
from inspections.models import Letter, TeamMember
from portal.kernel import audit
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.inspections.inspection_factories import ANSWER_BY, AT, IN_TIME, PLAN, TOO_LATE, Team


@pytest.fixture
def bank(session):
    make.make_units(session)
    return make.make_institution(session, territory="330106")


@pytest.fixture
def team(session, bank):
    return Team(session, make, bank)


@pytest.mark.parametrize("state", INSPECTION.states)
def test_an_act_that_a_state_does_not_allow_is_refused_with_its_article(session, team, state):
    row = team.in_state(state)
    for act in set(INSPECTION.moves) - set(INSPECTION.legal_acts(state)):
        with pytest.raises(Breach) as refused:
            team.step(row, act)
        assert (refused.value.code, refused.value.article) == ("illegal_act", "34"), act
        assert row.state == state


def test_art_34_an_inspection_goes_from_its_plan_to_the_archive_with_three_letters(session, team):
    row = team.in_state("archived")
    letters = session.scalars(select(Letter).order_by(Letter.id)).all()
    kinds = ["inspection_notice", "fact_confirmation", "inspection_opinion"]
    assert [(letter.kind, letter.number) for letter in letters] == list(
        zip(kinds, (1, 2, 3), strict=True)
    )
    done = [entry.act for entry in audit.history(session, "inspection", row.id)]
    assert done[0] == "inspection.plan" and done[-1] == "inspection.archive"
    assert {entry.article for entry in audit.history(session, "inspection", row.id)} == {"34"}


def test_nobody_approves_his_own_plan_nor_gives_the_opinion_on_his_own_report(session, team):
    row = team.planned(by=team.head)
    acts.propose(session, row, by=team.head, at=AT)
    with pytest.raises(Breach, match="inspection_second_officer"):
        acts.approve(session, row, by=team.head, at=AT)
    told = team.in_state("reported")
    with pytest.raises(Breach, match="inspection_second_officer"):
        concluding.give_opinion(session, told, text="请认真整改", by=team.leader, at=TOO_LATE)


def test_a_plan_says_why_and_what_and_is_given_back_with_a_reason(session, team):
    for lacking in ("reason", "scope"):
        row = team.planned(of=replace(PLAN, **{lacking: ""}))
        with pytest.raises(Breach, match=f"inspection_{lacking}_missing"):
            team.step(row, "propose")
    row = team.in_state("proposed")
    with pytest.raises(Breach, match="plan_is_fixed"):
        acts.amend(session, row, PLAN, by=team.leader, at=AT)
    team.step(row, "reject")
    assert (row.state, row.rejected_why) == ("planned", "理由不足")


def test_of_an_approved_plan_only_the_days_change(session, team):
    row, later = team.in_state("approved"), date(2026, 3, 16)
    acts.amend(session, row, replace(PLAN, ends_on=later), by=team.leader, at=AT)
    assert row.ends_on == later
    with pytest.raises(Breach, match="approved_plan_is_fixed"):
        acts.amend(session, row, replace(PLAN, scope="别的内容范围"), by=team.leader, at=AT)


def test_art_34_no_notice_before_two_declared_themselves(session, team):
    row = team.in_state("approved")
    for officer in (team.leader, team.second):
        teams.add_member(session, row, officer.account_id, leads=False, by=team.leader, at=AT)
    teams.declare(session, row, conflict=False, by=team.leader, at=AT)
    with pytest.raises(Breach, match="inspection_team_too_small"):
        team.step(row, "give_notice")
    conflict = {"conflict": True, "words": "配偶在该行任职"}
    teams.declare(session, row, by=team.second, at=AT, **conflict)
    with pytest.raises(Breach, match="inspection_team_too_small"):
        team.step(row, "give_notice")
    gone = session.scalars(select(TeamMember).where(TeamMember.removed_at.is_not(None))).one()
    assert (gone.account_id, gone.removed_why) == (team.second.account_id, "conflict")
    with pytest.raises(Breach, match="declared_by_another"):
        teams.declare(session, row, conflict=False, by=team.head, at=AT)


def test_a_team_is_of_the_unit_and_has_one_leader(session, team):
    row, other = team.planned(), make.make_officer(session, "inspector", "440000")
    name = {"leads": True, "by": team.leader, "at": AT}
    for stranger in (other, team.user, make.make_officer(session, "clerk")):
        with pytest.raises(Breach, match="no_inspector_of_the_unit"):
            teams.add_member(session, row, stranger.account_id, **name)
    for officer in (team.leader, team.second):
        teams.add_member(session, row, officer.account_id, **name)
    teams.lead(session, row, team.leader.account_id, by=team.leader, at=AT)
    leads = session.scalars(select(TeamMember.account_id).where(TeamMember.leads)).all()
    assert leads == [team.leader.account_id]


def test_it_is_entered_after_the_notice_was_served_and_not_tomorrow(session, team):
    row = team.in_state("noticed")
    with pytest.raises(Breach, match="notice_not_served"):
        team.step(row, "enter")
    team.serve(row)
    for days in (-1, 1):
        with pytest.raises(Breach, match="entered_on_wrong_day"):
            acts.enter(session, row, on=AT.date() + timedelta(days=days), by=team.leader, at=AT)
    team.step(row, "enter")
    assert row.entered_on == AT.date()


def test_a_request_is_answered_late_on_record_and_reminded_of_twice(session, team):
    row = team.in_state("under_way")
    request = team.asked(row)
    for days in (-2, -1, 0, 1, 5):
        remind_inspection.remind(session, at=IN_TIME + timedelta(days=days))
    posted = select(OutboxMessage).where(OutboxMessage.topic == "inspection.remind")
    assert [each.payload["when"] for each in session.scalars(posted)] == ["soon", "overdue"]
    with pytest.raises(Breach, match="answer_missing"):
        requests.answer(session, row, request, text=" ", by=team.user, at=TOO_LATE)
    with pytest.raises(Breach, match="not_answered_yet"):
        requests.accept(session, row, request, by=team.leader, at=TOO_LATE)
    requests.answer(session, row, request, text="见所附台账", by=team.user, at=TOO_LATE)
    assert audit.history(session, "inspection", row.id)[-1].facts["late"] is True
    requests.accept(session, row, request, by=team.leader, at=TOO_LATE)
    with pytest.raises(Breach, match="request_is_settled"):
        requests.withdraw(session, row, request, reason="不再需要", by=team.leader, at=TOO_LATE)


def test_art_43_what_is_asked_is_due_tomorrow_at_the_earliest(team):
    row = team.in_state("under_way")
    with pytest.raises(Breach, match="answer_day_too_early"):
        team.asked(row, AT.date())
    assert team.asked(row, AT.date() + timedelta(days=1)).ordinal == 1


def test_a_new_edition_of_a_paper_leaves_the_one_before(session, team):
    row = team.in_state("under_way")
    wrote = {"title": "抽查记录", "by": team.second, "at": AT}
    first = requests.write_paper(session, row, text="抽查了20件", **wrote)
    again = requests.write_paper(session, row, text="抽查了21件", ordinal=1, **wrote)
    assert (again.ordinal, again.edition, first.text) == (1, 2, "抽查了20件")
    with pytest.raises(Breach, match="no_such_paper"):
        requests.write_paper(session, row, text="抽查了22件", ordinal=7, **wrote)
    with pytest.raises(Breach, match="not_of_the_team"):
        requests.write_paper(session, row, text="抽查", title="抽查记录", by=team.head, at=AT)


def test_the_archive_waits_for_letters_and_requests(session, team):
    row = team.in_state("facts_settled")
    request = team.asked(row, ANSWER_BY)
    for act in ("report", "give_opinion"):
        team.step(row, act, TOO_LATE)
    with pytest.raises(Breach, match="letters_not_served"):
        team.step(row, "archive", TOO_LATE)
    team.serve(row, TOO_LATE)
    with pytest.raises(Breach, match="requests_not_settled"):
        team.step(row, "archive", TOO_LATE)
    requests.withdraw(session, row, request, reason="不再需要", by=team.leader, at=TOO_LATE)
    team.step(row, "archive", TOO_LATE)


def test_a_follow_up_comes_after_the_opinion_and_names_it(session, team):
    row = team.in_state("facts_put")
    with pytest.raises(Breach, match="nothing_to_follow_up"):
        team.planned(follow_up_of=row)
    team.answer(row)
    for act in ("settle_facts", "report", "give_opinion"):
        team.step(row, act, TOO_LATE)
    assert team.planned(follow_up_of=row).follow_up_of == row.id
    stranger = Team(session, make, make.make_institution(session, territory="330106"))
    with pytest.raises(Breach, match="nothing_to_follow_up"):
        stranger.planned(follow_up_of=row)


def test_an_institution_out_of_the_units_sight_is_not_inspected(session, bank):
    stranger = make.make_officer(session, "inspector", "440000")
    with pytest.raises(Breach, match="inspected_out_of_sight"):
        acts.plan(session, bank.id, PLAN, by=stranger, at=AT)


def test_facts_are_put_by_the_team_alone(session, team):
    row = team.in_state("under_way")
    with pytest.raises(Breach, match="not_of_the_team"):
        facts.put(session, row, due_on=ANSWER_BY, by=team.head, at=AT)


def test_facts_to_confirm_are_reminded_of_and_the_officers_learn_of_silence(session, team):
    row = team.in_state("facts_put")
    for days in (-2, -1, 0, 1, 5):
        remind_inspection.remind(session, at=IN_TIME + timedelta(days=days))
    posted = select(OutboxMessage).where(OutboxMessage.topic == "inspection.remind_facts")
    soon, overdue = session.scalars(posted)
    assert [soon.payload["when"], overdue.payload["when"]] == ["soon", "overdue"]
    team.answer(row, TOO_LATE)
    remind_inspection.remind(session, at=TOO_LATE)
    assert session.scalars(posted).all() == [soon, overdue]


def test_who_had_notice_is_told_that_an_inspection_is_called_off(session, team):
    posted = select(OutboxMessage).where(OutboxMessage.topic == "inspection.called_off")
    team.step(team.in_state("approved"), "call_off")
    assert session.scalars(posted).all() == []
    row = team.in_state("noticed")
    team.step(row, "call_off")
    assert [each.payload["inspection_id"] for each in session.scalars(posted)] == [row.id]
