"""The register as staff see it: search, one institution with its history, downloads."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.accounts import queries as accounts
from portal.institutions.export import as_csv, as_xlsx, lines
from portal.institutions.forms import SearchForm
from portal.institutions.models import Institution
from portal.institutions.queries.lists import Search, count, narrowed, page, visible_to
from portal.institutions.queries.pages import by_code_among, sight
from portal.institutions.queries.proposals import waiting
from portal.institutions.rules import in_reach
from portal.institutions.sheet import ORDER
from portal.institutions.views import places
from portal.institutions.views.staff import blueprint
from portal.institutions.views.staff.history import events
from portal.institutions.words import CHANNELS, COLUMNS, LEVELS, STATES, TYPES
from portal.kernel import audit, clock
from portal.kernel.db import transaction
from portal.web import nav, paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.downloads import attachment

nav.register("staff", "institutions_staff.index", _l("机构名录"), 60, "administration")
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WORDS: Mapping[str, Any] = {
    "types": TYPES,
    "levels": LEVELS,
    "states": STATES,
    "channels": CHANNELS,
    "columns": COLUMNS,
}


@blueprint.get("")
@requires("institutions.view")
def index() -> str:
    """List the institutions in reach, narrowed by the filters in the address."""
    form, search = _search()
    rows = narrowed(visible_to(current_actor()), search)
    return render_template(
        "institutions/staff/index.html",
        form=form,
        page=page(session(), rows, paging.requested("register")),
        total=count(session(), rows),
        narrowed=search != Search(),
        words=WORDS,
    )


def _search() -> tuple[SearchForm, Search]:
    form, reach = SearchForm(), current_actor().unit_codes
    units = accounts.units(session())
    form.territory.choices = [(unit.code, unit.name) for unit in units if unit.code in reach]
    wanted = form.cleaned()
    return form, Search(text=wanted.pop("q", ""), **wanted)


def found(code: str) -> Institution:
    """Return the institution of an address when its reader may see it, else 404."""
    row = by_code_among(session(), visible_to(current_actor()), code)
    return row if row is not None else abort(404)


@blueprint.get("/<code>")
@requires("institutions.view")
def show(code: str) -> str:
    """Show one institution: particulars, channels, aliases, branches and its history."""
    row = found(code)
    return render_template(
        "institutions/staff/show.html",
        seen=sight(session(), row),
        parts=places.STAFF.shown(row),
        events=events(session(), row),
        waiting=waiting(session(), current_actor(), row.id),
        may_keep=may(current_actor(), "institutions.edit")
        and in_reach(row.territory, current_actor().unit_codes),
        words=WORDS,
    )


@blueprint.get("/register.<any(csv, xlsx):kind>")
@requires("institutions.view")
def download(kind: str) -> Response:
    """Hand out the list as filtered, in the columns of the import; the trail notes it."""
    _form, search = _search()
    rows = narrowed(visible_to(current_actor()), search)
    with transaction(session()):
        audit.record(
            session(),
            by=current_actor(),
            act="institutions_export",
            subject=("register", "institutions"),
            at=clock.now(),
            facts={"kind": kind, "rows": count(session(), rows)},
        )
        table = list(lines(session(), rows))
    body = as_csv(table) if kind == "csv" else as_xlsx(table)
    return attachment(body, f"{_('机构名录')}.{kind}", CONTENT_TYPES[kind], len(body))


@blueprint.get("/template.<any(csv, xlsx):kind>")
@requires("institutions.import")
def template(kind: str) -> Response:
    """Hand out an empty institutions file, with each column explained in the workbook."""
    notes = [(name, str(COLUMNS[name])) for name in ORDER]
    body = as_csv([list(ORDER)]) if kind == "csv" else as_xlsx([list(ORDER)], notes)
    return attachment(body, f"{_('机构名录模板')}.{kind}", CONTENT_TYPES[kind], len(body))
