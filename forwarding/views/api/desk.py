"""What an institution's system reads: its forwardings and their files, and nobody else's."""

from typing import Any

from flask import Response

from forwarding.commands.hand_out import hand_out
from forwarding.queries import feed
from forwarding.queries.inbox import desk_case, desk_file
from forwarding.views.api import blueprint, shown
from forwarding.views.api.inputs import FeedQuery, FilePath, ForwardingPath
from forwarding.views.api.outputs import FeedOut, ForwardingOut
from forwarding.views.api.sight import ID, forwarding_in_sight, nothing_here
from portal.kernel import clock, storage
from portal.kernel.db import transaction
from portal.kernel.keyset import Position
from portal.kernel.storage.kinds import EVIDENCE, FORMATS
from portal.web import downloads, paging
from portal.web.access import current_actor, requires
from portal.web.api import faults
from portal.web.api.describing import Answered, document, operation
from portal.web.db import session

TAG = "Forwardings"
LIST = "api-forwardings"
_TYPES = tuple(dict.fromkeys(FORMATS[extension].content_type for extension in EVIDENCE))


@blueprint.get("/forwardings")
@requires("forwardings.view")
@operation(TAG, {200: Answered("One page.", FeedOut)}, query=FeedQuery)
def list_forwardings(query: dict[str, Any]) -> Response:
    """List the forwardings to one's institution and its branches, the oldest first.

    To poll, ask for what was forwarded since the last answer, and go on while there is a cursor.
    """
    position = _position(query["cursor"])
    narrowed = {"state": query["state"], "since": query["since"]}
    page = feed.page(session(), current_actor(), position, query["limit"], **narrowed)
    found = {"items": page.items, "next_cursor": paging.next_cursor(page, LIST)}
    return document(FeedOut, found)


def _position(cursor: str | None) -> Position | None:
    try:
        return paging.decode(cursor, LIST) if cursor else None
    except ValueError:
        raise faults.refuse("cursor", "bad_cursor") from None


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>")
@requires("forwardings.view")
@operation(TAG, {200: Answered("The forwarding.", ForwardingOut)}, path=ForwardingPath)
def get_forwarding(forwarding_id: int) -> Response:
    """Look at one forwarding: what is asked, by when, its files, and what was said of reports.

    People are masked; `POST …/reveals` shows them in the clear for a reason that is logged.
    """
    row = forwarding_in_sight(forwarding_id)
    return document(ForwardingOut, shown.forwarding(desk_case(session(), row)))


@blueprint.get(f"/forwardings/<{ID}:forwarding_id>/attachments/<file_id>")
@requires("forwardings.view")
@operation(TAG, {200: Answered("The file.", media_types=_TYPES)}, path=FilePath)
def get_attachment(forwarding_id: int, file_id: str) -> Response:
    """Fetch a file of a forwarding; that it was fetched is logged (Art. 22)."""
    row = forwarding_in_sight(forwarding_id)
    file = desk_file(session(), row, file_id) or nothing_here()
    with transaction(session()):
        hand_out(session(), row.complaint, file, by=current_actor(), at=clock.now())
    try:
        body = storage.installed().open(file.sha256)
    except storage.Missing:
        nothing_here()
    return downloads.attachment(body, file.label, file.content_type, file.size)
