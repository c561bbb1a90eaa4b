"""The clerk's blueprint and menu."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

import forwarding.messages
import forwarding.policy  # noqa: F401  (both declare what these pages need)
from portal.web import nav

blueprint = Blueprint("complaints_clerk", __name__, url_prefix="/staff")
nav.register("staff", "complaints_clerk.new", _l("登记投诉"), 15, "work")
nav.register("staff", "complaints_clerk.imports", _l("批量导入"), 18, "work")
