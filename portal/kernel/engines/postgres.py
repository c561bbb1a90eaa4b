"""One embedded PostgreSQL over a Unix socket."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import rmtree
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from portal.kernel.engines import keeper as keepers
from portal.kernel.engines.binaries import PostgresPrograms, copy_postgres, find_postgres
from portal.kernel.engines.failure import EngineFailure
from portal.kernel.engines.processes import spawn, stop

NAME = "zhuanban"
START_PATIENCE = 300.0
_MB = 1_048_576


def small_machine() -> dict[str, str]:
    """Return settings for one machine that also runs web and worker; durable."""
    memory = psutil.virtual_memory().total // _MB
    return {
        "shared_buffers": f"{min(1024, max(128, memory // 8))}MB",
        "effective_cache_size": f"{max(512, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_connections": "120",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",  # a statement may quote a complaint
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }


class Postgres:
    """A cluster in `folder`, reached by a socket in `sockets`; `start` makes what is missing."""

    label = "PostgreSQL"

    def __init__(
        self, folder: Path, sockets: Path, log: Path, options: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.sockets = sockets
        self.log = log
        self.options = dict(small_machine() if options is None else options)
        self.process: subprocess.Popen[bytes] | None = None
        self.scratch: Path | None = None

    def url(self, database: str = NAME, user: str = NAME) -> str:
        """Return the address of one database of this server."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.sockets), safe='')}"

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Create the cluster if there is none, run the server, and wait until it answers."""
        programs = find_postgres()
        self.keeper = keepers.choose(self.folder)
        for folder in (self.folder, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self.keeper:
                os.chown(folder, self.keeper.uid, self.keeper.gid)
        programs = self._reachable(programs)
        if not (self.folder / "PG_VERSION").exists():
            self._init(programs)
        self._check_version(programs)
        self._forget_dead_server()
        self._run(programs)
        self._await_answer()
        self._ensure_database()

    def stop(self) -> None:
        """End the server after a checkpoint and remove what was copied for it."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, patience=30)
            self.process = None
        if self.scratch is not None:
            rmtree(self.scratch, ignore_errors=True)
            self.scratch = None

    def _reachable(self, programs: PostgresPrograms) -> PostgresPrograms:
        if self.keeper is None or self.keeper.can_run(programs.program("postgres")):
            return programs
        if self.scratch is None:
            self.scratch = Path(tempfile.mkdtemp(prefix="zhuanban-postgres-"))
        elif self.scratch.exists():
            rmtree(self.scratch)
        return copy_postgres(programs, self.scratch)

    def _launch_options(self, folders: Sequence[Path]) -> tuple[list[str], dict[str, object]]:
        """Return how the server may name `folders`, and what starts it under its user.

        Where it can be, they are handed over open: their parents may be closed to that user,
        their names too long for a socket, or with a comma in them.
        """
        options = self.keeper.popen_options() if self.keeper else {}
        if not Path("/proc/self/fd").is_dir():
            return [str(folder) for folder in folders], options
        handles = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders]
        names = [f"/proc/self/fd/{handle}" for handle in handles]
        return names, {"pass_fds": handles, "cwd": "/", **options}

    def _init(self, programs: PostgresPrograms) -> None:
        (place,), options = self._launch_options([self.folder])
        locale = ["--locale=C.UTF-8"]
        if programs.major >= 17:
            # Plain C gives no trigrams of Chinese; the builtin provider needs no system locale.
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [programs.program("initdb"), "-D", place, "-U", "postgres", "--auth=trust"]
        try:
            done = subprocess.run(
                [*map(str, command), "--encoding=UTF8", *locale],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                env={**os.environ, "LC_ALL": "C"},
                **options,  # type: ignore[call-overload]
            )
        finally:
            _close(options)
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["no message"]
            said = next((line for line in lines if "error" in line), lines[-1])
            raise EngineFailure(f"PostgreSQL could not make its files in {self.folder}: {said}")

    def _check_version(self, programs: PostgresPrograms) -> None:
        found = int((self.folder / "PG_VERSION").read_text().split(".")[0])
        if found != programs.major:
            raise EngineFailure(
                f"{self.folder} was written by PostgreSQL {found}, this is {programs.major}:"
                " make a backup with the old version and restore it here"
            )

    def _forget_dead_server(self) -> None:
        """Wait for a server that is still ending; remove the pid file of one that is gone."""
        file = self.folder / "postmaster.pid"
        if not file.exists():
            return
        try:
            process = psutil.Process(int(file.read_text().split()[0]))
            if process.name() == "postgres" and Path(process.cwd()).samefile(self.folder):
                process.send_signal(signal.SIGINT)
                process.wait(30)
        except psutil.TimeoutExpired:
            raise EngineFailure(
                f"another PostgreSQL still holds {self.folder}; end process {process.pid} first"
            ) from None
        except (ValueError, IndexError, OSError, psutil.Error):
            pass
        # We hold the data directory's lock, so what is written there names nobody.
        file.unlink(missing_ok=True)

    def _run(self, programs: PostgresPrograms) -> None:
        (place, sockets), options = self._launch_options([self.folder, self.sockets])
        settings = {
            **self.options,
            "listen_addresses": "",
            "unix_socket_directories": sockets,
            "unix_socket_permissions": "0700",
        }
        command = [str(programs.program("postgres")), "-D", place]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        try:
            self.process = spawn(command, dying_signal=signal.SIGINT, log=self.log, **options)
        finally:
            _close(options)

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres", "postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if not self.alive:
                    self.process = None
                    raise EngineFailure(f"PostgreSQL ended at once: {self._last_words()}") from None
                if time.monotonic() > deadline:
                    raise EngineFailure(
                        f"PostgreSQL does not answer after {START_PATIENCE:.0f} s; see {self.log}"
                    ) from None
                time.sleep(0.02)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        grave = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
        return f"{(grave or lines or ['no message'])[-1]} (see {self.log})"

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            name = sql.Identifier(NAME)
            known = "SELECT 1 FROM pg_roles WHERE rolname = %s"
            if not connection.execute(known, [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(known, [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(name))


def _close(options: Mapping[str, object]) -> None:
    for handle in options.get("pass_fds", ()):  # type: ignore[attr-defined]
        os.close(handle)
