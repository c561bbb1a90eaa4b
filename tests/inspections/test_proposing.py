"""What the rules propose: from real cases and filings, never twice, never for the same evidence."""

from datetime import date, timedelta

import pytest

from forwarding.commands import handle
from inspections import messages  # noqa: F401  (registers the sentences)
from inspections.commands import proposals, proposing
from inspections.lifecycle import PROPOSAL
from inspections.models import Proposal
from inspections.queries import proposals as query
from inspections.queries.proposal_rules import settings_at
from inspections.rules.proposing import RULES, Setting, fresh, met, risen, setting
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import business_date
from portal.kernel.law import Breach
from tests import factories as make
from tests.inspections.suspects import failed_check, late_cases, overdue_duty

LATE = make.DAY + timedelta(days=20)


def open_ones(session):
    session.flush()
    return {row.rule: row for row in session.query(Proposal).filter_by(state="open")}


def test_late_handlings_propose_a_demand_from_the_least_number_on(house):
    bank = make.make_institution(house).id
    late_cases(house, bank, 4)
    assert proposing.renew(house, at=LATE) == 0
    numbers = late_cases(house, bank, 1)
    assert proposing.renew(house, at=LATE) == 1
    row = open_ones(house)["late_handling"]
    assert (row.suggests, row.ground, row.unit_code) == ("demand", "handled_wrongly", "330000")
    assert len(row.evidence) == 5 and numbers[0] in {each["ref"] for each in row.evidence}
    assert row.figures["count"] == 5 and row.figures["holds"] is True


def test_renewing_twice_makes_no_second_proposal(house):
    bank = make.make_institution(house).id
    late_cases(house, bank, 5)
    proposing.renew(house, at=LATE)
    assert proposing.renew(house, at=LATE + timedelta(days=1)) == 0
    row = open_ones(house)["late_handling"]
    assert row.as_of == business_date(LATE + timedelta(days=1))


def test_what_was_dismissed_comes_back_only_for_new_evidence(house):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    late_cases(house, bank, 5)
    proposing.renew(house, at=LATE)
    row = open_ones(house)["late_handling"]
    proposals.dismiss(house, row, reason="已在现场核实。", by=by, at=LATE)
    late_cases(house, bank, 4)
    assert proposing.renew(house, at=LATE) == 0
    new = late_cases(house, bank, 1)
    assert proposing.renew(house, at=LATE) == 1
    again = open_ones(house)["late_handling"]
    assert len(again.evidence) == 5 and new[0] in {each["ref"] for each in again.evidence}


def test_a_proposal_whose_rule_is_no_longer_met_says_so_and_stays(house):
    bank = make.make_institution(house, territory="330106")
    check = failed_check(house, bank.id)
    proposing.renew(house, at=LATE)
    row = open_ones(house)["channels_unpublished"]
    assert row.evidence == [{"kind": "channel_check", "ref": str(check.id)}]
    assert (row.ground, row.unit_code) == ("channels_unpublished", "330000")
    failed_check(house, bank.id, met=True)
    proposing.renew(house, at=LATE)
    assert row.state == "open" and row.figures["holds"] is False


def test_a_filing_is_proposed_the_day_after_its_last_day(house):
    bank, head = make.make_institution(house, territory="330106"), make.make_officer(house)
    duty = overdue_duty(house, bank, due_on=date(2026, 3, 20))
    proposing.renew(house, at=make.DAY.replace(day=20))
    assert "filing_overdue" not in open_ones(house)
    proposing.renew(house, at=make.DAY.replace(day=21))
    row = open_ones(house)["filing_overdue"]
    assert (row.suggests, row.ground) == ("order", "not_reported")
    (line,) = query.behind(house, head, row).duties
    assert (line.id, line.due_on) == (duty.id, date(2026, 3, 20))


def test_reports_sent_back_are_evidence_of_art_19(house):
    bank = make.make_institution(house).id
    for _ in range(3):
        row = make.forwardings_of(house, make.forwarded(house, bank))[0]
        make.reported(house, row)
        handle.send_back(house, row, remarks="请补充依据。", by=SYSTEM, at=make.DAY)
    proposing.renew(house, at=make.DAY + timedelta(days=1))
    assert open_ones(house)["reports_sent_back"].figures["count"] == 3


def test_a_cluster_on_one_product_proposes_an_inspection(house):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    numbers(house, by, "product_cluster", 3)
    for _ in range(3):
        make.forwarded(house, bank)
    proposing.renew(house, at=make.DAY + timedelta(days=1))
    row = open_ones(house)["product_cluster"]
    assert row.suggests == "inspection" and row.ground == "" and row.detail
    assert len(query.behind(house, by, row).cases) == 3


def numbers(session, by, rule, least, days=30, **changes):
    given = {"effective_from": make.DAY.date(), "reason": "本地实际。", **changes}
    return proposals.set_rule(
        session, rule, Setting(True, least, days), by=by, at=make.DAY, **given
    )


def test_a_units_numbers_are_dated_and_hold_below_it(house):
    by = make.make_officer(house, "supervisor")
    below = make.make_sub_bureau(house)
    numbers(house, by, "late_handling", 2, 60, effective_from=date(2026, 4, 1))
    before, after = (settings_at(house, date(2026, 3, 31)), settings_at(house, date(2026, 4, 1)))
    assert before("330000", "late_handling") == setting("late_handling")
    assert after(below, "late_handling") == Setting(True, 2, 60)
    assert after("110000", "late_handling") == setting("late_handling")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"effective_from": date(2026, 3, 2)}, "proposal_rule_backdated"),
        ({"reason": " 略 "}, "proposal_reason_missing"),
    ],
)
def test_numbers_are_not_set_for_days_gone_or_without_a_reason(house, changes, code):
    with pytest.raises(Breach) as refused:
        numbers(house, make.make_officer(house, "supervisor"), "late_handling", 2, **changes)
    assert refused.value.code == code


def test_a_rule_that_is_off_proposes_nothing(house):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    late_cases(house, bank, 5)
    off = {"effective_from": make.DAY.date(), "reason": "暂不使用。"}
    proposals.set_rule(house, "late_handling", Setting(False, 1, 90), by=by, at=make.DAY, **off)
    assert proposing.renew(house, at=LATE) == 0


@pytest.mark.parametrize("state", PROPOSAL.states)
@pytest.mark.parametrize("act", PROPOSAL.moves)
def test_only_an_open_proposal_is_decided_on(house, state, act):
    bank, by = make.make_institution(house).id, make.make_officer(house, "supervisor")
    late_cases(house, bank, 5)
    proposing.renew(house, at=LATE)
    row = open_ones(house)["late_handling"]
    if state == "taken_up":
        proposals.take_up(house, row, "inspection", 1, by=by, at=LATE)
    if state == "dismissed":
        proposals.dismiss(house, row, reason="已在现场核实。", by=by, at=LATE)
    if state == "open":
        decide(house, row, act, by)
        assert audit.history(house, "proposal", row.id)[-1].act == f"proposal.{act}"
    else:
        with pytest.raises(Breach) as refused:
            decide(house, row, act, by)
        assert (refused.value.code, refused.value.article) == ("illegal_act", "34")


def decide(session, row, act, by):
    if act == "dismiss":
        proposals.dismiss(session, row, reason="已在现场核实。", by=by, at=LATE)
    else:
        proposals.take_up(session, row, "inspection", 1, by=by, at=LATE)
    session.flush()


def test_the_pure_rules():
    one = {"kind": "complaint", "ref": "A"}
    assert fresh([one], {("complaint", "A")}) == [] and fresh([one], ()) == [one]
    assert met([one], Setting(True, 1, 1)) and not met([one], Setting(True, 2, 1))
    assert not met([one], Setting(False, 1, 1))
    assert risen(10, 5) and not risen(10, 6) and not risen(10, 0)
    assert {rule.ground for rule in RULES.values() if rule.suggests == "inspection"} == {""}
