"""A month of the institution's filing calendar."""

from typing import Any

from flask import url_for

from portal.filings.queries.months import Due
from portal.filings.views import feed, months
from portal.filings.views.institution.blueprint import blueprint
from portal.web.access import requires


@blueprint.get("/months")
@blueprint.get("/months/<text>")
@requires("filings.file")
def month(text: str | None = None) -> Any:
    """Show a month; without one in the address, this month."""
    return months.page("filings/desk/month.html", text, _link)


def _link(due: Due) -> str:
    if due.duty_id is not None:
        return url_for(".duty", duty_id=due.duty_id)
    return url_for(".calendar", kind=due.kind)


@blueprint.route("/link", methods=["GET", "POST"])
@requires("filings.file")
def link() -> Any:
    """Make, renew or end one's link for a calendar programme."""
    return feed.link_page("filings/desk/link.html")
