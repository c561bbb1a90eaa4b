"""The public pages on the Measures: a time limit counted day by day, and the law's coverage."""

import pytest

from portal.kernel import arrangement
from portal.kernel.db import transaction

NOVEMBER = "2026-11-20T09:00+08:00"


@pytest.fixture
def visit(client, session, frozen):
    """Fetches an address on 20 November 2026, with 2004 to 2026 loaded; gives status and text."""
    with transaction(session):
        arrangement.seed(session)
    frozen(NOVEMBER)

    def fetch(address, language="zh"):
        client.set_cookie("language", language)
        answer = client.get(address)
        return answer.status_code, answer.get_data(as_text=True)

    return fetch


def test_art_33_the_page_counts_from_today_until_one_asks_for_another_day(visit):
    status, page = visit("/clock")
    assert status == 200
    assert "2026年12月1日 周二" in page and "收到当日" in page


def test_art_33_the_page_shows_every_day_and_why(visit):
    status, page = visit("/clock?rule=33&from=2026-02-12")
    assert status == 200 and "最后一日：2026年2月28日 周六" in page
    assert page.count("zb-account__day--skipped") == 10
    assert "调休上班（春节）" in page and "节假日（春节）" in page and "第33条" in page


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("rule=18&from=2026-01-31", "2026年2月15日"),
        ("rule=18&tier=complex&from=2026-01-31", "2026年3月2日"),
        ("rule=18&tier=especially_complex&from=2026-01-31", "2026年4月1日"),
        ("rule=20&from=2026-01-31", "2026年3月2日"),
    ],
)
def test_art_43_natural_days_say_which_reading_was_used(visit, query, due):
    status, page = visit(f"/clock?{query}")
    assert status == 200 and due in page and "不顺延" in page


def test_trap_6_a_limit_that_leaves_the_calendar_is_marked_provisional(visit):
    status, page = visit("/clock?rule=33&from=2026-12-28")
    assert status == 200 and "暂定：不早于2027年1月4日" in page
    assert "最后一日" not in page


def test_trap_6_a_day_of_a_year_that_is_not_loaded_is_an_error_in_words(visit):
    status, page = visit("/clock?rule=33&from=2027-03-01")
    assert status == 422 and "2027年的节假日安排尚未载入" in page and "逐日计算" not in page


def test_art_45_a_day_before_the_measures_says_that_they_do_not_apply(visit):
    status, page = visit("/clock?rule=33&from=2020-01-22")
    assert status == 200 and "2020年2月10日" in page and "不适用本办法" in page


@pytest.mark.parametrize(
    "query",
    [
        "rule=33&from=2026-02-30",
        "rule=33&from=",
        "rule=34&from=2026-02-12",
        "rule=33&from=%00",
        "rule=33&from=9999-12-31",
        "rule=18&from=1901-01-01",
        "rule=33&from=2026-02-12" + "0" * 5000,
        "rule=33&from=%E2%80%AE%ED%A0%80",
    ],
)
def test_whatever_is_asked_is_answered_in_words_and_never_fails(visit, query):
    status, page = visit(f"/clock?{query}")
    assert status in (200, 422)
    assert (status == 422) == ("error-summary" in page)


def test_the_pages_are_also_in_english(visit):
    for address in ("/clock?rule=33&from=2026-02-12", "/law"):
        status, page = visit(address, language="en")
        assert status == 200 and '<html lang="en"' in page


def test_the_law_page_lists_45_articles_and_says_openly_what_is_missing(visit):
    status, page = visit("/law")
    assert status == 200 and page.count('<th scope="row"') == 45
    assert "forwarding.rules.clocks:forwarding_clock" in page and "尚未实现" in page


def test_front_page_and_footer_lead_to_the_pages(visit):
    page = visit("/")[1]
    assert 'href="/clock"' in page and 'href="/law"' in page
