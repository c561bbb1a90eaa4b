"""An institution is open or closed, and what one proposes of itself is decided (Arts. 4, 28)."""

from portal.kernel.lifecycle import Lifecycle, Move

REGISTRATION = Lifecycle(
    "registration",
    initial="open",
    moves={
        "close": Move(("open",), "closed", "28"),
        "reopen": Move(("closed",), "open", "28"),
    },
)

PROPOSAL = Lifecycle(
    "institution_proposal",
    initial="proposed",
    moves={
        "approve": Move(("proposed",), "approved", "4"),
        "refuse": Move(("proposed",), "refused", "4"),
        "withdraw": Move(("proposed",), "withdrawn", "4"),
    },
)
