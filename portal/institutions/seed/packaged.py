"""The packaged files, in the columns of the institutions file."""

import csv
import io
import tomllib
from importlib.resources import files
from typing import Any

Row = dict[str, str]
_HERE = files("portal.institutions.seed")


def real_institutions() -> list[Row]:
    """Return the 64 real legal entities; complete them from the official registers before use."""
    text = (_HERE / "institutions.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def demo_plan() -> dict[str, Any]:
    """Return what the demonstration invents: entities, places, and who has branches where."""
    return tomllib.loads((_HERE / "demo.toml").read_text(encoding="utf-8"))
