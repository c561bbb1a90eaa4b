"""500 complaints forwarded as one batch whose worker is killed halfway: each once, none missing."""

import signal
from collections import Counter

import pytest
from sqlalchemy import func, select

from forwarding.commands import bulk
from forwarding.models import Attachment, BulkItem, Forwarding, Telling
from portal.kernel import audit, clock, tasks
from portal.kernel.db import make_session, transaction
from tests import factories as make
from tests.faults.installation import await_delivery
from tests.faults.postmen import post_office
from tests.portal.running import eventually

pytestmark = pytest.mark.slow
MANY = 500
# Letters are set and notices sent for every one of them, on a machine that may be busy.
PATIENCE = 1500.0


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


def check_once(house, cases, post) -> None:
    """Each complaint has one forwarding, one letter, one telling, one act and one notice."""
    house.rollback()
    wanted = sorted(target.complaint_id for target in cases)
    for table in (Forwarding, Attachment, Telling):
        assert sorted(house.scalars(select(table.complaint_id))) == wanted
    assert set(house.scalars(select(Telling.state))) == {"done"}
    acts = Counter(
        (line.subject_id, line.act)
        for line in house.scalars(select(audit.AuditEntry))
        if line.act in ("complaint.forward", "complaint.tell")
    )
    assert len(acts) == 2 * MANY and set(acts.values()) == {1}
    tellings = [key for key in post.messages() if key.startswith("telling")]
    assert len(tellings) == MANY and len(post.mails()) == MANY


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
        await_delivery(database, PATIENCE)
        house.rollback()
        assert set(house.scalars(select(BulkItem.outcome))) == {"done"}
        check_once(house, cases, post)
