"""Findings: their evidence, repetition, the institution's answer, and the ruling (Art. 34)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from inspections.commands import facts, findings, proposing
from inspections.commands.facts import Answer
from inspections.lifecycle import FINDING
from inspections.models import Finding, Proposal
from inspections.queries import findings as query
from inspections.queries.evidence import Proof, carried_from
from portal.kernel.law import Breach
from tests import factories as make
from tests.inspections.inspection_factories import AT, IN_TIME, LATE, TOO_LATE, Team
from tests.inspections.suspects import failed_check, late_cases, overdue_duty

OTHER = replace(LATE, problem="telling_mishandled", title="告知不及时")


@pytest.fixture
def bank(session):
    make.make_units(session)
    make.make_calendar(session)
    return make.make_institution(session, territory="330106")


@pytest.fixture
def team(session, bank):
    return Team(session, make, bank)


ACTS = {
    "uphold": lambda s, row, one, t: findings.uphold(
        s, row, one, ruling="证据充分", by=t.leader, at=TOO_LATE
    ),
    "drop": lambda s, row, one, t: findings.drop(
        s, row, one, ruling="证据不足", by=t.leader, at=TOO_LATE
    ),
    "amend": lambda s, row, one, t: findings.amend(s, row, one, LATE, by=t.leader, at=AT),
    "answer": lambda s, row, one, t: facts.answer(
        s, row, {one.id: Answer(True)}, signer="韩", by=t.user, at=IN_TIME
    ),
}
LEGAL = {
    "drafted": {"amend", "drop"},
    "put": {"answer", "uphold", "drop"},
    "confirmed": set(),
    "objected": {"uphold", "drop"},
    "upheld": set(),
    "dropped": set(),
}


def finding_in(session, team, state):
    row = team.in_state("under_way" if state == "drafted" else "facts_put", of=())
    if state == "drafted":
        return row, team.noted(row)
    row = team.in_state("facts_put")
    one = query.findings_of(session, team.leader, row.id)[0]
    if state in ("confirmed", "objected"):
        team.answer(row, objects=(1,) if state == "objected" else ())
    elif state in ("upheld", "dropped"):
        ACTS["uphold" if state == "upheld" else "drop"](session, row, one, team)
    assert one.state == state
    return row, one


@pytest.mark.parametrize("state", FINDING.states)
def test_an_act_on_a_finding_that_its_state_does_not_allow_is_refused(session, team, state):
    row, one = finding_in(session, team, state)
    for act in ACTS.keys() - LEGAL[state]:
        with pytest.raises(Breach) as refused:
            ACTS[act](session, row, one, team)
        assert refused.value.article == "34", act
        assert one.state == state, act


def test_evidence_is_there_of_the_institution_and_in_sight(session, team, bank):
    stranger = make.make_institution(session, territory="330106")
    (number,), (others,) = late_cases(session, bank.id, 1), late_cases(session, stranger.id, 1)
    check, wrong = failed_check(session, bank.id), failed_check(session, stranger.id)
    duty = overdue_duty(session, bank, due_on=date(2026, 3, 10))
    row = team.in_state("under_way")
    refs = [("complaint", number), ("channel_check", str(check.id)), ("duty", str(duty.id))]
    good = tuple(Proof(*each) for each in refs)
    bad = [("complaint", others), ("channel_check", str(wrong.id)), ("paper", "1"), ("figure", "x")]
    bad += [("complaint", "ZJ000000000000"), ("duty", "x"), ("filing", "9" * 30), ("thing", "1")]
    for each in bad:
        with pytest.raises(Breach, match="no_such_evidence"):
            team.noted(row, replace(LATE, evidence=(*good, Proof(*each))))
    one = team.noted(row, replace(LATE, evidence=good))
    assert {(each.kind, each.ref) for each in query.evidence_of(session, one)} == set(refs)


def test_a_proposals_evidence_is_carried_into_a_finding(session, team, bank):
    numbers = late_cases(session, bank.id, 5)
    proposing.renew(session, at=make.DAY.replace(day=23))
    found = select(Proposal).where(Proposal.rule == "late_handling")
    proposal = session.scalars(found).first()
    row = team.in_state("under_way", proposal_id=proposal.id)
    assert proposal.state == "taken_up"
    carried = carried_from(session, row)
    assert {proof.ref for proof in carried} == set(numbers)
    one = team.noted(row, replace(LATE, evidence=carried))
    assert len(query.evidence_of(session, one)) == 5


def test_a_standing_finding_of_the_same_problem_makes_the_next_one_repeated(session, team, bank):
    first = team.in_state("archived")
    branch = make.make_institution(session, territory="330106", parent=bank)
    again = Team(session, make, branch)
    row = again.in_state("under_way")
    earlier = query.findings_of(session, team.leader, first.id)[0]
    assert again.noted(row).repeats == earlier.id
    for of in (OTHER, replace(LATE, problem="other", articles=("18",))):
        assert again.noted(row, of).repeats is None
    stranger = Team(session, make, make.make_institution(session, territory="330106"))
    assert stranger.noted(stranger.in_state("under_way")).repeats is None


def test_a_dropped_finding_is_repeated_by_none(session, team):
    row = team.in_state("facts_put")
    one = query.findings_of(session, team.leader, row.id)[0]
    findings.drop(session, row, one, ruling="证据不足", by=team.leader, at=TOO_LATE)
    assert team.noted(team.in_state("under_way")).repeats is None
    assert list(query.standing(session, team.leader, team.bank.id)) == []


def test_the_institution_answers_every_finding_once_with_a_name(session, team):
    row = team.in_state("facts_put", of=(LATE, OTHER))
    first, second = query.findings_of(session, team.user, row.id)
    both = {first.id: Answer(True), second.id: Answer(False, "已按期告知，有录音")}
    sign = {"signer": "韩行长", "by": team.user, "at": IN_TIME}
    for said, changes, code in (
        ({first.id: Answer(True)}, {}, "answer_every_finding"),
        (both, {"signer": " "}, "facts_signer_missing"),
        ({**both, second.id: Answer(False, "无")}, {}, "objection_missing"),
    ):
        with pytest.raises(Breach, match=code):
            facts.answer(session, row, said, **{**sign, **changes})
    facts.answer(session, row, both, **sign)
    assert (first.state, second.state, row.facts_signer) == ("confirmed", "objected", "韩行长")
    with pytest.raises(Breach, match="no_facts_to_answer"):
        facts.answer(session, row, both, **sign)


def test_art_34_silence_is_ruled_on_after_the_last_day_and_not_on_it(session, team):
    row = team.in_state("facts_put")
    one = query.findings_of(session, team.leader, row.id)[0]
    rule = {"ruling": "", "by": team.leader}
    with pytest.raises(Breach, match="institution_still_has_time"):
        findings.uphold(session, row, one, at=IN_TIME, **rule)
    with pytest.raises(Breach, match="findings_not_ruled_on"):
        team.step(row, "settle_facts", TOO_LATE)
    findings.uphold(session, row, one, at=TOO_LATE, **rule)
    team.step(row, "settle_facts", TOO_LATE)
    assert list(query.standing(session, team.leader, team.bank.id)) == [one]


def test_an_objection_is_ruled_on_with_reasons(session, team):
    row = team.in_state("facts_put", of=(LATE, OTHER))
    team.answer(row, objects=(1, 2))
    first, second = query.findings_of(session, team.leader, row.id)
    for act in (findings.uphold, findings.drop):
        with pytest.raises(Breach, match="ruling_missing"):
            act(session, row, first, ruling="", by=team.leader, at=IN_TIME)
    findings.uphold(session, row, first, ruling="台账证明逾期", by=team.leader, at=IN_TIME)
    findings.drop(session, row, second, ruling="录音证明已告知", by=team.leader, at=IN_TIME)
    team.step(row, "settle_facts", IN_TIME)
    assert (first.state, second.state) == ("upheld", "dropped")


def test_without_findings_the_institution_has_its_days_as_well(session, team):
    row = team.in_state("facts_put", of=())
    with pytest.raises(Breach, match="institution_still_has_time"):
        team.step(row, "settle_facts", IN_TIME)
    team.step(row, "settle_facts", TOO_LATE)


def test_an_institution_sees_findings_once_they_are_put_and_others_never(session, team):
    row = team.in_state("under_way")
    one = team.noted(row)
    other = make.make_institution(session, territory="330106")
    stranger = make.make_desk_user(session, other.id)
    assert query.finding_by_id(session, team.user, one.id) is None
    team.step(row, "put_facts")
    assert query.finding_by_id(session, team.user, one.id) is one
    assert query.finding_by_id(session, stranger, one.id) is None
    away = make.make_officer(session, "inspector", "440000")
    assert query.finding_by_id(session, away, one.id) is None
    assert session.get_one(Finding, one.id).put_at == AT
