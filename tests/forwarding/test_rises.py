"""Early warning of rises: what is one, told once, decided with words (Art. 30)."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forwarding.commands.rises import decide_rise, look_for_rises
from forwarding.models import Rise
from forwarding.rules.rises import WATCHING, is_rise, tail
from portal.kernel import audit
from portal.kernel.law import Breach
from tests import factories as make
from tests.factories import DAY

USUAL = WATCHING.at(DAY.date())


@given(st.integers(0, 40), st.fractions(0, 30, max_denominator=6))
def test_the_tail_is_one_minus_the_sum_of_all_smaller_probabilities(least, mean):
    plain = 1 - sum(exp(-float(mean)) * float(mean) ** n / factorial(n) for n in range(least))
    assert abs(float(tail(least, mean)) - max(0.0, plain)) < 1e-9


@pytest.mark.parametrize(
    ("now", "before", "rise"),
    [
        (10, 0, True),  # out of nothing
        (9, 0, False),  # too few to say
        (10, 12, True),  # two are usual
        (20, 60, False),  # ten are usual, but chance alone brings twenty about once in 300
        (24, 60, True),
        (130, 600, False),  # beyond chance, but not half as many again
        (150, 600, True),
    ],
)
def test_art_30_a_rise_is_large_in_number_in_ratio_and_beyond_chance(now, before, rise):
    assert is_rise(now, before, USUAL) == rise


def test_the_chance_that_is_asked_for_is_the_one_in_the_settings():
    assert USUAL.chance == Decimal("0.001") and USUAL.factor == Fraction(3, 2)
    assert tail(20, Fraction(10)) > USUAL.chance > tail(24, Fraction(10))


@pytest.fixture
def risen(session):
    """Twelve complaints about a bank's credit cards, where none were usual."""
    make.make_units(session)
    make.make_calendar(session)
    bank = make.make_institution(session)
    for _ in range(12):
        make.forwarded(session, bank.id, business="B0402")
    for _ in range(5):
        make.forwarded(session, bank.id, business="B05")
    session.commit()
    return bank


def rows(session):
    return session.scalars(select(Rise).order_by(Rise.unit_code)).all()


def test_art_30_a_rise_is_told_to_its_unit_and_to_the_head_office_once(session, risen):
    tomorrow = DAY + timedelta(days=1)
    assert [look_for_rises(session, at=tomorrow) for _ in range(2)] == [2, 0]
    assert [(row.unit_code, row.business, row.number, row.before) for row in rows(session)] == [
        ("000000", "B0402", 12, 0),
        ("330000", "B0402", 12, 0),
    ]
    assert look_for_rises(session, at=tomorrow + timedelta(days=1)) == 0


def test_art_30_a_decided_rise_does_not_come_back_while_its_days_last(session, risen):
    tomorrow = DAY + timedelta(days=1)
    look_for_rises(session, at=tomorrow)
    officer = make.make_officer(session, "supervisor")
    row = rows(session)[1]
    with pytest.raises(Breach) as told:
        decide_rise(session, row, "dismiss", remarks=" 。 ", by=officer, at=tomorrow)
    assert told.value.code == "rise_remarks_missing"
    decide_rise(session, row, "dismiss", remarks="系统升级引起，已恢复", by=officer, at=tomorrow)
    assert look_for_rises(session, at=tomorrow + timedelta(days=3)) == 0
    with pytest.raises(Breach, match="illegal_act"):
        decide_rise(session, row, "note", remarks="再看一下情况", by=officer, at=tomorrow)
    last = audit.history(session, "rise", row.id)[-1]
    assert (last.act, last.reason) == ("rise.dismiss", "系统升级引起，已恢复")
