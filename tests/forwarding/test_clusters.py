"""Clusters: flagged from a number on, judged by a person, and without any effect on a case."""

from datetime import timedelta

import pytest

from forwarding.commands import clusters
from forwarding.models import Cluster, ClusterMember
from forwarding.queries import clusters as queries
from forwarding.submission import UNKNOWN_NAME
from portal.kernel import audit, likeness, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.worker import load_handlers
from tests import factories as make

STORY = (
    "本人被业务员诱导办理信用卡分期，未告知真实费率和违约金，现因收入中断无力偿还，"
    "多次协商被拒，要求退还手续费并停止计息，出具非恶意逾期证明。"
)
ANOTHER = (
    "车辆在高速出口被追尾，交警认定对方全责。定损员拖了三周才来，定损金额不到修理厂报价的一半，"
    "也不说明依据，要求重新定损并按实际维修费用赔付。"
)


@pytest.fixture(autouse=True)
def few(app, database):
    """Smaller numbers than in practice, so that a test needs no crowd."""
    likeness.install(
        likeness.Limits(180, text_people=4, text_days=30, phone_names=3, agent_cases=3)
    )
    yield
    likeness.install(likeness.Limits())


def by(session, nth: int, facts: str = STORY, at=make.DAY, person=None, **changes):
    """Return a complaint of the nth person, looked at by the worker."""
    who = {"name": f"投诉人{nth}", "id_no": None, "phone": f"139{nth:08d}", **(person or {})}
    given = {"facts": facts, "person": make.person(**who), "at": at, **changes}
    complaint = make.receive_complaint(session, **given)
    clusters.look(session, complaint.id, at=at)
    session.flush()
    return complaint


def kept(session) -> list[Cluster]:
    return session.query(Cluster).order_by(Cluster.id).all()


def members_of(session, cluster) -> set[int]:
    rows = session.query(ClusterMember.complaint_id).filter_by(cluster_id=cluster.id)
    return {row.complaint_id for row in rows}


def test_a_text_told_by_enough_people_is_flagged_and_grows_with_each_further_one(house):
    told = [by(house, n, STORY.replace("信用卡", f"信用卡{n}")) for n in range(3)]
    assert kept(house) == []
    told.append(by(house, 3, STORY.replace("业务员", "工作人员")))
    (cluster,) = kept(house)
    assert (cluster.kind, cluster.state, cluster.size) == ("text", "suspected", 4)
    told.append(by(house, 4))
    assert members_of(house, cluster) == {row.id for row in told}
    house.refresh(cluster)
    assert cluster.size == 5


def test_one_person_repeating_is_no_campaign(house):
    for _ in range(6):
        by(house, 1)
    assert kept(house) == []


def test_callers_without_a_name_count_as_one_person(house):
    for nth in range(6):
        by(house, nth, person={"name": UNKNOWN_NAME})
    assert kept(house) == []


def test_what_was_told_too_long_ago_is_not_counted(house):
    for nth in range(3):
        by(house, nth)
    by(house, 9, at=make.DAY + timedelta(days=31))
    assert kept(house) == []


def test_one_telephone_of_several_names_is_flagged(house):
    phone = {"phone": "13711112222"}
    told = [by(house, n, f"{ANOTHER}{n}" if n else STORY, person=phone) for n in range(3)]
    assert [(c.kind, c.size) for c in kept(house)] == [("phone", 3)]
    assert members_of(house, kept(house)[0]) == {row.id for row in told}


def test_one_agent_of_several_complaints_is_flagged_but_two_of_one_name_are_two(house):
    def with_agent(nth, **who):
        agent = make.person(role="agent", name="代理人甲", **{"id_no": None, "phone": None, **who})
        people = (make.person(name=f"投诉人{nth}", id_no=None, phone=None), agent)
        return by(house, nth, f"{nth}" * 30, filer_kind="agent", people=people)

    for nth in range(3):
        with_agent(nth)
    assert kept(house) == []
    for nth in range(3):
        with_agent(nth, id_no="440524188001010014", id_type="resident_id")
    assert [(c.kind, c.size) for c in kept(house)] == [("agent", 3)]


def test_looking_twice_changes_nothing(house):
    last = [by(house, n) for n in range(4)][-1]
    before = kept(house)[0].size
    clusters.look(house, last.id, at=make.DAY)
    house.flush()
    house.expire_all()
    assert [c.size for c in kept(house)] == [before]


def test_a_flag_changes_nothing_of_the_complaints(house):
    told = [by(house, n) for n in range(5)]
    for row in told:
        now = make.again(house, row.number)
        assert (now.state, now.version, now.clock_stopped_at) == ("received", 1, None)
        assert now.due_on.isoformat() == "2026-03-12"


def test_a_person_confirms_or_dismisses_with_a_reason_and_may_change_their_mind(house):
    for nth in range(4):
        by(house, nth)
    (cluster,) = kept(house)
    officer = make.make_officer(house)
    with pytest.raises(Breach, match="cluster_reason_missing"):
        clusters.confirm(house, cluster, reason=" ", by=officer, at=make.DAY)
    clusters.confirm(house, cluster, reason="文本逐字相同", by=officer, at=make.DAY)
    clusters.dismiss(house, cluster, reason="同一小区的业主", by=officer, at=make.DAY)
    assert (cluster.state, cluster.decided_by) == ("dismissed", officer.account_id)
    acts = [line.act for line in audit.history(house, "cluster", cluster.id)]
    assert acts == ["cluster.suspect", "cluster.confirm", "cluster.dismiss"]
    assert not queries.flags(house, [next(iter(members_of(house, cluster)))])


def test_figures_are_shown_with_and_without_confirmed_clusters(house):
    bank = make.make_institution(house)
    make.forwarded(house, bank.id, facts=ANOTHER, claim="要求重新定损。")
    for nth in range(4):
        who = make.person(name=f"投诉人{nth}", id_no=None, phone=f"139{nth:08d}")
        row = make.forwarded(house, bank.id, facts=STORY, person=who)
        clusters.look(house, row.id, at=make.DAY)
    day = make.DAY.date()

    def counted():
        house.flush()
        (only,) = queries.counts(house, SYSTEM, day, day)
        return only.all, only.clustered, only.without

    assert counted() == (5, 0, 5)
    clusters.confirm(house, kept(house)[0], reason="文本相同", by=SYSTEM, at=make.DAY)
    assert counted() == (5, 4, 1)
    assert queries.counts(house, SYSTEM, day - timedelta(days=9), day - timedelta(days=1)) == []


def test_the_worker_looks_after_the_receipt_is_confirmed(house, database):
    load_handlers()
    row = make.receive_complaint(house)
    house.commit()
    topics = []
    while outbox.drain(database, lambda: make.DAY, limit=5):
        house.rollback()
    for message in house.query(outbox.OutboxMessage).order_by(outbox.OutboxMessage.id):
        topics.append((message.topic, message.delivered_at is not None, message.failed_at))
    assert ("complaint.compare", True, None) in topics
    assert row.id
