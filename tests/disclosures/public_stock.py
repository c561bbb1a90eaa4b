"""A disclosed quarter in the public cube, for the tests of the public's pages."""

from disclosures.commands import editions as acts
from disclosures.commands.editions import Terms
from disclosures.models import Edition
from portal.kernel import outbox
from tests import factories as make
from tests.disclosures.stock import AFTER, banks, outlets

QUARTER = Terms("disclosure", "banking", "2026Q2")
HEAD = "000000"


def officers(session, unit=HEAD):
    """Return who drafts at a unit and who approves."""
    return (
        make.make_officer(session, "statistician", unit),
        make.make_officer(session, "supervisor", unit),
    )


def publish(session, row, drafter, second, at=AFTER):
    """Submit, approve and publish an edition."""
    acts.submit(session, row, number="", by=drafter, at=at)
    acts.approve(session, row, publish_at=at, by=second, at=at)
    acts.publish(session, row, by=second, at=at)
    session.commit()
    return row


def disclosed(session, *counts, unit=HEAD, terms=QUARTER):
    """Disclose a quarter in which so many complaints were forwarded to one bank each."""
    made = banks(session, *counts)
    outlets(session, made)
    drafter, second = officers(session, unit)
    row = acts.draft(session, terms, by=drafter, at=AFTER)
    return publish(session, row, drafter, second)


def deliver(engine, at=AFTER):
    """Do what follows of it, until nothing is left."""
    while outbox.drain(engine, lambda: at):
        pass


def edition(session, edition_id):
    """Return an edition as it is stored now."""
    return session.get_one(Edition, edition_id, populate_existing=True)
