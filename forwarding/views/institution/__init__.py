"""An institution's desk: its inbox, its cases, and what it does with them."""

import forwarding.queries.returned_figures  # noqa: F401  (returns are checked against it)
from forwarding.views.institution import (  # noqa: F401
    acts,
    bundles,
    case,
    inbox,
    incidents,
    mediation,
    not_proceeding,
    report,
    report_files,
    reviews,
    time_limits,
)
from forwarding.views.institution.blueprint import blueprint

__all__ = ["blueprint"]
