"""The filing calendar as calendar programmes read it (RFC 5545); nothing personal stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75
"""How many octets a line may have; a longer one is folded."""


@dataclass(frozen=True)
class Entry:
    """One whole-day entry; `remind` asks the programme to remind three days before."""

    uid: str
    day: date
    summary: str
    text: str
    url: str
    remind: bool


def feed(name: str, entries: Iterable[Entry], at: datetime) -> str:
    """Return a calendar of whole-day entries, each line folded and ended as RFC 5545 asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zhuanban//filings//ZH"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for entry in entries:
        lines += _event(entry, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: Entry, at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(entry.summary)}",
        f"DESCRIPTION:{_escaped(entry.text)}",
        f"URL:{entry.url}",
        "TRANSP:TRANSPARENT",
    ]
    if entry.remind:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P3D"]
        lines += [f"DESCRIPTION:{_escaped(entry.summary)}", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line after 75 octets at most, never inside a character."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LINE:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += octets
    return "\r\n".join(parts)
