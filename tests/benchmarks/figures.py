"""What was measured: single figures with their aims, printed as a table and written as JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

_WIDE = 58


@dataclass(frozen=True)
class Figure:
    """One figure; `aim` is what it should reach: at least it, or with `less` at most it."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    less: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None where there is none."""
        if self.aim is None:
            return None
        return self.value <= self.aim if self.less else self.value >= self.aim

    def __str__(self) -> str:
        shown = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:,.3g}"
        if self.aim is None:
            return f"  {self.name:<{_WIDE}}{shown:>10} {self.unit}"
        verdict = "reached" if self.reached else "MISSED"
        aim = f"aim {'≤' if self.less else '≥'} {self.aim:,g}: {verdict}"
        return f"  {self.name:<{_WIDE}}{shown:>10} {self.unit:<6} {aim}"


@dataclass
class Report:
    """The figures of one run, told as they come."""

    conditions: dict[str, object]
    figures: list[Figure] = field(default_factory=list)

    def section(self, title: str) -> None:
        """Begin a part of the table; the load tells how quiet the machine was."""
        print(f"\n{title}  (load {os.getloadavg()[0]:.1f})", flush=True)

    def add(
        self, name: str, value: float, unit: str, aim: float | None = None, less: bool = False
    ) -> None:
        """Keep and print one figure."""
        self.figures.append(Figure(name, round(value, 3), unit, aim, less))
        print(self.figures[-1], flush=True)

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        figures = [asdict(figure) | {"reached": figure.reached} for figure in self.figures]
        document = {"conditions": self.conditions, "figures": figures}
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def conditions() -> dict[str, object]:
    """Return on what the figures were measured."""
    return {
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
    }
