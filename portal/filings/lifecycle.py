"""Legal moves of what is demanded of institutions and of what they file (Arts. 25-28, 35, 36)."""

from portal.kernel.lifecycle import Lifecycle, Move

REQUIREMENT = Lifecycle(
    "requirement",
    "in_force",
    {
        "end": Move(("in_force",), "ended", "35"),
        "restore": Move(("ended",), "in_force", "35"),
    },
)

_BEFORE_SIGNING = ("draft", "checked", "failed")
FILING = Lifecycle(
    "filing",
    "draft",
    {
        "check": Move(_BEFORE_SIGNING, "checking", "36"),
        "pass": Move(("checking",), "checked", "36"),
        "fail": Move(("checking",), "failed", "36"),
        "rework": Move(("checked", "failed"), "draft", "36"),
        "sign": Move(("draft", "checked"), "submitted", "36"),
        "accept": Move(("submitted",), "accepted", "36"),
        "send_back": Move(("submitted",), "returned", "36"),
        "take_back": Move(("submitted",), "discarded", "36"),
        "discard": Move(_BEFORE_SIGNING, "discarded", "36"),
        "supersede": Move(("accepted",), "superseded", "35"),
        "retire": Move(("accepted",), "retired", "35"),
    },
)
OPEN_FILING = (*_BEFORE_SIGNING, "checking", "submitted")
"""A filing that is still being made or judged: one at a time for each subject and period."""
STANDING = ("submitted", "accepted")
"""A filing that meets its duty: signed, and not sent back."""
