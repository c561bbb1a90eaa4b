"""Lists of responsible persons: changes, duties they bring about, gaps, whom notices reach."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.filings.commands import filing as acts
from portal.filings.commands import persons
from portal.filings.commands.gaps import tell_of_gaps
from portal.filings.commands.requirements import Terms, require
from portal.filings.models import Obligation, ResponsiblePerson
from portal.filings.queries.persons import contacts_on, gaps_of, history, roster
from portal.filings.rules.persons import Change
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.filings.people import SIGNED, change, everybody, moment, reported

FIRST, MAY = date(2026, 1, 5), date(2026, 5, 6)


@pytest.fixture
def clerk(house, bank):
    return make.make_desk_user(house, bank.id)


@pytest.fixture
def judge(house):
    return make.make_officer(house, "supervisor")


@pytest.fixture
def listed(house, bank, clerk, judge):
    """The first list, accepted on its first day."""
    return reported(house, bank.id, everybody(FIRST), by=clerk, judge=judge, on=FIRST)


def names(house, bank, day):
    return {office: row.name for office, row in roster(house, bank.id, day).items()}


def test_a_list_stands_from_the_first_day_of_each_office_once_it_is_accepted(house, bank, listed):
    assert names(house, bank, FIRST) == {
        "senior_officer": "赵分管",
        "department_head": "钱牵头",
        "contact_a": "孙联系",
        "contact_b": "李联系",
    }
    assert names(house, bank, date(2026, 1, 4)) == {}


def test_a_successor_ends_the_predecessor_on_the_day_before(house, bank, clerk, judge, listed):
    new = change("contact_a", "周联系", MAY, "replaced")
    reported(house, bank.id, [new], by=clerk, judge=judge, on=MAY)
    assert names(house, bank, date(2026, 5, 5))["contact_a"] == "孙联系"
    assert names(house, bank, MAY)["contact_a"] == "周联系"


def test_a_correction_strikes_the_wrong_entry_which_stays_on_record(
    house, bank, clerk, judge, listed
):
    right = change("contact_a", "孙连喜", FIRST, "corrected")
    reported(house, bank.id, [right], by=clerk, judge=judge, on=MAY)
    assert names(house, bank, FIRST)["contact_a"] == "孙连喜"
    struck = [row.name for row in history(house, bank.id) if row.struck_at]
    assert struck == ["孙联系"]


def test_nothing_of_a_list_is_stored_in_the_clear(house, bank, listed):
    house.flush()
    kept = house.connection().exec_driver_sql(
        "SELECT f.personal::text || f.content::text || p::text FROM filing f, responsible_person p"
    )
    assert not any("孙联系" in text or "13812341234" in text for (text,) in kept)


def test_a_list_sent_back_changes_nothing_and_is_taken_over(house, bank, clerk, judge):
    row = reported(house, bank.id, everybody(FIRST), by=clerk, on=FIRST)
    again_by = date(2026, 1, 20)
    acts.send_back(house, row, remarks="缺公章", again_by=again_by, by=judge, at=moment(FIRST))
    assert names(house, bank, FIRST) == {}
    again = persons.begin_list(house, bank.id, by=clerk, at=moment(FIRST))
    assert persons.changes_of(again) == tuple(everybody(FIRST))


def test_an_empty_list_cannot_be_signed(house, bank, clerk):
    row = persons.begin_list(house, bank.id, by=clerk, at=moment(FIRST))
    with pytest.raises(Breach) as refused:
        acts.sign(house, row, SIGNED, by=clerk, at=moment(FIRST))
    assert (refused.value.code, refused.value.article) == ("persons_empty", "35")


def test_one_person_is_not_both_contacts(house, bank, clerk, listed):
    with pytest.raises(Breach) as refused:
        twice = change("contact_b", "孙联系", MAY, "replaced")
        reported(house, bank.id, [twice], by=clerk, on=MAY)
    assert refused.value.code == "contacts_are_one"


def test_a_change_that_no_longer_fits_is_refused_when_it_is_accepted(
    house, bank, clerk, judge, listed
):
    waiting = reported(
        house, bank.id, [change("contact_a", "周联系", MAY, "replaced")], by=clerk, on=MAY
    )
    row = house.scalars(
        select(ResponsiblePerson).where(ResponsiblePerson.office == "contact_a")
    ).one()
    row.ended_on = date(2026, 5, 1)
    house.flush()
    with pytest.raises(Breach) as refused:
        acts.accept(house, waiting, by=judge, at=moment(MAY))
    assert refused.value.code == "persons_have_changed"


@pytest.fixture
def on_change(house, head):
    """A change is to be reported within three working days."""
    terms = Terms(
        kind="persons",
        title="责任人变动",
        article="35",
        frequency="on_change",
        valid_from=date(2026, 1, 1),
        days_after=3,
        day_kind="working",
        level="",
    )
    return require(house, terms, by=head, at=moment(FIRST))


@pytest.mark.parametrize(
    ("signed_on", "late_days"), [(date(2026, 2, 25), 0), (date(2026, 2, 26), 1)]
)
def test_art_35_a_change_over_the_spring_festival_is_due_by_working_days(
    house, bank, clerk, judge, on_change, signed_on, late_days
):
    # 14 February is a make-up Saturday that counts; the holiday lasts from the 15th to the 23rd.
    gone = date(2026, 2, 13)
    reported(house, bank.id, everybody(FIRST), by=clerk, judge=judge, on=FIRST)
    new = change("contact_a", "周联系", gone, "replaced")
    row = reported(house, bank.id, [new], by=clerk, on=signed_on)
    duty = house.get_one(Obligation, row.obligation_id)
    assert (duty.due_on, duty.opens_on) == (date(2026, 2, 25), gone)
    assert (row.late_days, duty.late) == (late_days, late_days > 0)


def test_a_change_meets_the_duty_it_brings_about(house, bank, clerk, on_change):
    row = reported(house, bank.id, everybody(FIRST), by=clerk, on=FIRST)
    duty = house.scalars(select(Obligation)).one()
    assert (duty.id, duty.filed_on, duty.late) == (row.obligation_id, FIRST, False)
    assert duty.period == f"change:{row.id}"


def test_a_gap_is_found_and_told_of_once(house, bank, clerk, judge, listed):
    left = Change("department_head", "left", MAY, "调离")
    reported(house, bank.id, [left], by=clerk, judge=judge, on=MAY)
    [gap] = gaps_of(house, [bank.id], MAY)[bank.id]
    assert (gap.duty, gap.first, gap.last) == ("department_head", MAY, None)
    assert tell_of_gaps(house, at=moment(MAY)) == 1
    assert tell_of_gaps(house, at=moment(date(2026, 5, 7))) == 0
    told = select(OutboxMessage).where(OutboxMessage.topic == "persons.gap")
    assert len(house.scalars(told).all()) == 1


def test_notices_go_to_contact_a_else_b_else_the_head_company(house, bank, clerk, judge, listed):
    branch = make.make_institution(house, parent=bank, territory="330106")
    assert [c.email for c in contacts_on(house, bank.id, FIRST)] == ["contact_a@bank.example"]
    assert [c.email for c in contacts_on(house, branch.id, FIRST)] == ["contact_a@bank.example"]
    left = Change("contact_a", "left", MAY, "调离")
    reported(house, bank.id, [left], by=clerk, judge=judge, on=MAY)
    assert [c.email for c in contacts_on(house, bank.id, MAY)] == ["contact_b@bank.example"]
    assert contacts_on(house, bank.id, date(2026, 1, 1)) == []


def test_a_signed_change_is_told_of_before_it_is_judged(house, bank, clerk, listed):
    new = change("contact_a", "周联系", MAY, "replaced", email="zhou@bank.example")
    reported(house, bank.id, [new], by=clerk, on=date(2026, 5, 4))
    both = [contact.email for contact in contacts_on(house, bank.id, MAY)]
    assert both == ["contact_a@bank.example", "zhou@bank.example"]
    before = [contact.email for contact in contacts_on(house, bank.id, date(2026, 5, 5))]
    assert before == ["contact_a@bank.example"]
