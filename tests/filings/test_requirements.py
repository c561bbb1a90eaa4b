"""What follows from a requirement: duties, exemptions, reminders, amendments, its end."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.filings.commands import exemptions, requirements
from portal.filings.commands.lay_out import lay_out
from portal.filings.commands.remind import remind
from portal.filings.commands.requirements import Terms
from portal.filings.models import Obligation
from portal.filings.queries import duties as query
from portal.filings.queries.duties import Wanted
from portal.kernel import clock
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make

DAY = datetime(2026, 7, 20, 2, tzinfo=clock.UTC)
HALF_YEAR = Terms(
    kind="data_return",
    title="投诉数据半年报",
    article="36",
    frequency="half_yearly",
    valid_from=date(2026, 1, 1),
    days_of_year=("01-30", "07-30"),
    level="",
)


def duties_of(session, institution):
    found = select(Obligation).where(Obligation.institution_id == institution.id)
    return session.scalars(found.order_by(Obligation.opens_on)).all()


def test_art_36_a_half_yearly_requirement_lays_out_each_half_year(house, bank, head):
    requirements.require(house, HALF_YEAR, by=head, at=DAY)
    found = [(d.period, d.opens_on, d.due_on) for d in duties_of(house, bank)]
    assert found == [
        ("2026H1", date(2026, 7, 1), date(2026, 7, 30)),
        ("2026H2", date(2027, 1, 1), date(2027, 1, 30)),
    ]


def test_laying_out_twice_is_as_good_as_once(house, bank, head):
    requirements.require(house, HALF_YEAR, by=head, at=DAY)
    assert lay_out(house, at=DAY) == 0
    assert lay_out(house, at=DAY + timedelta(days=200)) == 1, "the next half-year has begun"


def test_a_requirement_reaches_the_units_own_territory_alone(house, bank, head):
    abroad = make.make_institution(house, territory="440300")
    requirements.require(house, HALF_YEAR, by=head, at=DAY)
    assert duties_of(house, bank) and not duties_of(house, abroad)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "requirement_untitled"),
        ({"days_of_year": ("02-29",)}, "no_day_of_every_year"),
        ({"days_of_year": ()}, "one_way_of_dating"),
        ({"days_after": 30}, "one_way_of_dating"),
        ({"due_on": date(2026, 9, 1)}, "day_only_once"),
        ({"frequency": "once", "days_of_year": ()}, "once_needs_a_day"),
        ({"frequency": "on_change"}, "change_needs_days"),
        ({"valid_until": date(2025, 1, 1)}, "ends_before_it_begins"),
        ({"remind_before": (400,)}, "reminder_too_far"),
    ],
)
def test_a_requirement_that_gives_no_single_due_date_is_refused(house, head, change, code):
    with pytest.raises(Breach, match=code):
        requirements.require(house, replace(HALF_YEAR, **change), by=head, at=DAY)


def test_an_amended_requirement_moves_unmet_duties_and_leaves_met_ones(house, bank, head):
    row = requirements.require(house, HALF_YEAR, by=head, at=DAY)
    first, second = duties_of(house, bank)
    first.filed_on = date(2026, 7, 20)
    house.flush()
    later = replace(HALF_YEAR, days_of_year=("02-15", "08-15"))
    requirements.amend(house, row, later, by=head, at=DAY)
    house.expire_all()
    assert [d.due_on for d in duties_of(house, bank)] == [date(2026, 7, 30), date(2027, 2, 15)]


def test_an_exemption_takes_away_one_period_or_all_and_can_be_lifted(house, bank, head):
    row = requirements.require(house, HALF_YEAR, by=head, at=DAY)
    act = {"reason": "当年开业", "by": head, "at": DAY}
    one = exemptions.exempt(house, row, bank.id, period="2026H1", **act)
    house.expire_all()
    assert [d.exempt for d in duties_of(house, bank)] == [True, False]
    exemptions.exempt(house, row, bank.id, **act)
    exemptions.lift(house, one, **act)
    house.expire_all()
    assert [d.exempt for d in duties_of(house, bank)] == [True, True], "the other holds for all"
    with pytest.raises(Breach, match="exempt_already"):
        exemptions.exempt(house, row, bank.id, **act)


def test_an_ended_requirement_asks_no_more_but_what_is_overdue_stays(house, bank, head):
    row = requirements.require(house, HALF_YEAR, by=head, at=DAY)
    at = datetime(2026, 8, 3, 2, tzinfo=clock.UTC)
    requirements.end(house, row, reason="改由统一系统报送", by=head, at=at)
    house.expire_all()
    assert [d.exempt for d in duties_of(house, bank)] == [False, True]


def test_reminders_go_out_before_and_after_the_last_day_and_never_twice(house, bank, head):
    requirements.require(house, HALF_YEAR, by=head, at=DAY)
    sent = {}
    for offset in range(25):
        at = DAY + timedelta(days=offset)
        if remind(house, at=at):
            sent[at.day if offset < 12 else at.day + 31] = True
        assert remind(house, at=at) == 0, "twice is as good as once"
    assert sorted(sent) == [20, 27, 30, 31, 37]
    about = select(OutboxMessage.key).where(OutboxMessage.topic == "filing.remind")
    assert len(set(house.scalars(about))) == 5


def test_what_was_filed_or_exempted_is_not_reminded_of(house, bank, head):
    row = requirements.require(house, HALF_YEAR, by=head, at=DAY)
    exemptions.exempt(house, row, bank.id, reason="当年开业", by=head, at=DAY)
    house.expire_all()
    assert remind(house, at=datetime(2026, 7, 30, 2, tzinfo=clock.UTC)) == 0


def test_lists_agree_with_the_rule_that_states_where_a_duty_stands(house, bank, head):
    requirements.require(house, HALF_YEAR, by=head, at=DAY)
    for day in (date(2026, 7, 30), date(2026, 7, 31), date(2027, 2, 1)):
        numbers = query.counts(house, head, day)
        for state, number in numbers.items():
            page = query.duties(house, head, Wanted(state=state), None, day)
            assert [d.state for d in page.items] == [state] * number
        assert sum(numbers.values()) == 2


def test_art_6_another_territory_sees_nothing(house, bank, head):
    requirements.require(house, HALF_YEAR, by=head, at=DAY)
    other = make.make_officer(house, "supervisor", unit_code="440300")
    assert not query.duties(house, other, Wanted(), None, DAY.date()).items
    assert sum(query.counts(house, other, DAY.date()).values()) == 0
