"""`zhuanban bulletin`: a draft bulletin of what is stored (Art. 37)."""

from pathlib import Path
from typing import Any

import click

from portal.cli.console import Act, json_option, print_json, refuse
from portal.cli.house import house
from portal.kernel import clock
from portal.kernel.db import make_session

_WRITTEN = click.Path(dir_okay=False, path_type=Path)
_NAMES = {1: "1", 100: "100", 1000: "1000", 10**4: "10k", 10**6: "1m", 10**7: "10m", 10**8: "100m"}


@click.command(name="bulletin", cls=Act)
@click.option("--sector", type=click.Choice(["banking", "insurance"]), required=True)
@click.option("--period", "written", required=True, help="2022Q4, 2022H1 or 2022.")
@click.option("--unit", default="000000", help="The unit whose complaints are counted.")
@click.option("--compare", type=click.Choice(["previous", "year", "none"]), default="previous")
@click.option("--decimals", type=click.IntRange(0, 6))
@click.option("--rate", "rates", multiple=True, help="METRIC:MULTIPLE, such as outlets:1000.")
@click.option("--xlsx", "xlsx", type=_WRITTEN, help="Write the figures to a workbook.")
@click.option("--pdf", "pdf", type=_WRITTEN, help="Write the whole bulletin to a PDF.")
@json_option
def bulletin(
    sector: str,
    written: str,
    unit: str,
    compare: str,
    decimals: int | None,
    rates: tuple[str, ...],
    xlsx: Path | None,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """Compute a draft bulletin from what is stored; the options override the series' settings."""
    from portal.filings.rules.periods import period

    span = period(written)
    if span is None:
        refuse(f"{written} is no period: write 2022Q4, 2022H1 or 2022")
    said = {"compare": compare, "decimals": decimals, "rates": _rates(rates)}
    document, name = _made(sector, span, unit, said)
    if xlsx:
        _write_xlsx(document, xlsx)
    if pdf:
        _write_pdf(document, name, pdf)
    if as_json:
        print_json(document)
    elif not (xlsx or pdf):
        _tell(document)


def _made(sector: str, span: Any, unit: str, said: dict[str, Any]) -> tuple[dict[str, Any], str]:
    from disclosures.queries.material import HEAD_OFFICE, material
    from disclosures.rules import bulletin as rules
    from disclosures.rules.series import series_at
    from portal.accounts.queries import unit as unit_of

    with house() as here, make_session(here.engine) as session:
        found = unit_of(session, unit)
        if found is None:
            refuse(f"there is no unit {unit}: give the six-digit code of a unit")
        settings = series_at(sector, span, provincial=unit != HEAD_OFFICE, **said)
        document = rules.bulletin(settings, material(session, settings, unit, clock.now()))
        return document, found.name


def _write_xlsx(document: dict[str, Any], path: Path) -> None:
    from disclosures.sheets.bulletin import bulletin_workbook

    _write(path, bulletin_workbook(document))


def _write_pdf(document: dict[str, Any], unit: str, path: Path) -> None:
    from disclosures.texts.pdf import bulletin_pdf
    from disclosures.texts.telling import tell

    told = tell(document, kind="disclosure")
    _write(path, bulletin_pdf(told, unit=unit, day=clock.today()))


def _write(path: Path, body: bytes) -> None:
    """Write a file whole, beside its place first; says why where it cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}; name a file in a folder of yours")


def _rates(written: tuple[str, ...]) -> Any:
    """Return the rates of METRIC:MULTIPLE; None when none were given, for those of the series."""
    from disclosures.rules.notes import METRIC_NAMES
    from disclosures.rules.series import rate_of

    found = []
    for text in written:
        metric, _, multiple = text.partition(":")
        name = _NAMES.get(int(multiple), multiple) if multiple.isdigit() else multiple
        rate = rate_of(f"per_{name}_{metric}")
        if rate is None or metric not in METRIC_NAMES:
            known, multiples = ", ".join(METRIC_NAMES), ", ".join(_NAMES.values())
            refuse(
                f"{text} is no rate: write METRIC:MULTIPLE with METRIC among {known}"
                f" and MULTIPLE among {multiples}"
            )
        found.append(rate)
    return tuple(found) or None


def _tell(document: dict[str, Any]) -> None:
    total = document["total"]
    click.echo(f"{document['sector']} {document['period']} unit {document['unit']}")
    click.echo(f"total\t{total['count']}\t{total['change_pct'] or total.get('change_note', '')}")
    for category in document["categories"]:
        click.echo(f"{category['category']}\t{category['count']}\t{category['share_pct']}%")
        for row in category["institutions"]:
            click.echo(f"  {row['rank']}\t{row['name']}\t{row['count']}\t{row['share_pct']}%")
    for note in document["notes"]:
        click.echo(note)
