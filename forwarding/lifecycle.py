"""Legal moves of a complaint, of its forwarding to one institution and of what must be told."""

from portal.kernel.lifecycle import Lifecycle, Move

_OPEN = ("received", "triaged", "classified", "returned")
"""An officer has the case and no institution works on it, or one gave it back."""

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
        "reopen": Move(("answered", "closed"), "forwarded", "20"),
        "propose_non_acceptance": Move(
            ("received", "triaged", "classified"), "non_acceptance_proposed", "2"
        ),
        "reject_non_acceptance": Move(("non_acceptance_proposed",), "received", "2"),
        "not_accept": Move(("non_acceptance_proposed",), "not_accepted", "2"),
        "hand_over": Move(_OPEN, "received", "33"),
        "merge": Move(_OPEN, "merged", "18"),
        "unmerge": Move(("merged",), "received", "18"),
        "withdraw": Move(
            (
                *_OPEN,
                "diversion_proposed",
                "non_acceptance_proposed",
                "forwarded",
                "answered",
            ),
            "withdrawn",
            "15",
        ),
    },
)
"""`take_back`, `answer`, `close` and `reopen` follow from its forwardings; the others are acts of
staff.

One returned forwarding is enough for `returned`: an officer forwards it on, or resumes with the
institutions that remain."""

PROPOSED = ("diversion_proposed", "non_acceptance_proposed")
"""A second officer must decide; the clock goes on."""

BEFORE_FORWARDING = (*_OPEN, *PROPOSED)
ENDED_UNFORWARDED = ("diverted", "not_accepted", "withdrawn", "merged")
ENDED = (*ENDED_UNFORWARDED, "closed")

FORWARDING = Lifecycle(
    "forwarding",
    "sent",
    {
        "acknowledge": Move(("sent",), "acknowledged", "18"),
        "return": Move(("sent", "acknowledged"), "returned", "11"),
        "report": Move(("sent", "acknowledged"), "reported", "19"),
        "send_back": Move(("reported",), "acknowledged", "19"),
        "settle": Move(("reported",), "settled", "33"),
        "reopen": Move(("reported", "settled"), "acknowledged", "20"),
        "not_proceed": Move(("sent", "acknowledged"), "reported", "18"),
        "withdraw": Move(("sent", "acknowledged", "reported"), "withdrawn", "15"),
    },
)
LIVE_NOT = ("returned", "withdrawn")
"""An institution in these states has nothing more to do with the case."""

OPEN_FORWARDING_STATES = ("sent", "acknowledged")

TELLING = Lifecycle(
    "telling",
    "due",
    {
        "tell": Move(("due", "unreachable"), "done", "21"),
        "give_up": Move(("due",), "unreachable", "21"),
        "lapse": Move(("due", "unreachable"), "moot", "21"),
    },
)
"""`lapse`: another telling says more by now, or the case has ended."""

RISE = Lifecycle(
    "rise",
    "open",
    {
        "note": Move(("open",), "noted", "30"),
        "dismiss": Move(("open",), "dismissed", "30"),
    },
)
"""An early warning: noted when something is done about it, dismissed when there is a reason."""

REVIEW = Lifecycle(
    "review",
    "applied",
    {
        "refuse_late": Move(("applied",), "refused", "20"),
        "decide": Move(("applied",), "decided", "20"),
        "lapse": Move(("applied",), "lapsed", "15"),
    },
)

MEDIATION = Lifecycle(
    "mediation",
    "applied",
    {
        "accept": Move(("applied",), "accepted", "23"),
        "end": Move(("applied", "accepted"), "ended", "23"),
    },
)

MATTER = Lifecycle(
    "matter",
    "open",
    {
        "pass_on": Move(("open",), "passed_on", "32"),
        "finish": Move(("open", "passed_on"), "finished", "32"),
    },
)
"""What was split off a mixed submission, or diverted whole, on its other track."""

CLUSTER = Lifecycle(
    "cluster",
    "suspected",
    {
        "confirm": Move(("suspected", "dismissed"), "confirmed", "22"),
        "dismiss": Move(("suspected", "confirmed"), "dismissed", "22"),
    },
)
"""Complaints that look made by one hand: a mark for people to judge, nothing follows from it."""

FOLLOW_UP = Lifecycle(
    "follow_up",
    "open",
    {
        "answer": Move(("open",), "answered", "31"),
        "give_up": Move(("open",), "unreachable", "31"),
    },
)
