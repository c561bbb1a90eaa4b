"""Looking at published channels (Art. 8): points, what holds, what fails, who is told."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.filings.commands.channels import Finding, look
from portal.filings.jobs import tell_of_channels
from portal.filings.models import ChannelCheck
from portal.filings.queries import channels as query
from portal.filings.rules.channels import POINTS, STATES, point_state, points_due, published_state
from portal.institutions import commands as institutions
from portal.institutions.entry import Channels
from portal.institutions.queries import card
from portal.kernel import audit, clock
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from portal.kernel.outbox import OutboxMessage
from tests import factories as make

AT = datetime(2026, 7, 20, 2, tzinfo=clock.UTC)
TODAY = date(2026, 7, 20)
DAY = timedelta(days=1)
WHOLE = [Finding("published", True), Finding("in_contracts", True)]
MISSING = Finding("published", False, "官网首页没有投诉处理流程。")


@pytest.fixture
def inspector(house):
    return make.make_officer(house, "inspector")


@pytest.fixture
def online(house):
    """A bank that takes complaints by internet."""
    return taking_internet(house, make.make_institution(house, territory="330106"))


def taking_internet(session, bank, taken=True):
    row = {"version": 1 if taken else 2, "by": SYSTEM, "at": make.DAY}
    institutions.set_channels(session, bank.id, Channels(internet_channel=taken), **row)
    session.flush()
    return card(session, bank.id)


def state_of(session, bank):
    return query.published(session, [card(session, bank.id)])[bank.id].state


def test_art_8_email_and_address_are_asked_of_an_internet_channel_alone():
    assert points_due(True) == POINTS
    assert points_due(False) == ("published", "in_contracts")


@pytest.mark.parametrize(
    ("met", "internet", "state"),
    [
        (None, True, "not_looked_at"),
        (True, True, "met"),
        (False, True, "not_met"),
        (False, False, "not_due"),
    ],
)
def test_a_point_stands_as_the_newest_look_found_it(met, internet, state):
    assert point_state("internet_published", met, internet) == state


@pytest.mark.parametrize(
    ("found", "internet", "state"),
    [
        ({}, False, "not_looked_at"),
        ({"published": True}, False, "not_looked_at"),
        ({"published": True, "in_contracts": True}, False, "met"),
        ({"published": True, "in_contracts": True}, True, "not_looked_at"),
        ({"published": True, "in_contracts": True, "internet_published": True}, True, "met"),
        ({"published": False}, False, "not_met"),
        ({"internet_published": False, "published": True, "in_contracts": True}, False, "met"),
    ],
)
def test_an_institution_publishes_once_every_point_due_was_met(found, internet, state):
    assert published_state(found, internet) == state


def test_one_failed_point_is_a_ground_of_art_40_1_until_it_is_met(house, bank, inspector):
    act = {"by": inspector, "at": AT}
    look(house, bank.id, [MISSING, WHOLE[1]], on=TODAY, **act)
    [failed] = query.failed_points(house, [bank.id])[bank.id]
    assert (failed.point, failed.evidence) == ("published", MISSING.evidence)
    look(house, bank.id, [WHOLE[0]], on=TODAY + timedelta(days=3), by=inspector, at=AT + 3 * DAY)
    assert query.failed_points(house, [bank.id]) == {}
    assert state_of(house, bank) == "met"


def test_what_holds_is_the_newest_look_by_its_day_not_by_its_entry(house, bank, inspector):
    look(house, bank.id, WHOLE, on=TODAY, by=inspector, at=AT)
    look(house, bank.id, [MISSING], on=TODAY - 9 * DAY, by=inspector, at=AT)
    assert state_of(house, bank) == "met"
    assert [each.row.met for each in query.history(house, bank.id)] == [True, True, False]


def test_a_channel_given_up_is_no_ground_any_more(house, online, inspector):
    failed = Finding("internet_published", False, "没有公布网址。")
    look(house, online.id, [failed, *WHOLE], on=TODAY, by=inspector, at=AT)
    assert state_of(house, online) == "not_met" and online.id in query.failing_checks(house)
    offline = taking_internet(house, online, taken=False)
    assert state_of(house, offline) == "met"
    assert query.failed_points(house, [offline.id]) == query.failing_checks(house) == {}


@pytest.mark.parametrize(
    ("findings", "on", "code"),
    [
        ([], TODAY, "nothing_looked_at"),
        (WHOLE, TODAY + DAY, "look_to_come"),
        ([Finding("internet_published", True)], TODAY, "point_not_due"),
        ([Finding("published", False, " ")], TODAY, "evidence_missing"),
    ],
)
def test_a_look_that_says_nothing_or_too_much_is_refused(
    house, bank, inspector, findings, on, code
):
    with pytest.raises(Breach, match=code):
        look(house, bank.id, findings, on=on, by=inspector, at=AT)
    assert house.scalars(select(ChannelCheck)).all() == []


def test_a_closed_institution_is_not_looked_at(house, bank, inspector):
    given = {"closed_on": date(2026, 5, 1), "reason": "已并入其他机构"}
    institutions.close(house, bank.id, **given, version=1, by=SYSTEM, at=AT)
    house.flush()
    with pytest.raises(Breach, match="channels_of_closed"):
        look(house, bank.id, WHOLE, on=TODAY, by=inspector, at=AT)


def test_each_look_is_on_the_record_of_the_institution(house, bank, inspector):
    look(house, bank.id, [MISSING], on=TODAY, by=inspector, at=AT)
    entry = audit.history(house, "institution", bank.id)[-1]
    assert (entry.act, entry.article) == ("channel.look", "8")
    assert entry.facts == {"on": "2026-07-20", "met": {"published": False}}


def test_the_institution_is_told_once_of_what_is_missing(house, inspector):
    bank = make.make_institution(house, territory="330106", notice_email="ts@bank.example")
    look(house, bank.id, WHOLE, on=TODAY, by=inspector, at=AT)
    assert house.scalars(select(OutboxMessage)).all() == []
    look(house, bank.id, [MISSING, WHOLE[1]], on=TODAY, by=inspector, at=AT)
    message = house.scalars(select(OutboxMessage)).one()
    for _twice in range(2):
        tell_of_channels(house, message, AT)
    mail = house.scalars(select(MailboxMessage)).one()
    assert "未做到：公布投诉渠道和处理流程。" in mail.body and "第八条" in mail.body


@pytest.mark.parametrize("state", STATES)
def test_the_list_by_state_is_the_same_cut_as_the_rule(house, bank, online, inspector, state):
    others = [make.make_institution(house, territory="330106") for _ in range(2)]
    look(house, bank.id, WHOLE, on=TODAY, by=inspector, at=AT)
    look(house, online.id, WHOLE, on=TODAY, by=inspector, at=AT)
    look(house, others[0].id, [MISSING, WHOLE[1]], on=TODAY, by=inspector, at=AT)
    everyone = [card(house, each.id) for each in (bank, online, *others)]
    standing = query.published(house, everyone)
    listed = set(house.scalars(query.in_state(inspector, state)))
    assert listed == {each for each, found in standing.items() if found.state == state}
