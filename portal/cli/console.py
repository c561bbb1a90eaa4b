"""How a command speaks: one document on stdout when asked for JSON, one line on stderr when not."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from portal.kernel.engines import EngineFailure
from portal.kernel.law import Breach
from portal.settings import WrongSettings

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


class Refusal(Exception):
    """A command cannot be done; the text is one line that says what and how to mend it."""


def refuse(sentence: str) -> NoReturn:
    """End the command with exit 1 and one line on stderr."""
    raise Refusal(sentence)


def _remember_data(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.find_root().meta["data"] = value


def data_option() -> click.Option:
    """Return `--data DIR`, which every command takes, before its name or after it."""
    return click.Option(
        ["--data"],
        type=click.Path(path_type=Path, file_okay=False),
        callback=_remember_data,
        expose_value=False,
        help="Data directory (else ZHUANBAN_DATA, else var/).",
    )


def data_directory() -> Path:
    """Return the data directory of the running command."""
    given = click.get_current_context().find_root().meta.get("data")
    return Path(given or os.environ.get("ZHUANBAN_DATA") or "var").absolute()


class Act(click.Command):
    """A command that also takes `--data`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.append(data_option())


class Acts(click.Group):
    """A group whose commands all take `--data`."""

    command_class = Act
    group_class = type


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json`, handed on as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document, no more.")(
        function
    )


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def note(sentence: str) -> None:
    """Say something by the way, on stderr."""
    click.echo(sentence, err=True)


def report(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command and turn how it ended into an exit code and at most one line on stderr."""
    try:
        result = command.main(arguments, prog_name="zhuanban", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as wrong:
        wrong.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away: not our failure, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        note(f"zhuanban: {' '.join(sentence.split())}")
        return REFUSED


def _sentence(error: Exception) -> str | None:
    if isinstance(error, (Refusal, EngineFailure, WrongSettings)):
        return str(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, Breach):
        return f"refused under Art. {error.article}: {error.code}"
    # Imported here, so that a command that asks no database need not load it.
    from psycopg import OperationalError as Unreachable
    from sqlalchemy.exc import OperationalError

    if isinstance(error, (OperationalError, Unreachable)):
        cause = str(getattr(error, "orig", error)).splitlines()[0]
        return f"the database cannot be reached ({cause}); check DATABASE_URL or start it"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return None
