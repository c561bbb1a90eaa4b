"""To tell of gaps: that nobody is in charge of complaints at an institution (Arts. 25, 35)."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.filings.models import PersonGap
from portal.filings.queries.persons import gaps_of, listed, open_gaps
from portal.institutions.queries import cards
from portal.kernel import outbox
from portal.kernel.clock import business_date


def tell_of_gaps(session: Session, *, at: datetime) -> int:
    """Tell of every gap that is open today and was not told of yet; return how many."""
    today = business_date(at)
    known = cards(session, listed(session))
    told = 0
    for institution_id, found in gaps_of(session, known, today).items():
        if not known[institution_id].open:
            continue
        for gap in open_gaps(found, today):
            values = {"institution_id": institution_id, "duty": gap.duty, "began_on": gap.first}
            put = insert(PersonGap).values(**values, told_at=at).on_conflict_do_nothing()
            gap_id = session.scalar(put.returning(PersonGap.id))
            if gap_id is not None:
                key = f"persons.gap:{institution_id}:{gap.duty}:{gap.first}"
                outbox.post(session, "persons.gap", key, {"gap_id": gap_id}, at)
                told += 1
    return told
