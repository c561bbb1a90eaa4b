"""The worklist's queries: what is in sight, in which order, and what filters and searches leave."""

from datetime import date, timedelta

import pytest

from forwarding.queries import worklist
from forwarding.queries.narrowing import Wanted
from portal.kernel.actor import SYSTEM
from tests import factories
from tests.factories import DAY

TODAY = date(2026, 3, 4)


def listed(session, actor=SYSTEM, **wanted):
    page = worklist.page(session, actor, Wanted(**wanted), None, TODAY)
    return [row.number for row in page.items]


def test_what_is_due_first_comes_first_and_equal_days_keep_their_order(house):
    late = factories.receive_complaint(house, received_at=DAY).number
    early = factories.receive_complaint(house, received_at=DAY - timedelta(days=4)).number
    same = factories.receive_complaint(house, received_at=DAY).number
    assert listed(house) == [early, late, same]


def test_tmp(house):
    from forwarding.queries import figures
    from forwarding.queries.case import case
    from portal.kernel import arrangement
    from tests.factories import forwardings_of
    officer = factories.make_officer(house)
    boss = factories.make_officer(house, "supervisor")
    factories.make_sub_bureau(house)
    bank = factories.make_institution(house, aliases=("工行",), notice_email="a@b.cn")
    c1 = factories.forwarded(house, bank.id, by=officer)
    factories.told(house, c1)
    f = forwardings_of(house, c1)[0]
    factories.acknowledged(house, f)
    factories.reported(house, f)
    assert factories.again(house, c1.number).state == "answered"
    c2 = factories.closed(house)
    c3 = factories.forwarded(house, bank.id)
    factories.returned(house, forwardings_of(house, c3)[0])
    c4 = factories.diversion_proposed(house, by=officer)
    cal = arrangement.load(house)
    sup = factories.make_officer(house, "supervisor")
    print(figures.load_of(house, sup, TODAY, figures.next_working_day(cal, TODAY)))
    print(figures.month_of(house, sup, cal, TODAY))
    v = case(house, sup, c1.number)
    print(v)
    from forwarding.queries.narrowing import QUEUES
    for q in QUEUES:
        for extra in ({}, {"q": "年费"}, {"q": "王小明"}, {"q":"13812341234"}, {"institution": bank.code}, {"overdue": True}):
            w = Wanted(queue=q, **extra)
            print(q, extra, [r.number for r in worklist.page(house, sup, w, None, TODAY).items], worklist.count(house, sup, w, TODAY))
    assert 0
