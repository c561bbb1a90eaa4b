"""An institution's desk: its inbox, its cases, and what it does with them."""

from forwarding.views.institution import acts, case, inbox, report, reviews  # noqa: F401
from forwarding.views.institution.blueprint import blueprint

__all__ = ["blueprint"]
