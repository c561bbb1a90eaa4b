"""What a check found: a deterministic document, the same on the server and on a desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.filings.returns.reference import Totals
from portal.filings.returns.sentences import ERROR, SENTENCES, WARNING

LISTED = 200
"""How many findings of one rule are listed; `Verdict.counts` tells how many there are."""

_SHOWN = 120


@dataclass(frozen=True)
class Finding:
    """One fault: title of the sheet, row as shown (0: the sheet or file), heading, cell, value.

    `rule` names the sentence: `reason` and `mend` are Chinese msgids with `%(name)s` places for
    `facts`. `key` stays the same when rows move, so that a warning stays confirmed.
    """

    rule: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    value: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict)
    key: str = ""

    @property
    def level(self) -> str:
        """Either error or warning; a warning may be confirmed with a reason."""
        return SENTENCES[self.rule].level

    @property
    def reason(self) -> str:
        """Why this is wrong, a msgid."""
        return SENTENCES[self.rule].reason

    @property
    def mend(self) -> str:
        """What to do about it, a msgid."""
        return SENTENCES[self.rule].mend

    def as_json(self) -> dict[str, Any]:
        """Return all of it, reason and mend in Chinese, the value cut to a readable length."""
        value = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        return {
            "level": self.level,
            "rule": self.rule,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "value": value,
            "reason": self.reason % dict(self.facts),
            "mend": self.mend % dict(self.facts),
            "facts": dict(self.facts),
            "key": self.key,
        }


@dataclass(frozen=True)
class Verdict:
    """What is wrong with one file, and its totals when its shape holds.

    `findings` lists at most LISTED of each rule, in the order of the sheets; `counts` holds the
    true number of each rule. A rule of which more were found than listed (`whole_rules`) can only
    be confirmed as a whole. `not_checked` are msgids of what could not be checked for want of a
    reference; `rows` counts the rows of free length. `layout` is "" when no form was recognised.
    """

    layout: str
    institution_code: str
    period: str
    digest: str
    reference_digest: str
    nil: bool = False
    totals: Totals = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    not_checked: tuple[str, ...] = ()
    rows: int = 0
    layout_from: date | None = None

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings may stand."""
        return self.error_count == 0

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors that are listed."""
        return tuple(each for each in self.findings if each.level == ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The warnings that are listed."""
        return tuple(each for each in self.findings if each.level == WARNING)

    @property
    def error_count(self) -> int:
        """How many errors there are, listed or not."""
        return self._counted(ERROR)

    @property
    def warning_count(self) -> int:
        """How many warnings there are, listed or not."""
        return self._counted(WARNING)

    def _counted(self, level: str) -> int:
        return sum(n for rule, n in self.counts.items() if SENTENCES[rule].level == level)

    @property
    def whole_rules(self) -> frozenset[str]:
        """The rules of which more was found than is listed."""
        listed: dict[str, int] = {}
        for each in self.findings:
            listed[each.rule] = listed.get(each.rule, 0) + 1
        return frozenset(rule for rule, n in self.counts.items() if n > listed.get(rule, 0))

    def unconfirmed(self, keys: Collection[str]) -> tuple[Finding, ...]:
        """Return the listed warnings that no confirmed key covers.

        A key is a finding's own, or `rule:` and the name of a rule for all findings of that rule;
        only the latter covers a rule of which not everything is listed.
        """
        whole = self.whole_rules
        return tuple(
            each
            for each in self.warnings
            if f"rule:{each.rule}" not in keys and (each.rule in whole or each.key not in keys)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as one JSON-ready document, the same for the same file and facts."""
        return {
            "ok": self.ok,
            "layout": self.layout,
            "layout_from": self.layout_from.isoformat() if self.layout_from else None,
            "institution_code": self.institution_code,
            "period": self.period,
            "sha256": self.digest,
            "reference": self.reference_digest,
            "nil": self.nil,
            "rows": self.rows,
            "errors": self.error_count,
            "warnings": self.warning_count,
            "counts": dict(sorted(self.counts.items())),
            "totals": dict(sorted(self.totals.items())),
            "not_checked": list(self.not_checked),
            "findings": [each.as_json() for each in self.findings],
        }

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> "Verdict":
        """Return the verdict that `as_json` wrote."""
        since = document["layout_from"]
        return Verdict(
            layout=document["layout"],
            layout_from=date.fromisoformat(since) if since else None,
            institution_code=document["institution_code"],
            period=document["period"],
            digest=document["sha256"],
            reference_digest=document["reference"],
            nil=document["nil"],
            rows=document["rows"],
            counts=document["counts"],
            totals=document["totals"],
            not_checked=tuple(document["not_checked"]),
            findings=tuple(_finding(each) for each in document["findings"]),
        )


def _finding(kept: Mapping[str, Any]) -> Finding:
    names = ("rule", "sheet", "row", "column", "cell", "value", "facts", "key")
    return Finding(**{name: kept[name] for name in names})
