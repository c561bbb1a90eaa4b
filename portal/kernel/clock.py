"""The only place that reads the time; every rule and command is given `at` or `as_of` instead."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
"""The zone in which a day begins and ends for every time limit (Art. 43)."""


class NaiveInstant(ValueError):
    """An instant without a zone was offered where a legal act needs an exact moment."""


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present business date in Asia/Shanghai."""
    return business_date(now())


def aware(instant: datetime) -> datetime:
    """Return `instant` in UTC; raises NaiveInstant when it carries no zone."""
    if instant.tzinfo is UTC:
        return instant
    if instant.tzinfo is None:
        raise NaiveInstant(f"an instant needs a zone: {instant!r}")
    return instant.astimezone(UTC)


def business_date(instant: datetime) -> date:
    """Return the Asia/Shanghai date of an aware instant: a day ends at 24:00 there (Art. 43)."""
    return aware(instant).astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """Return 00:00 Asia/Shanghai of `day` as a UTC instant."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
