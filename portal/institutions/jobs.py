"""What the worker does for the register: who is told of a proposal, and of how it was decided."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.institutions import notices
from portal.institutions.models import InstitutionProposal
from portal.institutions.queries import card
from portal.institutions.rules import PROPOSALS
from portal.kernel import links
from portal.kernel.outbox import OutboxMessage, handler

KEEPERS = ("supervisor", "admin")


@handler("institution.proposed")
def tell_of_proposal(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell those of the competent unit who keep the register; silent once it was decided."""
    row = _proposal(session, message)
    about = card(session, row.institution_id)
    if row.state != "proposed" or about is None:
        return
    unit, name = notices.unit_of(session, row.territory), "proposal_officer"
    facts = {"institution": about.name, "what": PROPOSALS[row.kind]}
    facts["link"] = links.to(f"/staff/institutions/proposals/{row.id}")
    notices.to_officers(session, unit, KEEPERS, name, key=message.key, at=at, **facts)


@handler("institution.proposal_decided")
def tell_of_decision(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution how its proposal was decided."""
    row = _proposal(session, message)
    facts = {"what": PROPOSALS[row.kind], "approved": row.state == "approved"}
    facts["link"] = links.to(f"/desk/institution/proposals/{row.id}")
    to, name = row.institution_id, "proposal_decided_institution"
    notices.to_institution(session, to, name, key=message.key, at=at, **facts)


def _proposal(session: Session, message: OutboxMessage) -> InstitutionProposal:
    return session.get_one(InstitutionProposal, message.payload["proposal_id"])
