"""Cases that go elsewhere, reached by the real commands: split, declined, handed over."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands import decline
from forwarding.commands.hand_over import hand_over
from forwarding.commands.split import split
from forwarding.models import Complaint, HandOver, Matter
from portal.kernel.actor import SYSTEM, Actor
from tests.factories import DAY

SECRET = "客户经理王某长期收受回扣"
REST = {"shown_claim": "要求退还多收的年费。", "shown_facts": "办卡时说免年费，后来被扣。"}


def split_off(
    session: Session,
    complaint: Complaint,
    *,
    track: str = "report",
    content: str = SECRET,
    at: datetime = DAY,
    by: Actor = SYSTEM,
    **changes: Any,
) -> Matter:
    """Split a part off a complaint, leaving REST to the institutions."""
    given = {**REST, "hide_files": (), **changes}
    made = split(session, complaint, track=track, content=content, by=by, at=at, **given)
    session.flush()
    return made


def decline_proposed(
    session: Session, complaint: Complaint, *, by: Actor, at: datetime = DAY, **changes: Any
) -> Complaint:
    """Propose not to accept a complaint, because a court has it."""
    given = {"code": "proceedings", "reason": "法院已经立案。", "instead": None, **changes}
    decline.propose_non_acceptance(session, complaint, by=by, at=at, **given)
    session.flush()
    return complaint


def handed_over(
    session: Session,
    complaint: Complaint,
    to_unit: str = "110000",
    *,
    territory: str | None = None,
    at: datetime = DAY,
    by: Actor = SYSTEM,
) -> HandOver:
    """Hand a complaint over to another unit."""
    place = territory or ("110101" if to_unit == "110000" else to_unit)
    given = {"to_unit": to_unit, "territory": place, "reason": "网点在该辖区。"}
    made = hand_over(session, complaint, **given, by=by, at=at)
    session.flush()
    return made
