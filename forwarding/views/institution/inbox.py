"""The inbox, by due date."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding.queries import inbox as query
from forwarding.views.faces import handling_face
from forwarding.views.institution.blueprint import blueprint
from forwarding.views.staff.shown import STATE_COLOURS, reader
from portal.kernel import amounts, clock
from portal.kernel.keyset import Page
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import Choice, StrippedString, Tick, answer
from portal.web.forms import QueryForm as Filters

QUEUES = {
    "open": _l("待办"),
    "sent": _l("待签收"),
    "acknowledged": _l("办理中"),
    "reported": _l("已报告"),
    "settled": _l("已通过"),
    "returned": _l("已退回"),
    "withdrawn": _l("已撤回"),
    "all": _l("全部"),
}


class InboxForm(Filters):
    """Filters of the inbox, kept in its address."""

    queue = Choice(_l("范围"), choices=list(QUEUES.items()), blank=False, default="open")
    number = StrippedString(_l("投诉编号"), maximum=40, width=20)
    late = Tick(_l("只看已过期限的"))


@blueprint.get("/")
@requires("forwardings.view")
def inbox() -> tuple[str, int]:
    """List the forwardings of the reader's institution and branches, what is due first."""
    form = InboxForm()
    wanted, today, book = form.cleaned(), clock.today(), amounts.load(session())
    queue = wanted.get("queue", "open")
    shown = {"form": form, "queue": queue, "queues": QUEUES, "colours": STATE_COLOURS}
    return answer(
        "forwarding/desk/inbox.html",
        page=_page(queue, wanted, today),
        face=lambda row: handling_face(row, today, book=book),
        say=reader(),
        **shown,
    )


def _page(queue: str, wanted: dict[str, Any], today: date) -> Page[query.Row]:
    return query.page(
        session(),
        current_actor(),
        queue,
        paging.requested(f"inbox-{queue}"),
        number=wanted.get("number"),
        late_before=today if wanted.get("late") else None,
    )
