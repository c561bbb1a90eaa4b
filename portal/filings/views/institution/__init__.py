"""An institution's filing calendar, its filings, and what it does with them."""

import portal.filings.messages
import portal.filings.policy  # noqa: F401  (both declare what these pages need)
from portal.filings.views import reported  # noqa: F401  (it adds to institutions' pages)
from portal.filings.views.institution import (  # noqa: F401  (they add their routes)
    calendar,
    channels,
    disclosures,
    filing,
    months,
    persons,
    policies,
    returns,
)
from portal.filings.views.institution.blueprint import blueprint

__all__ = ["blueprint"]
