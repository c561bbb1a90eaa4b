"""Both engines together, started for `zhuanban up` or for one command."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from portal.kernel.engines.failure import EngineFailure
from portal.kernel.engines.home import Addresses, Home, Running
from portal.kernel.engines.postgres import Postgres
from portal.kernel.engines.processes import Identity
from portal.kernel.engines.valkey import Valkey

ANSWER_PATIENCE = 60.0


class Engines:
    """The embedded servers of one data directory; an address that is given takes over."""

    def __init__(
        self, home: Home, database_url: str | None = None, redis_url: str | None = None
    ) -> None:
        self.home = home
        self._given = (database_url, redis_url)
        log = home.path / "log"
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        if not database_url:
            sockets = home.sockets / "postgres"
            self.postgres = Postgres(home.path / "postgres", sockets, log / "postgres.log")
        if not redis_url:
            self.valkey = Valkey(home.path / "valkey", home.sockets, log / "valkey.log")

    @property
    def servers(self) -> list[Postgres | Valkey]:
        """The servers that are ours to run."""
        return [server for server in (self.postgres, self.valkey) if server is not None]

    @property
    def addresses(self) -> Addresses:
        """Where database and Redis are reached."""
        database_url, redis_url = self._given
        return Addresses(
            database_url or (self.postgres.url() if self.postgres else ""),
            redis_url or (self.valkey.url if self.valkey else ""),
        )

    def start(self, owner: str) -> None:
        """Start what is ours to run and tell other commands where it is."""
        try:
            for server in self.servers:
                server.start()
                self.tell(owner)
        except BaseException:
            self.stop()
            raise

    def tell(self, owner: str, page: str | None = None, others: Iterable[int] = ()) -> None:
        """Write down who runs the engines, and all its processes for whoever cleans up."""
        living = [server.process.pid for server in self.servers if server.process is not None]
        ready = all(server.alive for server in self.servers)
        outside = [self.home.outside, self.postgres.scratch if self.postgres else None]
        identities = []
        for pid in (*living, *others):
            with suppress(psutil.NoSuchProcess):
                identities.append(Identity.of(pid))
        me = Identity.of(os.getpid())
        self.home.tell(
            Running(
                owner=owner,
                pid=me.pid,
                started=me.started,
                addresses=self.addresses if ready else None,
                page=page,
                children=tuple((one.pid, one.started) for one in identities),
                scratch=tuple(str(folder) for folder in outside if folder),
            )
        )

    def stop(self) -> None:
        """End our servers, the last one started first."""
        for server in reversed(self.servers):
            server.stop()


@contextmanager
def reach(
    data: Path, database_url: str | None = None, redis_url: str | None = None
) -> Iterator[Addresses]:
    """Give the engines of a data directory: the running ones, else ones started for this use."""
    if database_url and redis_url:
        yield Addresses(database_url, redis_url)
        return
    home = Home(data)
    deadline = time.monotonic() + ANSWER_PATIENCE
    while not home.claim():
        with home.borrowed() as found:
            if found is not None:
                yield Addresses(database_url or found.database_url, redis_url or found.redis_url)
                return
        if time.monotonic() > deadline:
            raise EngineFailure(f"{home.path} is held by a process whose engines do not answer")
        time.sleep(0.05)
    try:
        home.clear_leftovers()
        engines = Engines(home, database_url, redis_url)
        engines.start("command")
        try:
            yield engines.addresses
            home.await_borrowers()
        finally:
            engines.stop()
    finally:
        home.release()
