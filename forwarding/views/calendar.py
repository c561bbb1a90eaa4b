"""The working-day calendar for staff: what is loaded, what is not, and loading a new year."""

from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import forwarding.policy  # noqa: F401  (declares the permissions)
from forwarding.commands.recount import ArrangementReport, import_arrangements
from forwarding.queries import moved
from forwarding.vocabulary.moved import MOVED_CAUSES
from portal.kernel import arrangement, clock
from portal.kernel.db import transaction
from portal.web import nav, paging
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import Form, QueryForm, Upload, Whole, answer

blueprint = Blueprint("calendar", __name__, url_prefix="/staff")
nav.register("staff", "calendar.year", _l("工作日历"), 10, "rules")
nav.register("staff", "calendar.moves", _l("期限变动记录"), 20, "rules")

FIRST, LAST = 1990, 2199


class YearForm(QueryForm):
    """The year to look at."""

    year = Whole(_l("年份"), minimum=FIRST, maximum=LAST, width=4)


class LoadForm(Form):
    """A file with the announced days of one or more years."""

    file = Upload(
        _l("放假安排文件"),
        hint=_l("CSV 或 XLSX，列为 date、kind、occasion、document_no"),
        required=True,
    )


@blueprint.get("/calendar")
@requires("calendar.view")
def year() -> Any:
    """Show a year's holidays and make-up workdays, and which years are loaded."""
    return _page(LoadForm(formdata=None), None)


@blueprint.post("/calendar/arrangements")
@requires("calendar.load")
def load() -> Any:
    """Load announced days, or only check them; open due dates are counted again (Art. 33)."""
    form, report = LoadForm(), None
    if form.validate_on_submit():
        report = _loaded(form, dry_run=request.form.get("act") == "check")
    return _page(form, report)


@blueprint.get("/calendar/moves")
@requires("calendar.moves")
def moves() -> Any:
    """List the due dates that moved whenever time limits were counted again (Art. 33)."""
    found = moved.page(session(), current_actor(), paging.requested("moves"))
    return answer("forwarding/calendar/moves.html", page=found, causes=MOVED_CAUSES)


def _loaded(form: LoadForm, *, dry_run: bool) -> ArrangementReport:
    by, at = current_actor(), clock.now()
    source = form.file.data.stream
    with transaction(session()):
        report = import_arrangements(session(), source, by=by, at=at, dry_run=dry_run)
    if report.ok and not dry_run:
        flash(_("已载入，并重新计算了未完成的期限。"), "success")
    elif not report.ok:
        form.refuse(_("文件有错误，没有载入。请按本页所列更正后再上传。"))
    return report


def _page(form: LoadForm, report: ArrangementReport | None) -> Any:
    asked = YearForm().cleaned().get("year")
    shown = asked or clock.today().year
    loaded = arrangement.load(session())
    return answer(
        "forwarding/calendar/year.html",
        form=form,
        report=report,
        checked_only=request.form.get("act") == "check",
        causes=MOVED_CAUSES,
        shown=shown,
        days=arrangement.days_of(session(), shown),
        covered=sorted(loaded.covered),
        may_load=may(current_actor(), "calendar.load"),
    )
