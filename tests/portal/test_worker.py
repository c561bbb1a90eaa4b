"""The worker, for real: killed in mid-delivery, without Redis, without its database."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine, text

from portal.kernel import clock, outbox
from portal.kernel.db import make_session, transaction
from portal.web.doorbell import ring
from tests.ground import environment
from tests.portal.running import clean_environment, eventually

Start = Callable[[], subprocess.Popen]


@pytest.fixture
def start(database: Engine, database_url: str, redis_url: str, files: Path) -> Iterator[Start]:
    """Starts a worker with a slow handler; every one started is ended with the test."""
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE told (key text)"))
    started: list[subprocess.Popen] = []

    def begin() -> subprocess.Popen:
        environ = {**clean_environment(), **environment(files, database_url, redis_url)}
        command = [sys.executable, "-m", "tests.portal.worker_with_slow_handler"]
        started.append(subprocess.Popen(command, env={**environ, "SIGNALS": str(files)}))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def post(engine: Engine, number: int = 1) -> None:
    with make_session(engine) as session, transaction(session):
        outbox.post(session, "test.slow", f"slow:{number}", {}, clock.now())


def rung(redis_url: str, true: Callable[[], object]) -> None:
    """Ring, as the timetable does every two seconds, until something holds."""

    def ring_and_look() -> object:
        with Redis.from_url(redis_url) as redis:
            ring(redis)
        return true()

    eventually(ring_and_look)


def told(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT key FROM told ORDER BY key")))


def test_a_worker_killed_in_mid_delivery_loses_nothing_and_tells_nobody_twice(
    database: Engine, redis_url: str, files: Path, start: Start
):
    post(database)
    ring(Redis.from_url(redis_url))
    first = start()
    eventually((files / "begun").exists)
    first.kill()
    first.wait()
    assert told(database) == []
    (files / "go").touch()
    start()
    rung(redis_url, lambda: told(database))
    assert told(database) == ["slow:1"]
    with make_session(database) as session:
        assert outbox.lag(session) == outbox.Lag(0, 0, None)


def test_two_workers_deliver_each_message_once(
    database: Engine, redis_url: str, files: Path, start: Start
):
    (files / "go").touch()
    for number in range(40):
        post(database, number)
    start()
    start()
    rung(redis_url, lambda: len(told(database)) >= 40)
    keys = told(database)
    assert len(keys) == len(set(keys)) == 40


def test_a_worker_outlives_the_loss_of_its_database_connections(
    database: Engine, redis_url: str, files: Path, start: Start
):
    (files / "go").touch()
    worker = start()
    post(database, 1)
    rung(redis_url, lambda: told(database) == ["slow:1"])
    with database.connect() as connection:
        ended = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        )
        connection.execute(text(f"{ended} AND datname = current_database()"))
    post(database, 2)
    rung(redis_url, lambda: told(database) == ["slow:1", "slow:2"])
    assert worker.poll() is None


def test_a_worker_asked_to_stop_ends_at_once(start: Start, redis_url: str):
    worker = start()
    redis = Redis.from_url(redis_url)
    # Idle it is once it listens to signals, a moment after it is known.
    eventually(
        lambda: [k for k in redis.smembers("rq:workers") if redis.hget(k, "state") == b"idle"]
    )
    worker.terminate()
    assert worker.wait(10) == 0


def test_the_environment_of_the_tests_is_their_own():
    assert "DATABASE_URL" not in os.environ
