"""An institution's own settled sheets, and the median of its category; nothing of others."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import lazy_gettext as _l

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from inspections.messages import evaluations as words
from inspections.queries import evaluations as query
from inspections.queries.evaluations import Wanted
from portal.web import errors, nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session

blueprint = Blueprint("evaluations_desk", __name__, url_prefix="/desk/evaluations")
nav.register("institution", "evaluations_desk.listing", _l("年度考评"), 60, "oversight")


@blueprint.get("")
@requires("evaluations.own")
def listing() -> str:
    """List the settled sheets of the reader's institution and its branches."""
    position = paging.requested("own-evaluations")
    page = query.page(session(), current_actor(), Wanted(), position)
    return render_template("inspections/desk/evaluations.html", page=page, words=words)


@blueprint.get("/<int(max=9223372036854775807):evaluation_id>")
@requires("evaluations.own")
def sheet(evaluation_id: int) -> Any:
    """Show a settled sheet with its category's median."""
    row = query.evaluation(session(), current_actor(), evaluation_id) or abort(404)
    errors.about("evaluation", row.id)
    file = query.sheet(session(), current_actor(), row)
    return render_template(
        "inspections/desk/evaluation.html",
        view=file.view,
        fewest=query.FEWEST,
        words=words,
    )
