"""What is checked of a draft before a second officer sees it (Art. 37)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.filings.rules.periods import Period
from portal.kernel.law import clause

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Found:
    """One finding of the checks: errors keep a draft back, warnings need a reason."""

    code: str
    level: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the finding for keeping."""
        return {"code": self.code, "level": self.level, "facts": dict(self.facts)}


@clause("37")
def found_of(
    document: Mapping[str, Any],
    span: Period,
    today: date,
    counted: int,
    uncategorised: Sequence[str] = (),
) -> list[Found]:
    """Return what the checks find of a draft.

    `counted` is the register's own count of what was forwarded in the period to the sector,
    `uncategorised` names institutions that stand in no category of the bulletin.
    """
    total = document["total"]["count"]
    found = []
    if span.last >= today:
        found.append(Found("period_runs", ERROR, {"last": span.last.isoformat()}))
    if total != counted:
        facts = {"total": total, "counted": counted}
        found.append(Found("does_not_reconcile", ERROR, facts))
    if total == 0:
        found.append(Found("nothing_forwarded", ERROR))
    if uncategorised:
        found.append(Found("uncategorised", WARNING, {"names": list(uncategorised)}))
    for key, names in _without_rate(document).items():
        found.append(Found(f"denominator:{key}", WARNING, {"rate": key, "names": names}))
    return found


def unconfirmed(findings: Sequence[Mapping[str, Any]], confirmed: Mapping[str, Any]) -> list[str]:
    """Return the codes of warnings that nobody gave a reason for."""
    return [f["code"] for f in findings if f["level"] == WARNING and f["code"] not in confirmed]


def _without_rate(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by rate who has none, for want of an approved denominator."""
    lacking: dict[str, list[str]] = {}
    for category in document["categories"]:
        for row in category["institutions"]:
            for key, value in row["rates"].items():
                if value is None:
                    lacking.setdefault(key, []).append(row["name"])
    return lacking
