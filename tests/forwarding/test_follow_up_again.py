"""A case handled again after a review is followed up after its later close (Art. 20)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs, messages  # noqa: F401  (registers handlers and sentences)
from forwarding.commands import follow_up, handle
from forwarding.commands.handle_again import handle_again
from forwarding.models import FollowUp
from forwarding.queries import follow_ups
from portal.kernel import outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from tests import factories as make

SAMPLED = make.DAY + timedelta(days=7)
REOPENED = SAMPLED + timedelta(days=1)
LATER = REOPENED + timedelta(days=40)
"""The later close, when the first sample would long have lapsed."""
ANEW = LATER + timedelta(days=7)


def draw(house, at):
    made = follow_up.sample(house, at=at, percent=100, after=7, open_days=30)
    house.flush()
    return made


def only(house):
    house.flush()
    house.expire_all()
    return house.scalars(select(FollowUp)).one()


@pytest.fixture
def case(house):
    """A complaint closed, sampled for a follow-up, and then handled again."""
    made = make.closed(house)
    draw(house, SAMPLED)
    (row,) = make.forwardings_of(house, made)
    on = REOPENED.date()
    handle_again(house, row.id, decided_on=on, by=SYSTEM, at=REOPENED)
    house.flush()
    return make.again(house, made.number)


def close_again(house, case):
    (row,) = make.forwardings_of(house, case)
    told = make.answer(told_on=LATER.date(), lateness_reason="重新核实用时较长。")
    handle.report(house, row, told, by=SYSTEM, at=LATER)
    handle.accept(house, row, by=SYSTEM, at=LATER, lateness_reason="未及时告知")
    house.flush()


def asked(house, database, at):
    house.commit()
    outbox.drain(database, lambda: at)
    house.expire_all()
    return [m for m in house.scalars(select(MailboxMessage)) if "/follow-up/" in m.body]


def test_art_20_while_it_is_handled_again_nobody_is_asked_and_nothing_lapses(house, database, case):
    clerk = make.make_officer(house, "clerk")
    assert follow_ups.page(house, clerk, None).items == []
    assert asked(house, database, REOPENED) == []
    assert follow_up.lapse(house, at=LATER, days=30) == 0
    assert draw(house, LATER) == 0
    assert only(house).state == "open"


@pytest.mark.parametrize("act", ["answer", "attempt", "give_up"])
def test_art_20_what_comes_meanwhile_is_refused(house, case, act):
    given = {
        "answer": {"satisfaction": 4, "resolved": True, "remarks": None, "channel": "link"},
        "attempt": {"outcome": "no_answer"},
        "give_up": {},
    }[act]
    with pytest.raises(Breach, match="follow_up_waits"):
        getattr(follow_up, act)(house, only(house), **given, by=SYSTEM, at=REOPENED)


def test_art_20_after_the_later_close_it_is_asked_anew_once_with_all_its_time(
    house, database, case
):
    close_again(house, case)
    assert draw(house, ANEW - timedelta(days=1)) == 0
    assert follow_up.lapse(house, at=ANEW, days=30) == 0
    assert (draw(house, ANEW), draw(house, ANEW)) == (1, 0)
    assert len(asked(house, database, ANEW)) == 1
    clerk = make.make_officer(house, "clerk")
    (shown,) = follow_ups.page(house, clerk, None).items
    assert (shown.sampled_at, shown.closed_at) == (ANEW, LATER)
    assert follow_up.lapse(house, at=ANEW + timedelta(days=29), days=30) == 0
    assert follow_up.lapse(house, at=ANEW + timedelta(days=31), days=30) == 1


def test_who_has_answered_before_is_not_asked_again(house):
    made = make.closed(house)
    draw(house, SAMPLED)
    said = {"satisfaction": 2, "resolved": False, "remarks": None, "channel": "link"}
    follow_up.answer(house, only(house), **said, by=SYSTEM, at=SAMPLED)
    (row,) = make.forwardings_of(house, make.again(house, made.number))
    handle_again(house, row.id, decided_on=REOPENED.date(), by=SYSTEM, at=REOPENED)
    close_again(house, make.again(house, made.number))
    assert draw(house, ANEW) == 0 and only(house).satisfaction == 2


def test_art_20_the_link_says_that_the_case_is_handled_again(client, house, case, frozen):
    house.commit()
    frozen(LATER.isoformat())
    page = client.get(f"/follow-up/{follow_up.token_of(case.id)}")
    assert page.status_code == 200 and "正在重新处理" in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]
