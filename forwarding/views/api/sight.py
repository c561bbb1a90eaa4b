"""What a token reaches: its territory's complaints, its institution's forwardings, else 404."""

from typing import NoReturn

from flask import abort
from flask_babel import gettext as _

from forwarding.models import Forwarding
from forwarding.queries.access import forwarding_by_id
from portal.web import errors
from portal.web.access import current_actor
from portal.web.db import session

ID = "int(max=9223372036854775807)"
"""The converter of an id in an address: what no row can have is 404."""


def nothing_here() -> NoReturn:
    """Say that there is none, or none in reach; the two are not told apart."""
    abort(404, _("没有找到，或不在您的辖区或机构范围内。"))


def forwarding_in_sight(forwarding_id: int) -> Forwarding:
    """Return a forwarding to the token's institution or its branches."""
    found = forwarding_by_id(session(), current_actor(), forwarding_id)
    if found is None:
        nothing_here()
    errors.about("complaint", found.complaint_id)
    return found
