"""Classifying many complaints at once, with the triage of those that are new."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.forms.staff_acts import ManyForm
from forwarding.queries.bulk import Chosen
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import Answer, Complaints, Line, Many, asked, confirmed
from portal.web.access import requires

READY = ("received", "triaged", "classified")


def _lines(cases: Sequence[Chosen]) -> list[Line]:
    return [Line(c.row.number, c.row.number, c.row.version, c, _problem(c)) for c in cases]


def _problem(case: Chosen) -> str | None:
    return None if case.row.state in READY else _("当前状态不能分类。请打开本件查看。")


def _said(form: ManyForm) -> dict[str, Any]:
    return {"classes": form.classes(), "all_yes": bool(form.all_yes.data)}


CLASSIFY = Many(
    "classify",
    title=_l("批量分类"),
    confirm=_l("确认分类勾选的件"),
    done=_l("已分类。"),
    page="forwarding/staff/bulk_classification.html",
    to="complaints_staff.bulk_classifications",
    queue="to_forward",
    cases=Complaints(_lines),
    form=ManyForm,
    said=_said,
)


@blueprint.get("/classifications/bulk")
@requires("complaints.triage")
def bulk_classification() -> Answer:
    """Show the chosen complaints with one classification for all of them to choose."""
    return asked(CLASSIFY)


@blueprint.post("/classifications/bulk")
@requires("complaints.triage")
def bulk_classifications() -> Response | Answer:
    """Classify each complaint that is ticked, and follow what is done and what is refused."""
    return confirmed(CLASSIFY)
