"""Units and institutions an administrator may choose from, and their names."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts import queries
from portal.accounts.forms import NewAccountForm
from portal.accounts.messages import INSTITUTION, STAFF
from portal.accounts.queries import AccountView
from portal.accounts.rules import HEAD_OFFICE
from portal.kernel.actor import STAFF_ROLES
from portal.web.access import current_actor
from portal.web.db import session

Choices = list[tuple[str, Any]]


def unit_choices() -> Choices:
    """Return the units that the current actor administers."""
    reach = current_actor().unit_codes
    return [(u.code, f"{u.code} {u.name}") for u in queries.units(session()) if u.code in reach]


def role_choices(of_staff: bool | None = None) -> Any:
    """Return the roles that may be given: for staff, for institutions, or both in groups."""
    if not current_actor().is_staff or of_staff is False:
        return INSTITUTION
    if of_staff:
        return STAFF
    return {_("监管人员"): STAFF, _("机构人员"): INSTITUTION}


def own_institution_code() -> str:
    """Return the code of the current actor's institution."""
    own = current_actor().institution_id or 0
    ref = queries.directory().by_ids(session(), [own]).get(own)
    return ref.code if ref else ""


def chosen(form: NewAccountForm) -> dict[str, Any] | None:
    """Return the place that a form names, or note on it that it is unknown or out of reach."""
    if form.role.data in STAFF_ROLES:
        return {"unit_code": form.unit.data}
    actor = current_actor()
    ref = queries.directory().by_code(session(), form.institution.data.upper())
    if actor.is_staff:
        reached = ref and (actor.unit_code == HEAD_OFFICE or ref.unit_code in actor.unit_codes)
    else:
        reached = ref and ref.id in actor.institution_ids
    if ref is None or not reached:
        form.institution.errors = [
            _("没有找到这个代码的机构，或它不在您的管理范围内。请到机构名录核对。")
        ]
        return None
    return {"institution_id": ref.id}


def names(views: Sequence[AccountView]) -> dict[int, str]:
    """Return where each account sits, by account id, in words."""
    units = queries.unit_names(session())
    ids = {view.institution_id for view in views if view.institution_id}
    refs = queries.directory().by_ids(session(), ids) if ids else {}
    return {
        view.id: units.get(view.unit_code, view.unit_code)
        if view.unit_code
        else refs[view.institution_id or 0].name
        for view in views
    }
