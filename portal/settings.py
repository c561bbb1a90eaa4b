"""Typed settings from the environment; everything missing or wrong is named at once.

Values on which the Measures are silent are settings too, and are never shown as law.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_YES = {"1": True, "true": True, "yes": True, "on": True}
_NO = {"0": False, "false": False, "no": False, "off": False, "": False}
_KEY_BYTES = 32


class WrongSettings(Exception):
    """The environment does not say what it must; `problems` has one sentence per variable."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("settings: " + "; ".join(problems))


def _address(*schemes: str, example: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        scheme = urlsplit(value).scheme
        if scheme not in schemes or value == f"{scheme}://":
            raise ValueError(f"must be an address like {example}")
        return value

    return parse


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return parse


def _days(value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() and int(part) <= 365 for part in parts):
        raise ValueError("must be day counts with commas between, like 2,1,0")
    return tuple(int(part) for part in parts)


def _switch(value: str) -> bool:
    found = {**_YES, **_NO}.get(value.strip().lower())
    if found is None:
        raise ValueError("must be 1 or 0")
    return found


def _secret(value: str) -> str:
    if len(value) < _KEY_BYTES:
        raise ValueError(f"must be at least {_KEY_BYTES} random characters")
    return value


def _is_key(encoded: str) -> bool:
    try:
        return len(base64.b64decode(encoded, validate=True)) == _KEY_BYTES
    except (ValueError, binascii.Error):
        return False


def _key(value: str) -> str:
    if not _is_key(value):
        raise ValueError(f"must be {_KEY_BYTES} random bytes in base64")
    return value


def _keys(value: str) -> str:
    pairs = [part.strip().partition(":") for part in value.split(",")]
    numbers = [number for number, _, _ in pairs]
    sound = all(n.isdecimal() and 0 < int(n) < 65536 and _is_key(key) for n, _, key in pairs)
    if not sound or len(set(numbers)) != len(numbers):
        raise ValueError("must be NUMBER:BASE64 of 32 random bytes, the active key first")
    return value


def _mail_address(value: str) -> str:
    if parseaddr(value)[1].count("@") != 1 or not value.isprintable():
        raise ValueError("must be a sender like 转办 <noreply@example.org>")
    return value


def _variable(name: str, parse: Callable[[str], Any], default: Any = ..., purpose: str = "") -> Any:
    about = {"name": name, "parse": parse, "default": default, "purpose": purpose}
    return field(metadata=about)


_WEB = _address("http", "https", example="https://host/path")


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations; made by `load`."""

    data: Path = _variable("ZHUANBAN_DATA", lambda v: Path(v).absolute(), "var")
    database_url: str = _variable(
        "DATABASE_URL",
        _address("postgresql", "postgres", example="postgresql://user:password@host/database"),
        purpose="the PostgreSQL database",
    )
    redis_url: str = _variable(
        "REDIS_URL",
        _address("redis", "rediss", "unix", example="redis://host:6379/0"),
        purpose="Redis or Valkey",
    )
    secret_key: str = _variable(
        "ZHUANBAN_SECRET_KEY", _secret, purpose="signs cookies and links; 32 random characters"
    )
    field_keys: str = _variable(
        "ZHUANBAN_FIELD_KEYS", _keys, purpose="encrypts personal data; 1:BASE64 of 32 random bytes"
    )
    blind_key: str = _variable(
        "ZHUANBAN_BLIND_KEY", _key, purpose="finds encrypted data; BASE64 of 32 random bytes"
    )
    storage_url: str = _variable(
        "ZHUANBAN_STORAGE_URL", _address("file", "s3", example="s3://bucket/prefix"), ""
    )
    scanner: str = _variable("ZHUANBAN_CLAMAV", str, "")
    smtp_url: str = _variable(
        "ZHUANBAN_SMTP_URL",
        _address("smtp", "smtps", "smtp+starttls", example="smtps://user:password@host:465"),
        "",
    )
    mail_from: str = _variable("ZHUANBAN_MAIL_FROM", _mail_address, "")
    sms_url: str = _variable("ZHUANBAN_SMS_URL", _WEB, "")
    sms_token: str = _variable("ZHUANBAN_SMS_TOKEN", str, "")
    public_url: str = _variable("ZHUANBAN_PUBLIC_URL", _WEB, "http://127.0.0.1:8000")
    demo: bool = _variable("ZHUANBAN_DEMO", _switch, "0")
    secure_cookies: bool = _variable("ZHUANBAN_SECURE_COOKIES", _switch, "")
    trusted_proxies: int = _variable("ZHUANBAN_TRUSTED_PROXIES", _whole(0, 9), "0")
    web_workers: int = _variable("ZHUANBAN_WEB_WORKERS", _whole(1, 64), "2")
    web_threads: int = _variable("ZHUANBAN_WEB_THREADS", _whole(1, 64), "8")
    rate_limits: bool = _variable("ZHUANBAN_RATE_LIMITS", _switch, "1")
    remember_seconds: int = _variable("ZHUANBAN_REMEMBER_SECONDS", _whole(0, 300), "20")
    # Sessions: minutes without a click, and hours in all.
    session_idle_minutes: int = _variable("ZHUANBAN_SESSION_IDLE_MINUTES", _whole(1, 1440), "30")
    session_hours: int = _variable("ZHUANBAN_SESSION_HOURS", _whole(1, 168), "12")
    # Signing in: failures until the lock, its minutes, and who must have a second factor.
    sign_in_failures: int = _variable("ZHUANBAN_SIGN_IN_FAILURES", _whole(1, 50), "5")
    lock_minutes: int = _variable("ZHUANBAN_LOCK_MINUTES", _whole(1, 1440), "15")
    require_totp: bool = _variable("ZHUANBAN_REQUIRE_TOTP", _switch, "")
    require_totp_institutions: bool = _variable("ZHUANBAN_REQUIRE_TOTP_INSTITUTIONS", _switch, "0")
    # Uploads.
    upload_megabytes: int = _variable("ZHUANBAN_UPLOAD_MEGABYTES", _whole(1, 500), "20")
    upload_files: int = _variable("ZHUANBAN_UPLOAD_FILES", _whole(1, 200), "20")
    import_rows: int = _variable("ZHUANBAN_IMPORT_ROWS", _whole(1, 5_000_000), "200000")
    # Silent in the Measures.
    report_back_days: int = _variable("ZHUANBAN_REPORT_BACK_DAYS", _whole(1, 180), "20")
    reminders_before: tuple[int, ...] = _variable("ZHUANBAN_REMINDERS_BEFORE", _days, "2,1,0")
    reminders_after: tuple[int, ...] = _variable("ZHUANBAN_REMINDERS_AFTER", _days, "1,3,7")
    escalate_after: int = _variable("ZHUANBAN_ESCALATE_AFTER", _whole(0, 365), "3")
    # Hours within which an institution reports on the incident behind a major complaint.
    incident_hours: int = _variable("ZHUANBAN_INCIDENT_HOURS", _whole(1, 720), "24")
    # The watch list (重点关注): days looked back on, and from when a figure is a suggestion.
    watch_days: int = _variable("ZHUANBAN_WATCH_DAYS", _whole(7, 730), "90")
    watch_volume: int = _variable("ZHUANBAN_WATCH_VOLUME", _whole(1, 1_000_000), "50")
    watch_bad_percent: int = _variable("ZHUANBAN_WATCH_BAD_PERCENT", _whole(1, 100), "20")
    watch_late_percent: int = _variable("ZHUANBAN_WATCH_LATE_PERCENT", _whole(1, 100), "20")
    watch_least: int = _variable("ZHUANBAN_WATCH_LEAST", _whole(1, 10_000), "5")
    # Follow-up (回访): the share of closed complaints, days after closing, and when it is over.
    follow_up_percent: int = _variable("ZHUANBAN_FOLLOW_UP_PERCENT", _whole(0, 100), "10")
    follow_up_after: int = _variable("ZHUANBAN_FOLLOW_UP_AFTER", _whole(0, 365), "7")
    follow_up_days: int = _variable("ZHUANBAN_FOLLOW_UP_DAYS", _whole(1, 365), "30")
    # How many complaints one bulk act takes.
    bulk_most: int = _variable("ZHUANBAN_BULK_MOST", _whole(1, 2000), "500")
    retention_years: int = _variable("ZHUANBAN_RETENTION_YEARS", _whole(1, 100), "10")
    # Repeats are looked for this many days back; alike complaints are flagged from so many on.
    likeness_days: int = _variable("ZHUANBAN_LIKENESS_DAYS", _whole(1, 3650), "180")
    cluster_days: int = _variable("ZHUANBAN_CLUSTER_DAYS", _whole(1, 3650), "30")
    cluster_people: int = _variable("ZHUANBAN_CLUSTER_PEOPLE", _whole(2, 1000), "10")
    cluster_phone_names: int = _variable("ZHUANBAN_CLUSTER_PHONE_NAMES", _whole(2, 1000), "3")
    cluster_agent_cases: int = _variable("ZHUANBAN_CLUSTER_AGENT_CASES", _whole(2, 1000), "5")
    draft_days: int = _variable("ZHUANBAN_DRAFT_DAYS", _whole(1, 90), "7")

    @property
    def key_ring(self) -> str:
        """The field keys and the index key as one text for the kernel's key ring."""
        return f"{self.field_keys},index:{self.blind_key}"

    @property
    def files_url(self) -> str:
        """Where uploaded files and letters are kept: given, or inside the data directory."""
        return self.storage_url or (self.data / "files").as_uri()


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings; raises WrongSettings naming every variable that is missing or wrong."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for each in fields(Settings):
        about = each.metadata
        given = environ.get(about["name"], "").strip()
        if not given and about["default"] is ...:
            problems.append(f"{about['name']} is missing ({about['purpose']})")
            continue
        try:
            fallback = about["default"]
            values[each.name] = about["parse"](given or fallback) if given or fallback else fallback
        except ValueError as error:
            problems.append(f"{about['name']} {error}")
    problems += _disagreements(values)
    if problems:
        raise WrongSettings(problems)
    return Settings(**_derived(values))


def _derived(values: dict[str, Any]) -> dict[str, Any]:
    if values["secure_cookies"] == "":
        values["secure_cookies"] = values["public_url"].startswith("https:")
    # A newcomer tries the demonstration without a telephone; everywhere else it takes a switch.
    if values["require_totp"] == "":
        values["require_totp"] = not values["demo"]
    return values


def _disagreements(values: Mapping[str, Any]) -> list[str]:
    found = []
    if values.get("smtp_url") and values.get("mail_from") == "":
        found.append("ZHUANBAN_MAIL_FROM is missing (the sender's address, for ZHUANBAN_SMTP_URL)")
    if values.get("sms_url") and values.get("sms_token") == "":
        found.append("ZHUANBAN_SMS_TOKEN is missing (the gateway's token, for ZHUANBAN_SMS_URL)")
    return found


def names() -> tuple[str, ...]:
    """Return the names of all variables, for the README's table and its guard."""
    return tuple(each.metadata["name"] for each in fields(Settings))
