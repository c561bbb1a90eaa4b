"""Legal moves of what inspectors keep: inspections, findings, rectification, measures and the rest.

Overdue is derived, never a state: what is due and not reported passes its last day by itself.
"""

from portal.kernel.lifecycle import Lifecycle, Move

WATCH = Lifecycle("watch", "watched", {"lift": Move(("watched",), "lifted", "38")})

_BEFORE_REPORT = (
    "planned",
    "proposed",
    "approved",
    "noticed",
    "under_way",
    "facts_put",
    "facts_settled",
)
INSPECTION = Lifecycle(
    "inspection",
    "planned",
    {
        "propose": Move(("planned",), "proposed", "34"),
        "reject": Move(("proposed",), "planned", "34"),
        "approve": Move(("proposed",), "approved", "34"),
        "give_notice": Move(("approved",), "noticed", "34"),
        "enter": Move(("noticed",), "under_way", "34"),
        "put_facts": Move(("under_way",), "facts_put", "34"),
        "settle_facts": Move(("facts_put",), "facts_settled", "34"),
        "report": Move(("facts_settled",), "reported", "34"),
        "give_opinion": Move(("reported",), "concluded", "34"),
        "archive": Move(("concluded",), "archived", "34"),
        "call_off": Move(_BEFORE_REPORT, "called_off", "34"),
    },
)
OPEN_INSPECTION = (*_BEFORE_REPORT, "reported")

FINDING = Lifecycle(
    "finding",
    "drafted",
    {
        "put": Move(("drafted",), "put", "34"),
        "confirm": Move(("put",), "confirmed", "34"),
        "object": Move(("put",), "objected", "34"),
        "uphold": Move(("put", "objected"), "upheld", "34"),
        "drop": Move(("drafted", "put", "objected"), "dropped", "34"),
    },
)
"""`uphold` from `put` is for facts on which the institution stayed silent past its day."""
STANDING_FINDING = ("confirmed", "upheld")

RECTIFICATION = Lifecycle(
    "rectification",
    "drafted",
    {
        "propose": Move(("drafted",), "proposed", "40"),
        "reject": Move(("proposed",), "drafted", "40"),
        "discard": Move(("drafted", "proposed"), "discarded", "40"),
        "issue": Move(("proposed",), "issued", "40"),
        "report": Move(("issued", "failed"), "reported", "40"),
        "send_back": Move(("reported",), "issued", "40"),
        "close_out": Move(("reported",), "closed", "40"),
        "fail": Move(("issued", "reported"), "failed", "41"),
        "revoke": Move(("issued", "reported", "failed"), "revoked", "40"),
    },
)
"""One table for a supervisory recommendation, a demand (Art. 40) and an order (Art. 41).

What failed can still be put right and closed out; that it failed stays on it (`failed_at`).
"""
OPEN_RECTIFICATION = ("issued", "reported", "failed")
"""With the institution or with the inspector: the rectification ledger shows these."""

EXTENSION = Lifecycle(
    "extension",
    "asked",
    {
        "grant": Move(("asked",), "granted", "41"),
        "refuse": Move(("asked",), "refused", "41"),
    },
)

MEASURE = Lifecycle(
    "measure",
    "proposed",
    {
        "reject": Move(("proposed",), "rejected", "41"),
        "approve": Move(("proposed",), "approved", "41"),
        "carry_out": Move(("approved",), "carried_out", "41"),
        "lift": Move(("carried_out",), "lifted", "41"),
        "drop": Move(("approved",), "dropped", "41"),
    },
)

PROPOSAL = Lifecycle(
    "proposal",
    "open",
    {
        "take_up": Move(("open",), "taken_up", "34"),
        "dismiss": Move(("open",), "dismissed", "34"),
    },
)

EVALUATION = Lifecycle(
    "evaluation",
    "drafted",
    {
        "submit": Move(("drafted",), "submitted", "38"),
        "send_back": Move(("submitted", "reviewed"), "drafted", "38"),
        "review": Move(("submitted",), "reviewed", "38"),
        "settle": Move(("reviewed",), "settled", "38"),
        "supersede": Move(("settled",), "superseded", "38"),
    },
)
"""A sheet is reviewed by one officer and settled by another; figures then never move."""
