"""The doorbell: tells a worker that the outbox has something; the outbox itself is the truth.

One ring is enough until somebody answers, so a burst of commits costs one job. `answered` is
called by the worker before it drains: whatever is posted from then on rings anew, and nothing
can be posted unseen between the last look and the next ring.
"""

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from portal.web.circuit import Circuit

QUEUE = "outbox"
DRAIN = "portal.worker.drain"
_RUNG = "zhuanban:doorbell"
_LONGEST_UNANSWERED = 60
# A nation's history is one import in one message; RQ's own three minutes would break it off.
_LONGEST_JOB = 6 * 3600


def ring(redis: Redis) -> bool:
    """Put one drain on the queue unless one is waiting; return whether it was put there."""
    if not redis.set(_RUNG, 1, nx=True, ex=_LONGEST_UNANSWERED):
        return False
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    queue.enqueue(
        DRAIN, result_ttl=0, failure_ttl=3600, job_timeout=_LONGEST_JOB, description="drain"
    )
    return True


def answered(redis: Redis) -> None:
    """Let the next ring through; the worker calls this before it looks into the outbox."""
    redis.delete(_RUNG)


class Doorbell:
    """Rings when Redis can be reached; never raises, since the timetable sweeps as well."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit

    def __call__(self) -> None:
        """Ring once."""
        self._circuit.call(ring)
