"""Inspections on the regulator's side: the plan, one page for each, and the acts legal now."""

from inspections.views import inspected  # noqa: F401  (adds to an institution's page)
from inspections.views.staff.inspections import (  # noqa: F401  (each adds its routes)
    acts,
    archived,
    findings,
    letters,
    listing,
    planning,
    team,
    working,
)
from inspections.views.staff.inspections.blueprint import blueprint

__all__ = ["blueprint"]
