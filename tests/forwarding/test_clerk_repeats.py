"""A clerk is told of what may be known already, after it is registered and never before."""

import pytest

from tests import factories as make
from tests.forwarding.officers import officer
from tests.forwarding.test_clerk import enter


@pytest.fixture
def clerk(app, house, frozen):
    frozen("2026-03-03T10:00+08:00")
    return officer(app, house, "clerk")


def test_after_registering_the_likely_repeats_are_named_with_links(clerk, house):
    first = make.receive_complaint(house)
    house.commit()
    answer = enter(clerk)
    assert answer.status_code == 303
    page = clerk.get(answer.location).text
    assert "已登记，可能与下列投诉重复" in page
    assert f"/compare/{first.number}" in page


def test_where_nothing_is_alike_the_page_says_nothing(clerk):
    page = clerk.get(enter(clerk).location).text
    assert "可能与下列投诉重复" not in page


@pytest.mark.parametrize("number", ["", "x", "ZJ-2026-03-999999", "%00"])
def test_a_number_made_up_in_the_address_shows_an_empty_form(clerk, number):
    page = clerk.get(f"/staff/complaints/new?registered={number}")
    assert page.status_code == 200 and "可能与下列投诉重复" not in page.text


def test_another_territorys_number_in_the_address_shows_nothing(clerk, house):
    elsewhere = [make.receive_complaint(house, territory="110105") for _ in range(2)][1]
    house.commit()
    page = clerk.get(f"/staff/complaints/new?registered={elsewhere.number}").text
    assert "可能与下列投诉重复" not in page
