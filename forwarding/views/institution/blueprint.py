"""The blueprint of the desk, its menu entry, and the one way to a forwarding in sight."""

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l

import forwarding.messages
import forwarding.policy  # noqa: F401  (both declare what the desk's pages need)
from forwarding.models import Forwarding
from forwarding.queries.access import forwarding_by_id
from portal.web import errors, nav
from portal.web.access import current_actor
from portal.web.db import session

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
nav.register("institution", "desk.inbox", _l("待办投诉"), 10, "cases")
nav.register("institution", "desk.bundles", _l("批量下载"), 12, "cases")
nav.register("institution", "desk.report_files", _l("批量报告"), 14, "cases")

ID = "int(max=9223372036854775807)"
"""The converter of an id in an address: what no row can have is 404."""


def forwarding_or_404(forwarding_id: int) -> Forwarding:
    """Return a forwarding to the reader's institution or its branches; another's is 404."""
    found = forwarding_by_id(session(), current_actor(), forwarding_id)
    if found is None:
        abort(404)
    errors.about("complaint", found.complaint_id)
    return found
