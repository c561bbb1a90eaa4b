"""PostgreSQL goes away and comes back: clear words meanwhile, nothing lost, nothing doubled."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import psycopg
import pytest
from flask import flash
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Draft
from portal import settings as settings_of_house
from portal.accounts.commands import create_token
from portal.app import create_app
from portal.kernel import audit, clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import connect, make_session
from portal.kernel.engines import EngineFailure, Postgres
from portal.kernel.foundation import lay as lay_kernel
from portal.migrations import lay
from portal.web import db
from portal.web.access import public
from tests import factories as make
from tests.faults.browsers import UNAVAILABLE, Browser
from tests.faults.drafts import ready
from tests.faults.installation import PATIENCE, await_delivery
from tests.faults.postmen import post_office
from tests.ground import environment
from tests.portal.running import eventually, free_port
from tests.stories.people import Person, Visitor
from tests.stories.ways import House

pytestmark = pytest.mark.slow
DRAFTS, VISITORS = 24, 4
_number = count()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory) -> Iterator[Postgres]:
    """A durable PostgreSQL of this module's own, to be stopped and started."""
    folder = tmp_path_factory.mktemp("postgres", numbered=True)
    server = Postgres(folder / "data", folder / "run", folder / "log")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh database of that server, with every table."""
    name = f"own_{next(_number)}"
    with psycopg.connect(postgres.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER zhuanban")
    engine = connect(postgres.url(name))
    lay(engine)
    engine.dispose()
    yield postgres.url(name)
    if not postgres.alive:
        postgres.start()


@pytest.fixture
def portal(own_url: str, redis_url: str, files: Path) -> Iterator[House]:
    """The application on that database, with units and working days."""
    settings = settings_of_house.load(environment(files, own_url, redis_url))
    lay_kernel(settings)
    app = create_app(settings)
    engine = app.extensions["engine"]
    with make_session(engine) as session:
        make.make_units(session)
        make.make_calendar(session)
        session.commit()
        yield House(app, engine, session)
    engine.dispose()


NEEDS_DATA = (
    "/staff/",
    "/staff/complaints/new",
    "/staff/complaints/ZJ-2026-02-000001",
    "/desk/",
    "/status",
    "/institutions",
    "/clock",
    "/sign-in",
    "/account",
)
NEEDS_NONE = ("/", "/complaints/new", "/status", "/law", "/sign-in", "/healthz")


@pytest.fixture
def stopped(portal: House, postgres: Postgres) -> Iterator[Callable[[], None]]:
    """Stops the database; it runs again after the test."""
    portal.app.testing = False

    def stop() -> None:
        portal.session.close()
        postgres.stop()

    yield stop
    if not postgres.alive:
        postgres.start()


def test_without_its_database_every_page_says_so_clearly_and_recovers_by_itself(
    portal, postgres, stopped
):
    clerk = Person(portal.app, portal.session, "clerk", unit_code="330000")
    visitor = Visitor(portal.app)
    assert clerk.client.get("/staff/").status_code == 200
    stopped()
    for path in NEEDS_DATA:
        answer = clerk.client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10"), path
        assert "系统暂时无法使用" in answer.text and "已经提交成功的内容不会丢失" in answer.text
    assert {visitor.client.get(path).status_code for path in NEEDS_NONE} == {200}
    assert visitor.client.get("/readyz").json["status"] == "unavailable"
    postgres.start()
    assert clerk.client.get("/staff/").status_code == 200
    assert visitor.client.get("/readyz").status_code == 200


def test_a_call_of_the_api_gets_a_problem_that_says_when_to_try_again(portal, stopped):
    at, session = clock.now(), portal.session
    account = make.make_account(session, "triage", unit_code="330000", at=at)
    token = create_token(session, account.id, label="api", by=SYSTEM, at=at).plain
    session.commit()
    stopped()
    headers = {"Authorization": f"Bearer {token}"}
    answer = portal.app.test_client().get("/api/v1/forwardings", headers=headers)
    assert answer.content_type == "application/problem+json"
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "10"


def test_an_act_that_is_done_is_not_answered_as_if_it_had_failed(portal, stopped):
    clerk = Person(portal.app, portal.session, "clerk", unit_code="330000")

    @public
    def act() -> str:
        flash("已办理。")
        db.session().execute(text("SELECT 1"))
        stopped()
        return "done"

    portal.app.add_url_rule("/act", view_func=act)
    assert clerk.client.get("/act").text == "done"


def run(install, own_url: str, redis_url: str, post) -> int:
    """Start web, worker and timetable; return the port of the web."""
    port = free_port()
    changes = {**post.environ, "ZHUANBAN_RATE_LIMITS": "0", "ZHUANBAN_WEB_WORKERS": "1"}
    processes = install(own_url, redis_url, **changes)
    processes.start("web", "--bind", f"127.0.0.1:{port}")
    processes.start("worker")
    processes.start("timetable")
    eventually(lambda: Browser(port).ask("GET", "/readyz")[0] == 200, PATIENCE)
    processes.await_worker()
    return port


def lose(postgres: Postgres, how: str) -> None:
    """Stop the server as an operator does, or let it crash."""
    if how == "crash":
        postgres.process.kill()
        postgres.process.wait()
    postgres.stop()


def return_of(postgres: Postgres) -> None:
    """Start the server again, as soon as its dead predecessor lets go of its memory."""

    def again() -> bool:
        try:
            postgres.start()
        except EngineFailure as failure:
            raise AssertionError(str(failure)) from failure
        return True

    eventually(again)


def check_nothing_lost_or_doubled(session: Session, post) -> None:
    """Every draft became one complaint, without gap in the numbers, confirmed by one SMS."""
    numbers = session.scalars(select(Complaint.number).order_by(Complaint.number)).all()
    assert [int(number[-6:]) for number in numbers] == list(range(1, DRAFTS + 1))
    assert set(session.scalars(select(Draft.complaint_id))) == set(
        session.scalars(select(Complaint.id))
    )
    received = {key for key in post.messages() if key.startswith("complaint.received")}
    assert len(received) == DRAFTS
    assert all(len(words) == 1 for words in post.messages().values())
    assert audit.verify(session).sound


def in_the_middle(drafts: list[str], visitors: list[Browser], act: Callable[[], None]) -> set[str]:
    """Hand in drafts by several visitors, act once some are in; return all receipts."""
    with ThreadPoolExecutor(VISITORS) as pool:
        done = [pool.submit(visitors[n % VISITORS].hand_in, d) for n, d in enumerate(drafts)]
        eventually(lambda: sum(each.done() for each in done) >= VISITORS)
        act()
        return {each.result() for each in done}


def test_a_stop_and_a_crash_in_the_middle_of_the_work_lose_and_double_nothing(
    portal, postgres, own_url, redis_url, install
):
    drafts = ready(portal.session, DRAFTS)

    def lost(how: str) -> None:
        lose(postgres, how)
        assert UNAVAILABLE in Browser(port).ask("GET", "/institutions")[1]
        return_of(postgres)

    with post_office() as post:
        port = run(install, own_url, redis_url, post)
        visitors = [Browser(port) for _ in range(VISITORS)]
        half = DRAFTS // 2
        receipts = in_the_middle(drafts[:half], visitors, lambda: lost("stop"))
        receipts |= in_the_middle(drafts[half:], visitors, lambda: lost("crash"))
        assert len(receipts) == DRAFTS
        answered = sum((visitor.statuses for visitor in visitors), Counter())
        assert set(answered) <= {200, 303, 503} and answered[503] > 0
        assert [visitor.unclear for visitor in visitors] == [[]] * VISITORS
        await_delivery(portal.engine)
        check_nothing_lost_or_doubled(portal.session, post)
