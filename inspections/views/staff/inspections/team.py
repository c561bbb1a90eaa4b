"""The team of an inspection: named, declared by each for himself, and changed."""

from typing import Any

from flask_babel import lazy_gettext as _l

from inspections.commands import teams as acts
from inspections.forms.inspections import ActForm, DeclarationForm, MemberForm, ReasonForm
from inspections.views.opened import acting, inspection_or_404
from inspections.views.staff.inspections.blueprint import ID, ONE, blueprint
from inspections.views.staff.inspections.page import done, officers_of, page
from portal.web.access import requires
from portal.web.db import session

_MEMBER = f"{ONE}/team/<{ID}:account_id>"


@blueprint.post(f"{ONE}/team")
@requires("inspections.work")
def naming(inspection_id: int) -> Any:
    """Name an officer for the team."""
    row, form = inspection_or_404(inspection_id), MemberForm(prefix="member")
    officers_of(row, None, form)
    if form.validate_on_submit():
        with acting(form, row) as act:
            leads = bool(form.leads.data)
            acts.add_member(session(), row, form.account_id.data, leads=leads, **act)
            return done(row, _l("已指定。请本人登录后声明有无利益冲突。"), "team")
    return page(row, form)


@blueprint.post(f"{ONE}/declaration")
@requires("inspections.work")
def declaration(inspection_id: int) -> Any:
    """Declare for oneself whether one has a conflict of interest."""
    row, form = inspection_or_404(inspection_id), DeclarationForm(prefix="declaration")
    if form.validate_on_submit():
        with acting(form, row) as act:
            said = {"conflict": form.conflict.data == "yes", "words": form.words.data or ""}
            acts.declare(session(), row, **said, **act)
            return done(row, _l("已记录您的声明。"), "team")
    return page(row, form)


@blueprint.post(f"{_MEMBER}/leading")
@requires("inspections.work")
def leading(inspection_id: int, account_id: int) -> Any:
    """Have another member lead the team."""
    row, form = inspection_or_404(inspection_id), ActForm(prefix=f"leading-{account_id}")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.lead(session(), row, account_id, **act)
            return done(row, _l("已更换组长。"), "team")
    return page(row, form)


@blueprint.post(f"{_MEMBER}/removal")
@requires("inspections.work")
def removal(inspection_id: int, account_id: int) -> Any:
    """Take an officer off the team."""
    row, form = inspection_or_404(inspection_id), ReasonForm(prefix=f"removal-{account_id}")
    if form.validate_on_submit():
        with acting(form, row) as act:
            acts.remove_member(session(), row, account_id, reason=str(form.reason.data), **act)
            return done(row, _l("已调出检查组。"), "team")
    return page(row, form)
