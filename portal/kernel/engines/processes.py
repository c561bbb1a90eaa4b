"""Child processes that cannot outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil

_PR_SET_PDEATHSIG = 1
_LOG_CAP = 5_000_000
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def bind_to(parent: int, signal_number: int) -> None:
    """Ask the kernel to send this process a signal when `parent` dies; end at once if it has."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        os._exit(1)


def step_back(niceness: int) -> None:
    """Let the other processes of this machine go first when there is too little of it."""
    os.nice(niceness)
    # Linux weighs sessions against each other first, and ours may be a session of one process.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(niceness))


def spawn(
    command: Sequence[str | Path],
    *,
    dying_signal: int = signal.SIGTERM,
    log: Path | None = None,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches the supervisor alone.

    It gets `dying_signal` when the calling thread's process dies, however that happens.
    """
    if log is not None:
        options["stdout"] = options["stderr"] = open_log(log)
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(bind_to, os.getpid(), dying_signal),
            **options,
        )
    finally:
        if log is not None:
            os.close(options["stdout"])


def open_log(log: Path) -> int:
    """Open a log to write at its end, setting a long one aside first; close it after use."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_CAP:
        log.replace(log.with_suffix(".old.log"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def stop(child: subprocess.Popen[bytes], first_signal: int, patience: float) -> None:
    """Ask a child to end; after `patience` seconds end it and its process group by force."""
    if child.poll() is None:
        child.send_signal(first_signal)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            _kill_group(child)
            child.wait()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        child.kill()


@dataclass(frozen=True)
class Identity:
    """A process by number and start, so that a reused number is not taken for it."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> "Identity":
        """Return the identity of a living process; raises psutil.NoSuchProcess."""
        return cls(pid, psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """Return the process while it lives, else None."""
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.started) < 1
            return found if same and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None

    def end(self, first_signal: int, patience: float) -> None:
        """Wait until a process left by a crash is gone, by force after `patience` seconds."""
        found = self.process()
        if found is None:
            return
        try:
            found.send_signal(first_signal)
            found.wait(patience)
        except psutil.TimeoutExpired:
            found.kill()
            found.wait(patience)
        except psutil.NoSuchProcess:
            return
