"""Putting many complaints into one colleague's hands (经办, Art. 30)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.forms.bulk import ManyAssignmentForm
from forwarding.lifecycle import ENDED
from forwarding.queries.bulk import Chosen
from forwarding.queries.workload import open_in_hand, who_has
from forwarding.views.staff.assignments import colleagues
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.many_page import Answer, Complaints, Line, Many, asked, confirmed
from portal.web.access import current_actor, requires
from portal.web.db import session


@dataclass(frozen=True)
class Held:
    """One complaint of the preview, and the name of who has it in hand now."""

    case: Chosen
    officer: str | None


def _lines(cases: Sequence[Chosen]) -> list[Line]:
    held = who_has(session(), [case.row.id for case in cases])
    return [_line(case, held.get(case.row.id)) for case in cases]


def _line(case: Chosen, officer: str | None) -> Line:
    row, ended = case.row, case.row.state in ENDED
    problem = _("本件已经结束，不再分配。") if ended else None
    return Line(row.number, row.number, row.version, Held(case, officer), problem)


def _offer(form: ManyAssignmentForm, lines: list[Line]) -> None:
    """Offer the colleagues of the complaints' units and one's own, with what each has open."""
    known = colleagues({line.of.case.row.unit_code for line in lines})
    held = open_in_hand(session(), current_actor(), [each for each, _name in known])
    form.officer.choices = [
        (each, _("%(name)s（%(n)s件）", name=name, n=held.get(each, 0))) for each, name in known
    ]


ASSIGN = Many(
    "assign",
    title=_l("批量分配"),
    confirm=_l("分配勾选的件"),
    done=_l("已分配。"),
    page="forwarding/staff/bulk_assignment.html",
    to="complaints_staff.bulk_assignments",
    queue="due",
    cases=Complaints(_lines),
    form=ManyAssignmentForm,
    offer=_offer,
    said=lambda form: {"to": form.officer.data},
)


@blueprint.get("/assignments/bulk")
@requires("complaints.assign")
def bulk_assignment() -> Answer:
    """Show the chosen complaints with who has each in hand, and the colleagues to choose from."""
    return asked(ASSIGN)


@blueprint.post("/assignments/bulk")
@requires("complaints.assign")
def bulk_assignments() -> Response | Answer:
    """Put each complaint that is ticked into one colleague's hands."""
    return confirmed(ASSIGN)
