"""The worker: delivers what the outbox holds, whenever the doorbell rings.

The job carries nothing; the outbox in PostgreSQL is the truth. A worker that dies in
mid-delivery leaves its message undelivered, and the timetable rings again within seconds.
"""

import os
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import monotonic, sleep

from redis import Redis
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer
from sqlalchemy import Engine

from portal import settings as settings_of_house
from portal.kernel import clock, outbox
from portal.kernel.db import connect, set_doorbell
from portal.kernel.engines.processes import step_back
from portal.kernel.foundation import lay
from portal.schema import metadata
from portal.web.circuit import Circuit
from portal.web.doorbell import QUEUE, Doorbell, ring

# In these rooms of a package stand the handlers of its outbox topics; importing registers them.
PACKAGES = (
    "portal.accounts",
    "portal.institutions",
    "portal.filings",
    "forwarding",
    "inspections",
    "disclosures",
)
ROOMS = ("notices", "jobs")

# A job longer than RQ's time limit would be broken off in mid-message.
SECONDS_PER_JOB = 60.0
BATCH = 20
# A busy moment's messages are then rung for once: a ring for each would cost more than they do.
GATHERING = 0.1
# People wait for pages, nobody waits for a delivery: under load the pages come first.
NICENESS = 15
# Then the worker ends and is started afresh, against slow leaks in what handlers call.
JOBS_PER_LIFE = 20_000


def load_handlers() -> None:
    """Import every table and every room in which outbox handlers stand."""
    metadata()
    for package in PACKAGES:
        for room in ROOMS:
            if find_spec(f"{package}.{room}") is not None:
                import_module(f"{package}.{room}")


@cache
def _workplace() -> tuple[Engine, Redis]:
    settings = settings_of_house.load(os.environ)
    lay(settings)
    load_handlers()
    # A handler may post as well; its message is then rung for like any other.
    set_doorbell(Doorbell(Circuit(settings.redis_url)))
    return connect(settings.database_url, pool_size=2), Redis.from_url(settings.redis_url)


def drain() -> int:
    """Deliver what is due; the job behind the doorbell."""
    engine, redis = _workplace()
    sleep(GATHERING)
    done, deadline = 0, monotonic() + SECONDS_PER_JOB
    while taken := outbox.drain(engine, clock.now, limit=BATCH):
        done += taken
        if monotonic() > deadline:
            ring(redis)
            break
    return done


class Worker(SimpleWorker):
    """Works in its own process, and looks for a lost Redis every few seconds."""

    max_connection_wait_time = 3.0


def work() -> None:
    """Wait for the doorbell and drain, until told to stop or replaced after many jobs."""
    step_back(NICENESS)
    _, redis = _workplace()
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    worker = Worker([queue], connection=redis, serializer=JSONSerializer)
    worker.log_job_description = False
    # RQ lets this one out when it is told to stop while it is still starting.
    with suppress(StopRequested):
        worker.work(logging_level="WARNING", max_jobs=JOBS_PER_LIFE)
