"""The data directory: who runs its engines now, and where they are reached."""

import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree

from portal.kernel.engines.failure import EngineFailure
from portal.kernel.engines.processes import Identity

# A socket's path holds 107 bytes on Linux and 103 elsewhere; the longest name of ours is
# "postgres/.s.PGSQL.5432".
_LONGEST = 103 - len("/postgres/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Addresses:
    """Where database and Redis are reached."""

    database_url: str
    redis_url: str


@dataclass(frozen=True)
class Running:
    """What the holder of a data directory tells others: itself, its engines, its page."""

    owner: str
    pid: int
    started: float
    addresses: Addresses | None = None
    page: str | None = None
    children: tuple[tuple[int, float], ...] = ()
    scratch: tuple[str, ...] = ()

    @property
    def alive(self) -> bool:
        """Whether the holder still lives."""
        return Identity(self.pid, self.started).process() is not None


class Home:
    """A data directory; one process at a time holds it, and a crash lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None
        self._borrowers: int | None = None
        self._sockets: Path | None = None

    @property
    def state_file(self) -> Path:
        """The file in which the holder tells where its engines are."""
        return self.path / "running.json"

    @property
    def sockets(self) -> Path:
        """The folder of the sockets: inside the data directory, or a short one in /tmp."""
        if self._sockets is None:
            inside = self.path / "run"
            # A comma would be read as a second host in a PostgreSQL address.
            if len(os.fsencode(inside)) <= _LONGEST and "," not in str(inside):
                inside.mkdir(mode=0o700, exist_ok=True)
                self._sockets = inside
            else:
                self._sockets = Path(tempfile.mkdtemp(prefix="zhuanban-", dir="/tmp"))
        return self._sockets

    def create(self) -> None:
        """Make the directory, for its owner alone; raises EngineFailure when that cannot be."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "log").mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EngineFailure(
                f"cannot use {self.path} as data directory ({error.strerror}): choose another"
                " with --data"
            ) from None

    def claim(self, patience: float = 0.0) -> bool:
        """Take the directory's lock; the system lets go of it when its holder dies."""
        self.create()
        try:
            handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EngineFailure(
                f"cannot write in {self.path} ({error.strerror}): run as its owner, or choose"
                " another with --data"
            ) from None
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = handle
                return True
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(handle)
                    return False
                time.sleep(0.05)

    def clear_leftovers(self) -> None:
        """End what a killed holder left running and remove its temporary folders."""
        left = self.running()
        if left is None:
            return
        for pid, started in left.children:
            # PostgreSQL and Valkey both end orderly within moments of their parent's death.
            Identity(pid, started).end(first_signal=0, patience=15)
        for folder in left.scratch:
            rmtree(folder, ignore_errors=True)
        self.state_file.unlink(missing_ok=True)

    def tell(self, running: Running) -> None:
        """Write what others need to find the engines, all at once."""
        partial = self.state_file.with_suffix(".part")
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(running), file)
        partial.replace(self.state_file)

    def running(self) -> Running | None:
        """Return what the present or last holder told, or None."""
        try:
            told = json.loads(self.state_file.read_text())
            told["addresses"] = Addresses(**told["addresses"]) if told["addresses"] else None
            told["children"] = tuple((pid, started) for pid, started in told["children"])
            told["scratch"] = tuple(told["scratch"])
            return Running(**told)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def outside(self) -> Path | None:
        """The folder of the sockets when it had to lie outside the data directory."""
        sockets = self.sockets
        return None if sockets.parent == self.path else sockets

    def release(self) -> None:
        """Let go of the directory and of what lies outside it."""
        self.state_file.unlink(missing_ok=True)
        if self._sockets is not None and self.outside:
            rmtree(self.outside, ignore_errors=True)
        for handle in (self._borrowers, self._lock):
            if handle is not None:
                os.close(handle)
        self._sockets = self._borrowers = self._lock = None

    @contextmanager
    def borrowed(self) -> Iterator[Addresses | None]:
        """Give the holder's addresses, when it has some, and keep it waiting while in use."""
        handle = self._open_borrowers()
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            running = self.running()
            yield running.addresses if running is not None and running.alive else None
        finally:
            os.close(handle)

    def await_borrowers(self) -> None:
        """Wait until no other command uses these engines, and let none begin before `release`."""
        self._borrowers = self._open_borrowers()
        fcntl.flock(self._borrowers, fcntl.LOCK_EX)

    def _open_borrowers(self) -> int:
        return os.open(self.path / "borrowers", os.O_RDWR | os.O_CREAT, 0o600)
