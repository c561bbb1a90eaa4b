"""Where the officers' pages of filings stand."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from portal.web import nav

blueprint = Blueprint("filings_staff", __name__, url_prefix="/staff/filings")
nav.register("staff", "filings_staff.duties_page", _l("机构报送"), order=20, section="oversight")
