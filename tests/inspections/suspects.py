"""What stands against an institution, reached by the commands of its own package."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.filings.commands import lay_out, requirements
from portal.filings.commands.requirements import Terms
from portal.filings.models import ChannelCheck, Obligation
from tests import factories as make


def late_cases(session, institution_id, count):
    """Forward cases that nobody reports on; return their numbers."""
    made = [make.forwarded(session, institution_id) for _ in range(count)]
    return [complaint.number for complaint in made]


def failed_check(session, institution_id, *, met=False):
    """Note a look at an institution's published channels."""
    row = ChannelCheck(
        institution_id=institution_id,
        point="published",
        met=met,
        looked_at_on=date(2026, 3, 4),
        evidence="官网未见投诉电话。",
        noted_at=make.DAY,
        noted_by=None,
    )
    session.add(row)
    session.flush()
    return row


def overdue_duty(session, institution, *, due_on):
    """Require something once, by a day, of one institution; return its duty."""
    terms = Terms(
        kind="other",
        title="专项自查报告",
        article="35",
        frequency="once",
        valid_from=date(2026, 3, 1),
        due_on=due_on,
        level="",
        institution_ids=(institution.id,),
    )
    head = make.make_officer(session, "supervisor")
    requirements.require(session, terms, by=head, at=make.DAY)
    lay_out.lay_out(session, at=make.DAY + timedelta(days=1))
    found = select(Obligation).where(Obligation.institution_id == institution.id)
    return session.scalars(found).one()
