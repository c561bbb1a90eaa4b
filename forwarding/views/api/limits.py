"""What an institution's system does besides reporting: extend, or not proceed (Art. 18)."""

from typing import Any

from flask import Response

from forwarding.commands.not_proceed import Refusal, not_proceed
from forwarding.commands.time_limits import Approval, extend
from forwarding.views.api import blueprint
from forwarding.views.api.acts import ADDRESS, DONE, NOT_NOW, TAG, acting
from forwarding.views.api.inputs import ForwardingPath
from forwarding.views.api.limit_inputs import ExtensionIn, NonProceedingIn
from portal.web.access import requires
from portal.web.api.describing import operation
from portal.web.db import session


@blueprint.post(f"{ADDRESS}/extension")
@requires("forwardings.handle")
@operation(TAG, DONE, body=ExtensionIn, path=ForwardingPath, keyed=True, refuses=NOT_NOW)
def extend_time_limit(forwarding_id: int, body: dict[str, Any]) -> Response:
    """Extend the time limit to its next tier, while the present one runs (Art. 18)."""
    approval = Approval(
        level=body["approver_level"],
        **{name: body[name] for name in ("approver", "approved_on", "told_on", "told_means")},
    )
    stated = {"tier": body["tier"], "reason": body["reason"], "approval": approval}
    return acting(forwarding_id, lambda row, act: extend(session(), row, **stated, **act), body)


@blueprint.post(f"{ADDRESS}/non-proceeding")
@requires("forwardings.handle")
@operation(TAG, DONE, body=NonProceedingIn, path=ForwardingPath, keyed=True, refuses=NOT_NOW)
def do_not_proceed(forwarding_id: int, body: dict[str, Any]) -> Response:
    """Decline to proceed with what somebody filed who is not entitled and was told so (Art. 18).

    It is looked at like a report: accepted, or sent back.
    """
    refusal = Refusal(**body)
    return acting(forwarding_id, lambda row, act: not_proceed(session(), row, refusal, **act), body)
