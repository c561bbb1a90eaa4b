"""Recommendations, demands, orders and measures on the regulator's side."""

from inspections.views.staff.rectifications import (  # noqa: F401  (each adds its routes)
    acts,
    calendar,
    drafting,
    effects,
    listing,
    measures,
    papers,
)
from inspections.views.staff.rectifications.blueprint import blueprint

__all__ = ["blueprint"]
