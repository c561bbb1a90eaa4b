"""The timetable: each duty once per slot, and a doorbell that Redis may lose."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, func, select

from portal import timetable
from portal.kernel import outbox, slots
from portal.kernel.db import connect, make_session, transaction
from portal.kernel.outbox import OutboxMessage
from portal.settings import Settings
from portal.timetable import DAY, HOUR, MINUTE, Duty

AT = datetime(2026, 2, 12, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A timetable of one duty, and the instants at which it was done."""
    instants: list[datetime] = []
    duty = Duty("note it", MINUTE, lambda session, at, settings: instants.append(at))
    monkeypatch.setattr(timetable, "TIMETABLE", (duty,))
    return instants


def count(engine: Engine, table: type) -> int:
    with make_session(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_day_of_the_timetable_begins_at_its_hour_in_shanghai():
    duty = Duty("d", DAY, lambda *_: None, offset=timedelta(hours=8))
    assert duty.slot(AT) == datetime(2026, 2, 12, 0, 0, tzinfo=UTC)
    assert duty.slot(AT - timedelta(hours=2)) == datetime(2026, 2, 11, 0, 0, tzinfo=UTC)
    assert Duty("h", HOUR, lambda *_: None).slot(AT) == AT.replace(minute=0)


def test_a_duty_is_done_once_in_its_slot_and_again_in_the_next(
    database: Engine, settings: Settings, done: list[datetime]
):
    for seconds in (0, 20, 59, 60):
        timetable.tick(database, settings, AT + timedelta(seconds=seconds))
    assert done == [AT, AT + MINUTE]


def test_of_two_timetables_at_the_same_moment_one_does_the_duty(
    database: Engine, settings: Settings, done: list[datetime]
):
    together = threading.Barrier(4)

    def tick() -> None:
        together.wait()
        timetable.tick(database, settings, AT)

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [AT]


def test_a_duty_that_fails_gives_its_slot_back_and_holds_up_no_other(
    database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise RuntimeError

    table = (Duty("fails", MINUTE, fail), Duty("works", MINUTE, lambda *_: None))
    monkeypatch.setattr(timetable, "TIMETABLE", table)
    assert timetable.tick(database, settings, AT) == ["works"]
    assert count(database, slots.TimetableSlot) == 1
    monkeypatch.setattr(timetable, "TIMETABLE", (Duty("fails", MINUTE, lambda *_: None),))
    assert timetable.tick(database, settings, AT) == ["fails"]


def test_the_whole_timetable_may_be_swept_twice(database: Engine, settings: Settings):
    first = timetable.sweep(database, settings, AT)
    assert timetable.sweep(database, settings, AT) == first
    assert "seal the audit trail" in first


def test_tidying_never_runs_ahead_of_the_clock(
    database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, frozen
):
    seen: list[datetime] = []
    tidy = Duty("tidy", DAY, lambda session, at, settings: seen.append(at), tidies=True)
    monkeypatch.setattr(timetable, "TIMETABLE", (tidy,))
    frozen(AT)
    timetable.sweep(database, settings, AT + timedelta(days=400))
    assert seen == [AT]


def post(engine: Engine, topic: str) -> None:
    with make_session(engine) as session, transaction(session):
        outbox.post(session, topic, f"{topic}:1", {}, AT)


def test_a_message_that_waits_is_rung_for(database: Engine, redis_url: str):
    post(database, "nobody.listens")
    redis = Redis.from_url(redis_url)
    timetable.see_to_outbox(database, redis, AT)
    assert redis.llen("rq:queue:outbox") == 1


def test_nothing_is_rung_when_nothing_waits(database: Engine, redis_url: str):
    redis = Redis.from_url(redis_url)
    timetable.see_to_outbox(database, redis, AT)
    assert redis.keys() == []


def test_without_redis_the_timetable_delivers_by_itself(database_url: str):
    delivered: list[str] = []
    outbox._handlers["test.alone"] = lambda session, message, at: delivered.append(message.key)
    engine = connect(database_url, pool_size=2)
    try:
        post(engine, "test.alone")
        timetable.see_to_outbox(engine, Redis(port=1), AT)
        with make_session(engine) as session:
            assert session.scalar(select(OutboxMessage.delivered_at)) is not None
    finally:
        del outbox._handlers["test.alone"]
        engine.dispose()
    assert delivered == ["test.alone:1"]
