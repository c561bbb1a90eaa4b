"""The doorbell: tells a worker that the outbox has something; the outbox itself is the truth.

One drain waiting on the queue is enough, so a burst of commits costs one job. A worker takes its
job off the queue before it looks into the outbox: whatever is posted from then on rings anew, and
nothing can be posted unseen. What a worker dies over is rung for again by the timetable, at once:
no mark is left behind that says a ring is still to be answered.
"""

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from portal.web.circuit import Circuit

QUEUE = "outbox"
DRAIN = "portal.worker.drain"
# A nation's history is one import in one message; RQ's own three minutes would break it off.
_LONGEST_JOB = 6 * 3600


def ring(redis: Redis) -> bool:
    """Put one drain on the queue unless one is waiting; return whether it was put there."""
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    if queue.count:
        return False
    queue.enqueue(
        DRAIN, result_ttl=0, failure_ttl=3600, job_timeout=_LONGEST_JOB, description="drain"
    )
    return True


class Doorbell:
    """Rings when Redis can be reached; never raises, since the timetable sweeps as well."""

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit

    def __call__(self) -> None:
        """Ring once."""
        self._circuit.call(ring)
