"""The servers of one test run and the template of its databases."""

import base64
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from portal.kernel.db import connect
from portal.kernel.engines import Postgres, Valkey
from portal.migrations import lay
from tests import lending

TEMPLATE = "template_zhuanban"
_UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "autovacuum": "off",  # no test may depend on when it comes by
    "jit": "off",
    "log_min_messages": "fatal",
}


def environment(data: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """Return a complete environment for `portal.settings.load`, with keys for tests only."""
    key = base64.b64encode(b"k" * 32).decode()
    return {
        "ZHUANBAN_DATA": str(data),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "ZHUANBAN_SECRET_KEY": "for tests only, never for an installation",
        "ZHUANBAN_FIELD_KEYS": f"1:{key}",
        "ZHUANBAN_BLIND_KEY": base64.b64encode(b"i" * 32).decode(),
        "ZHUANBAN_PUBLIC_URL": "http://localhost",
        "ZHUANBAN_REMEMBER_SECONDS": "0",
    }


class Ground:
    """Where the run's servers are; the process that started them also ends them."""

    def __init__(self, admin_url: str, base_url: str, redis_url: str) -> None:
        self.admin_url = admin_url
        self.base_url = base_url
        self.redis_url = redis_url
        self._servers: list[Postgres | Valkey] = []
        self._folder: Path | None = None
        self._lender: lending.Lender | None = None

    @classmethod
    def start(cls) -> "Ground":
        """Start both servers in a temporary folder and build the template."""
        folder = Path(tempfile.mkdtemp(prefix="zt-", dir="/tmp"))
        log = folder / "log"
        postgres = Postgres(folder / "pg", folder / "run", log / "pg.log", _UNSAFE_BUT_FAST)
        valkey = Valkey(folder / "valkey", folder, log / "valkey.log")
        ground = cls("", "", valkey.url)
        ground._folder = folder
        try:
            for server in (postgres, valkey):
                ground._servers.append(server)
                server.start()
            ground.admin_url = postgres.url("postgres", "postgres")
            ground.base_url = postgres.url("DATABASE")
            ground._build_template(postgres.url(TEMPLATE))
        except BaseException:
            ground.stop()
            raise
        return ground

    @classmethod
    def reached(cls, *addresses: str) -> "Ground":
        """Return the servers that another process runs."""
        return cls(*addresses)

    def addresses(self) -> tuple[str, str, str]:
        """Return what `reached` needs."""
        return self.admin_url, self.base_url, self.redis_url

    def stop(self) -> None:
        """End the servers that this process started and remove their files."""
        for server in self._servers:
            server.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _build_template(self, url: str) -> None:
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {TEMPLATE} OWNER zhuanban")
        engine = connect(url)
        lay(engine)
        engine.dispose()
        # An emptied table is known to be empty; so every table is, at a first use as at a later.
        with psycopg.connect(self._url_as_admin(TEMPLATE), autocommit=True) as connection:
            lending.vacuum(connection, [])

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.admin_url, autocommit=True)

    def _url_as_admin(self, name: str) -> str:
        return self.base_url.replace("DATABASE", name).replace("//zhuanban@", "//postgres@")

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Give the address of a database like the template; the next test gets it emptied."""
        self._lender = self._lender or lending.Lender(self.admin_url, TEMPLATE)
        with self._lender.lend() as name:
            yield self.base_url.replace("DATABASE", name)

    @contextmanager
    def clone(self) -> Iterator[str]:
        """Give the address of one more copy of the template and drop it afterwards."""
        name = lending.next_name()
        with self._admin() as admin:
            lending.copy(admin, TEMPLATE, name)
        try:
            yield self.base_url.replace("DATABASE", name)
        finally:
            with self._admin() as admin:
                lending.drop(admin, name)
