"""An installation of its own for the benchmarks: data directory, running `up`, its processes."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import psutil
from sqlalchemy import Engine, create_engine, text

from portal.cli.house import house
from portal.kernel.engines.processes import spawn, stop

ZHUANBAN = Path(sys.executable).with_name("zhuanban")
_EASED = {"ZHUANBAN_RATE_LIMITS": "0", "ZHUANBAN_REQUIRE_TOTP": "0"}
"""One client stands for many people here, and signs in without a telephone."""
_UP_WITHIN = 180.0


@dataclass(frozen=True)
class Done:
    """What a command printed, how long it took and the most memory it held, in MB."""

    printed: str
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Installation:
    """A running portal: where its data are and on which port it answers."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]

    def run(self, *arguments: str) -> Done:
        """Run a command on this installation; raises RuntimeError with what it said."""
        command = [str(ZHUANBAN), "--data", str(self.data), *arguments]
        began = time.perf_counter()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen(command, stdout=out, stderr=err)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - began
            printed, said = (_text(file) for file in (out, err))
        if child.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {said or printed}")
        return Done(printed, seconds, used.ru_maxrss / 1024)

    @contextmanager
    def engine(self, **options: Any) -> Iterator[Engine]:
        """Give the database as a command with --data reaches it, with the keys laid."""
        with click.Context(click.Command("bench")) as context:
            context.meta["data"] = self.data
            with house() as here:
                engine = create_engine(here.engine.url, **options)
                yield engine
                engine.dispose()

    def analyse(self) -> None:
        """Let the planner know the stock, as autovacuum would within minutes."""
        with self.engine(isolation_level="AUTOCOMMIT") as engine, engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))

    def await_deliveries(self) -> tuple[int, float]:
        """Wait until the outbox is empty; return how many messages were due, and the seconds."""
        due = "SELECT count(*) FROM outbox_message WHERE delivered_at IS NULL AND failed_at IS NULL"
        due += " AND available_at <= now()"
        began = time.perf_counter()
        with self.engine(isolation_level="AUTOCOMMIT") as engine, engine.connect() as connection:
            first = left = connection.execute(text(due)).scalar_one()
            while left:
                time.sleep(0.2)
                left = connection.execute(text(due)).scalar_one()
        return first, time.perf_counter() - began

    def memory(self) -> dict[str, tuple[float, float]]:
        """Return by part the resident and the proportional megabytes of all its processes.

        Pages that processes share count once in each resident figure, shared out in the other.
        """
        found: dict[str, tuple[float, float]] = {}
        for process in psutil.Process(self.process.pid).children(recursive=True):
            part = _part(" ".join(process.cmdline()))
            if part is not None:
                resident, proportional = found.get(part, (0.0, 0.0))
                used = process.memory_full_info()
                found[part] = (resident + used.rss / 2**20, proportional + used.pss / 2**20)
        return found


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode())


def _part(command: str) -> str | None:
    names = {"gunicorn": "web (master and workers)", " worker": "worker", " timetable": "timetable"}
    return next((part for mark, part in names.items() if mark in command), None)


@contextmanager
def installation() -> Iterator[Installation]:
    """Start a portal on an empty data directory; take it down with all it wrote, come what may."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    data = Path(tempfile.mkdtemp(prefix="zhuanban-bench-"))
    data.chmod(0o755)
    said = data / "up.log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [ZHUANBAN, "--data", data, "up", "--port", str(port)]
    process = spawn(command, log=said, env={**os.environ, **_EASED})
    try:
        _await_ready(process, said)
        yield Installation(data, port, process)
    finally:
        stop(process, signal.SIGTERM, 60)
        shutil.rmtree(data, ignore_errors=True)


def _await_ready(process: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + _UP_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        if re.search("^Ready", said.read_text(), re.MULTILINE):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the portal did not come up: {said.read_text()}")


def parsed(done: Done) -> Any:
    """Return the document that a command with --json printed."""
    return json.loads(done.printed)
