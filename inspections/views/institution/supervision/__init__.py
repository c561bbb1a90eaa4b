"""What the regulator demands of an institution, on its own side."""

from inspections.views.institution.supervision import acts, papers  # noqa: F401  (add routes)
from inspections.views.institution.supervision.blueprint import blueprint

__all__ = ["blueprint"]
