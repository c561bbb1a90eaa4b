"""Who is in charge on which day, gaps, and what is wrong with a change (Arts. 25, 35)."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.filings.rules.persons import Change, faults, gaps, in_office, same_contact
from tests.filings.people import change

FIRST = date(2026, 1, 1)
TODAY = date(2026, 3, 10)


@dataclass
class Held:
    office: str
    began_on: date
    ended_on: date | None = None


def manned(**other):
    """Return everybody in charge since the first day, but for what is said."""
    held = {
        "senior_officer": [Held("senior_officer", FIRST)],
        "department_head": [Held("department_head", FIRST)],
        "contact_a": [Held("contact_a", FIRST)],
    }
    return [span for spans in {**held, **other}.values() for span in spans]


def test_whoever_holds_an_office_holds_it_on_its_first_and_its_last_day():
    spans = [Held("contact_a", date(2026, 2, 1), date(2026, 2, 10))]
    assert in_office(spans, "contact_a", date(2026, 2, 1)) is spans[0]
    assert in_office(spans, "contact_a", date(2026, 2, 10)) is spans[0]
    assert in_office(spans, "contact_a", date(2026, 2, 11)) is None
    assert in_office(spans, "contact_a", date(2026, 1, 31)) is None


def test_everybody_in_charge_leaves_no_gap():
    assert gaps(manned(), FIRST, TODAY) == []


def test_a_gap_reaches_from_the_day_after_the_last_to_the_day_before_the_successor():
    heads = [
        Held("department_head", FIRST, date(2026, 2, 10)),
        Held("department_head", date(2026, 2, 15)),
    ]
    [gap] = gaps(manned(department_head=heads), FIRST, TODAY)
    assert (gap.duty, gap.first, gap.last) == (
        "department_head",
        date(2026, 2, 11),
        date(2026, 2, 14),
    )


def test_a_gap_without_a_successor_goes_on_and_one_with_a_later_successor_ends_before_it():
    left = [Held("department_head", FIRST, TODAY)]
    [gap] = gaps(manned(department_head=left), FIRST, TODAY + timedelta(days=1))
    assert (gap.first, gap.last) == (TODAY + timedelta(days=1), None)
    left.append(Held("department_head", TODAY + timedelta(days=5)))
    [gap] = gaps(manned(department_head=left), FIRST, TODAY + timedelta(days=1))
    assert gap.last == TODAY + timedelta(days=4)


def test_either_contact_will_do():
    contacts = [Held("contact_a", FIRST, TODAY), Held("contact_b", TODAY)]
    assert gaps(manned(contact_a=contacts), FIRST, TODAY + timedelta(days=30)) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30) | st.none()), max_size=6))
def test_gaps_are_the_days_on_which_nobody_is_in_office(spells):
    spans = [
        Held(
            "senior_officer",
            FIRST + timedelta(days=start),
            None if length is None else FIRST + timedelta(days=start + length),
        )
        for start, length in spells
    ]
    last = FIRST + timedelta(days=50)
    days = {FIRST + timedelta(days=n) for n in range(51)}
    bare = {day for day in days if in_office(spans, "senior_officer", day) is None}
    found = [gap for gap in gaps(spans, FIRST, last) if gap.duty == "senior_officer"]
    assert bare == {day for day in days if any(g.first <= day <= (g.last or last) for g in found)}


NOBODY, HELD = None, Held("contact_a", FIRST)
GONE = Held("contact_a", FIRST, date(2026, 2, 28))
WRONG = [
    (change("contact_a", "周联系", TODAY), HELD, "kind"),
    (change("contact_a", "周联系", TODAY, "replaced"), NOBODY, "kind"),
    (change("contact_a", "周联系", TODAY, "corrected"), NOBODY, "kind"),
    (change("contact_a", "", TODAY, "left"), NOBODY, "kind"),
    (change("contact_a", "周联系", FIRST, "replaced"), HELD, "on"),
    (change("contact_a", "周联系", date(2026, 2, 28)), GONE, "on"),
    (change("contact_a", "周联系", TODAY + timedelta(days=181)), NOBODY, "on"),
    (change("contact_a", "周", TODAY), NOBODY, "name"),
    (change("contact_a", "周联系", TODAY, post=" "), NOBODY, "post"),
    (change("department_head", "周牵头", TODAY, department=""), NOBODY, "department"),
    (change("contact_a", "周联系", TODAY, phone="", mobile=""), NOBODY, "phone"),
    (change("contact_a", "周联系", TODAY, phone="八七六五"), NOBODY, "phone"),
    (change("contact_a", "周联系", TODAY, mobile="1381234"), NOBODY, "mobile"),
    (change("contact_a", "周联系", TODAY, email=""), NOBODY, "email"),
    (change("contact_a", "周联系", TODAY, email="zhou"), NOBODY, "email"),
    (Change("contact_a", "left", TODAY, " "), HELD, "reason"),
]


@pytest.mark.parametrize(("wrong", "latest", "field"), WRONG)
def test_what_is_wrong_with_a_change_is_said_at_its_field(wrong, latest, field):
    assert [fault.field for fault in faults(wrong, latest, TODAY)] == [field]


@pytest.mark.parametrize(
    ("right", "latest"),
    [
        (change("contact_a", "周联系", TODAY), NOBODY),
        (change("contact_a", "周联系", date(2026, 3, 1)), GONE),
        (change("contact_a", "周联系", TODAY, "replaced"), HELD),
        (change("contact_a", "周联系", FIRST, "corrected"), HELD),
        (change("contact_a", "周联系", TODAY, "reorganised"), HELD),
        (Change("contact_a", "left", TODAY, "调离"), HELD),
        (change("senior_officer", "周分管", TODAY, email=""), NOBODY),
    ],
)
def test_a_right_change_has_no_fault(right, latest):
    assert faults(right, latest, TODAY) == []


def test_both_contacts_are_two_people():
    again = [change("contact_b", "孙联系", TODAY)]
    assert same_contact(again, {"contact_a": "孙联系"})
    assert not same_contact(again, {"contact_a": "李联系"})
    assert not same_contact([Change("contact_a", "left", TODAY), *again], {"contact_a": "孙联系"})
