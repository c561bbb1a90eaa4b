"""What is wrong with a register entry, in one shape for forms, files and commands."""

from dataclasses import replace
from typing import Any

from portal.kernel.findings import Finding, ImportReport


def fault(column: str, value: object, reason: str, **facts: Any) -> Finding:
    """Return one thing wrong: the contract's column, the value, a Chinese msgid and its facts."""
    return Finding(0, column, str(value), reason, facts)


class Unfit(Exception):
    """An entry that cannot be registered as it is; `faults` say why and how to mend it."""

    def __init__(self, faults: list[Finding]) -> None:
        super().__init__("; ".join(f"{found.column}: {found.text}" for found in faults))
        self.faults = faults


def refuse(faults: list[Finding]) -> None:
    """Raise Unfit when there is any fault."""
    if faults:
        raise Unfit(faults)


def note(report: ImportReport, row: int, faults: list[Finding]) -> None:
    """Add the faults of one row to an import's report."""
    report.findings.extend(replace(found, row=row) for found in faults)
