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
