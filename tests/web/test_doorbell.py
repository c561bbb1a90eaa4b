"""The doorbell: one job for a burst, none lost, and never an error."""

import redis
from rq import Queue
from rq.serializers import JSONSerializer

from portal.web.circuit import Circuit
from portal.web.doorbell import DRAIN, QUEUE, Doorbell


def waiting(server) -> list[str]:
    queue = Queue(QUEUE, connection=server, serializer=JSONSerializer)
    return [job.func_name for job in queue.jobs]


def test_a_burst_of_commits_puts_one_job_on_the_queue(redis_url):
    ring = Doorbell(Circuit(redis_url))
    for _ in range(50):
        ring()
    with redis.Redis.from_url(redis_url) as server:
        assert waiting(server) == [DRAIN]


def test_what_is_posted_after_a_worker_took_its_job_rings_again(redis_url):
    ring = Doorbell(Circuit(redis_url))
    ring()
    with redis.Redis.from_url(redis_url) as server:
        queue = Queue(QUEUE, connection=server, serializer=JSONSerializer)
        taken = queue.pop_job_id()
        ring()
        assert len(waiting(server)) == 1 and queue.job_ids != [taken]


def test_the_named_job_exists():
    from importlib import import_module

    module, _, name = DRAIN.rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_without_redis_the_doorbell_is_silent():
    Doorbell(Circuit("redis://127.0.0.1:1/0"))()
