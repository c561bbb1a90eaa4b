"""What officers require of institutions, who has filed what, and how it is judged."""

import portal.filings.messages
import portal.filings.policy  # noqa: F401  (both declare what these pages need)
from portal.filings.views import public  # noqa: F401  (adds to the public's pages)
from portal.filings.views.staff import (  # noqa: F401  (they add their routes)
    channels,
    disclosures,
    duties,
    filing,
    matrix_files,
    metrics,
    months,
    persons,
    policies,
    requirements,
    returns,
)
from portal.filings.views.staff.blueprint import blueprint

__all__ = ["blueprint"]
