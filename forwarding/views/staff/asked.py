"""What the worklist is asked for: its filters as they stand in the address."""

from flask import request

from forwarding.forms.worklist import WorklistFilters
from forwarding.queries import worklist
from forwarding.queries.narrowing import QUEUES, Wanted, is_of_people
from forwarding.views.staff.brief import kept
from portal.accounts.queries import units
from portal.kernel import clock
from portal.web.access import current_actor
from portal.web.db import session

_UNITS_SECONDS = 60


def filters_asked() -> WorklistFilters:
    """Return the filters of this page's address."""
    filters = WorklistFilters()
    filters.unit.choices = kept("units", current_actor(), _UNITS_SECONDS, _units)
    return filters


def wanted_by(filters: WorklistFilters) -> Wanted:
    """Return the list that is asked for; what is wrong in the filters is left out."""
    given = filters.cleaned()
    queue = request.args.get("queue", "")
    if queue not in QUEUES:
        # A person or number is looked for everywhere, a word in what is to be done.
        queue = "all" if is_of_people(given.get("q", "")) else "due"
    return Wanted(queue=queue, **given)


def every_number(limit: int) -> list[str]:
    """Return the numbers of a whole list, what stands first on it first, as far as `limit`."""
    wanted = wanted_by(filters_asked())
    page = worklist.page(session(), current_actor(), wanted, None, clock.today(), limit)
    return [row.number for row in page.items]


def _units() -> list[tuple[str, str]]:
    codes = current_actor().unit_codes
    return [(unit.code, unit.name) for unit in units(session()) if unit.code in codes]
