"""The case, and the day-by-day account of its statutory clock."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from forwarding.queries import worklist
from forwarding.queries.narrowing import Wanted
from forwarding.rules import forwarding_clock
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.clocks_before import clocks_before
from forwarding.views.staff.opened import complaint_or_404
from forwarding.views.staff.page import Answer, render_case
from portal.kernel import amounts, arrangement, clock
from portal.kernel.keyset import Position
from portal.web.access import current_actor, requires
from portal.web.db import session


@blueprint.get("/complaints/<number>")
@requires("complaints.view")
def case_page(number: str) -> Answer:
    """Show a case: its facts, its history and what can be done now."""
    return render_case(number)


@blueprint.get("/complaints/<number>/next")
@requires("complaints.view")
def next_case(number: str) -> Response:
    """Go to the case that is to be forwarded after this one, else back to the worklist."""
    here = complaint_or_404(number)
    position = Position((here.sort_due, here.id))
    wanted, today = Wanted(queue="to_forward"), clock.today()
    page = worklist.page(session(), current_actor(), wanted, position, today, limit=1)
    if page.items:
        return redirect(url_for(".case_page", number=page.items[0].number))
    flash(_("后面没有待转送的投诉了。"))
    return redirect(url_for(".worklist_page"))


@blueprint.get("/complaints/<number>/clock")
@requires("complaints.view")
def clock_page(number: str) -> str:
    """Show each day of the seven working days: counted or not, and why (Art. 33)."""
    complaint, calendar = complaint_or_404(number), arrangement.load(session())
    book, received_on = amounts.load(session()), complaint.received_on
    begun = complaint.clock_from
    return render_template(
        "forwarding/staff/clock.html",
        complaint=complaint,
        account=forwarding_clock(begun, calendar, book=book, received_on=received_on),
        face=forwarding_face(complaint, calendar, clock.today(), book),
        before=clocks_before(complaint, calendar, book),
    )
