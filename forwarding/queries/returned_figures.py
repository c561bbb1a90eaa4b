"""What was forwarded to an institution, for the complaint data it reports (Art. 36)."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Forwarding
from portal.filings.queries.references import tells_what_was_forwarded
from portal.filings.returns.reference import (
    ANSWERED,
    MERGED,
    OPEN,
    RETURNED,
    WITHDRAWN,
    Forwarded,
)
from portal.filings.rules.periods import Period
from portal.institutions.queries import Card
from portal.kernel.clock import business_date, start_of

_STANDS = {"returned": RETURNED, "withdrawn": WITHDRAWN, "reported": ANSWERED, "settled": ANSWERED}


@tells_what_was_forwarded
def forwarded_to(session: Session, owner: Card, span: Period) -> Iterator[Forwarded]:
    """Yield what was forwarded in a period, and what was open when it began.

    To a branch: its own; to a legal entity: that of its branches too (Art. 4).
    """
    begins, ends = start_of(span.first), start_of(span.last + timedelta(days=1))
    at = Forwarding.legal_entity_id if owner.level == "head" else Forwarding.institution_id
    found = (
        select(
            Complaint.number,
            Complaint.business,
            Complaint.state,
            Forwarding.state.label("stands"),
            Forwarding.forwarded_at,
        )
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            at == owner.id,
            Forwarding.forwarded_at < ends,
            or_(
                Forwarding.forwarded_at >= begins,
                Forwarding.reported_at >= begins,
                Forwarding.state.in_(("sent", "acknowledged")),
            ),
        )
        .order_by(Forwarding.id)
    )
    latest = {row.number: row for row in session.execute(found)}
    for number, row in latest.items():
        stands = MERGED if row.state == "merged" else _STANDS.get(row.stands, OPEN)
        on = business_date(row.forwarded_at)
        yield Forwarded(number, on, row.business or "", stands)
