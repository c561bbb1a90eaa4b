"""Valkey stops, or hangs: submissions go on as quickly, and what they cause happens anyway."""

import os
import signal
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forwarding.models import Complaint
from portal import settings as settings_of_house
from portal.app import create_app
from portal.kernel import clock, outbox
from portal.kernel.db import make_session
from portal.kernel.engines import Valkey
from portal.kernel.notices import MailboxMessage
from portal.web.doorbell import ring
from portal.worker import load_handlers
from tests.faults.installation import await_delivery
from tests.ground import environment
from tests.portal.running import eventually
from tests.stories.people import Person
from tests.stories.ways import ENTRY, House, by_form

ENTRY_PAGE = "/staff/complaints/new"
pytestmark = pytest.mark.slow
SUBMISSIONS = 3
_CALLS = count(1)
# Seconds for the 28 requests of all three: none of them may wait for a Valkey that is away.
QUICK = 15.0


@pytest.fixture
def valkey(files: Path) -> Iterator[Valkey]:
    """A Valkey of this test's own, to be stopped and started."""
    server = Valkey(files / "valkey", files / "sockets", files / "valkey.log")
    server.start()
    yield server
    if server.process is not None:
        server.process.send_signal(signal.SIGCONT)
    server.stop()


@pytest.fixture
def portal(house, database, database_url, valkey, files) -> Iterator[House]:
    """The application on that Valkey."""
    load_handlers()
    app = create_app(settings_of_house.load(environment(files, database_url, valkey.url)))
    app.testing = True
    yield House(app, database, house)
    app.extensions["engine"].dispose()


@pytest.fixture
def clerk(portal: House) -> Person:
    """A clerk at the telephone."""
    return Person(portal.app, portal.session, "clerk", unit_code="330000")


def now() -> str:
    """Return this moment in Shanghai as a clerk types it."""
    return f"{clock.now().astimezone(clock.ZONE):%Y-%m-%dT%H:%M}"


def submit(portal: House, clerk: Person) -> None:
    """Hand in a complaint by form and two by telephone, each without waiting."""
    began = time.monotonic()
    by_form(portal, now())
    for _ in range(SUBMISSIONS - 1):
        # The same again would be asked about, and is then no second complaint.
        called = {**ENTRY, "claim": f"退还第{next(_CALLS)}年的年费300元。"}
        clerk.do(ENTRY_PAGE, ENTRY_PAGE, received_at=now(), **called)
    assert time.monotonic() - began < QUICK


def confirmed(portal: House) -> int:
    """Return how many complainants got their confirmation."""
    with make_session(portal.engine) as session:
        received = MailboxMessage.key.startswith("complaint.received")
        return session.scalar(select(func.count()).where(received))


def complaints(portal: House) -> int:
    with make_session(portal.engine) as session:
        return session.scalar(select(func.count()).select_from(Complaint))


def test_without_valkey_submissions_go_on_and_the_timetable_delivers(
    portal, clerk, valkey, database_url, install
):
    processes = install(database_url, valkey.url)
    timetable = processes.start("timetable")
    processes.start("worker")
    processes.await_worker()
    valkey.process.kill()
    valkey.stop()
    submit(portal, clerk)
    await_delivery(portal.engine)
    assert complaints(portal) == confirmed(portal) == SUBMISSIONS
    assert timetable.poll() is None


def test_after_its_return_the_worker_delivers_by_itself_what_waited(
    portal, clerk, valkey, database_url, install
):
    processes = install(database_url, valkey.url)
    worker = processes.start("worker")
    processes.await_worker()
    valkey.process.kill()
    valkey.stop()
    submit(portal, clerk)
    with make_session(portal.engine) as session:
        assert outbox.lag(session).pending == SUBMISSIONS
    valkey.start()
    circuit = portal.app.extensions["zhuanban.circuit"]
    # As the timetable does every two seconds, and the next submission.
    eventually(lambda: circuit.call(ring) is not None)
    await_delivery(portal.engine)
    assert complaints(portal) == confirmed(portal) == SUBMISSIONS
    assert worker.poll() is None


def test_a_valkey_that_hangs_holds_up_neither_submissions_nor_deliveries(
    portal, clerk, valkey, database_url, install
):
    processes = install(database_url, valkey.url)
    processes.start("timetable")
    processes.start("worker")
    processes.await_worker()
    os.kill(valkey.process.pid, signal.SIGSTOP)
    submit(portal, clerk)
    await_delivery(portal.engine)
    assert complaints(portal) == confirmed(portal) == SUBMISSIONS
    os.kill(valkey.process.pid, signal.SIGCONT)
    submit(portal, clerk)
    await_delivery(portal.engine)
    assert complaints(portal) == confirmed(portal) == 2 * SUBMISSIONS
