"""The regulator's own clock in public: shares, medians, what waits, what is too few (Art. 33)."""

import statistics
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.rules.timeliness import FEWEST, kept_share, weighted_median
from tests import factories as make
from tests.browsing import Visitor

RECEIVED = datetime(2026, 4, 7, 2, tzinfo=UTC)  # a Tuesday: due on Thursday the 16th
IN_TIME = datetime(2026, 4, 9, 2, tzinfo=UTC)
LATE = datetime(2026, 4, 20, 2, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=20))
def test_art_33_the_median_of_groups_is_the_median_of_all(groups):
    every = [value for value, times in groups for _ in range(times)]
    expected = None if len(every) < FEWEST else Fraction(statistics.median(every))
    assert weighted_median(groups) == expected


@pytest.mark.parametrize(
    ("kept", "ended", "share"),
    [(5, 5, "100.0"), (1999, 2000, "99.9"), (2, 6, "33.3"), (0, 5, "0.0"), (4, 4, None)],
)
def test_art_33_a_hundred_means_every_one_and_too_few_are_not_told(kept, ended, share):
    assert kept_share(kept, ended) == (None if share is None else Decimal(share))


@pytest.fixture
def reader(app, session, frozen):
    frozen("2026-04-27T10:00+08:00")
    make.make_units(session)
    make.make_calendar(session)
    return Visitor(app)


def rows(html):
    """Return the summary list of a page as a mapping."""
    parts = html.split('class="govuk-summary-list__key">')[1:]
    return {
        part.split("</dt>")[0]: part.split('__value">')[1].split("</dd>")[0].strip()
        for part in parts
    }


def test_art_33_the_public_reads_how_the_clock_was_kept(session, reader):
    bank = make.make_institution(session, territory="330106")
    for at in (IN_TIME,) * 4 + (LATE,):
        make.forwarded(session, bank.id, at=at, received_at=RECEIVED)
    make.receive_complaint(session, at=RECEIVED)
    session.commit()
    html = reader.get("/timeliness?period=2026Q2").text
    # Four of five in time, and one that fell due is not forwarded yet: four of six.
    told = rows(html)
    assert told["本期转送"] == "5件" and told["按时转送（七个工作日内）"] == "66.6%"
    assert told["从收到到转送的工作日（中位数）"] == "2天"
    assert "现在等待最久、还没有转送的投诉已等了14个工作日" in html
    assert "数字截至2026年4月27日" in html
    elsewhere = reader.get("/timeliness?period=2026Q2&unit=110000").text
    assert "这一期没有转送过投诉" in elsewhere


def test_art_18_institutions_are_told_by_category_and_never_of_too_few(session, reader):
    bank = make.make_institution(session, territory="330106")

    def answered():
        case = make.forwarded(session, bank.id, at=IN_TIME, received_at=RECEIVED)
        [forwarding] = make.forwardings_of(session, case)
        make.reported(session, forwarding, at=LATE)

    for _ in range(4):
        answered()
    session.commit()
    assert "少于5件时不公布" in reader.get("/timeliness?period=2026Q2").text
    answered()
    session.commit()
    table = reader.get("/timeliness?period=2026Q2").text.split("机构办理</h2>")[1]
    assert "全部机构" in table and "股份制商业银行" in table and "100.0%" in table


def test_odd_choices_give_the_newest_quarter(reader):
    for query in ("period=1999Q1", "unit=x", "period=%00&unit=999999"):
        answer = reader.get(f"/timeliness?{query}")
        assert answer.status_code == 200 and "2026年第2季度" in answer.text
    assert "public, max-age=300" in answer.headers["Cache-Control"]
