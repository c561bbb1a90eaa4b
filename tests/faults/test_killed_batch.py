"""500 complaints forwarded as one batch whose worker is killed halfway: each once, none missing."""

import signal
from collections import Counter

import pytest
from sqlalchemy import func, select

from forwarding.commands import bulk
from forwarding.models import BulkItem, Forwarding, Telling
from portal.kernel import audit, clock, outbox, tasks
from portal.kernel.db import make_session, transaction
from tests import factories as make
from tests.faults.postmen import post_office
from tests.portal.running import eventually

pytestmark = pytest.mark.slow
MANY = 500
PATIENCE = 300.0


@pytest.fixture
def cases(house, officer):
    """Complaints ready to be forwarded, their receipts long confirmed."""
    bank = make.make_institution(house, notice_email="complaints@bank.example")
    at = clock.now()
    found = [make.classified(house, by=officer, at=at) for _n in range(MANY)]
    targets = [bulk.Target(c.id, c.id, c.version, (bank.id,)) for c in found]
    with transaction(house):
        bulk.begin(house, "forward", targets, {}, sent_key="1:killed", by=officer, at=at)
    return targets


def done(database) -> int:
    """Return of how many cases something came."""
    with make_session(database) as session:
        ended = select(func.count()).where(BulkItem.outcome.is_not(None))
        return session.scalar(ended) or 0


def ended(database) -> bool:
    """Return whether the whole batch is through."""
    with make_session(database) as session:
        return session.scalars(select(tasks.Task)).one().ended_at is not None


def check_once(house, cases) -> None:
    """Each complaint has one forwarding, one telling, one act, and one notice to go out."""
    wanted = sorted(target.complaint_id for target in cases)
    for table in (Forwarding, Telling):
        assert sorted(house.scalars(select(table.complaint_id))) == wanted
    acts = Counter(
        line.subject_id
        for line in house.scalars(select(audit.AuditEntry))
        if line.act == "complaint.forward"
    )
    assert len(acts) == MANY and set(acts.values()) == {1}
    for topic in ("forwarding.sent", "telling.send"):
        posted = select(func.count()).where(outbox.OutboxMessage.topic == topic)
        assert house.scalar(posted) == MANY


def test_a_batch_of_500_killed_halfway_is_finished_and_nothing_is_done_twice(
    house, database, cases, database_url, redis_url, install
):
    with post_office() as post:
        portal = install(database_url, redis_url, **post.environ)
        portal.start("timetable")
        worker = portal.start("worker")
        eventually(lambda: done(database) >= MANY // 2, PATIENCE)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        left = MANY - done(database)
        assert 0 < left <= MANY // 2
        house.rollback()
        assert house.scalars(select(tasks.Task)).one().ended_at is None
        portal.start("worker")
        eventually(lambda: done(database) == MANY, PATIENCE)
        eventually(lambda: ended(database), PATIENCE)
    house.rollback()
    assert set(house.scalars(select(BulkItem.outcome))) == {"done"}
    check_once(house, cases)
