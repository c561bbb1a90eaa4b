"""Units and institutions an administrator may choose from, and their names."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts import queries
from portal.accounts.messages import INSTITUTION, STAFF
from portal.accounts.queries import AccountView
from portal.accounts.rules import HEAD_OFFICE
from portal.kernel.actor import STAFF_ROLES
from portal.web.access import current_actor
from portal.web.db import session

MOST_PICKED = 200
"""More branches than this are not offered as a list."""
Choices = list[tuple[str, Any]]


def unit_choices() -> Choices:
    """Return the units that the current actor administers."""
    reach = current_actor().unit_codes
    return [(u.code, f"{u.code} {u.name}") for u in queries.units(session()) if u.code in reach]


def role_choices() -> Any:
    """Return the roles that may be given, in groups for the regulator's administrators."""
    if not current_actor().is_staff:
        return INSTITUTION
    return {_("监管人员"): STAFF, _("机构人员"): INSTITUTION}


def branch_choices() -> Choices:
    """Return an institution's administrator's own institution and branches, by code.

    None of them where there are too many to pick from: the code is typed then.
    """
    ids = current_actor().institution_ids
    if not 0 < len(ids) <= MOST_PICKED:
        return []
    refs = queries.directory().by_ids(session(), ids).values()
    own = current_actor().institution_id
    ordered = sorted(refs, key=lambda ref: (ref.id != own, ref.code))
    return [(ref.code, f"{ref.name}（{ref.code}）") for ref in ordered]


def own_institution_code() -> str:
    """Return the code of the current actor's institution."""
    return code_of(current_actor().institution_id)


def chosen(role: str, unit: str | None, institution: str) -> dict[str, Any] | None:
    """Return the place of a new account; None when its institution is unknown or out of reach."""
    if role in STAFF_ROLES:
        return {"unit_code": unit}
    actor = current_actor()
    ref = queries.directory().by_code(session(), institution.upper())
    if ref is None:
        return None
    if actor.is_staff:
        reached = actor.unit_code == HEAD_OFFICE or ref.unit_code in actor.unit_codes
    else:
        reached = ref.id in actor.institution_ids
    return {"institution_id": ref.id} if reached else None


def code_of(institution_id: int | None) -> str:
    """Return the code of an institution, for a form that shows it."""
    found = queries.directory().by_ids(session(), [institution_id or 0])
    return next((ref.code for ref in found.values()), "")


def id_of(code: str) -> int | None:
    """Return the id of the institution with a code when the current actor reaches it."""
    place = chosen("institution", None, code)
    return int(place["institution_id"]) if place else None


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
