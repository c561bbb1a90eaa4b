"""The complete file of a concluded inspection: a PDF with all its letters and files, as ZIP."""

from typing import Any

from flask import abort
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug import Response
from werkzeug.wsgi import FileWrapper

from forwarding.commands.archive import archive
from inspections.commands import letters as letters_of
from inspections.commands.inspection_acts import log
from inspections.messages.rectification import LETTERS
from inspections.models import KeptFile
from inspections.queries import inspections as query
from inspections.queries.inspections import InspectionFile
from inspections.views.filed import blocks
from inspections.views.opened import inspection_or_404
from inspections.views.staff.inspections.blueprint import ONE, blueprint
from portal.kernel import clock, letters
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor, requires
from portal.web.db import session

_LETTERS_ARE_CHINESE = "zh"
_FOLDERS = {
    "inspection": "证据材料",
    "request": "机构提供的资料",
    "paper": "工作底稿附件",
    "finding": "异议证明材料",
}


@blueprint.get(f"{ONE}/file.zip")
@requires("inspections.view")
def archive_file(inspection_id: int) -> Response:
    """Hand out the complete file of an inspection that is concluded, and log it."""
    row, actor, at = inspection_or_404(inspection_id), current_actor(), clock.now()
    if row.state not in ("concluded", "archived"):
        abort(404)
    with force_locale(_LETTERS_ARE_CHINESE), transaction(session()):
        file = query.file_of(session(), actor, row, clock.today())
        log(session(), row, "inspection.export", by=actor, at=at)
        made = _made(file, at)
    packed = archive([one for files in file.files.values() for one in files], made, _folder)
    size = packed.seek(0, 2)
    packed.seek(0)
    label = f"检查卷宗-{row.year}-{row.id}.zip"
    return downloads.attachment(FileWrapper(packed), label, "application/zip", size)


def _made(file: InspectionFile, at: Any) -> dict[str, bytes]:
    """Return the summary and the letters as they left the house, by their names in the archive."""
    row = file.view.row
    facts = {
        "number": f"{row.year}-{row.id}",
        "unit": file.view.unit_name,
        "date": clock.today(),
        "heading": "检查卷宗",
        "notice": _("供监管机构内部存档，由%(who)s导出。", who=current_actor().name),
        "blocks": blocks(file),
    }
    made = {f"检查卷宗-{row.year}-{row.id}.pdf": letters.render("case_file", facts)}
    for each in file.letters:
        name = f"文书/{each.year}-{each.number}-{LETTERS[each.kind]}.pdf"
        made[name] = letters_of.make(session(), each, at=at)
    return made


def _folder(file: KeptFile) -> str:
    return _FOLDERS.get(file.about, "材料")
