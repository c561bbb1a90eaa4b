"""The last days of the ledger as a month, and in the calendar that programmes subscribe to."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import abort

from inspections.messages import rectification as words
from inspections.queries import ledger as query
from inspections.queries.ledger import Line
from inspections.views.staff.rectifications.blueprint import blueprint
from portal.filings.rules.feed import Entry
from portal.filings.rules.months import month, month_of
from portal.filings.views import feed
from portal.kernel import clock, links
from portal.kernel.actor import Actor
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer

MOST, SHOWN = 2000, 8


@blueprint.get("/months")
@blueprint.get("/months/<text>")
@requires("rectifications.view")
def months(text: str | None = None) -> Any:
    """Show a month of last days; without one in the address, this month."""
    today = clock.today()
    shown = month_of(today) if text is None else month(text) or abort(404)
    found = query.due_between(session(), current_actor(), shown.first, shown.last, MOST)
    by_day: defaultdict[date, list[Line]] = defaultdict(list)
    for line in found:
        if line.row.due_on:
            by_day[line.row.due_on].append(line)
    facts = {"month": shown, "due": by_day, "today": today, "this": month_of(today).text}
    facts |= {"words": words, "most": SHOWN, "cut": len(found) == MOST}
    return answer("inspections/staff/rectification_month.html", **facts)


@feed.adds
def _entries(actor: Actor, first: date, last: date) -> Iterator[Entry]:
    """Add what is open to the reader's calendar; nothing personal stands in it."""
    if not (may(actor, "rectifications.view") or may(actor, "rectifications.answer")):
        return
    side = "desk/supervision" if actor.is_institution else "staff/rectifications"
    for line in query.due_between(session(), actor, first, last, MOST):
        row = line.row
        assert row.due_on is not None
        yield Entry(
            uid=f"rectification-{row.id}@zhuanban",
            day=row.due_on,
            summary=f"{words.KINDS[row.kind]}：{line.institution.label}",
            text=f"{row.title}（{words.STATES[row.state]}）",
            url=links.to(f"/{side}/{row.id}"),
            remind=row.state == "issued",
        )
