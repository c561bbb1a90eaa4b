"""Published bulletins fed in through the front door: institutions, complaints, metrics as files."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parent / "bulletins"
TYPES = {"banking": "banking", "insurance": "insurer"}
CODES = {"信用卡": "B0402", "个人贷款": "B0301", "理财类": "B06"}
REST = {"banking": ("B05", "C07"), "insurance": ("P01", "I03")}
FIRST_DAYS = {"2020Q2": "2020-05-06", "2022Q4": "2022-11-08", "2022Q2": "2022-05-10"}
FIRST_DAYS |= {"2022": "2022-07-05", "2020Q1": "2020-03-10", "2020Q3": "2020-08-04"}


def published(name: str) -> dict[str, Any]:
    """Return one published bulletin."""
    told: dict[str, Any] = json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))
    return told


def code_of(place: int) -> str:
    """Return the code of the institution in this row of a published table."""
    return f"X{place:03}"


def sheet(heads: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    """Return a CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([heads, *rows])
    return text.getvalue()


def institutions(given: Mapping[str, Any], territory: str) -> str:
    """Return the institutions file of a published table."""
    heads = ("code", "name", "short_name", "type", "category", "level", "territory", "parent_code")
    kind, category = TYPES[given["sector"]], given["category"]
    rows = given["published"]["institutions"]
    return sheet(
        heads,
        (
            (
                code_of(n),
                f"{row['name']}股份有限公司",
                row["name"],
                kind,
                category,
                "head",
                territory,
                "",
            )
            for n, row in enumerate(rows)
        ),
    )


def complaints(given: Mapping[str, Any], territory: str, day: str = "") -> str:
    """Return the history file that holds as many complaints as were published of each."""
    heads = ("external_ref", "received_at", "channel", "territory", "institution_code")
    heads += ("business", "cause", "claim", "facts", "forwarded_at", "complainant_kind")
    heads += ("complainant_name", "complainant_id_no", "complainant_phone")
    on = day or FIRST_DAYS[given["period"]]
    told = (
        "退还多收的费用。",
        "投诉收费问题。",
        f"{on}T15:00",
        "natural",
        "张三",
        "",
        "13800000000",
    )
    return sheet(
        heads,
        (
            (f"{on}-{n}", f"{on}T09:00", "phone", territory, code, business, cause, *told)
            for n, (code, business, cause) in enumerate(_each(given))
        ),
    )


def metrics(given: Mapping[str, Any]) -> str:
    """Return the metrics file of a published table."""
    heads = ("institution_code", "period", "metric", "value", "unit", "as_of", "source")
    return sheet(
        heads,
        (
            (code_of(n), given["period"], metric, value, "", "", "")
            for n, row in enumerate(given["published"]["institutions"])
            for metric, value in row.get("metrics", {}).items()
            if value is not None
        ),
    )


def _each(given: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    business, cause = REST[given["sector"]]
    for n, row in enumerate(given["published"]["institutions"]):
        themes = row.get("themes", {})
        for theme, count in themes.items():
            yield from ((code_of(n), CODES[theme], cause) for _ in range(count or 0))
        rest = row["count"] - sum(count or 0 for count in themes.values())
        yield from ((code_of(n), business, cause) for _ in range(rest))
