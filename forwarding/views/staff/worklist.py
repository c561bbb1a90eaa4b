"""The worklist: what is due first comes first."""

from collections.abc import Set
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

import forwarding.ledgers
import forwarding.ledgers_of_office  # noqa: F401  (lists that these pages offer as files)
from forwarding.queries import clusters, figures, worklist
from forwarding.queries.access import complaint_by_number
from forwarding.queries.narrowing import Wanted, is_number
from forwarding.queries.saved_views import views_of
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.asked import filters_asked, wanted_by
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.brief import kept
from forwarding.views.staff.many import at_most
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import amounts, arrangement, clock
from portal.kernel.keyset import Page
from portal.web import nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session

nav.register("staff", "complaints_staff.worklist_page", _l("转送工作台"), 10, "work")

TABS = {
    "due": _l("待办"),
    "mine": _l("我的"),
    "to_forward": _l("待转送"),
    "to_tell": _l("待告知"),
    "returned": _l("机构退回"),
    "to_review": _l("待复核"),
    "answered": _l("待审核报告"),
    "with_institution": _l("机构办理中"),
    "closed": _l("已办结"),
    "all": _l("全部"),
}
_LOAD_SECONDS, _MONTH_SECONDS = 5, 60


@blueprint.get("/")
@requires("complaints.view")
def worklist_page() -> str | Response:
    """Show a queue of the officer's territory with the figures above it."""
    filters = filters_asked()
    wanted = wanted_by(filters)
    if wanted.q and is_number(wanted.q) and _in_sight(wanted.q):
        return redirect(url_for(".case_page", number=wanted.q.strip().upper()))
    today, position = clock.today(), paging.requested(f"worklist:{wanted.queue}")
    page = worklist.page(session(), current_actor(), wanted, position, today)
    return render_template(
        "forwarding/staff/worklist.html",
        page=page,
        wanted=wanted,
        filters=filters,
        found=_found(page, wanted) if _is_narrowed() else None,
        **_surroundings(wanted, page),
    )


def _surroundings(wanted: Wanted, page: Page[worklist.Row]) -> dict[str, Any]:
    """Return what stands around the rows: figures, tabs, clocks and words."""
    today, calendar, actor = clock.today(), arrangement.load(session()), current_actor()
    book = amounts.load(session())
    following = figures.next_working_day(calendar, today)
    load = kept(
        "load", actor, _LOAD_SECONDS, lambda: figures.load_of(session(), actor, today, following)
    )
    month = kept(
        "month", actor, _MONTH_SECONDS, lambda: figures.month_of(session(), actor, calendar, today)
    )
    return {
        "flags": clusters.flags(session(), [row.id for row in page.items]),
        "load": load,
        "month": month,
        "today": today,
        "following": following,
        "tabs": TABS,
        "narrowed": _is_narrowed(),
        "filtering": _is_narrowed({"q"}),
        "more": more,
        "most": at_most(),
        "views": views_of(session(), actor),
        "request_args": request.args,
        "face": lambda row: forwarding_face(row, calendar, today, book),
        "colours": STATE_COLOURS,
        "say": reader(),
    }


def _found(page: Page[worklist.Row], wanted: Wanted) -> str:
    """Return how many a list has, as far as that is worth a count."""
    if page.next is None and page.previous is None:
        return str(len(page.items))
    total = worklist.count(session(), current_actor(), wanted, clock.today())
    if total is None:
        return _("%(n)s以上", n=worklist.PAGE)
    most = worklist.COUNTED_AT_MOST
    return _("%(n)s以上", n=most) if total > most else str(total)


def _is_narrowed(besides: Set[str] = frozenset()) -> bool:
    place = {"queue", "cursor", *besides}
    return any(value for name, value in request.args.items() if name not in place)


def _in_sight(number: str) -> bool:
    return complaint_by_number(session(), current_actor(), number.strip().upper()) is not None


def more(figure: int) -> str:
    """Return a capped figure in words."""
    if figure >= figures.COUNTED_AT_MOST:
        return _("%(n)s以上", n=figures.COUNTED_AT_MOST)
    return str(figure)
