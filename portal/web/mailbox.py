"""The mailbox of a demonstration: what would have been sent by e-mail and SMS, for all to read."""

from flask import Blueprint, abort, current_app, render_template

from portal.kernel import notices
from portal.kernel.notices import mailbox
from portal.web import paging
from portal.web.access import public
from portal.web.db import session

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox")
LIST = "mailbox"
PER_PAGE = 25
LARGEST = 2**63 - 1


@blueprint.app_template_global("mailbox_is_open")
def is_open() -> bool:
    """Whether notices end here and anybody may read them: in a demonstration and nowhere else."""
    return current_app.config["SETTINGS"].demo and bool(notices.in_mailbox())


@blueprint.before_request
def _refuse_elsewhere() -> None:
    if not is_open():
        abort(404)


@blueprint.get("")
@public
def index() -> str:
    """List the messages, the newest first."""
    page = mailbox.latest(session(), PER_PAGE, paging.requested(LIST))
    return render_template("web/mailbox.html", page=page, list=LIST)


@blueprint.get(f"/<int(max={LARGEST}):message_id>")
@public
def message(message_id: int) -> str:
    """Show one message."""
    found = mailbox.message(session(), message_id) or abort(404)
    return render_template("web/mailbox_message.html", message=found)
