"""An institution's own pages of the register: itself, its branches, what it proposes."""

from portal.institutions import policy as policy
from portal.institutions.views.institution import own, proposals  # noqa: F401  (their routes)
from portal.institutions.views.institution.blueprint import blueprint

__all__ = ["blueprint"]
