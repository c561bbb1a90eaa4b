"""The yearly disclosure for review: its link and day beside its document (Art. 26)."""

from typing import Any

from portal.filings.queries.disclosures import Disclosure
from portal.filings.queries.filings import FilingView
from portal.filings.views import parts


@parts.staff_part("disclosure", template="filings/disclosure.html", order=10)
def _disclosure_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    return {"disclosure": Disclosure.of(view.row)}
