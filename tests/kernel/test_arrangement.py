"""Working days: holidays off, make-up days on, and nothing guessed beyond the loaded years."""

import csv
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.kernel import arrangement, audit
from portal.kernel.actor import SYSTEM
from portal.kernel.arrangement import ArrangementDay, CalendarGap, count_natural
from portal.kernel.db import make_session, transaction
from portal.kernel.outbox import OutboxMessage

DATA = Path(__file__).parents[1] / "data"
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PACKAGED = arrangement.packaged()
HEADER = "date,kind,occasion,document_no\n"
NOTICE_2027 = HEADER + (
    "2027-01-01,holiday,元旦,国办发明电〔2026〕9号\n"
    "2027-01-02,holiday,元旦,国办发明电〔2026〕9号\n"
    "2027-01-03,holiday,元旦,国办发明电〔2026〕9号\n"
    "2027-10-01,holiday,国庆节,国办发明电〔2026〕9号\n"
    "2027-10-09,makeup_workday,国庆节,国办发明电〔2026〕9号\n"
)


def load(session, text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    with transaction(session):
        return arrangement.import_arrangements(session, data, by=SYSTEM, at=AT, **options)


def table(session):
    return session.scalar(select(func.count()).select_from(ArrangementDay))


@pytest.fixture
def founded(session):
    """A session on a database that holds the packaged years, 2004 to 2026."""
    with transaction(session):
        arrangement.seed(session)
    return session


def test_the_packaged_years_are_2004_to_2026():
    assert PACKAGED.covered == frozenset(range(2004, 2027))


def test_the_packaged_days_are_those_of_the_notices():
    with (DATA / "arrangements.csv").open(encoding="utf-8") as file:
        notices = {
            (date.fromisoformat(row["date"]), row["kind"], row["occasion"])
            for row in csv.DictReader(file)
        }
    assert len(notices) == 322
    assert {day for day in arrangement.packaged_days() if day[0].year >= 2018} == notices


@given(st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_a_working_day_is_what_chinesecalendar_calls_a_workday(day):
    assert PACKAGED.is_working_day(day) == chinese_calendar.is_workday(day)


@given(st.dates(date(2018, 1, 1), date(2026, 6, 30)), st.integers(0, 200))
def test_working_days_between_two_dates_are_the_workdays_after_the_first(after, span):
    until = after + timedelta(days=span)
    days = (after + timedelta(days=n) for n in range(1, span + 1))
    expected = sum(chinese_calendar.is_workday(day) for day in days)
    assert PACKAGED.working_days_between(after, until) == expected
    assert PACKAGED.working_days_between(until, after) == 0


@given(st.dates(date(2018, 1, 1), date(2026, 11, 30)), st.integers(1, 15))
def test_an_account_names_every_day_once_and_ends_on_the_last_one_counted(start, length):
    account = PACKAGED.count_working(start, length)
    span = (account.due_on - start).days
    assert [day.date for day in account.days] == [start + timedelta(n) for n in range(span + 1)]
    assert sum(day.counted for day in account.days) == length
    assert account.days[0].reason == "day_zero" and account.days[-1].counted


@pytest.mark.parametrize(
    ("day", "counted", "reason", "occasion"),
    [
        ("2026-02-14", True, "makeup_workday", "春节"),
        ("2026-02-16", False, "holiday", "春节"),
        ("2026-02-21", False, "holiday", "春节"),
        ("2026-03-07", False, "weekend", ""),
        ("2026-03-09", True, "working_day", ""),
    ],
)
def test_each_day_says_why_it_counts_or_not(day, counted, reason, occasion):
    found = PACKAGED.day(date.fromisoformat(day))
    assert (found.counted, found.reason, found.occasion) == (counted, reason, occasion)


def test_trap_6_a_year_that_is_not_loaded_is_an_error_and_never_monday_to_friday():
    for day in (date(2027, 1, 4), date(2003, 12, 31)):
        with pytest.raises(CalendarGap) as gap:
            PACKAGED.is_working_day(day)
        assert gap.value.year == day.year
    with pytest.raises(CalendarGap):
        PACKAGED.working_days_between(date(2026, 12, 30), date(2027, 1, 4))


def test_trap_6_a_limit_that_leaves_the_calendar_is_provisional_with_a_lower_bound():
    account = PACKAGED.count_working(date(2026, 12, 28), 7)
    assert account.provisional and account.due_on is None and account.gap == 2027
    assert account.not_before == date(2027, 1, 4)
    assert [day.date for day in account.days] == [date(2026, 12, n) for n in range(28, 32)]


def test_a_limit_that_ends_on_the_last_loaded_day_is_firm():
    account = PACKAGED.count_working(date(2026, 12, 22), 7)
    assert account.due_on == date(2026, 12, 31) and not account.provisional


def test_a_limit_that_starts_beyond_the_calendar_knows_no_day_but_day_zero():
    account = PACKAGED.count_working(date(2027, 1, 4), 7)
    assert account.provisional and account.gap == 2027 and len(account.days) == 1
    assert account.not_before == date(2027, 1, 11)


@pytest.mark.parametrize("missing", ["2026-01-01", "2026-10-01"])
def test_a_notice_cut_short_at_either_end_covers_nothing(missing):
    rows = [row for row in arrangement.packaged_days() if row[0].isoformat() != missing]
    assert 2026 not in arrangement.from_rows(rows).covered


def test_a_make_up_day_alone_covers_nothing():
    rows = [(date(2027, 1, 1), "makeup_workday", ""), (date(2027, 10, 1), "makeup_workday", "")]
    assert not arrangement.from_rows(rows).covered


@pytest.mark.parametrize(
    "row", list(csv.DictReader((DATA / "natural_days.csv").open(encoding="utf-8")))
)
def test_art_43_natural_days_include_the_last_day_whatever_day_it_is(row):
    account = count_natural(date.fromisoformat(row["day_zero"]), int(row["days"]))
    assert account.due_on == date.fromisoformat(row["due_on"])
    assert account.reading == "last_day_counts" and not account.provisional


def test_the_civil_code_reading_moves_the_end_past_a_holiday_and_says_so():
    strict = count_natural(date(2026, 9, 16), 15)
    rolled = count_natural(date(2026, 9, 16), 15, PACKAGED)
    assert strict.due_on == date(2026, 10, 1)
    assert rolled.due_on == date(2026, 10, 8) and rolled.reading == "rolls_over"
    assert sum(day.counted for day in rolled.days) == 15
    assert {day.reason for day in rolled.days[16:]} == {"rolled_over"}


def test_the_civil_code_reading_is_provisional_where_the_calendar_ends():
    account = count_natural(date(2026, 12, 20), 15, PACKAGED)
    assert account.provisional and account.gap == 2027
    assert account.not_before == date(2027, 1, 4) == account.days[-1].date


def test_a_new_database_is_founded_once_and_holds_2004_to_2026(founded):
    before = table(founded)
    assert arrangement.load(founded).covered == PACKAGED.covered
    assert arrangement.seed(founded) == 0 and table(founded) == before


def test_founding_leaves_alone_what_an_officer_loaded_before(session):
    load(session, HEADER + "2026-01-01,holiday,改过,\n")
    arrangement.seed(session)
    stored = session.get(ArrangementDay, date(2026, 1, 1))
    assert stored.occasion == "改过" and 2026 in arrangement.load(session).covered


def test_the_official_file_changes_nothing_in_a_founded_database(founded):
    report = load(founded, (DATA / "arrangements.csv").read_bytes())
    assert report.ok and (report.created, report.changed, report.unchanged) == (0, 0, 322)
    assert founded.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_a_loaded_notice_covers_its_year_and_makes_limits_firm(founded):
    start = date(2026, 12, 28)
    assert arrangement.load(founded).count_working(start, 7).provisional
    report = load(founded, NOTICE_2027)
    assert report.ok and report.created == 5
    assert arrangement.load(founded).count_working(start, 7).due_on == date(2027, 1, 7)
    assert arrangement.load(founded).is_working_day(date(2027, 10, 9))


def test_a_second_import_of_the_same_file_changes_nothing(founded):
    load(founded, NOTICE_2027)
    entries = len(audit.history(founded, "arrangement", "2027"))
    report = load(founded, NOTICE_2027)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 5)
    assert len(audit.history(founded, "arrangement", "2027")) == entries == 1
    assert founded.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_a_dry_run_says_what_it_would_do_and_stores_nothing(founded):
    before = table(founded)
    report = load(founded, NOTICE_2027, dry_run=True)
    assert report.created == 5 and table(founded) == before


def test_an_import_logs_each_day_before_and_after_and_has_limits_recounted(founded):
    load(founded, NOTICE_2027)
    [entry] = audit.history(founded, "arrangement", "2027")
    assert entry.facts["days"]["2027-10-09"] == [None, "makeup_workday"]
    assert entry.facts["document_no"] == ["国办发明电〔2026〕9号"]
    [message] = founded.scalars(select(OutboxMessage)).all()
    assert message.topic == arrangement.CHANGED and message.payload == {"years": [2027]}


def test_an_amended_notice_turns_days_into_the_other_kind(founded):
    text = HEADER + "2026-10-10,holiday,国庆节,补\n2026-10-07,makeup_workday,国庆节,补\n"
    report = load(founded, text)
    assert report.ok and report.changed == 2
    days = arrangement.load(founded)
    assert not days.is_working_day(date(2026, 10, 10)) and days.is_working_day(date(2026, 10, 7))


def test_what_is_rolled_back_is_not_remembered(founded):
    arrangement.load(founded)
    arrangement.import_arrangements(founded, NOTICE_2027.encode(), by=SYSTEM, at=AT)
    assert 2027 in arrangement.load(founded).covered
    founded.rollback()
    assert 2027 not in arrangement.load(founded).covered


BAD = [
    ("2027-02-30,holiday,春节,", 2, "date"),
    ("27-01-01,holiday,元旦,", 2, "date"),
    ("2027-W01-1,holiday,元旦,", 2, "date"),
    ("1999-01-01,holiday,元旦,", 2, "date"),
    ("２０２７-01-01,holiday,元旦,", 2, "date"),
    (",holiday,元旦,", 2, "date"),
    ("2027-01-01,放假,元旦,", 2, "kind"),
    ("2027-01-01,,元旦,", 2, "kind"),
    ("2027-01-04,makeup_workday,元旦,", 2, "kind"),
    ("2027-01-01,holiday,,", 2, "occasion"),
    (f"2027-01-01,holiday,{'节' * 61},", 2, "occasion"),
    (f"2027-01-01,holiday,元旦,{'号' * 61}", 2, "document_no"),
    ("2027-01-01,holiday,元旦,\n2027-01-01,holiday,元旦,", 3, "date"),
    ("2026-10-01,makeup_workday,国庆节,", 0, "kind"),
]


@pytest.mark.parametrize(("rows", "number", "column"), BAD)
def test_a_bad_row_is_named_and_nothing_is_stored(founded, rows, number, column):
    before = table(founded)
    report = load(founded, HEADER + rows)
    [finding] = report.findings
    assert (finding.row, finding.column) == (number, column)
    assert "。" in finding.text and table(founded) == before


@pytest.mark.parametrize("body", [b"", b"date,kind\n", b"\xff\xfe\x00", "日期,类别\n".encode()])
def test_a_file_that_is_no_table_of_days_is_refused_in_words(founded, body):
    report = load(founded, body)
    assert not report.ok and all(finding.text for finding in report.findings)


def test_two_imports_at_once_do_not_lose_each_other(founded, database):
    texts = [NOTICE_2027, NOTICE_2027.replace("2027", "2028")]
    texts[1] = texts[1].replace("2028-10-09", "2028-10-07")

    def work(text):
        with make_session(database) as own:
            load(own, text)

    threads = [threading.Thread(target=work, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {2027, 2028} <= arrangement.load(founded).covered
