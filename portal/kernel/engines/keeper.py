"""Who runs PostgreSQL: ourselves, or as root another user, for the server refuses root."""

import os
import pwd
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.kernel.engines.failure import EngineFailure

_CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Keeper:
    """The user and group that own the cluster and run the server when we are root."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Return what makes subprocess run a child as this user, and with no other group."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_run(self, program: Path) -> bool:
        """Return whether this user reaches and may run `program`."""
        test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(program)]
        return subprocess.run(test, **self.popen_options()).returncode == 0


def choose(cluster: Path) -> Keeper | None:
    """Return who must keep `cluster`, or None when we run it ourselves.

    An existing cluster stays with its owner, so that data survives a new `postgres` user.
    """
    if os.geteuid() != 0:
        return None
    with suppress(FileNotFoundError, KeyError):
        owner = cluster.stat().st_uid
        if owner != 0:
            return Keeper(owner, pwd.getpwuid(owner).pw_gid)
    for name in _CANDIDATES:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return Keeper(found.pw_uid, found.pw_gid)
    raise EngineFailure(
        "as root PostgreSQL needs another user to run as: create a user named postgres"
    )
