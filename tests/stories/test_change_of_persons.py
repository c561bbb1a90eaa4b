"""A responsible person changes in mid-month: each forwarding reaches who is in office that day."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forwarding.commands.letter_facts import forwarding_facts
from forwarding.models import Forwarding
from portal.filings.commands.requirements import Terms, require
from portal.filings.models import Obligation
from portal.institutions.queries import by_code
from portal.kernel import outbox
from portal.kernel.notices.mailbox import MailboxMessage
from tests import factories as make
from tests.filings.people import change, everybody, moment, reported

_FORWARDINGS = select(Forwarding).options(joinedload(Forwarding.complaint))
APPOINTED, GONE = date(2026, 3, 2), date(2026, 3, 16)


@pytest.fixture
def bank(house):
    return by_code(house.session, "ICBC-HZ")


@pytest.fixture
def told(house, database):
    """Forward a complaint on a day and return to whom the branch's notices of that day went."""

    def forward(bank, day):
        session, at = house.session, datetime.fromisoformat(f"{day}T10:00+08:00")
        make.forwarded(session, bank.id, at=at, received_at=at)
        session.commit()
        outbox.drain(database, lambda: at)
        session.expire_all()
        found = session.scalars(select(MailboxMessage).where(MailboxMessage.at == at))
        sent = [message for message in found if "/desk/forwardings/" in message.body]
        newest = session.scalars(_FORWARDINGS.order_by(Forwarding.id.desc())).first()
        return [m.recipient for m in sent], forwarding_facts(session, newest)["addressed"]

    return forward


def test_forwardings_before_and_after_a_change_reach_who_is_in_office(house, bank, told):
    session = house.session
    clerk, judge = make.make_desk_user(session, bank.id), make.make_officer(session, "supervisor")
    terms = Terms(
        kind="persons",
        title="责任人变动",
        article="35",
        frequency="on_change",
        valid_from=date(2026, 1, 1),
        days_after=5,
        day_kind="working",
        level="",
    )
    require(session, terms, by=judge, at=moment(date(2026, 2, 25)))
    reported(session, bank.id, everybody(APPOINTED), by=clerk, judge=judge, on=APPOINTED)
    before, named = told(bank, date(2026, 3, 10))
    assert "contact_a@bank.example" in before and named == "联系人（A岗） 孙联系"

    new = change("contact_a", "周联系", GONE, "replaced", email="zhou@bank.example")
    row = reported(session, bank.id, [new], by=clerk, judge=judge, on=date(2026, 3, 24))
    after, named = told(bank, date(2026, 3, 25))
    assert "zhou@bank.example" in after and "contact_a@bank.example" not in after
    assert named == "联系人（A岗） 周联系"

    # Five working days from the change end on the 23rd: it was reported a day late, for good.
    duty = session.get_one(Obligation, row.obligation_id)
    assert (duty.due_on, duty.late, row.late_days) == (date(2026, 3, 23), True, 1)
    # The letter of the first forwarding still names who it went to.
    first = session.scalars(_FORWARDINGS.order_by(Forwarding.id)).first()
    assert forwarding_facts(session, first)["addressed"] == "联系人（A岗） 孙联系"
