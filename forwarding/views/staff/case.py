"""The case, and the day-by-day account of its statutory clock."""

from flask import render_template

from forwarding.rules import forwarding_clock
from forwarding.views.faces import forwarding_face
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.opened import complaint_or_404
from forwarding.views.staff.page import Answer, render_case
from portal.kernel import arrangement, clock
from portal.web.access import requires
from portal.web.db import session


@blueprint.get("/complaints/<number>")
@requires("complaints.view")
def case_page(number: str) -> Answer:
    """Show a case: its facts, its history and what can be done now."""
    return render_case(number)


@blueprint.get("/complaints/<number>/clock")
@requires("complaints.view")
def clock_page(number: str) -> str:
    """Show each day of the seven working days: counted or not, and why (Art. 33)."""
    complaint, calendar = complaint_or_404(number), arrangement.load(session())
    account = forwarding_clock(complaint.received_on, calendar)
    face = forwarding_face(complaint, calendar, clock.today())
    return render_template(
        "forwarding/staff/clock.html", complaint=complaint, account=account, face=face
    )
