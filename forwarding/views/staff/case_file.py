"""A case's complete file, as PDF or with all its papers as ZIP; each is logged (Art. 22)."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response
from werkzeug.wsgi import FileWrapper

from forwarding.commands.archive import archive
from forwarding.commands.export_file import export_file
from forwarding.commands.letters import letter_of
from forwarding.forms.case_file import CaseFileForm
from forwarding.models import Attachment, Complaint, Party
from forwarding.queries import case as cases
from forwarding.queries.case import Case
from forwarding.queries.papers import papers_of
from forwarding.rules import forwarding_clock
from forwarding.views.sections import STAFF
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.case_file_parts import blocks
from forwarding.views.staff.history import Facts, say_of
from forwarding.views.staff.letters import forwarding_letter, telling_letter
from forwarding.views.staff.opened import complaint_or_404
from forwarding.views.staff.page import Answer, case_or_404, render_case
from forwarding.views.staff.panel import fresh
from portal.kernel import amounts, arrangement, clock, letters
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form

_PREFIX = "casefile"
_LETTERS_ARE_CHINESE = "zh"


def _taken(_case: Case, facts: Facts) -> str:
    kind = str(facts.get("kind", "")).upper()
    return _("%(kind)s，含完整个人信息", kind=kind) if facts.get("clear") else kind


say_of({"complaint.export_file": _l("导出案卷")}, {"complaint.export_file": _taken})


@blueprint.post("/complaints/<number>/file")
@requires("complaints.view")
def case_file(number: str) -> Response | Answer:
    """Hand out the complete file of a case in sight."""
    complaint, form = complaint_or_404(number), _fitted(CaseFileForm(prefix=_PREFIX))
    if form.validate_on_submit():
        contents, files = str(form.contents.data), papers_of(session(), complaint)
        with form.catching():
            people = _logged(complaint, contents, str(form.reason.data), files)
            return _made(case_or_404(number), contents, people, files)
    return render_case(number, casefile=form)


def _fitted(form: Any) -> Any:
    return form if may(current_actor(), "complaints.reveal") else form.only_masked()


def _logged(
    complaint: Complaint, contents: str, reason: str, files: Sequence[Attachment]
) -> list[Party]:
    zipped = contents == "zip"
    with transaction(session()):
        return export_file(
            session(),
            complaint,
            kind="zip" if zipped else "pdf",
            clear=contents != "masked",
            reason=reason,
            sizes=[file.size for file in files] if zipped else [],
            by=current_actor(),
            at=clock.now(),
        )


def _made(
    case: Case, contents: str, people: Sequence[Party], files: Sequence[Attachment]
) -> Response:
    with force_locale(_LETTERS_ARE_CHINESE):
        pdf = letters.render("case_file", _facts(case, people))
        made = {f"案卷-{case.number}.pdf": pdf} | (_letters(case) if contents == "zip" else {})
    if contents != "zip":
        return downloads.attachment(pdf, f"案卷-{case.number}.pdf", "application/pdf", len(pdf))
    file = archive(files, made)
    size = file.seek(0, 2)
    file.seek(0)
    label = f"案卷-{case.number}.zip"
    return downloads.attachment(FileWrapper(file), label, "application/zip", size)


def _letters(case: Case) -> dict[str, bytes]:
    """Return the letters that the worker keeps no copy of, made as they would be now."""
    found = {}
    for view in case.forwardings:
        if letter_of(session(), view.row) is None and not view.row.history:
            session().refresh(view.row, ["complaint"])
            name = view.row.letter_no or view.row.id
            found[f"公文/转办单-{name}.pdf"] = forwarding_letter(view.row)
    for each in case.tellings:
        row = cases.telling(session(), current_actor(), each.id)
        body = telling_letter(row) if row else None
        if body is not None:
            found[f"公文/告知书-{each.occasion}-{each.id}.pdf"] = body
    return found


def _facts(case: Case, people: Sequence[Party]) -> dict[str, Any]:
    book = amounts.load(session())
    account = forwarding_clock(case.complaint.received_on, arrangement.load(session()), book=book)
    notice = _("供监管机构内部存档，由%(who)s导出。", who=current_actor().name)
    hidden = _("投诉人的个人信息已遮盖。") if not people else _("含完整个人信息，请妥善保管。")
    return {
        "number": case.number,
        "unit": case.unit_name,
        "date": clock.today(),
        "notice": notice + hidden,
        "blocks": blocks(case, account, people),
    }


def _offer(_case: Case, bound: dict[str, Form]) -> Any:
    """Return the form that stands on the case page."""
    return bound.get(_PREFIX) or _fitted(fresh(CaseFileForm, _PREFIX, contents="masked"))


STAFF.add("forwarding/staff/case_file.html", _offer, order=900)
