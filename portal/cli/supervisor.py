"""Keeps the parts of one machine running, restarts what dies, and ends all of it together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import psutil

from portal.kernel.engines import EngineFailure, Engines, Postgres, Valkey
from portal.kernel.engines.processes import open_log, spawn

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
STEADY = 30.0  # seconds alive after which a part's next death counts as its first
PATIENCE = 8.0
LOOK_EVERY = 0.2
REAP_EVERY = 5.0
ENGINE_PAUSE = 1.0
_PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Part:
    """One child program and how often it died lately."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float = 0.0

    def start(self, environ: Mapping[str, str]) -> None:
        """Start the program; what it says goes to its log, its complaints to the terminal."""
        told = open_log(self.log)
        try:
            self.process = spawn(self.command, env=dict(environ), stdout=told)
        finally:
            os.close(told)
        self.began = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """The engines and the parts of one machine."""

    engines: Engines
    environ: Mapping[str, str]
    say: Callable[[str], None]
    parts: list[Part] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop; adopt orphans."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Started with nohup, it is meant to outlive its terminal.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, lambda *_: self.stopping.set())
        if sys.platform == "linux":
            # Children of a part that dies become ours, so that `stop` can end them.
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)

    def start(self, name: str, command: Sequence[str]) -> Part:
        """Start one more part."""
        log = self.engines.home.path / "log" / f"{name}.log"
        part = Part(name, command, log)
        part.start(self.environ)
        self.parts.append(part)
        return part

    def pids(self) -> list[int]:
        """Return the processes of the parts that run."""
        return [part.process.pid for part in self.parts if part.process and part.alive]

    def watch(self, changed: Callable[[], None]) -> None:
        """Restart whatever dies until told to stop; `changed` is called after each restart."""
        reap_at = 0.0
        while not self.stopping.wait(LOOK_EVERY):
            again = [self._revive_engine(server) for server in self.engines.servers]
            again += [self._revive(part) for part in self.parts]
            if any(again):
                changed()
            if time.monotonic() > reap_at:
                self._reap_orphans()
                reap_at = time.monotonic() + REAP_EVERY

    def _reap_orphans(self) -> None:
        """Take note of the end of adopted processes, or they would stay as zombies."""
        ours = {child.pid for child in self._children()}
        for process in psutil.Process().children():
            with suppress(psutil.NoSuchProcess, ChildProcessError):
                if process.pid not in ours and process.status() == psutil.STATUS_ZOMBIE:
                    os.waitpid(process.pid, os.WNOHANG)

    def _children(self) -> list[subprocess.Popen[bytes]]:
        """Return the processes that we started ourselves."""
        started = [server.process for server in self.engines.servers]
        started += [part.process for part in self.parts]
        return [process for process in started if process is not None]

    def _revive_engine(self, server: Postgres | Valkey) -> bool:
        if server.alive:
            return False
        self.say(f"{server.label} ended; starting it again.")
        while not self.stopping.is_set():
            try:
                server.stop()
                server.start()
                return True
            except EngineFailure as failure:
                # The memory of a killed PostgreSQL is free only when its last child is gone.
                self._reap_orphans()
                self.say(f"{failure}; trying again.")
                self.stopping.wait(ENGINE_PAUSE)
        return False

    def _revive(self, part: Part) -> bool:
        now = time.monotonic()
        if part.alive or now < part.again_at:
            return False
        if part.process is not None:
            ended = part.process.returncode
            part.process = None
            part.pause = FIRST_PAUSE if now - part.began > STEADY else part.pause
            self.say(f"{part.name} ended ({_how(ended)}); starting it again in {part.pause:g} s.")
            part.again_at = now + part.pause
            part.pause = min(LONGEST_PAUSE, part.pause * 2)
            return False
        part.start(self.environ)
        return True

    def stop(self) -> None:
        """End every part, then the engines; nothing of ours is left."""
        for part in self.parts:
            if part.process and part.alive:
                part.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for part in self.parts:
            if part.process:
                _wait(part.process, max(0.1, deadline - time.monotonic()))
        self.engines.stop()
        strays = psutil.Process().children(recursive=True)
        for stray in strays:
            with suppress(psutil.NoSuchProcess):
                stray.kill()
        psutil.wait_procs(strays, timeout=3)


def _wait(process: subprocess.Popen[bytes], patience: float) -> None:
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"code {code}"
