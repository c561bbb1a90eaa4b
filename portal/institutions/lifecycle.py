"""An institution is open or closed; nothing in the register is ever deleted (Art. 28)."""

from portal.kernel.lifecycle import Lifecycle, Move

REGISTRATION = Lifecycle(
    "registration",
    initial="open",
    moves={
        "close": Move(("open",), "closed", "28"),
        "reopen": Move(("closed",), "open", "28"),
    },
)
