"""Reviews of a branch's decision in the state a test needs, reached by the real commands."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands.reviews import Conclusion, apply_for_review
from forwarding.models import Forwarding, Review
from portal.institutions.queries import Card
from portal.kernel.actor import SYSTEM
from tests import factories as make


def branch_decided(session: Session, **changes: Any) -> tuple[Card, Card, Forwarding]:
    """Return a head, its branch, and the branch's forwarding with its reported decision."""
    head = make.make_institution(session)
    own = {"territory": "330100", "notice_email": "branch@bank.example"}
    branch = make.make_institution(session, parent=head, **own)
    (row,) = make.forwardings_of(session, make.forwarded(session, branch.id))
    given = {"decided_by_branch": True, "remedies": ("review", "mediation"), **changes}
    make.reported(session, row, **given)
    return head, branch, row


def applied(session: Session, row: Forwarding, **changes: Any) -> Review:
    """Return a review applied for on the day after the decision was received."""
    given: dict[str, Any] = {
        "decision_received_on": date(2026, 3, 3),
        "applied_on": date(2026, 3, 4),
        "grounds": "没有核实录音。",
        "by": SYSTEM,
        "at": make.DAY.replace(day=4),
    }
    review = apply_for_review(session, row, **{**given, **changes})
    session.flush()
    return review


def conclusion(**changes: Any) -> Conclusion:
    """Return a complete conclusion that leaves the decision as it was."""
    given: dict[str, Any] = {
        "outcome": "upheld",
        "texts": {"process": "程序合规。", "time_limits": "按期。", "result": "适当。"},
        "decided_on": date(2026, 3, 20),
        "told_on": date(2026, 3, 21),
        "told_means": "letter",
    }
    return Conclusion(**{**given, **changes})
