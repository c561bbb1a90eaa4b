"""The end of an inspection: its report, the opinion letter, the archive (Art. 34)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.commands.facts import of_inspection, told
from inspections.commands.inspection_acts import move, require_member
from inspections.commands.inspections import letter
from inspections.lifecycle import INSPECTION, STANDING_FINDING
from inspections.models import DocumentRequest, Inspection, Letter
from inspections.queries.letters import letters_about
from inspections.rules.inspecting import check_second, given
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def report(session: Session, row: Inspection, *, text: str, by: Actor, at: datetime) -> None:
    """Lay the report of an inspection before the responsible head."""
    INSPECTION.check(row.state, "report")
    require_member(session, row, by)
    row.report = given(text, "report_text_missing")
    row.reported_at, row.reported_by = at, by.account_id
    move(session, row, "report", by=by, at=at)


def give_opinion(
    session: Session, row: Inspection, *, text: str, by: Actor, at: datetime
) -> Letter:
    """Give the institution the opinion by letter (检查意见书); never as the one who reported."""
    INSPECTION.check(row.state, "give_opinion")
    check_second(row.reported_by, by.account_id)
    row.opinion = given(text, "opinion_missing")
    row.concluded_at = at
    standing = of_inspection(session, row, *STANDING_FINDING)
    move(session, row, "give_opinion", by=by, at=at, findings=len(standing))
    facts = {
        "title": row.title,
        "entered_on": row.entered_on,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "findings": [told(finding) for finding in standing],
        "opinion": row.opinion,
    }
    return letter(session, row, "inspection_opinion", facts, by=by, at=at)


def archive(session: Session, row: Inspection, *, by: Actor, at: datetime) -> None:
    """Put a concluded inspection into the archive; nothing changes in it afterwards.

    Raises Breach while a letter is not served or a request is neither accepted nor withdrawn.
    """
    INSPECTION.check(row.state, "archive")
    if any(each.served_on is None for each in letters_about(session, "inspection", row.id)):
        raise Breach("letters_not_served", "34")
    of = DocumentRequest
    unsettled = select(of.ordinal).where(
        of.inspection_id == row.id, of.accepted_at.is_(None), of.withdrawn_at.is_(None)
    )
    if places := [str(each) for each in session.scalars(unsettled.order_by(of.ordinal))]:
        raise Breach("requests_not_settled", "34", places="、".join(places))
    row.archived_at, row.archived_by = at, by.account_id
    move(session, row, "archive", by=by, at=at)
