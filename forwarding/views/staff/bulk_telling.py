"""Noting many tellings at once that were done alike, such as a batch that was posted (Art. 21)."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.forms.staff_acts import TellForm
from forwarding.queries.bulk_duties import Duty, tellings_chosen
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import Answer, Duties, Many, asked, confirmed
from portal.web.access import requires


def _problem(duty: Duty | None) -> str:
    if duty is None:
        return _("还没有需要告知的事项，一般在转送以后产生。")
    if duty.state == "done":
        return _("已经告知，不需要再登记。")
    if duty.state == "due":
        return _("由系统自动发送，不需要人工登记。")
    if duty.state == "unreachable":
        return _("已登记无法联系。如后来联系上了，请打开本件登记。")
    return _("此事项已不需要告知。")


def _said(form: TellForm) -> dict[str, Any]:
    return {**form.said(), "done_at": form.done_at.data.isoformat()}


TELL = Many(
    "tell",
    title=_l("批量登记告知"),
    confirm=_l("登记勾选各件已告知"),
    done=_l("已记录告知。"),
    page="forwarding/staff/bulk_telling.html",
    to="complaints_staff.bulk_tellings",
    queue="to_tell",
    cases=Duties(tellings_chosen, _problem),
    nothing=_l("所选投诉没有待人工告知的事项"),
    form=TellForm,
    said=_said,
)


@blueprint.get("/tellings/bulk")
@requires("complaints.tell")
def bulk_telling() -> Answer:
    """Show what the chosen complaints' complainants must be told by a person."""
    return asked(TELL)


@blueprint.post("/tellings/bulk")
@requires("complaints.tell")
def bulk_tellings() -> Response | Answer:
    """Note each telling that is ticked as done by the same means, at the same time."""
    return confirmed(TELL)
