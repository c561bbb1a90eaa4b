"""Follow-up (回访): the sample, the link that is sent, answers, calls in vain, and the figures."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from forwarding import (
    jobs,  # noqa: F401  (registers the handlers)
    messages,  # noqa: F401  (registers the sentences)
)
from forwarding.commands import follow_up
from forwarding.models import FollowUp
from forwarding.queries import follow_ups
from forwarding.rules.follow_up import is_sampled
from portal.kernel import audit, outbox, secrets
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from tests import factories as make

CLOSED = make.DAY
DUE = CLOSED + timedelta(days=7)


def draw(session, at=DUE, percent=100):
    made = follow_up.sample(session, at=at, percent=percent, after=7, open_days=30)
    session.flush()
    return made


def only(session):
    return session.scalars(select(FollowUp)).one()


def test_the_sample_is_the_share_asked_for_and_the_number_alone_decides():
    numbers = [f"ZJ-2026-03-{n:06d}" for n in range(20_000)]
    drawn = [n for n in numbers if is_sampled(n, 10)]
    assert 1800 < len(drawn) < 2200
    assert [n for n in numbers if is_sampled(n, 10)] == drawn
    assert set(drawn) < {n for n in numbers if is_sampled(n, 20)}
    assert not any(is_sampled(n, 0) for n in numbers) and all(is_sampled(n, 100) for n in numbers)


def test_a_closed_complaint_is_drawn_once_and_not_before_its_day(house):
    make.closed(house, at=CLOSED)
    make.forwarded(house)
    assert draw(house, DUE - timedelta(days=1)) == 0
    assert draw(house, percent=0) == 0
    assert draw(house) == 1
    assert draw(house) == 0 and draw(house, DUE + timedelta(days=3)) == 0


def test_history_and_what_was_closed_long_ago_is_not_asked_about(house):
    make.closed(house, at=CLOSED).history = True
    make.closed(house, at=CLOSED)
    house.flush()
    assert draw(house, DUE + timedelta(days=31)) == 0
    assert draw(house, DUE + timedelta(days=29)) == 1


def sent(session, database, at=DUE):
    session.commit()
    outbox.drain(database, lambda: at)
    session.expire_all()
    found = select(MailboxMessage).order_by(MailboxMessage.id)
    return [m for m in session.scalars(found) if "/follow-up/" in m.body]


def test_the_link_opens_the_follow_up_and_only_its_hash_is_kept(house, database):
    number = make.closed(house, at=CLOSED).number
    draw(house)
    (message,) = sent(house, database)
    token = re.search(r"/follow-up/([0-9A-Z-]{19})", message.body)[1]
    row = follow_ups.by_token(house, token)
    assert follow_ups.number_of(house, row) == number and "王小明" not in message.body
    assert row.token_hash == secrets.hash_code(token)
    assert token not in str(house.scalars(select(outbox.OutboxMessage.payload)).all())
    assert follow_ups.by_token(house, "0000-0000-0000-0000") is None


def test_without_sms_or_email_the_list_waits_for_a_call(house, database):
    make.closed(house, at=CLOSED, person=make.person(phone="0571-87654321", preferred_means=None))
    draw(house)
    assert sent(house, database) == []
    by = make.make_officer(house, "clerk")
    (row,) = follow_ups.page(house, by, None).items
    assert row.asked_at is None and row.tries == 0
    elsewhere = make.make_officer(house, "clerk", "110000")
    assert follow_ups.page(house, elsewhere, None).items == []


def say(session, row, **changes):
    given = {"satisfaction": 4, "resolved": True, "remarks": "尚可。", "channel": "link"}
    follow_up.answer(session, row, by=SYSTEM, at=DUE, **{**given, **changes})
    session.flush()


def test_an_answer_is_kept_once_and_its_words_stay_out_of_the_trail(house):
    complaint = make.closed(house, at=CLOSED)
    draw(house)
    say(house, only(house))
    line = audit.history(house, "complaint", complaint.id)[-1]
    assert line.act == "follow_up.answer" and line.facts["satisfaction"] == 4
    assert "尚可" not in str(line.facts)
    with pytest.raises(Breach) as again:
        say(house, only(house))
    assert again.value.code == "illegal_act"


@pytest.mark.parametrize("satisfaction", [0, 6, -1])
def test_satisfaction_is_one_to_five(house, satisfaction):
    make.closed(house, at=CLOSED)
    draw(house)
    with pytest.raises(Breach) as refused:
        say(house, only(house), satisfaction=satisfaction)
    assert refused.value.code == "satisfaction_of_five" and only(house).state == "open"


def test_it_is_given_up_after_two_logged_calls_and_not_before(house):
    make.closed(house, at=CLOSED)
    draw(house)
    row = only(house)
    for needed in (2, 1):
        with pytest.raises(Breach) as refused:
            follow_up.give_up(house, row, by=SYSTEM, at=DUE)
        assert refused.value.facts["tried"] == 2 - needed
        follow_up.attempt(house, row, outcome="no_answer", by=SYSTEM, at=DUE)
    follow_up.give_up(house, row, by=SYSTEM, at=DUE)
    assert row.state == "unreachable"


def test_what_nobody_answered_ends_with_its_time_once(house):
    make.closed(house, at=CLOSED)
    draw(house)
    assert follow_up.lapse(house, at=DUE + timedelta(days=30), days=30) == 0
    assert follow_up.lapse(house, at=DUE + timedelta(days=31), days=30) == 1
    house.flush()
    assert follow_up.lapse(house, at=DUE + timedelta(days=31), days=30) == 0


def test_figures_by_institution_and_of_all(house):
    bank, other = make.make_institution(house), make.make_institution(house)
    for institution, said in ((bank, 5), (bank, 2), (other, None)):
        make.closed(house, institution.id, at=CLOSED)
        draw(house)
        if said:
            row = house.scalars(select(FollowUp).order_by(FollowUp.id.desc())).first()
            say(house, row, satisfaction=said, resolved=said > 3)
    by = make.make_officer(house, "supervisor")
    overall, each = follow_ups.outcomes(house, by, CLOSED)
    assert (overall.sampled, overall.answered, overall.average) == (3, 2, Decimal("3.5"))
    assert overall.response_pct == Decimal("66.6") and overall.resolved_pct == Decimal("50.0")
    assert [(one.name, one.sampled, one.average) for one in each] == [
        (bank.label, 2, Decimal("3.5")),
        (other.label, 1, None),
    ]
