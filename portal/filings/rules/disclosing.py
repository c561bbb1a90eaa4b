"""The yearly disclosure of an institution's complaints: where and when it was published."""

from datetime import date

from portal.filings.rules.periods import Period
from portal.institutions.entry import web_address_ok
from portal.kernel.law import clause


@clause("26")
def disclosure_fault(
    url: str, published_on: date | None, span: Period | None, today: date
) -> str | None:
    """Return what is wrong with a disclosure's link and day, as a code; None when nothing is.

    Once a year an institution publishes how it handled complaints (Art. 26): after the year it
    tells of, and before it is filed. The address is judged by its form alone; nobody calls it.
    """
    if not url or published_on is None:
        return "disclosure_undescribed"
    if not web_address_ok(url):
        return "disclosure_address_wrong"
    if published_on > today:
        return "disclosure_to_come"
    if span is not None and published_on <= span.last:
        return "disclosure_too_early"
    return None
