"""Where a demand or an order stands, as the rules of Arts. 40, 41 and 43 look at it."""

from datetime import date

from inspections.models import Rectification
from inspections.rules.rectifying import Standing
from portal.kernel.clock import business_date


def standing_of(row: Rectification) -> Standing:
    """Return what decides where a demand or an order stands."""
    reported: date | None = business_date(row.reported_at) if row.reported_at else None
    return Standing(row.kind, row.state, row.due_on, row.institution_id, reported)
