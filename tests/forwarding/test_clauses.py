"""Clauses that commands carry: what is stored and kept, in a real database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forwarding.commands import handle, triage
from forwarding.models import Report
from forwarding.vocabulary import CHANNELS
from portal.kernel import arrangement, audit
from portal.kernel.actor import SYSTEM
from portal.kernel.db import transaction
from portal.kernel.law import Breach
from tests import factories as make


@pytest.fixture
def house(session):
    """A session on a database with units and working days."""
    with transaction(session):
        make.make_units(session)
        arrangement.seed(session)
    return session


@pytest.mark.parametrize("channel", CHANNELS)
def test_art_31_a_complaint_may_come_by_every_channel(house, channel):
    case = make.receive_complaint(house, channel=channel)
    assert (case.channel, case.state) == (channel, "received")


def test_art_10_a_third_party_is_named_in_the_case(house):
    case = make.receive_complaint(house, third_party="某某助贷平台")
    assert case.third_party == "某某助贷平台"
    assert make.receive_complaint(house).third_party is None


def test_art_9_a_report_keeps_cause_and_rectification_at_the_source(house):
    [forwarding] = make.forwardings_of(house, make.forwarded(house))
    make.reported(house, forwarding, cause="C03")
    report = house.query(Report).filter_by(forwarding_id=forwarding.id).one()
    assert report.cause == "C03" and "source_rectification" in report.texts


def test_art_17_a_report_without_the_name_of_who_verified_it_is_refused(house):
    [forwarding] = make.forwardings_of(house, make.forwarded(house))
    with pytest.raises(Breach, match="interest_not_excluded"):
        handle.report(house, forwarding, make.answer(verified_by=" "), by=SYSTEM, at=make.DAY)


def test_art_20_a_report_of_a_head_office_cannot_offer_a_review(house):
    [forwarding] = make.forwardings_of(house, make.forwarded(house))
    answer = make.answer(remedies=("review", "mediation"), decided_by_branch=False)
    with pytest.raises(Breach, match="review_not_open"):
        handle.report(house, forwarding, answer, by=SYSTEM, at=make.DAY)


def test_art_32_a_diversion_needs_a_second_officer_and_never_pauses_the_clock(house):
    first, second = make.make_officer(house, "triage"), make.make_officer(house, "supervisor")
    case = make.diversion_proposed(house, by=first)
    due_on = case.due_on
    with pytest.raises(Breach, match="second_officer"):
        triage.divert(house, case, by=first, at=make.DAY)
    triage.divert(house, case, by=second, at=make.DAY)
    assert case.state == "diverted" and case.due_on == due_on is not None


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_entry", "UPDATE audit_entry SET act = ''"]
)
def test_art_28_what_was_recorded_can_be_neither_deleted_nor_changed(house, statement):
    with transaction(house):
        audit.record(house, by=SYSTEM, act="test", subject=("case", 1), at=make.DAY)
    with pytest.raises(DBAPIError, match="append-only"):
        house.execute(text(statement))
    house.rollback()
    assert len(audit.history(house, "case", 1)) == 1
