"""`zhuanban validate-return`: the checks of the portal, on a desk and without a network.

It needs no database: a template carries what the portal knew when it was made. For a CSV that
comes from `--reference`, the file the portal hands out beside the template.
"""

from pathlib import Path
from typing import Any

import click

from portal.cli.console import Act, json_option, note, print_json, refuse
from portal.filings.returns.check import check
from portal.filings.returns.reference import NoReference, Reference
from portal.filings.returns.verdict import Verdict

_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITTEN = click.Path(dir_okay=False, path_type=Path)


@click.command(name="validate-return", cls=Act)
@click.argument("file", type=_READ)
@click.option("--reference", type=_READ, help="What the portal knows, as JSON; needed for a CSV.")
@click.option("--marked", "marked_copy", type=_WRITTEN, help="Write the marked workbook here.")
@json_option
def validate_return(
    file: Path, reference: Path | None, marked_copy: Path | None, as_json: bool
) -> None:
    """Check a return as the portal will: every finding with its place, its reason and its mend."""
    verdict = check(file, expected=_reference(reference) if reference else None)
    if marked_copy:
        from portal.filings.returns.marked import marked

        marked_copy.write_bytes(marked(file, verdict))
    if as_json:
        print_json(verdict.as_json())
    else:
        _tell(verdict)
    if not verdict.ok:
        refuse(f"{verdict.error_count} error(s): mend the cells listed and check again")


def _reference(path: Path) -> Reference:
    try:
        return Reference.from_json(path.read_text(encoding="utf-8"))
    except (NoReference, UnicodeDecodeError):
        refuse(f"{path} is not a reference: download it again from the page of the filing")


def _tell(verdict: Verdict) -> None:
    for each in verdict.as_json()["findings"]:
        click.echo("\t".join(_columns(each)))
    for sentence in verdict.not_checked:
        note(sentence)
    listed = len(verdict.findings)
    found = verdict.error_count + verdict.warning_count
    if found > listed:
        note(f"{found - listed} more of the same kinds are not listed")
    if verdict.ok:
        click.echo(f"OK: {verdict.rows} row(s), {verdict.warning_count} warning(s) to confirm.")


def _columns(each: dict[str, Any]) -> list[str]:
    place = each["cell"] or (f"row {each['row']}" if each["row"] else "")
    said = f"{each['reason']} {each['mend']}"
    columns = [each["level"], each["sheet"], place, each["column"], each["value"], said]
    return [" ".join(text.split()) for text in columns]
