"""A month of the territory's filing calendar."""

from typing import Any

from flask import url_for

from portal.filings.queries.months import Due
from portal.filings.views import feed, months
from portal.filings.views.staff.blueprint import blueprint
from portal.web.access import requires


@blueprint.get("/months")
@blueprint.get("/months/<text>")
@requires("filings.view")
def month(text: str | None = None) -> Any:
    """Show a month; without one in the address, this month."""
    return months.page("filings/staff/month.html", text, _link)


def _link(due: Due) -> str:
    return url_for(".requirement", requirement_id=due.requirement_id)


@blueprint.route("/link", methods=["GET", "POST"])
@requires("filings.view")
def link() -> Any:
    """Make, renew or end one's link for a calendar programme."""
    return feed.link_page("filings/staff/link.html")
