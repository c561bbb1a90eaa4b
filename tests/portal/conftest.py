"""Commands run in this process, on the test's own database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.cli import root
from portal.cli.console import report
from tests.ground import environment


@dataclass(frozen=True)
class Told:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Told]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    files: Path,
    database_url: str,
    redis_url: str,
) -> Run:
    """Runs `zhuanban` with these arguments and tells how it ended."""
    for name, value in environment(files, database_url, redis_url).items():
        monkeypatch.setenv(name, value)

    def command(*arguments: object) -> Told:
        capfd.readouterr()
        code = report(root, [str(argument) for argument in arguments])
        return Told(code, *capfd.readouterr())

    return command
