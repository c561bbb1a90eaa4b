"""Art. 33: handed over to the competent unit; receipt and number stay, each unit has its clock."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from forwarding.commands import forward, merging, triage
from forwarding.commands.recount import recount
from forwarding.models import HandOver, Telling
from forwarding.queries.figures import month_of
from forwarding.queries.worklist import by_numbers
from forwarding.views.faces import forwarding_face
from portal.kernel import arrangement, audit
from portal.kernel.actor import SYSTEM
from portal.kernel.amounts import RuleAmount
from portal.kernel.clock import ZONE
from portal.kernel.law import Breach
from tests import elsewhere_factories as going
from tests import factories as make
from tests.factories import DAY

HANDED = DAY + timedelta(days=3)
NEXT_WEEK = datetime(2026, 3, 9, 9, tzinfo=ZONE)


def test_art_33_the_new_unit_s_clock_starts_on_its_receipt_and_the_first_is_kept(house):
    case = make.receive_complaint(house)
    made = going.handed_over(house, case, at=HANDED)
    after = make.again(house, case.number)
    assert (after.unit_code, after.territory, after.state) == ("110000", "110101", "received")
    assert (after.received_on, after.number) == (DAY.date(), case.number)
    assert (after.clock_from, after.due_on) == (date(2026, 3, 6), date(2026, 3, 17))
    assert after.sort_due == after.due_on
    assert (made.from_unit, made.to_unit) == ("330000", "110000")
    assert (made.clock_from, made.due_on) == (date(2026, 3, 3), date(2026, 3, 12))
    assert (made.territory_before, made.territory_after) == ("330106", "110101")


def test_art_33_handed_on_and_back_each_unit_has_its_own_clock(house):
    case = make.receive_complaint(house)
    for days, unit in ((1, "110000"), (2, "000000"), (3, "330000")):
        going.handed_over(
            house,
            case,
            unit,
            at=DAY + timedelta(days=days),
            territory="110101" if unit == "000000" else None,
        )
    after = make.again(house, case.number)
    assert (after.unit_code, after.received_on) == ("330000", DAY.date())
    assert after.clock_from == date(2026, 3, 6)
    rows = house.scalars(select(HandOver).order_by(HandOver.id)).all()
    assert [str(row.clock_from)[5:] for row in rows] == ["03-03", "03-04", "03-05"]
    assert [row.to_unit for row in rows] == ["110000", "000000", "330000"]


def test_trap_7_return_split_hand_over_and_forwarding_again_keep_the_receipt(house):
    case = make.forwarded(house)
    (row,) = make.forwardings_of(house, case)
    make.returned(house, row, at=HANDED)
    going.split_off(house, case, track="petition", at=HANDED)
    going.handed_over(house, make.again(house, case.number), at=HANDED)
    case = make.again(house, case.number)
    triage.triage(house, case, make.YES, by=SYSTEM, at=NEXT_WEEK)
    triage.classify(house, case, business="B0402", cause="C07", by=SYSTEM, at=NEXT_WEEK)
    forward.forward(house, case, [make.make_institution(house).id], by=SYSTEM, at=NEXT_WEEK)
    after = make.again(house, case.number)
    assert (after.received_on, after.number) == (DAY.date(), case.number)
    told = [each.occasion for each in make.tellings_of(house, after)]
    assert told == ["forwarded", "split", "handed_over", "forwarded"]


def test_trap_7_merging_and_its_undoing_keep_receipt_and_the_handed_clock(house):
    first = make.receive_complaint(house)
    repeat = make.receive_complaint(house, at=DAY + timedelta(hours=1))
    going.handed_over(house, repeat, at=HANDED)
    repeat = make.again(house, repeat.number)
    merging.merge(house, repeat, first, by=SYSTEM, at=NEXT_WEEK)
    merging.unmerge(house, repeat, reason="不是同一事项", by=SYSTEM, at=NEXT_WEEK)
    for case, clock_from in ((first, date(2026, 3, 3)), (repeat, date(2026, 3, 6))):
        after = make.again(house, case.number)
        assert (after.received_on, after.clock_from) == (DAY.date(), clock_from)
    assert make.again(house, repeat.number).due_on == date(2026, 3, 17)


def test_art_45_a_case_handed_over_is_judged_by_the_rules_of_its_receipt(house):
    five = RuleAmount(
        key="forwarding_working_days", effective_from=date(2026, 3, 5), value=5, document_no="试行"
    )
    case = make.receive_complaint(house)
    house.add(five)
    going.handed_over(house, case, at=HANDED)
    assert make.again(house, case.number).due_on == date(2026, 3, 17)
    assert recount(house, by=SYSTEM, at=NEXT_WEEK) == []


def test_trap_7_what_is_told_of_a_forwarding_given_back_stops_no_other_unit_s_clock(house):
    case = make.forwarded(house)
    (row,) = make.forwardings_of(house, case)
    make.returned(house, row)
    going.handed_over(house, make.again(house, case.number), at=HANDED)
    first, second = make.tellings_of(house, case)
    assert (first.occasion, first.state) == ("forwarded", "moot")
    assert (second.occasion, second.state) == ("handed_over", "due")
    make.told(house, case, at=HANDED)
    after = make.again(house, case.number)
    assert (after.clock_stopped_at, after.told_at, after.forwarded_at) == (None, None, None)


def test_art_33_a_case_is_not_handed_over_while_an_institution_works_on_it(house):
    case = make.forwarded(house, make.make_institution(house).id, make.make_institution(house).id)
    with pytest.raises(Breach) as refused:
        going.handed_over(house, case)
    assert refused.value.code == "illegal_act"
    make.returned(house, make.forwardings_of(house, case)[0])
    with pytest.raises(Breach) as refused:
        going.handed_over(house, make.again(house, case.number))
    assert refused.value.code == "hand_over_while_handled"


@pytest.mark.parametrize(
    ("unit", "territory", "code"),
    [
        ("330000", "330106", "own_unit"),
        ("110000", "330106", "other_territory"),
        ("999999", "110101", "unknown_place_or_unit"),
        ("110000", "999999", "unknown_place_or_unit"),
    ],
)
def test_art_33_only_to_another_unit_and_only_what_lies_in_its_territory(
    house, unit, territory, code
):
    case = make.receive_complaint(house)
    with pytest.raises(Breach) as refused:
        going.handed_over(house, case, unit, territory=territory)
    assert (refused.value.code, refused.value.article) == (code, "33")


def test_trap_6_handed_over_at_the_end_of_the_calendar_the_new_clock_is_provisional(house):
    case = make.receive_complaint(house, at=datetime(2026, 12, 21, 9, tzinfo=ZONE))
    assert not case.provisional
    going.handed_over(house, case, at=datetime(2026, 12, 29, 9, tzinfo=ZONE))
    after = make.again(house, case.number)
    assert (after.due_on, after.provisional) == (None, True)
    assert after.sort_due == date(2027, 1, 5)


def test_art_33_a_changed_calendar_counts_from_where_the_new_clock_began(house):
    case, other = make.receive_complaint(house), make.receive_complaint(house)
    going.handed_over(house, case, at=HANDED)
    assert recount(house, by=SYSTEM, at=NEXT_WEEK) == []
    text = b"date,kind,occasion\n2026-03-16,holiday,\xe7\xa4\xba\xe4\xbe\x8b\n"
    arrangement.import_arrangements(house, text, by=SYSTEM, at=NEXT_WEEK)
    moved = recount(house, by=SYSTEM, at=NEXT_WEEK)
    assert [(each.number, each.after) for each in moved] == [(case.number, date(2026, 3, 18))]
    assert make.again(house, other.number).due_on == date(2026, 3, 12)


def test_art_33_clock_list_and_figures_count_from_the_new_unit_s_day(house):
    days = arrangement.load(house)
    boss = make.make_officer(house, "supervisor", "110000")
    case = make.receive_complaint(house)
    going.handed_over(house, case, at=HANDED)
    case = make.again(house, case.number)
    [row] = by_numbers(house, boss, [case.number])
    assert forwarding_face(row, days, date(2026, 3, 9)) == forwarding_face(
        case, days, date(2026, 3, 9)
    )
    assert forwarding_face(row, days, date(2026, 3, 9)).left == 6
    triage.triage(house, case, make.YES, by=SYSTEM, at=NEXT_WEEK)
    triage.classify(house, case, business="B0402", cause="C07", by=SYSTEM, at=NEXT_WEEK)
    forward.forward(house, case, [make.make_institution(house).id], by=SYSTEM, at=NEXT_WEEK)
    assert month_of(house, boss, days, date(2026, 3, 9)).average_days == 1


def test_art_33_the_record_names_both_units_and_the_reason_stays_off_it(house):
    case = make.receive_complaint(house)
    going.handed_over(house, case)
    line = audit.history(house, "complaint", case.id)[-1]
    assert (line.act, line.article, line.unit_code) == ("complaint.hand_over", "33", "330000")
    assert line.facts == {"from_unit": "330000", "to_unit": "110000"} and line.reason is None


def test_art_33_who_is_told_of_a_hand_over_is_told_of_that_one(house):
    case = make.receive_complaint(house)
    first, second = going.handed_over(house, case), going.handed_over(house, case, "000000")
    told = house.scalars(select(Telling).where(Telling.occasion == "handed_over")).all()
    assert [row.about for row in told] == [first.id, second.id]
