"""What an import found wrong, row by row, and what it did: the same shape for every import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_SHOWN = 120


def N_(text: str) -> str:
    """Mark a Chinese sentence for the catalogue (Babel knows this name) and return it."""
    return text


@dataclass(frozen=True)
class Finding:
    """One fault: spreadsheet row (header is 1, 0 means the file), column, value and reason.

    `reason` is a Chinese msgid with `%(name)s` places for `facts`; `text` fills them in, and a
    page translates with `gettext(finding.reason, **finding.facts)`.
    """

    row: int
    column: str
    value: str
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The reason in Chinese, complete."""
        return self.reason % dict(self.facts)

    def as_json(self) -> dict[str, Any]:
        """Return row, column, value (cut to a readable length) and reason."""
        value = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        return {"row": self.row, "column": self.column, "value": value, "reason": self.text}

    def as_kept(self) -> dict[str, Any]:
        """Return the same for keeping, with `msgid` and `facts` so that a page can translate."""
        facts = {
            name: each if isinstance(each, int) else str(each) for name, each in self.facts.items()
        }
        return self.as_json() | {"msgid": self.reason, "facts": facts}


@dataclass
class ImportReport:
    """How many rows were new, changed or the same, and every fault; any fault stores nothing."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no row was at fault, so that the file may be stored."""
        return not self.findings

    def add(self, row: int, column: str, value: object, reason: str, **facts: Any) -> None:
        """Note one fault."""
        self.findings.append(Finding(row, column, str(value), reason, facts))

    def notes(self) -> list[str]:
        """Return what else the import did, in lines for the command line."""
        return []

    def as_json(self) -> dict[str, Any]:
        """Return the report as one JSON-ready document, faults in row order."""
        found = sorted(self.findings, key=lambda finding: finding.row)
        stored = self.ok
        return {
            "ok": stored,
            "created": self.created if stored else 0,
            "changed": self.changed if stored else 0,
            "unchanged": self.unchanged,
            "findings": [finding.as_json() for finding in found],
        }

    def as_kept(self) -> dict[str, Any]:
        """Return the report for keeping: each fault can still be translated when it is shown."""
        found = sorted(self.findings, key=lambda finding: finding.row)
        return self.as_json() | {"findings": [finding.as_kept() for finding in found]}
