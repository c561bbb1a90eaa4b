"""Legal moves of a complaint, of its forwarding to one institution and of what must be told."""

from portal.kernel.lifecycle import Lifecycle, Move

COMPLAINT = Lifecycle(
    "complaint",
    "received",
    {
        "triage": Move(("received",), "triaged", "2"),
        "classify": Move(("triaged", "classified"), "classified", "33"),
        "propose_diversion": Move(
            ("received", "triaged", "classified"), "diversion_proposed", "32"
        ),
        "reject_diversion": Move(("diversion_proposed",), "received", "32"),
        "divert": Move(("diversion_proposed",), "diverted", "32"),
        "forward": Move(("classified", "returned", "forwarded"), "forwarded", "33"),
        "take_back": Move(("forwarded", "answered", "returned"), "returned", "11"),
        "resume": Move(("returned",), "forwarded", "11"),
        "answer": Move(("forwarded",), "answered", "18"),
        "send_back": Move(("answered",), "forwarded", "19"),
        "close": Move(("answered",), "closed", "33"),
    },
)
"""`take_back`, `answer` and `close` follow from its forwardings; the others are acts of staff.

One returned forwarding is enough for `returned`: an officer forwards it on, or resumes with the
institutions that remain."""

BEFORE_FORWARDING = ("received", "triaged", "classified", "diversion_proposed", "returned")

FORWARDING = Lifecycle(
    "forwarding",
    "sent",
    {
        "acknowledge": Move(("sent",), "acknowledged", "18"),
        "return": Move(("sent", "acknowledged"), "returned", "11"),
        "report": Move(("sent", "acknowledged"), "reported", "19"),
        "send_back": Move(("reported",), "acknowledged", "19"),
        "settle": Move(("reported",), "settled", "33"),
    },
)
OPEN_FORWARDING_STATES = ("sent", "acknowledged")

TELLING = Lifecycle(
    "telling",
    "due",
    {
        "tell": Move(("due", "unreachable"), "done", "21"),
        "give_up": Move(("due",), "unreachable", "21"),
    },
)
