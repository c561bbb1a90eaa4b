"""An edition's document, extract and findings, computed from what is stored now (Art. 37)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from disclosures.models import Edition
from disclosures.queries.material import HEAD_OFFICE, counted, material
from disclosures.rules.bulletin import Material, bulletin
from disclosures.rules.checking import found_of
from disclosures.rules.extract import extract_of
from disclosures.rules.series import RULE_SET, Series, rate_of, series_at
from portal.filings.rules.periods import period
from portal.kernel.clock import business_date
from portal.kernel.law import Breach


@dataclass(frozen=True)
class Made:
    """What is stored of a draft."""

    document: dict[str, Any]
    extract: dict[str, Any]
    findings: list[dict[str, Any]]

    def columns(self) -> dict[str, Any]:
        """Return the columns that a draft sets."""
        return {
            "document": self.document,
            "extract": self.extract,
            "findings": self.findings,
            "sha256": self.document["sha256"],
            "rule_set": RULE_SET,
        }


def make(session: Session, row: Edition, *, at: datetime) -> Made:
    """Compute an edition's document, the extract that gives it back, and what the checks find."""
    settings = series_of(row)
    stuff = material(session, settings, row.unit_code, at)
    document = bulletin(settings, stuff)
    whole = counted(session, settings, row.unit_code)
    nowhere = _uncategorised(stuff)
    found = found_of(document, settings.period, business_date(at), whole, nowhere)
    return Made(document, extract_of(settings, stuff), [each.as_json() for each in found])


def series_of(row: Edition) -> Series:
    """Return the settings of an edition; raises Breach("unknown_period") and ("unknown_rate")."""
    span = period(row.period)
    if span is None:
        raise Breach("unknown_period", "37")
    rates = tuple(rate_of(key) for key in row.rates)
    if None in rates:
        raise Breach("unknown_rate", "37")
    return series_at(
        row.sector,
        span,
        provincial=row.unit_code != HEAD_OFFICE,
        compare=row.compare,
        decimals=row.decimals,
        rates=tuple(rate for rate in rates if rate) or None,
    )


def _uncategorised(stuff: Material) -> list[str]:
    """Return the names of institutions that were forwarded to and stand in no category."""
    seen = {entity for tally in stuff.now for entity in tally.entities}
    rows = (member for member in stuff.members.values() if member.id in seen)
    return sorted(row.name for row in rows if row.category not in stuff.categories)
