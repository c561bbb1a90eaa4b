"""A real `zhuanban up` in a process of its own."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from portal.settings import names

PATIENCE = 60.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def clean_environment() -> dict[str, str]:
    """Return our environment without any setting of the portal's."""
    return {key: value for key, value in os.environ.items() if key not in names()}


def zhuanban(*arguments: str | Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "portal.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**clean_environment(), **changes},
    )


def eventually(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something holds; the last failure is raised when it never does."""
    deadline = time.monotonic() + patience
    while True:
        try:
            assert true()
            return
        except (AssertionError, OSError, psutil.Error):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Up:
    """A running portal on one data directory."""

    def __init__(self, data: Path, port: int) -> None:
        self.page = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "portal.cli", "up", "--data", data, "--port", str(port)]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=clean_environment(),
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def await_line(self, beginning: str) -> str:
        """Wait until a line that begins so is printed."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                line = self._lines.get(timeout=0.2)
            except queue.Empty:
                assert self.process.poll() is None, "\n".join(self.said)
                continue
            self.said.append(line)
            if line.startswith(beginning):
                return line
        raise AssertionError(f"no line begins with {beginning!r}: {self.said}")

    def get(self, path: str = "") -> int:
        """Return the status that a page answers."""
        with urllib.request.urlopen(self.page + path, timeout=5) as answer:
            return answer.status

    def family(self) -> list[psutil.Process]:
        """Return every process that belongs to it."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process:
        """Return the direct child whose command line holds a word."""
        children = psutil.Process(self.process.pid).children()
        living = [c for c in children if c.status() != psutil.STATUS_ZOMBIE]
        found = [c for c in living if any(word in part for part in c.cmdline())]
        assert found, f"no child called {word}"
        return found[0]

    def zombies(self) -> list[psutil.Process]:
        """Return the members of the family that ended and that nobody took note of."""
        return [each for each in self.family() if each.status() == psutil.STATUS_ZOMBIE]

    def end(self, number: int = signal.SIGINT) -> list[psutil.Process]:
        """Send a signal, wait, and return the processes of the family that are still there."""
        family = self.family()
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        return psutil.wait_procs(family, timeout=10)[1]
