"""When an institution's figures suggest the watch list (重点关注): thresholds are settings.

The Measures are silent about all of it; nothing here is law, and a person decides.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from decimal import ROUND_DOWN, Decimal
from typing import Any

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Thresholds:
    """From when a figure is a suggestion; shares count from `least` cases on."""

    days: int
    volume: int
    bad_percent: int
    late_percent: int
    least: int


@dataclass(frozen=True)
class Figures:
    """What the watch list looks at, over the days before today."""

    forwarded: int = 0
    reported: int = 0
    late: int = 0
    overdue: int = 0
    sent_back: int = 0
    reviewed: int = 0
    changed: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Return the sums."""
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def late_percent(self) -> Decimal | None:
        """Late ones of a hundred forwarded, cut to a tenth; None of none."""
        return _percent(self.late, self.forwarded)

    @property
    def sent_back_percent(self) -> Decimal | None:
        """Those with a report sent back of a hundred reported; None of none."""
        return _percent(self.sent_back, max(self.reported, self.sent_back))

    @property
    def changed_percent(self) -> Decimal | None:
        """Reviews that changed the decision of a hundred decided; None of none."""
        return _percent(self.changed, self.reviewed)

    def as_json(self) -> dict[str, int]:
        """Return the figures for keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Figures":
        """Return kept figures; what an older row lacks is nought."""
        return cls(**{f.name: int(kept.get(f.name, 0)) for f in fields(cls)})


def total(many: Iterable[Figures]) -> Figures:
    """Return the sum of figures."""
    return sum(many, Figures())


def grounds_met(figures: Figures, limits: Thresholds) -> tuple[str, ...]:
    """Return the grounds for which an institution may be put on the list; each limit included."""
    bad = max(
        _counted(figures.sent_back_percent, figures.reported, limits),
        _counted(figures.changed_percent, figures.reviewed, limits),
    )
    late = _counted(figures.late_percent, figures.forwarded, limits)
    met = {
        "high_volume": figures.forwarded >= limits.volume,
        "badly_handled": bad >= limits.bad_percent,
        "dragging": late >= limits.late_percent,
    }
    return tuple(ground for ground, is_met in met.items() if is_met)


def _counted(share: Decimal | None, of: int, limits: Thresholds) -> Decimal:
    return share if share is not None and of >= limits.least else Decimal(0)


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(_TENTH, ROUND_DOWN) if whole else None
