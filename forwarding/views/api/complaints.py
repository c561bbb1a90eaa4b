"""Calls of the regulator's side: to hand in a complaint, to look at it, to forward it."""

from typing import Any

from flask import Response, url_for

from forwarding.commands.forward import forward
from forwarding.commands.name_by_choice import name_by_choice
from forwarding.commands.replies import Reply
from forwarding.models import Complaint
from forwarding.queries import feed
from forwarding.queries.access import complaint_by_number
from forwarding.queries.case import case
from forwarding.queries.likeness import candidates
from forwarding.queries.narrowing import is_number
from forwarding.views.api import blueprint, shown
from forwarding.views.api.complaint_inputs import ComplaintIn
from forwarding.views.api.inputs import ComplaintPath, ForwardIn
from forwarding.views.api.intake import no_such_institution, take
from forwarding.views.api.once import done, once
from forwarding.views.api.outputs import ComplaintOut, ForwardedOut, ReceiptOut
from forwarding.views.api.sight import nothing_here
from portal.institutions.queries import by_codes
from portal.kernel.clock import business_date
from portal.web import errors
from portal.web.access import current_actor, requires
from portal.web.api.describing import Answered, document, operation
from portal.web.db import session

TAG = "Complaints"
_LOCATION = {"Location": "Where the complaint can be read."}


@blueprint.post("/complaints")
@requires("complaints.register")
@operation(
    TAG,
    {
        201: Answered("Received.", ReceiptOut, headers=_LOCATION),
        200: Answered(
            "Received before under this `external_ref`; nothing is stored.",
            ReceiptOut,
            headers=_LOCATION,
        ),
    },
    body=ComplaintIn,
    keyed=True,
    refuses={
        409: "Another complaint was received under this `external_ref`; `errors` names the fields "
        "that differ, `code` is `idempotency_conflict`. Nothing is stored."
    },
)
def receive_complaint(body: dict[str, Any]) -> Response:
    """Hand in a complaint.

    It enters the worklist of the unit competent for its territory, which must be the token's
    own or below. What Art. 13 asks for and is left out is noted as a gap; the clock of
    seven working days runs all the same from `received_at`.
    """
    response = once(lambda act: _received(body, act), body)
    number = (response.get_json() or {})["number"]
    response.headers["Location"] = url_for("api.get_complaint", number=number)
    return response


def _received(body: dict[str, Any], act: dict[str, Any]) -> Reply:
    receipt = take(body, act)
    alike = candidates(session(), act["by"], receipt.complaint_id, business_date(act["at"]))
    value = {
        "number": receipt.number,
        "receipt_code": receipt.code,
        "due_on": receipt.due_on,
        "possible_duplicates": [each.number for each in alike],
    }
    return done(ReceiptOut, value, 200 if receipt.repeat else 201)


@blueprint.get("/complaints/<number>")
@requires("complaints.view")
@operation(TAG, {200: Answered("The complaint.", ComplaintOut)}, path=ComplaintPath)
def get_complaint(number: str) -> Response:
    """Look at a complaint of one's own territory.

    Names, identity numbers and contacts are masked; claim and facts are as stated.
    """
    found = case(session(), current_actor(), number) if is_number(number) else None
    return document(ComplaintOut, shown.complaint(found or nothing_here()))


@blueprint.post("/complaints/<number>/forwardings")
@requires("complaints.forward")
@operation(
    TAG,
    {201: Answered("Forwarded; the complainant is being told.", ForwardedOut)},
    body=ForwardIn,
    path=ComplaintPath,
    keyed=True,
    refuses={
        409: "It cannot be forwarded as it stands: not triaged and classified yet, forwarded to "
        "this institution already, or the institution has closed. `code` says which."
    },
)
def forward_complaint(number: str, body: dict[str, Any]) -> Response:
    """Forward a complaint to one or several institutions.

    An officer has triaged and classified it before; that takes a person and has no call.
    """
    return once(lambda act: _forwarded(number, body, act), body)


def _forwarded(number: str, body: dict[str, Any], act: dict[str, Any]) -> Reply:
    complaint = _held(number)
    codes = body["institution_codes"]
    known = by_codes(session(), codes)
    if missing := [code for code in codes if code not in known]:
        raise no_such_institution("institution_codes", missing)
    ids = [known[code].id for code in codes]
    name_by_choice(session(), complaint, ids, **act)
    terms = {"report_by": body["report_by"], "instructions": body["instructions"]}
    made = forward(session(), complaint, ids, **terms, **act)
    value = {
        "number": number,
        "state": complaint.state,
        "forwarded_at": complaint.forwarded_at,
        "forwardings": feed.items(session(), complaint, made),
    }
    return done(ForwardedOut, value)


def _held(number: str) -> Complaint:
    """Return a complaint in sight, locked until the transaction ends."""
    found = complaint_by_number(session(), current_actor(), number) if is_number(number) else None
    if found is None:
        nothing_here()
    errors.about("complaint", found.id)
    session().refresh(found, with_for_update={"of": Complaint})
    return found
