"""The blueprint of an institution's pages of rectification, and its place in the menu."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from portal.web import nav

blueprint = Blueprint("supervision", __name__, url_prefix="/desk/supervision")
nav.register("institution", "supervision.listing", _l("整改"), 45, "oversight")

ID = "int(max=9223372036854775807)"
ONE = f"/<{ID}:rectification_id>"
