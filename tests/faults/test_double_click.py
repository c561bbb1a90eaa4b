"""A double click, a browser that sends again, a system that calls twice: one complaint."""

import io
import re
from functools import partial

import pytest
from sqlalchemy import func, select

from forwarding.models import Complaint, Forwarding, ReceiptCode
from portal.accounts.commands import create_token
from portal.kernel import clock, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.outbox import OutboxMessage
from portal.worker import load_handlers
from tests import factories as make
from tests.faults.drafts import ready
from tests.faults.gates import at_once, meet
from tests.stories.pages import form_to
from tests.stories.people import Person, Visitor
from tests.stories.ways import ENTRY, ROW

CLICKS = 2
# Where two submissions of one unit and month meet at the latest: both have looked for an earlier
# one by then and found none.
SERIES = "SELECT 1 FROM number_series WHERE kind = 'complaint' FOR UPDATE"
ENTRY_PAGE = "/staff/complaints/new"


@pytest.fixture
def series(house):
    """The month's first number is taken, so that its series can be locked."""
    make.receive_complaint(house, at=clock.now())
    house.commit()
    return house


def count(house, of: type) -> int:
    house.rollback()
    return house.scalar(select(func.count()).select_from(of))


def check_one_more(house) -> None:
    """Besides the first there is one complaint, confirmed once, with one secret code."""
    assert count(house, Complaint) == 2
    received = OutboxMessage.topic == "complaint.received"
    assert house.scalar(select(func.count()).where(received)) == 2


def test_the_last_page_of_the_form_sent_twice_is_one_complaint(app, house, database):
    (draft,) = ready(house, 1)
    visitors = [Visitor(app) for _ in range(CLICKS)]
    page = f"{draft}/check"
    acts = []
    for visitor in visitors:
        filled = form_to(visitor.get(page).text, page).filled({"declaration": "y"})
        acts.append(partial(visitor.client.post, page, data=filled))
    answers = meet(database, acts, "SELECT 1 FROM draft FOR UPDATE")
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert (count(house, Complaint), count(house, ReceiptCode)) == (1, 1)


def test_a_clerks_entry_sent_twice_is_one_complaint(app, series, database):
    clerk = Person(app, series, "clerk", unit_code="330000")
    now = f"{clock.now().astimezone(clock.ZONE):%Y-%m-%dT%H:%M}"
    form = form_to(clerk.get(ENTRY_PAGE).text, ENTRY_PAGE)
    filled = form.filled({**ENTRY, "received_at": now})
    acts = [partial(clerk.client.post, ENTRY_PAGE, data=filled)] * CLICKS
    answers = meet(database, acts, SERIES)
    assert {answer.status_code for answer in answers} == {303}
    check_one_more(series)
    said = clerk.get(ENTRY_PAGE).text
    assert len(set(re.findall(r"[A-Z]{2}-\d{4}-\d{2}-\d{6}", said))) == 1


@pytest.fixture
def hotline(app, series):
    """Calls the API as the hotline's own system."""
    account = make.make_account(series, "clerk", unit_code="330000", at=clock.now())
    token = create_token(series, account.id, label="hotline", by=SYSTEM, at=clock.now()).plain
    make.make_institution(series, "ICBC")
    series.commit()

    def call(key: str | None, **changes):
        given = {**ROW, "received_at": clock.now().isoformat(), **changes}
        sent = {name: value for name, value in given.items() if value}
        headers = {"Authorization": f"Bearer {token}"}
        headers |= {"Idempotency-Key": key} if key else {}
        return partial(app.test_client().post, "/api/v1/complaints", json=sent, headers=headers)

    return call


def test_a_call_repeated_under_its_key_gets_the_same_answer(series, database, hotline):
    call = hotline("one")
    answers = meet(database, [call, call], SERIES)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    check_one_more(series)


def test_two_calls_with_one_number_of_the_hotline_are_one_complaint(series, database, hotline):
    at = clock.now().isoformat()
    calls = [hotline(key, received_at=at) for key in ("one", "two")]
    answers = meet(database, calls, SERIES)
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json["number"] for answer in answers}) == 1
    check_one_more(series)


def test_a_forwarding_called_for_twice_leaves_once(app, series, database, hotline):
    bank = make.make_institution(series, "CMB")
    case = make.classified(series, at=clock.now())
    officer = make.make_account(series, "triage", unit_code="330000", at=clock.now())
    token = create_token(series, officer.id, label="api", by=SYSTEM, at=clock.now()).plain
    series.commit()
    call = partial(
        app.test_client().post,
        f"/api/v1/complaints/{case.number}/forwardings",
        json={"institution_codes": [bank.code]},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "one"},
    )
    answers = at_once([call, call])
    assert [answer.status_code for answer in answers] == [201, 201]
    assert count(series, Forwarding) == 1


def test_one_file_loaded_by_two_at_once_is_loaded_once(app, series, database):
    load_handlers()
    outbox.drain(database, clock.now)
    row = {**ROW, "institution_code": "", "received_at": clock.now().isoformat()}
    day = f"{','.join(row)}\n{','.join(row.values())}\n".encode()
    for _ in range(CLICKS):
        clerk = Person(app, series, "clerk", unit_code="330000")
        file = (io.BytesIO(day), "day.csv")
        clerk.do("/staff/imports", "/staff/imports", file=file, act="load")
    meet(database, [partial(outbox.drain, database, clock.now)] * CLICKS, SERIES)
    check_one_more(series)
