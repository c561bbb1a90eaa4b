"""An institution's own page: what the register says of it; the regulator keeps the register."""

from flask import Blueprint, abort, render_template
from flask_babel import lazy_gettext as _l

from portal.institutions import policy as policy
from portal.institutions.models import Institution
from portal.institutions.queries.lists import visible_to
from portal.institutions.queries.pages import sight
from portal.institutions.views import places
from portal.institutions.words import CHANNELS, LEVELS, TYPES
from portal.web import nav
from portal.web.access import current_actor, requires
from portal.web.db import session

blueprint = Blueprint("institutions_desk", __name__, url_prefix="/desk")
nav.register("institution", "institutions_desk.own", _l("本机构信息"), order=80)


@blueprint.get("/institution")
@requires("institutions.own")
def own() -> str:
    """Show the reader's own institution with its channels and branches."""
    actor = current_actor()
    rows = visible_to(actor).where(Institution.id == actor.institution_id)
    row = session().scalars(rows).one_or_none() or abort(404)
    return render_template(
        "institutions/desk/own.html",
        seen=sight(session(), row),
        parts=places.DESK.shown(row),
        words={"types": TYPES, "levels": LEVELS, "channels": CHANNELS},
    )
