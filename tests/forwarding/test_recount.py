"""A loaded arrangement moves open due dates, says which, and leaves what is done alone."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handler)
from forwarding.commands.recount import import_arrangements, recount
from portal.kernel import arrangement, audit, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import ZONE
from portal.kernel.db import transaction
from tests import factories as make

LATE_2026 = datetime(2026, 12, 28, 9, tzinfo=ZONE)
NOTICE = (
    "date,kind,occasion,document_no\n"
    "2027-01-01,holiday,元旦,国办发明电〔2026〕9号\n"
    "2027-10-01,holiday,国庆节,国办发明电〔2026〕9号\n"
)


@pytest.fixture
def house(session):
    """A session on a database with units and the working days of 2004 to 2026."""
    with transaction(session):
        make.make_units(session)
        arrangement.seed(session)
    return session


def load(session, text=NOTICE, **options):
    with transaction(session):
        return import_arrangements(session, text.encode(), by=SYSTEM, at=LATE_2026, **options)


def test_art_33_a_provisional_case_gets_its_due_date_when_the_notice_is_loaded(house):
    case = make.receive_complaint(house, at=LATE_2026)
    assert case.provisional and case.due_on is None and case.sort_due == date(2027, 1, 4)
    house.commit()
    report = load(house)
    assert [one.as_json() for one in report.moved] == [
        {
            "number": case.number,
            "before": None,
            "after": "2027-01-07",
            "why": "firm",
            "days": [],
        }
    ]
    again = make.again(house, case.number)
    assert (again.due_on, again.sort_due, again.provisional) == (
        date(2027, 1, 7),
        date(2027, 1, 7),
        False,
    )
    assert again.received_on == date(2026, 12, 28)


def test_trap_6_a_case_of_an_unloaded_year_is_received_all_the_same(house):
    at = datetime(2027, 3, 1, 9, tzinfo=ZONE)
    case = make.receive_complaint(house, at=at)
    assert case.provisional and case.sort_due == date(2027, 3, 8)


def test_an_amended_notice_moves_a_firm_due_date_and_the_record_shows_both(house):
    case = make.receive_complaint(house, at=datetime(2026, 9, 28, 9, tzinfo=ZONE))
    assert case.due_on == date(2026, 10, 13)
    house.commit()
    report = load(house, "date,kind,occasion\n2026-10-10,holiday,国庆节\n")
    assert [one.after for one in report.moved] == [date(2026, 10, 14)]
    entry = audit.history(house, "complaint", case.id)[-1]
    assert entry.act == "complaint.recount" and entry.article == "33"
    assert entry.facts == {
        "before": "2026-10-13",
        "after": "2026-10-14",
        "why": "days",
        "days": ["2026-10-10"],
    }


def test_what_is_done_keeps_the_date_it_was_judged_by(house):
    case = make.forwarded(house, at=datetime(2026, 9, 28, 9, tzinfo=ZONE))
    make.told(house, case, at=datetime(2026, 9, 28, 10, tzinfo=ZONE))
    house.commit()
    report = load(house, "date,kind,occasion\n2026-10-10,holiday,国庆节\n")
    assert report.moved == []
    assert make.again(house, case.number).due_on == date(2026, 10, 13)


def test_a_telling_still_due_moves_with_its_complaint(house):
    case = make.forwarded(house, at=LATE_2026)
    house.commit()
    load(house)
    [telling] = make.tellings_of(house, case)
    assert telling.due_on == date(2027, 1, 7)


def test_the_message_of_an_import_recounts_too_and_twice_is_as_good_as_once(house, database):
    case = make.receive_complaint(house, at=LATE_2026)
    with transaction(house):
        arrangement.import_arrangements(house, NOTICE.encode(), by=SYSTEM, at=LATE_2026)
    outbox.drain(database, lambda: LATE_2026)
    assert make.again(house, case.number).due_on == date(2027, 1, 7)
    assert recount(house, by=SYSTEM, at=LATE_2026) == []


def test_a_refused_file_moves_nothing(house):
    make.receive_complaint(house, at=LATE_2026)
    house.commit()
    report = load(house, NOTICE + "2027-02-30,holiday,春节,\n")
    assert not report.ok and report.moved == [] and 2027 not in report.covered
    failed = select(outbox.OutboxMessage.topic)
    assert arrangement.CHANGED not in house.scalars(failed).all()
