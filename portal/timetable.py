"""The whole timetable: what the portal does by itself, how often, and nothing else.

Every duty is harmless when done twice, and is done once per slot however many timetables run.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

import structlog
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from disclosures.commands import editions as bulletins
from forwarding.commands import (
    digests,
    drafts,
    escalate,
    follow_up,
    recount,
    remind,
    replies,
    rises,
)
from inspections.commands import proposing, remind_inspection, remind_rectification, watch
from portal import settings as settings_of_house
from portal.accounts.commands import tries
from portal.filings.commands import gaps as gaps_of_persons
from portal.filings.commands import lay_out
from portal.filings.commands import remind as remind_of_filings
from portal.kernel import audit, clock, outbox, slots, storage
from portal.kernel.actor import SYSTEM
from portal.kernel.db import connect, make_session, transaction
from portal.kernel.foundation import lay
from portal.schema import metadata
from portal.settings import Settings
from portal.web import sessions
from portal.web.doorbell import ring
from portal.worker import load_handlers

log = structlog.get_logger("portal.timetable")

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DOORBELL_SECONDS = 2.0
ORPHANED_FILES = timedelta(days=2)
Work = Callable[[Session, datetime, Settings], object]


@dataclass(frozen=True)
class Duty:
    """Something done once in every slot of length `every`; days begin at `offset` in Shanghai.

    What only `tidies` never runs ahead of the clock: a sweep as of next year removes nothing new.
    """

    name: str
    every: timedelta
    work: Work
    offset: timedelta = timedelta()
    tidies: bool = False

    def slot(self, at: datetime) -> datetime:
        """Return when the slot began in which `at` lies."""
        origin = datetime(2020, 1, 1, tzinfo=clock.ZONE).astimezone(UTC) + self.offset
        return origin + (at - origin) // self.every * self.every


def _end_sessions(session: Session, at: datetime, settings: Settings) -> object:
    idle = timedelta(minutes=settings.session_idle_minutes)
    return sessions.sweep(session, at, idle, timedelta(hours=settings.session_hours))


def _remind(session: Session, at: datetime, settings: Settings) -> object:
    before, after = settings.reminders_before, settings.reminders_after
    escalate.escalate(session, at=at, after=settings.escalate_after)
    return remind.remind(session, at=at, before=before, after=after)


def _collect_files(session: Session, at: datetime, _: Settings) -> object:
    metadata()  # what refers to a file is read off the mapped tables: all must be known
    return storage.installed().collect(session, at - ORPHANED_FILES)


def _recount(session: Session, at: datetime, _: Settings) -> object:
    # A complaint that came in while an arrangement was being loaded may have missed it.
    return recount.recount(session, by=SYSTEM, at=at)


def _follow_up(session: Session, at: datetime, settings: Settings) -> object:
    percent, after = settings.follow_up_percent, settings.follow_up_after
    follow_up.lapse(session, at=at, days=settings.follow_up_days)
    days = settings.follow_up_days
    return follow_up.sample(session, at=at, percent=percent, after=after, open_days=days)


def _lay_out(session: Session, at: datetime, _: Settings) -> object:
    return lay_out.lay_out(session, at=at)


def _review_watched(session: Session, at: datetime, _: Settings) -> object:
    return watch.remind(session, at=at)


def _propose(session: Session, at: datetime, _: Settings) -> object:
    return proposing.renew(session, at=at)


def _look_for_rises(session: Session, at: datetime, _: Settings) -> object:
    return rises.look_for_rises(session, at=at)


def _post_digests(session: Session, at: datetime, _: Settings) -> object:
    return digests.post_digests(session, at=at)


def _remind_of_inspections(session: Session, at: datetime, _: Settings) -> object:
    return remind_inspection.remind(session, at=at)


def _remind_of_rectification(session: Session, at: datetime, settings: Settings) -> object:
    before, after = settings.reminders_before, settings.reminders_after
    return remind_rectification.remind(session, at=at, before=before, after=after)


def _publish(session: Session, at: datetime, _: Settings) -> object:
    return bulletins.publish_due(session, at=at)


def _remind_of_filings(session: Session, at: datetime, _: Settings) -> object:
    return remind_of_filings.remind(session, at=at)


def _tell_of_gaps(session: Session, at: datetime, _: Settings) -> object:
    return gaps_of_persons.tell_of_gaps(session, at=at)


TIMETABLE: tuple[Duty, ...] = (
    Duty("count open due dates again", DAY, _recount, offset=timedelta(hours=7)),
    Duty("lay out the filing calendar", DAY, _lay_out, offset=timedelta(hours=6)),
    Duty("remind of reviews of the watch list", DAY, _review_watched, offset=timedelta(hours=8)),
    Duty("propose supervision", DAY, _propose, offset=timedelta(hours=5)),
    Duty("look for unusual rises", DAY, _look_for_rises, offset=timedelta(hours=5)),
    Duty("send figures of dashboards", DAY, _post_digests, offset=timedelta(hours=8)),
    Duty("remind of filings", DAY, _remind_of_filings, offset=timedelta(hours=8)),
    Duty("remind of rectification", DAY, _remind_of_rectification, offset=timedelta(hours=8)),
    Duty("remind of what inspectors asked", DAY, _remind_of_inspections, offset=timedelta(hours=8)),
    Duty("tell of gaps in charge", DAY, _tell_of_gaps, offset=timedelta(hours=8)),
    Duty("remind of due dates and escalate", DAY, _remind, offset=timedelta(hours=8)),
    Duty("follow up closed complaints", DAY, _follow_up, offset=timedelta(hours=9)),
    Duty("publish bulletins", MINUTE, _publish),
    Duty("seal the audit trail", MINUTE, lambda session, at, _: audit.seal(session)),
    Duty("end idle sessions", HOUR, _end_sessions, tidies=True),
    Duty("forget failed sign-ins", HOUR, lambda s, at, _: tries.sweep(s, at), tidies=True),
    Duty("forget expired drafts", HOUR, lambda s, at, _: drafts.forget(s, at=at), tidies=True),
    Duty("forget old replies", HOUR, lambda s, at, _: replies.forget(s, at=at), tidies=True),
    Duty("remove stray files", DAY, _collect_files, offset=timedelta(hours=3), tidies=True),
    Duty("forget old slots", DAY, lambda s, at, _: slots.forget(s, at), tidies=True),
)


def sweep(engine: Engine, settings: Settings, as_of: datetime) -> list[str]:
    """Do every duty as of an instant, whatever its slot; return the names of the duties done."""
    at = clock.aware(as_of)
    for duty in TIMETABLE:
        with make_session(engine) as session, transaction(session):
            duty.work(session, min(at, clock.now()) if duty.tidies else at, settings)
    return [duty.name for duty in TIMETABLE]


def tick(engine: Engine, settings: Settings, at: datetime) -> list[str]:
    """Do the duties whose slot at `at` nobody has done yet; return their names."""
    done = []
    for duty in TIMETABLE:
        try:
            with make_session(engine) as session, transaction(session):
                if slots.take(session, duty.name, duty.slot(at), at):
                    duty.work(session, at, settings)
                    done.append(duty.name)
        except Exception as error:
            # The slot went back with the rollback: the next tick tries again.
            log.error("duty_failed", duty=duty.name, kind=type(error).__name__)
    return done


def see_to_outbox(engine: Engine, redis: Redis, at: datetime) -> None:
    """Ring when a message is due; without Redis deliver it from here."""
    with make_session(engine) as session:
        if not outbox.is_due(session, at):
            return
    try:
        ring(redis)
    except (RedisError, OSError):
        outbox.drain(engine, clock.now, limit=50)


def keep() -> None:
    """Keep the timetable until told to stop."""
    settings = settings_of_house.load(os.environ)
    lay(settings)
    load_handlers()
    engine = connect(settings.database_url, pool_size=2)
    redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    last_minute = None
    while not stop.is_set():
        at = clock.now()
        try:
            see_to_outbox(engine, redis, at)
            if at.replace(second=0, microsecond=0) != last_minute:
                tick(engine, settings, at)
                last_minute = at.replace(second=0, microsecond=0)
        except SQLAlchemyError as error:
            log.warning("database_unavailable", kind=type(error).__name__)
        stop.wait(DOORBELL_SECONDS)
