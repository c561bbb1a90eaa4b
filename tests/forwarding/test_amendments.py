"""A second rule set is data with a day: what came before that day does not move (Art. 45)."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forwarding import rules
from forwarding.commands.amendments import import_rules
from forwarding.rules.amounts import AMOUNTS, ARTICLES, rule_sets
from forwarding.views.rule_sets import WORDS
from portal.kernel import amounts, arrangement, audit
from portal.kernel.actor import SYSTEM
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.clock import ZONE
from portal.kernel.db import transaction
from tests import factories as make
from tests.browsing import Visitor

INVENTED = (
    "effective_from,key,value,document_no\n"
    "2026-06-01,forwarding_working_days,5,虚构令〔2026〕1号\n"
    "2026-06-01,handling_days_simple,10,虚构令〔2026〕1号\n"
    "2026-06-01,handling_days_complex,20,虚构令〔2026〕1号\n"
    "2026-06-01,handling_days_especially_complex,45,虚构令〔2026〕1号\n"
)
AMENDED = Book({"forwarding_working_days": {date(2026, 6, 1): 5}})
BEFORE = datetime(2026, 5, 29, 9, tzinfo=ZONE)
SINCE = datetime(2026, 6, 1, 9, tzinfo=ZONE)


@pytest.fixture
def house(session):
    """A session on a database with units, an institution and the working days."""
    with transaction(session):
        make.make_units(session)
        arrangement.seed(session)
    return session


def load(session, text=INVENTED, at=BEFORE, **options):
    with transaction(session):
        return import_rules(session, text.encode(), by=SYSTEM, at=at, **options)


def test_art_45_each_day_is_counted_by_the_amounts_of_its_own_rule_set():
    calendar = arrangement.packaged()
    old = rules.forwarding_clock(date(2026, 5, 31), calendar, book=AMENDED)
    new = rules.forwarding_clock(date(2026, 6, 1), calendar, book=AMENDED)
    assert (old.length, new.length) == (7, 5)
    assert rules.rule_set_of(date(2026, 5, 31), AMENDED) == rules.IN_FORCE
    assert rules.rule_set_of(date(2026, 6, 1), AMENDED) == date(2026, 6, 1)


@given(st.dates(date(2020, 3, 1), date(2026, 5, 31)))
def test_art_45_an_amendment_moves_no_day_before_its_own(day):
    calendar = arrangement.packaged()
    unmoved = rules.forwarding_clock(day, calendar)
    assert rules.forwarding_clock(day, calendar, book=AMENDED) == unmoved


def test_art_45_every_amount_has_its_article_and_its_words():
    assert AMOUNTS.keys() == ARTICLES.keys() == WORDS.keys()
    assert [since for since, _held in rule_sets(AS_WRITTEN)] == [rules.IN_FORCE]


def test_art_45_cases_received_before_the_amendment_keep_their_due_date(house):
    before = make.receive_complaint(house, at=BEFORE)
    house.commit()
    report = load(house)
    assert (report.created, report.moved) == (4, [])
    since = make.receive_complaint(house, at=SINCE)
    house.commit()
    kept = make.again(house, before.number)
    assert (kept.due_on, kept.rule_set) == (date(2026, 6, 9), rules.IN_FORCE)
    assert (since.due_on, since.rule_set) == (date(2026, 6, 8), date(2026, 6, 1))


def test_art_45_an_amendment_loaded_late_counts_open_cases_again_and_lists_each(house):
    before, since = (make.receive_complaint(house, at=at) for at in (BEFORE, SINCE))
    house.commit()
    report = load(house, at=SINCE)
    (moved,) = report.moved
    assert (moved.number, moved.why.cause) == (since.number, "rules")
    assert (moved.before, moved.after) == (date(2026, 6, 10), date(2026, 6, 8))
    assert make.again(house, before.number).due_on == date(2026, 6, 9)
    assert make.again(house, since.number).rule_set == date(2026, 6, 1)
    lines = audit.history(house, "rules", 0)
    assert [line.act for line in lines] == ["rules.amend"]


def test_art_18_an_institution_has_the_days_of_the_day_it_was_reached(house):
    load(house)
    book = amounts.load(house)
    assert rules.institution_due_on(date(2026, 5, 31), book=book) == date(2026, 6, 15)
    assert rules.institution_due_on(date(2026, 6, 1), book=book) == date(2026, 6, 11)
    long = rules.handling_clock(date(2026, 6, 1), "especially_complex", book=book)
    assert long.due_on == date(2026, 7, 16)


def test_art_18_an_amendment_loaded_late_counts_an_institutions_open_limit_again(house):
    before = make.forwarded(house, at=BEFORE)
    since = make.forwarded(house, at=SINCE)
    house.commit()
    report = load(house, at=SINCE)
    limits = [one for one in report.moved if one.before == date(2026, 6, 16)]
    assert [(one.number, one.after) for one in limits] == [(since.number, date(2026, 6, 11))]
    (kept,) = make.forwardings_of(house, make.again(house, before.number))
    assert kept.due_on == date(2026, 6, 13)
    lines = audit.history(house, "complaint", since.id)
    assert lines[-1].act == "forwarding.recount" and lines[-1].facts["after"] == "2026-06-11"


def test_a_second_load_of_the_same_file_changes_nothing(house):
    load(house)
    again = load(house)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 4)


def test_a_check_stores_nothing(house):
    assert load(house, dry_run=True).created == 4
    assert amounts.load(house) == AS_WRITTEN


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ("2020-03-01,forwarding_working_days,5,号", "effective_from"),
        ("明年,forwarding_working_days,5,号", "effective_from"),
        ("2026-06-01,七个工作日,5,号", "key"),
        ("2026-06-01,forwarding_working_days,0,号", "value"),
        ("2026-06-01,forwarding_working_days,五,号", "value"),
        ("2026-06-01,forwarding_working_days,5,", "document_no"),
        ("2026-06-01,handling_days_simple,31,号", "value"),
    ],
)
def test_a_faulty_file_is_refused_by_row_and_stores_nothing(house, wrong, column):
    report = load(house, f"effective_from,key,value,document_no\n{wrong}\n")
    assert [found.column for found in report.findings] == [column]
    assert amounts.load(house) == AS_WRITTEN


def test_a_supervisor_loads_an_amendment_and_everybody_reads_both_rule_sets(app, house, frozen):
    frozen("2026-05-29T09:00+08:00")
    visitor = Visitor(app).enter(house, "supervisor")
    data = {"file": (BytesIO(INVENTED.encode()), "rules.csv"), "act": "load"}
    page = visitor.post("/staff/rules", data, page="/staff/rules")
    assert page.status_code == 200 and "尚未施行" in page.text
    public = Visitor(app).get("/law/amounts").text
    assert "2026年6月1日" in public and "2020年3月1日" in public
    counted = Visitor(app).get("/api/v1/public/clock?rule=33&from=2026-06-01").json
    assert (counted["due_on"], counted["rule_set"]) == ("2026-06-08", "2026-06-01")


def test_who_may_load_an_amendment_sees_the_code_of_each_amount(app, house, frozen):
    frozen("2026-05-29T09:00+08:00")
    html = Visitor(app).enter(house, "supervisor").get("/staff/rules").text
    assert all(f">{key}</code>" in html for key in ("forwarding_working_days", "review_days"))


def test_a_triage_officer_reads_the_rule_sets_and_loads_nothing(app, house, frozen):
    frozen("2026-05-29T09:00+08:00")
    visitor = Visitor(app).enter(house, "triage")
    html = visitor.get("/staff/rules").text
    assert 'type="file"' not in html and "forwarding_working_days" not in html
    data = {"file": (BytesIO(INVENTED.encode()), "rules.csv"), "act": "load"}
    assert visitor.post("/staff/rules", data, page="/staff/rules").status_code == 403


def test_art_33_a_due_date_that_an_amendment_moves_is_shown_with_why(app, house, frozen):
    complaint = make.receive_complaint(house, at=SINCE)
    house.commit()
    frozen("2026-06-01T10:00+08:00")
    visitor = Visitor(app).enter(house, "supervisor")
    data = {"file": (BytesIO(INVENTED.encode()), "rules.csv"), "act": "load"}
    page = visitor.post("/staff/rules", data, page="/staff/rules").text
    moved = page[page.index("期限有变动的投诉") :]
    for shown in (complaint.number, "2026年6月10日", "2026年6月8日", "规定的天数有修订"):
        assert shown in moved


def test_a_check_says_that_nothing_was_loaded_and_names_no_number_of_moved_cases(
    app, house, frozen
):
    frozen("2026-06-01T10:00+08:00")
    visitor = Visitor(app).enter(house, "supervisor")
    data = {"file": (BytesIO(INVENTED.encode()), "rules.csv"), "act": "check"}
    page = visitor.post("/staff/rules", data, page="/staff/rules").text
    assert "检查通过，没有载入" in page and "件投诉的期限有变动" not in page
    assert amounts.load(house) == AS_WRITTEN
