"""The blueprint of the inspectors' pages of inspections, and its place in the menu."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from portal.web import nav

blueprint = Blueprint("inspections", __name__, url_prefix="/staff/inspections")
nav.register("staff", "inspections.listing", _l("检查"), 30, "oversight")

ID = "int(max=9223372036854775807)"
ONE = f"/<{ID}:inspection_id>"
