"""`zhuanban law`: article → function → test, read from the code and not from a list of promises."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from portal.cli.console import Act, json_option, print_json
from portal.kernel.law import Article, carriers, load_law

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("portal", "forwarding", "inspections", "disclosures")


@click.command(cls=Act)
@json_option
def law(as_json: bool) -> None:
    """Print for each article the functions that carry it and the tests of these."""
    entries = coverage()
    if as_json:
        print_json({"articles": [entry.as_json() for entry in entries]})
        return
    for entry in entries:
        click.echo("\n".join(entry.lines()))


@dataclass(frozen=True)
class Entry:
    """An article with what the code marks as carrying it, and the tests of each function."""

    article: Article
    functions: Mapping[str, tuple[str, ...]]

    def as_json(self) -> dict[str, Any]:
        """Return the entry JSON-ready."""
        article = self.article
        return {
            "article": article.number,
            "title": article.title["zh"],
            "title_en": article.title["en"],
            "who": article.who,
            "status": article.status,
            "functions": [
                {"function": place, "tests": list(tests)} for place, tests in self.functions.items()
            ],
            "not_software": article.not_software and article.not_software["zh"],
            "not_yet": article.not_yet and article.not_yet["zh"],
        }

    def lines(self) -> list[str]:
        """Return the entry as lines of text."""
        article = self.article
        lines = [f"第{article.number}条 {article.title['zh']}"]
        for place, tests in self.functions.items():
            more = f" (+{len(tests) - 1})" if len(tests) > 1 else ""
            lines.append(f"    {place}  ←  {tests[0] if tests else '（没有测试）'}{more}")
        if article.not_software:
            lines.append(f"    非软件事项：{article.not_software['zh']}")
        if article.not_yet:
            lines.append(f"    尚未实现：{article.not_yet['zh']}")
        return lines


def coverage() -> list[Entry]:
    """Return every article with its functions, as marked in the code, and their tests."""
    for name in _marked_modules():
        import_module(name)
    marked = carriers()
    return [
        Entry(
            article,
            {
                place: tests_of(article.number, place)
                for place in marked.get(str(article.number), ())
            },
        )
        for article in load_law()
    ]


def _marked_modules() -> Iterable[str]:
    """Yield the names of the modules that mark a clause, found by reading, not importing, them."""
    for package in _PACKAGES:
        for source in sorted((_ROOT / package).rglob("*.py")):
            if re.search(r"^@clause\(", source.read_text(encoding="utf-8"), re.MULTILINE):
                parts = source.relative_to(_ROOT).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__")


def tests_of(number: int, place: str) -> tuple[str, ...]:
    """Return the tests of a function: those that cite its article and use it, else those that
    cite its article, else those that use it; none where the tests are not beside the code."""
    name = place.partition(":")[2]
    used = re.compile(rf"\b{name}\b")
    cited = re.compile(rf"_art_(\d+_and_)?{number}_")
    citing = [test for test in _tests() if cited.search(test)]
    using = [test for test, body in _tests().items() if used.search(body)]
    return tuple([test for test in citing if test in using] or citing or using)


@cache
def _tests() -> dict[str, str]:
    """Return the source of each test function by `path::name`."""
    found = {}
    for path in sorted((_ROOT / "tests").rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                place = f"{path.relative_to(_ROOT).as_posix()}::{node.name}"
                found[place] = ast.get_source_segment(source, node) or ""
    return found
