"""The blueprint of the officers' pages of rectification, and its places in the menu."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

import inspections.messages
import inspections.policy  # noqa: F401  (both declare what these pages need)
from portal.web import nav

blueprint = Blueprint("rectifications", __name__, url_prefix="/staff/rectifications")
nav.register("staff", "rectifications.listing", _l("整改台账"), 40, "oversight")
nav.register("staff", "rectifications.measures", _l("监管措施"), 45, "oversight")

ID = "int(max=9223372036854775807)"
ONE = f"/<{ID}:rectification_id>"
