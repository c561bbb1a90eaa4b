"""Returns on the regulator's side: figures, differences, what was confirmed and why."""

from typing import Any

from werkzeug import Response

from portal.filings.commands import metrics as metrics  # figures are entered when accepted
from portal.filings.commands import returns as acts
from portal.filings.queries.filings import FilingView
from portal.filings.queries.references import is_return
from portal.filings.views import marking, parts
from portal.filings.views.opened import ID
from portal.filings.views.return_parts import marked_file, shown
from portal.filings.views.staff.blueprint import blueprint
from portal.web.access import requires


@blueprint.get(f"/<{ID}:filing_id>/marked.xlsx")
@requires("filings.view")
def return_marked(filing_id: int) -> Response:
    """Hand out the return with what a check warned of marked."""
    return marked_file(filing_id)


marking.add_routes(blueprint, "filings.view", "layouts/staff.html")


@parts.staff_part(*acts.KINDS, template="filings/staff/return.html", order=10)
def _return_part(view: FilingView, bound: parts.Bound) -> dict[str, Any] | None:
    return shown(view) if is_return(view.row) else None
