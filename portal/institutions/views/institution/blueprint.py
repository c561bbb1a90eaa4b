"""Where an institution's own pages of the register stand, and how one finds an entry of its own."""

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l

from portal.institutions.models import Institution
from portal.institutions.queries.lists import visible_to
from portal.institutions.queries.pages import by_code_among
from portal.web import errors, nav
from portal.web.access import current_actor
from portal.web.db import session

blueprint = Blueprint("institutions_desk", __name__, url_prefix="/desk/institution")
nav.register("institution", "institutions_desk.own", _l("本机构信息"), 50, "institution")
nav.register("institution", "institutions_desk.branches", _l("各分支机构"), 52, "institution")
nav.register("institution", "institutions_desk.proposals_page", _l("变更申请"), 54, "institution")


def entry_or_404(code: str) -> Institution:
    """Return the reader's own institution, or a branch of it, by its code; another's is 404."""
    row = by_code_among(session(), visible_to(current_actor()), code) or abort(404)
    errors.about("institution", row.id)
    return row
