"""To note the respondent that a choice of institution decides: the only one, still undecided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.commands.triage import name_respondents
from forwarding.models import Complaint, Respondent
from portal.kernel.actor import Actor


def name_by_choice(
    session: Session,
    complaint: Complaint,
    institution_ids: Sequence[int],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Name the one respondent after the one institution an officer forwards to (Art. 11).

    With several of either nobody can tell which is which, so nothing is noted.
    """
    stated = session.execute(
        select(Respondent.id, Respondent.institution_id).where(
            Respondent.complaint_id == complaint.id
        )
    ).all()
    if len(stated) == len(institution_ids) == 1 and stated[0].institution_id is None:
        chosen = {stated[0].id: institution_ids[0]}
        name_respondents(session, complaint, chosen, by=by, at=at)
