"""To show masked values in the clear, for a stated reason and on the record (Art. 22)."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.commands.acts import log
from forwarding.models import Complaint, Party
from portal.kernel.actor import Actor
from portal.kernel.law import Breach, clause

FIELDS = ("name", "id_no", "phone", "email", "address")


@clause("22")
def reveal(
    session: Session, complaint: Complaint, party: Party, *, reason: str, by: Actor, at: datetime
) -> dict[str, str]:
    """Return a party's values in the clear and log that they were seen; the reason is required."""
    if len(reason.strip()) < 4:
        raise Breach("reveal_reason_missing", "22")
    if party.complaint_id != complaint.id:
        raise Breach("unknown_party", "22")
    log(
        session,
        complaint,
        "party.reveal",
        article="22",
        by=by,
        at=at,
        reason=reason.strip(),
        party_id=party.id,
    )
    return {field: value for field in FIELDS if (value := getattr(party, field))}
