"""Where an institution's pages of filings stand."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from portal.web import nav

blueprint = Blueprint("filings_desk", __name__, url_prefix="/desk/filings")
nav.register("institution", "filings_desk.calendar", _l("报送日历"), order=30, section="filing")
nav.register("institution", "filings_desk.month", _l("月历"), 32, "filing")
nav.register("institution", "filings_desk.policies_page", _l("制度"), 33, "filing")
nav.register("institution", "filings_desk.people", _l("责任人"), 34, "filing")
nav.register("institution", "filings_desk.channels_page", _l("渠道公布"), 36, "filing")
