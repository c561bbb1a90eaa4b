"""The figures that published rates divide by: entered once they are approved (Art. 37)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.filings.commands.filing import when_accepted
from portal.filings.models import METRICS, Filing, Metric
from portal.filings.queries.references import is_return, layout_of, reference_of
from portal.kernel.actor import Actor
from portal.kernel.law import clause

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
_TOLD = ("value", "unit", "as_of", "basis", "source")


@dataclass(frozen=True)
class Figure:
    """One figure of one institution for one period, as it was filed or imported."""

    institution_id: int
    period: str
    metric: str
    value: Decimal
    unit: str
    as_of: date
    basis: str = ""
    source: str = ""

    @property
    def place(self) -> tuple[int, str, str]:
        """What it is a figure of; one stands at a time."""
        return self.institution_id, self.period, self.metric


@clause("37")
def enter_all(
    session: Session,
    figures: Iterable[Figure],
    *,
    filing_id: int | None = None,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> Counter[str]:
    """Enter approved figures; one that stood is superseded, never overwritten (Art. 37).

    Returns how many were created, changed and unchanged; each place may occur once. A dry run
    only counts.
    """
    given = {figure.place: figure for figure in figures}
    before = standing(session, given)
    new = []
    counts: Counter[str] = Counter()
    for place, figure in given.items():
        found = before.get(place)
        if found is not None and all(getattr(found, n) == getattr(figure, n) for n in _TOLD):
            counts[UNCHANGED] += 1
            continue
        counts[CHANGED if found else CREATED] += 1
        if dry_run:
            continue
        if found is not None:
            found.superseded_at = at
        new.append(_row(figure, filing_id, by, at))
    session.flush()
    session.add_all(new)
    session.flush()
    return counts


def standing(
    session: Session, places: Iterable[tuple[int, str, str]]
) -> dict[tuple[int, str, str], Metric]:
    """Return the figures that stand at these places, locked against other writers."""
    wanted = set(places)
    found = select(Metric).where(
        Metric.institution_id == func.any(sorted({each[0] for each in wanted})),
        Metric.period == func.any(sorted({each[1] for each in wanted})),
        Metric.superseded_at.is_(None),
    )
    rows = session.scalars(found.order_by(Metric.id).with_for_update())
    by_place = {(row.institution_id, row.period, row.metric): row for row in rows}
    return {place: row for place, row in by_place.items() if place in wanted}


@when_accepted("metrics")
def enter_filed(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    """Enter the figures of an accepted filing: from now on rates may be published with them.

    A figure of the version before that this one leaves empty stands no more.
    """
    if not is_return(filing):
        return
    layout = layout_of(reference_of(session, filing, at=at))
    units = {line.code: line.given[1] for line in layout.sheet("metrics").lines}
    totals = filing.content.get("totals", {})
    filed = (_figure(filing, metric, totals, units) for metric in METRICS)
    figures = [figure for figure in filed if figure is not None]
    kept = {figure.metric for figure in figures}
    empty = ((filing.institution_id, filing.period, m) for m in METRICS if m not in kept)
    for row in standing(session, empty).values():
        if row.filing_id is not None:
            row.superseded_at = at
    enter_all(session, figures, filing_id=filing.id, by=by, at=at)


def _row(figure: Figure, filing_id: int | None, by: Actor, at: datetime) -> Metric:
    institution_id, period, metric = figure.place
    told = {name: getattr(figure, name) for name in _TOLD}
    approved = {"approved_at": at, "approved_by": by.account_id, "filing_id": filing_id}
    about = {"institution_id": institution_id, "period": period, "metric": metric}
    return Metric(**about, **told, **approved)


def _figure(
    filing: Filing, metric: str, totals: Mapping[str, Any], units: Mapping[str, str]
) -> Figure | None:
    def said(column: str) -> str:
        return str(totals.get(f"metrics.{metric}.{column}", ""))

    if not said("value"):
        return None
    return Figure(
        institution_id=filing.institution_id,
        period=filing.period,
        metric=metric,
        value=Decimal(said("value")),
        unit=units.get(metric, ""),
        as_of=date.fromisoformat(said("as_of")),
        basis=said("basis"),
        source=said("source"),
    )
