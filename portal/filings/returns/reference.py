"""What the portal knows before a return comes: who reports for when, and what it forwarded.

A template carries it in a hidden sheet with its SHA-256 and the portal's seal; offline the hash
is checked, and the portal checks its own seal.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.filings.rules.periods import Period, period

OPEN, ANSWERED, WITHDRAWN, RETURNED, MERGED = "open", "answered", "withdrawn", "returned", "merged"
STATES = (OPEN, ANSWERED, WITHDRAWN, RETURNED, MERGED)
Totals = Mapping[str, int | str]
"""Figures by `sheet.line.column`: counts as integers, money as text with its decimals, days ISO."""


class NoReference(ValueError):
    """A text is not the canonical JSON of a reference."""


@dataclass(frozen=True, order=True)
class Forwarded:
    """One complaint the portal forwarded: its number, the day, the business and how it stands.

    `returned` is one sent back as not the institution's own, `merged` a repeat joined to another;
    neither need be reported.
    """

    number: str
    forwarded_on: date
    business: str = ""
    state: str = OPEN

    @property
    def to_report(self) -> bool:
        """Whether it must stand in the return of its period."""
        return self.state not in (RETURNED, MERGED)


@dataclass(frozen=True)
class Reference:
    """All that a check needs besides the file.

    `previous` are the totals of the last accepted return of the same form (None: there is none),
    `previous_period` its period; `complaint_data` the totals of the accepted complaint data of
    the same period, for a handling report. `forwarded` lists what was forwarded in the period and
    what was still open when it began. A figure is an outlier when the larger of two is at least
    `outlier_floor` and at least `outlier_factor` times the smaller.
    """

    institution_code: str
    institution_name: str
    institution_type: str
    category: str
    layout: str
    period: str
    made_at: datetime
    due_on: date | None = None
    previous: Totals | None = None
    previous_period: str = ""
    complaint_data: Totals | None = None
    forwarded: tuple[Forwarded, ...] = ()
    outlier_factor: int = 3
    outlier_floor: int = 20

    @property
    def span(self) -> Period:
        """The period with its first and last day; raises NoReference for none."""
        found = period(self.period)
        if found is None:
            raise NoReference(self.period)
        return found

    def to_json(self) -> str:
        """Return the canonical JSON: sorted keys, no blanks, the same for the same facts."""
        document = {
            **{name: getattr(self, name) for name in _PLAIN},
            "made_at": self.made_at.isoformat(),
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "previous": None if self.previous is None else dict(self.previous),
            "complaint_data": None if self.complaint_data is None else dict(self.complaint_data),
            "forwarded": [
                [each.number, each.forwarded_on.isoformat(), each.business, each.state]
                for each in sorted(self.forwarded)
            ],
        }
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical JSON without the instant it was made at.

        Two references of the same facts have the same digest: a return checked against one
        need not be checked again against the other.
        """
        document = json.loads(self.to_json())
        del document["made_at"]
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @staticmethod
    def from_json(text: str) -> "Reference":
        """Return the reference written so; raises NoReference for anything else."""
        try:
            return _read(json.loads(text))
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise NoReference(str(error)) from error


_PLAIN = (
    "institution_code",
    "institution_name",
    "institution_type",
    "category",
    "layout",
    "period",
    "previous_period",
    "outlier_factor",
    "outlier_floor",
)


@dataclass(frozen=True)
class Sealed:
    """A reference as a file carries it: its text, the hash and the seal that stand beside it."""

    text: str
    sha256: str
    seal: str = field(default="")

    @staticmethod
    def of(text: str, seal: Callable[[bytes], str] | None) -> "Sealed":
        """Return a text with its hash, and the seal when there is somebody to seal it."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Sealed(text, digest, seal(text.encode()) if seal else "")

    @property
    def whole(self) -> bool:
        """Whether the text is the one the hash was made of."""
        return hashlib.sha256(self.text.encode()).hexdigest() == self.sha256


def _read(document: Mapping[str, Any]) -> Reference:
    plain = {name: document[name] for name in _PLAIN}
    for name, value in plain.items():
        if not isinstance(value, int if name.startswith("outlier") else str):
            raise NoReference(name)
    due_on = document["due_on"]
    found = Reference(
        **plain,
        made_at=datetime.fromisoformat(document["made_at"]),
        due_on=date.fromisoformat(due_on) if due_on else None,
        previous=_totals(document["previous"]),
        complaint_data=_totals(document["complaint_data"]),
        forwarded=tuple(_forwarded(*each) for each in document["forwarded"]),
    )
    if not found.span.text or found.outlier_factor < 1:
        raise NoReference(found.period)
    return found


def _forwarded(number: str, on: str, business: str, state: str) -> Forwarded:
    if state not in STATES or not isinstance(business, str):
        raise NoReference(state)
    return Forwarded(str(number), date.fromisoformat(on), business, state)


def _totals(given: Any) -> Totals | None:
    if given is None:
        return None
    if not all(isinstance(k, str) and isinstance(v, (int, str)) for k, v in given.items()):
        raise NoReference("totals")
    return dict(given)
