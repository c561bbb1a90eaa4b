"""The project's own files, as the guards read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PRODUCT = ("portal", "forwarding", "inspections", "disclosures")


@cache
def files(*folders: str, ending: str = ".py") -> tuple[Path, ...]:
    """Return the files under `folders` that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = (ROOT / line for line in sorted(set(listed.splitlines())) if line.endswith(ending))
    return tuple(path for path in found if path.is_file())


def name(path: Path) -> str:
    """Return a file's path as the exceptions name it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), name(path))


@cache
def functions(path: Path) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Return every function of a file."""
    nodes = ast.walk(tree(path))
    return tuple(n for n in nodes if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines from `def` to its end, its docstring left out."""
    first = function.body[0]
    doc = isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant)
    said = (first.end_lineno or 0) - first.lineno + 1 if doc and len(function.body) > 1 else 0
    return (function.end_lineno or 0) - function.lineno + 1 - said


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())
