"""The matrix of institutions by requirements as a file, whole, for who works on in a sheet."""

from collections.abc import Iterator

from flask import Response, request
from flask_babel import gettext as _

from portal.filings.queries import duties
from portal.filings.queries.duties import DutyView
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.institutions import queries as institutions
from portal.institutions.export import as_csv, as_xlsx
from portal.institutions.queries import Card
from portal.kernel import audit, clock
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.downloads import attachment

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/matrix.<any(csv, xlsx):kind>")
@requires("filings.view")
def matrix_file(kind: str) -> Response:
    """Hand out the matrix of every institution looked for; the trail notes it."""
    table = list(_lines(request.args.get("find", "").strip()[:60]))
    with transaction(session()):
        audit.record(
            session(),
            by=current_actor(),
            act="filings_matrix_export",
            subject=("register", "filings"),
            at=clock.now(),
            facts={"kind": kind, "rows": len(table) - 1},
        )
    body = as_csv(table) if kind == "csv" else as_xlsx(table)
    return attachment(body, f"{_('各机构报送情况一览')}.{kind}", CONTENT_TYPES[kind], len(body))


def _lines(looked_for: str) -> Iterator[list[str]]:
    actor, today = current_actor(), clock.today()
    wanted = duties.requirements(session(), actor, state="in_force")
    yield [_("机构代码"), _("机构"), *(row.title for row in wanted)]
    for page in _pages(looked_for):
        for card, cells in duties.matrix(session(), actor, page, today).rows:
            yield [card.code, card.name, *(_cell(cell) for cell in cells)]


def _pages(looked_for: str) -> Iterator[list[Card]]:
    position = None
    while True:
        page = institutions.reporting(session(), current_actor(), looked_for, position)
        yield list(page.items)
        if page.next is None:
            return
        position = page.next


def _cell(cell: DutyView | None) -> str:
    """Return one cell in words: the state, the period and the last day."""
    if cell is None:
        return ""
    say = words()
    period = say["period"](cell.row.period) if cell.row.period else ""
    last = cell.last_day.isoformat() if cell.last_day else ""
    return " ".join(part for part in (say["duty"](cell.state), period, last) if part)
