"""The figures that published rates divide by: entered once they are approved (Art. 37)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.filings.commands.filing import when_accepted
from portal.filings.models import METRICS, Filing, Metric
from portal.filings.queries.references import is_return, layout_of, reference_of
from portal.kernel.actor import Actor


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


def enter(
    session: Session, figure: Figure, *, filing_id: int | None, by: Actor, at: datetime
) -> str:
    """Enter an approved figure; one that stood is superseded, never overwritten.

    Returns "created", "changed" or "unchanged".
    """
    before = session.scalar(
        select(Metric)
        .where(
            Metric.institution_id == figure.institution_id,
            Metric.period == figure.period,
            Metric.metric == figure.metric,
            Metric.superseded_at.is_(None),
        )
        .with_for_update()
    )
    told = {name: getattr(figure, name) for name in ("value", "unit", "as_of", "basis", "source")}
    if before is not None:
        if all(getattr(before, name) == value for name, value in told.items()):
            return "unchanged"
        before.superseded_at = at
        session.flush()
    about = {"institution_id": figure.institution_id, "period": figure.period}
    approved = {"approved_at": at, "approved_by": by.account_id, "filing_id": filing_id}
    session.add(Metric(metric=figure.metric, **about, **told, **approved))
    session.flush()
    return "created" if before is None else "changed"


@when_accepted("metrics")
def enter_filed(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    """Enter the figures of an accepted filing: from now on rates may be published with them."""
    if not is_return(filing):
        return
    layout = layout_of(reference_of(session, filing, at=at))
    units = {line.code: line.given[1] for line in layout.sheet("metrics").lines}
    totals = filing.content.get("totals", {})
    for metric in METRICS:
        figure = _figure(filing, metric, totals, units)
        if figure is not None:
            enter(session, figure, filing_id=filing.id, by=by, at=at)


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
