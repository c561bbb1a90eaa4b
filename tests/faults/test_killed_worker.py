"""A worker is killed in the middle of a message: nothing lost, nothing told or forwarded twice."""

import pytest
from sqlalchemy import func, select

from forwarding.models import Attachment, Forwarding, Telling
from forwarding.queries.status import progress_of
from portal.kernel import audit, clock
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.faults.installation import PATIENCE, await_delivery
from tests.faults.postmen import Silence, Stage, post_office
from tests.portal.running import eventually
from tests.stories.ways import CODE

pytestmark = pytest.mark.slow
MESSAGES = {
    "complaint.received": "complaint.received",
    "mail": "forwarding.sent",
    "telling": "telling",
}
# In the order in which the worker comes to them; before a message is taken, and after.
STAGES = (
    Stage("complaint.received", taken=True),
    Stage("mail", taken=True),
    Stage("telling", taken=False),
    Stage("telling", taken=True),
)


@pytest.fixture
def case(house, officer):
    """A complaint by telephone, just forwarded to a bank with an address for notices."""
    now = clock.now()
    bank = make.make_institution(house, notice_email="complaints@bank.example")
    complaint = make.forwarded(house, bank.id, by=officer, at=now)
    house.commit()
    return complaint


def acts(house, case) -> list[str]:
    house.rollback()
    return [line.act for line in audit.history(house, "complaint", case.id)]


def undelivered(house) -> list[str]:
    house.rollback()
    waiting = OutboxMessage.delivered_at.is_(None)
    return list(house.scalars(select(OutboxMessage.key).where(waiting)))


def check_once(house, case, post) -> None:
    """Each message reached its receiver once, and each act was done once."""
    (telling,) = house.scalars(select(Telling))
    wanted = {f"complaint.received:{case.id}", telling.key}
    assert set(post.messages()) == wanted
    assert all(len(words) == 1 for words in post.messages().values())
    assert [len(words) for words in post.mails().values()] == [1]
    # The code of a repeated SMS is the one that opens the status page.
    (received,) = post.messages()[f"complaint.received:{case.id}"]
    assert progress_of(house, case.number, CODE.search(received)[0]) is not None
    assert (telling.state, telling.proof.split()[0]) == ("done", "gateway")
    assert acts(house, case).count("complaint.tell") == 1
    assert acts(house, case).count("complaint.forward") == 1
    assert house.scalar(select(func.count()).select_from(Forwarding)) == 1
    assert house.scalar(select(func.count()).select_from(Attachment)) == 1  # the letter
    assert audit.verify(house).sound


def test_a_worker_killed_at_every_stage_is_followed_by_one_that_repeats_nothing(
    house, database, case, database_url, redis_url, install
):
    with post_office(Silence(*STAGES)) as post:
        portal = install(database_url, redis_url, **post.environ)
        portal.start("timetable")
        for stage, fell in post.silence.fell.items():
            worker = portal.start("worker")
            eventually(fell.is_set, PATIENCE)
            worker.kill()
            worker.wait()
            assert any(key.startswith(MESSAGES[stage.beginning]) for key in undelivered(house))
        portal.start("worker")
        await_delivery(database)
        check_once(house, case, post)
