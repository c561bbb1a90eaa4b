"""What the processes of an installation are told: its addresses and its keys."""

import base64
import os
import secrets
import shlex
from collections.abc import Mapping
from pathlib import Path

from portal.cli.console import note
from portal.kernel.engines import Addresses

SECRETS = ("ZHUANBAN_SECRET_KEY", "ZHUANBAN_FIELD_KEYS", "ZHUANBAN_BLIND_KEY")


def _new_secrets() -> dict[str, str]:
    field_key, blind_key = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    return dict(zip(SECRETS, (secrets.token_urlsafe(48), f"1:{field_key}", blind_key), strict=True))


def local_secrets(data: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets that the environment lacks, made once for this data directory.

    A variable that is set wins. Losing the file loses the personal data: it is named so.
    """
    missing = [name for name in SECRETS if not environ.get(name)]
    if not missing:
        return {}
    file = data / "secrets.env"
    if not file.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = [f"{name}={value}" for name, value in _new_secrets().items()]
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write("\n".join(lines) + "\n")
        note(f"Made new keys in {file}: keep a copy apart; without them personal data is lost.")
    found = dict(line.split("=", 1) for line in shlex.split(file.read_text()) if "=" in line)
    return {name: found[name] for name in missing if name in found}


def complete_environment(data: Path, addresses: Addresses) -> dict[str, str]:
    """Return the environment of every process of this installation."""
    environ = {key: value for key, value in os.environ.items() if value}
    return {
        **environ,
        **local_secrets(data, environ),
        "ZHUANBAN_DATA": str(data),
        "DATABASE_URL": addresses.database_url,
        "REDIS_URL": addresses.redis_url,
    }


def own_addresses() -> tuple[str | None, str | None]:
    """Return DATABASE_URL and REDIS_URL where they are set."""
    return os.environ.get("DATABASE_URL") or None, os.environ.get("REDIS_URL") or None
