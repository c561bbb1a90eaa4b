"""The HTTP API for the hotline's system and the institutions' systems, under /api/v1."""

from flask import Blueprint

import forwarding.messages
import forwarding.policy  # noqa: F401  (both declare what the calls need)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

from forwarding.views.api import (  # noqa: E402, F401
    acts,
    complaints,
    desk,
    limits,
    public,
    refusals,
    uploads,
)
