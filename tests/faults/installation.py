"""The processes of an installation, real ones, on the addresses that a test gives them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine

from portal.kernel import outbox
from portal.kernel.db import make_session
from tests.ground import environment
from tests.portal.running import clean_environment, eventually

# A busy machine takes its time to start a part; that is no fault.
PATIENCE = 240.0


class Installation:
    """Web, worker and timetable as `zhuanban up` would run them; `end` leaves none behind."""

    def __init__(self, files: Path, database_url: str, redis_url: str, **changes: str) -> None:
        # As a demonstration, so that what was sent can be read in the mailbox.
        given = environment(files, database_url, redis_url)
        self.environ = {**given, "ZHUANBAN_DEMO": "1", **changes}
        self.redis_url = redis_url
        self._log = files / "log"
        self._log.mkdir(exist_ok=True)
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, part: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one part: worker, timetable or web."""
        command = [sys.executable, "-m", "portal.cli", part, *arguments]
        told = self._log / f"{part}-{len(self._started)}.log"
        with told.open("wb") as log:
            process = subprocess.Popen(
                command,
                env={**clean_environment(), **self.environ},
                stdout=log,
                stderr=subprocess.STDOUT,
                # Of its own: in ours all its work would count as that of one busy session.
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def said(self) -> str:
        """Return what all parts printed."""
        return "\n".join(path.read_text(errors="replace") for path in self._log.glob("*.log"))

    def await_worker(self) -> None:
        """Wait until a worker has told Redis that it is there."""
        eventually(self._has_worker, PATIENCE)

    def _has_worker(self) -> bool:
        try:
            with Redis.from_url(self.redis_url) as redis:
                return bool(redis.smembers("rq:workers"))
        except RedisError:
            return False

    def end(self) -> None:
        """End every part that still runs."""
        for process in self._started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def await_delivery(engine: Engine, patience: float = PATIENCE) -> None:
    """Wait until nothing in the outbox waits or has failed."""

    def delivered() -> bool:
        with make_session(engine) as session:
            lag = outbox.lag(session)
        assert lag.failed == 0, lag
        return lag.pending == 0

    eventually(delivered, patience)
