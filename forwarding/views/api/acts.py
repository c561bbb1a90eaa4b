"""What an institution's system does: sign, give back, report, and see people in the clear."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Response
from sqlalchemy import select

from forwarding import vocabulary
from forwarding.commands import handle, uploads
from forwarding.commands.attach import attach
from forwarding.commands.replies import Reply
from forwarding.commands.reveal import reveal
from forwarding.commands.withdraw import refuse_withdrawn
from forwarding.models import Forwarding, Party
from forwarding.queries import feed
from forwarding.queries.inbox import handed_back
from forwarding.views.api import blueprint
from forwarding.views.api.inputs import ForwardingPath, ReportIn, ReturnIn, RevealIn
from forwarding.views.api.once import done, once
from forwarding.views.api.outputs import ForwardingItem, RevealOut
from forwarding.views.api.sight import ID, forwarding_in_sight, nothing_here
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web.access import current_actor, requires
from portal.web.api.describing import Answered, document, operation
from portal.web.db import session

TAG = "Forwardings"
ADDRESS = f"/forwardings/<{ID}:forwarding_id>"
NOT_NOW = {
    409: "Its state does not allow it, or a rule forbids it; `code` and `article` say which."
}
DONE = {201: Answered("Done; the forwarding as it is now.", ForwardingItem)}
_SHOWN = {201: Answered("Shown, and logged.", RevealOut)}
Do = Callable[[Forwarding, dict[str, Any]], Any]


def acting(forwarding_id: int, do: Do, content: Any = None) -> Response:
    """Do an act on a forwarding in sight, which stays locked to the end."""

    def act(acts: dict[str, Any]) -> Reply:
        row = forwarding_in_sight(forwarding_id)
        session().refresh(row, with_for_update={"of": Forwarding})
        do(row, acts)
        (item,) = feed.items(session(), row.complaint, [row])
        return done(ForwardingItem, item)

    return once(act, content)


@blueprint.post(f"{ADDRESS}/receipt")
@requires("forwardings.handle")
@operation(TAG, DONE, path=ForwardingPath, keyed=True, refuses=NOT_NOW)
def sign_for_forwarding(forwarding_id: int) -> Response:
    """Sign for a forwarding.

    Its time limit has run since the day it was forwarded; signing does not move it (Art. 18).
    """
    return acting(forwarding_id, lambda row, act: handle.acknowledge(session(), row, **act))


@blueprint.post(f"{ADDRESS}/return")
@requires("forwardings.handle")
@operation(TAG, DONE, body=ReturnIn, path=ForwardingPath, keyed=True, refuses=NOT_NOW)
def return_forwarding(forwarding_id: int, body: dict[str, Any]) -> Response:
    """Give a forwarding back that is not one's own, with its reason (Art. 11)."""
    return acting(
        forwarding_id,
        lambda row, act: handle.return_forwarding(session(), row, **body, **act),
        body,
    )


@blueprint.post(f"{ADDRESS}/report")
@requires("forwardings.handle")
@operation(TAG, DONE, body=ReportIn, path=ForwardingPath, keyed=True, refuses=NOT_NOW)
def report_on_forwarding(forwarding_id: int, body: dict[str, Any]) -> Response:
    """Report on a forwarding: the result, the blocks of Art. 19 and the feedback headings.

    A report that was sent back is followed by a new one; the due date does not move.
    """
    return acting(forwarding_id, lambda row, act: _report(row, body, act), body)


def _report(row: Forwarding, body: dict[str, Any], act: dict[str, Any]) -> None:
    files = uploads.waiting(session(), body["attachments"] or [], by=act["by"])
    made = handle.report(session(), row, _answer(body), **act)
    stored = [uploads.as_file(file, "report") for file in files]
    attach(session(), row.complaint, stored, forwarding=row, report=made, **act)
    uploads.used(session(), files)


def _answer(body: dict[str, Any]) -> handle.Answer:
    keys = {*vocabulary.DECISION_BLOCKS, *vocabulary.FEEDBACK_HEADINGS} - {"remedies"}
    return handle.Answer(
        texts={key: body[key] for key in sorted(keys) if body[key]},
        remedies=tuple(body["remedies"]),
        loss_recovered=body["loss_recovered"] or Decimal(0),
        **{name: body[name] for name in _AS_SENT},
    )


_AS_SENT = (
    *("result", "cause", "decided_by_branch", "told_on", "told_means", "verified_by"),
    *("no_interest", "lateness_reason"),
)


@blueprint.post(f"{ADDRESS}/reveals")
@requires("forwardings.handle")
@operation(
    TAG,
    {201: Answered("Shown, and logged.", RevealOut)},
    body=RevealIn,
    path=ForwardingPath,
    refuses={409: "The complainant has withdrawn: nothing is left to be done (Art. 15)."},
)
def reveal_parties(forwarding_id: int, body: dict[str, Any]) -> Response:
    """See the complainant's side in the clear, for a reason.

    Each time is logged with the reason (Art. 22), so that there is no Idempotency-Key; the
    reason travels in the body and so stays out of the logs of servers on the way.
    """
    row = forwarding_in_sight(forwarding_id)
    if handed_back(row):
        nothing_here()
    refuse_withdrawn(row)
    act = {"reason": body["reason"], "by": current_actor(), "at": clock.now()}
    found = select(Party).where(Party.complaint_id == row.complaint_id).order_by(Party.id)
    with transaction(session()):
        shown = [_shown(row, party, act) for party in session().scalars(found)]
    return document(RevealOut, {"parties": shown}, 201)


def _shown(row: Forwarding, party: Party, act: dict[str, Any]) -> dict[str, Any]:
    values = reveal(session(), row.complaint, party, **act)
    known = {"role": party.role, "kind": party.kind, "id_type": party.id_type}
    return {**dict.fromkeys(("id_no", "phone", "email", "address")), **known, **values}
