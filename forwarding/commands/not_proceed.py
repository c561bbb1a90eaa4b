"""Not proceeding (不予办理): what somebody filed who is not entitled to (Art. 18)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from forwarding.commands.handle import Answer, check_told_and_late, hand_in
from forwarding.models import Forwarding, Report
from forwarding.rules.time_limits import may_be_not_entitled
from portal.institutions.queries import cards
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause


@dataclass(frozen=True)
class Refusal:
    """Why an institution does not proceed, and when and how it told the filer."""

    reason: str
    told_on: date
    told_means: str
    lateness_reason: str | None = None


@clause("18")
def not_proceed(
    session: Session, forwarding: Forwarding, refusal: Refusal, *, by: Actor, at: datetime
) -> Report:
    """Decline to proceed with what somebody filed who is not entitled, and who was told so.

    It is a report without the blocks of a decision, which an officer accepts or sends back like
    any other. Heirs are entitled (Art. 14). Raises Breach.
    """
    if not may_be_not_entitled(forwarding.complaint.filer_kind):
        raise Breach("heir_is_entitled", "14")
    if not refusal.reason.strip():
        raise Breach("not_proceed_reason_missing", "18")
    institution = cards(session, [forwarding.institution_id])[forwarding.institution_id]
    answer = Answer(
        result="not_proceeded",
        cause=forwarding.complaint.cause or "",
        texts={"basis_reasons": refusal.reason},
        remedies=(),
        decided_by_branch=institution.level == "branch",
        told_on=refusal.told_on,
        told_means=refusal.told_means,
        verified_by="",
        no_interest=False,
        lateness_reason=refusal.lateness_reason,
    )
    check_told_and_late(forwarding, answer, at)
    return hand_in(session, forwarding, answer, "not_proceed", by=by, at=at)
