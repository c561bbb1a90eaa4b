"""Clusters as officers see them: what lies in their sight, and figures with and without."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, exists, func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Cluster, ClusterMember, Complaint, Forwarding, Respondent
from forwarding.queries.access import complaints_visible_to
from forwarding.queries.worklist import Row, by_numbers
from portal.institutions.queries import Card, cards
from portal.kernel.actor import Actor
from portal.kernel.clock import start_of

PAGE = 50
SHOWN = 200
FLAGGED = ("suspected", "confirmed")


@dataclass(frozen=True)
class ClusterView:
    """A cluster with how many of its complaints are in sight, and against whom."""

    row: Cluster
    size: int
    institutions: tuple[Card, ...]


@dataclass(frozen=True)
class Counted:
    """How many complaints were forwarded to an institution, and how many of a cluster's."""

    institution: Card
    all: int
    clustered: int

    @property
    def without(self) -> int:
        """How many there are without those of confirmed clusters."""
        return self.all - self.clustered


def in_confirmed_cluster(complaint_id: Any = Complaint.id) -> ColumnElement[bool]:
    """Return the condition that a complaint belongs to a cluster a person confirmed.

    For figures shown with and without; negate it to leave them out.
    """
    return exists().where(
        ClusterMember.complaint_id == complaint_id,
        ClusterMember.cluster_id == Cluster.id,
        Cluster.state == "confirmed",
    )


def listed(session: Session, actor: Actor, state: str) -> list[ClusterView]:
    """Return the clusters of a state with complaints in sight, the latest first."""
    found = (
        _seen(actor)
        .where(Cluster.state == state)
        .order_by(Cluster.latest_at.desc(), Cluster.id.desc())
    )
    rows = session.execute(found.limit(PAGE)).all()
    concerned = _concerned(session, actor, [row.Cluster.id for row in rows])
    return [ClusterView(row.Cluster, row.size, concerned[row.Cluster.id]) for row in rows]


def one(session: Session, actor: Actor, cluster_id: int) -> ClusterView | None:
    """Return a cluster with complaints in sight; None when there is none."""
    found = _seen(actor).where(Cluster.id == cluster_id)
    row = session.execute(found.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return None
    return ClusterView(row.Cluster, row.size, _concerned(session, actor, [cluster_id])[cluster_id])


def _seen(actor: Actor) -> Select[Any]:
    return (
        select(Cluster, func.count(Complaint.id).label("size"))
        .join(ClusterMember, ClusterMember.cluster_id == Cluster.id)
        .join(Complaint, Complaint.id == ClusterMember.complaint_id)
        .where(complaints_visible_to(actor))
        .group_by(Cluster.id)
    )


def members(session: Session, actor: Actor, cluster_id: int) -> list[Row]:
    """Return the complaints of a cluster in sight, what is due first, SHOWN at most."""
    found = (
        select(Complaint.number)
        .join(ClusterMember, ClusterMember.complaint_id == Complaint.id)
        .where(ClusterMember.cluster_id == cluster_id, complaints_visible_to(actor))
        .order_by(Complaint.id)
        .limit(SHOWN)
    )
    return by_numbers(session, actor, session.scalars(found).all())


def sample(session: Session, actor: Actor, cluster_id: int) -> Complaint | None:
    """Return one complaint of a cluster in sight, whose text stands for the others'."""
    found = (
        select(Complaint)
        .join(ClusterMember, ClusterMember.complaint_id == Complaint.id)
        .where(ClusterMember.cluster_id == cluster_id, complaints_visible_to(actor))
        .order_by(Complaint.id)
        .limit(1)
    )
    return session.scalar(found)


def flags(session: Session, ids: Sequence[int]) -> dict[int, list[Cluster]]:
    """Return the clusters, not ruled out, of many complaints, by complaint id."""
    found: defaultdict[int, list[Cluster]] = defaultdict(list)
    if ids:
        rows = (
            select(ClusterMember.complaint_id, Cluster)
            .join(Cluster, Cluster.id == ClusterMember.cluster_id)
            .where(ClusterMember.complaint_id == func.any(list(ids)), Cluster.state.in_(FLAGGED))
            .order_by(Cluster.id)
        )
        for complaint_id, cluster in session.execute(rows):
            found[complaint_id].append(cluster)
    return dict(found)


def counts(session: Session, actor: Actor, since: date, until: date) -> list[Counted]:
    """Count complaints in sight by institution forwarded to, both days included.

    A complaint forwarded to one institution twice counts once. With and without the complaints
    of confirmed clusters, the most complained of first.
    """
    confirmed = in_confirmed_cluster(Forwarding.complaint_id)
    found = (
        select(
            Forwarding.institution_id,
            func.count(distinct(Forwarding.complaint_id)).label("all"),
            func.count(distinct(Forwarding.complaint_id)).filter(confirmed).label("clustered"),
        )
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            Forwarding.state.not_in(LIVE_NOT),
            Forwarding.forwarded_at >= start_of(since),
            Forwarding.forwarded_at < _end_of(until),
            complaints_visible_to(actor),
        )
        .group_by(Forwarding.institution_id)
    )
    rows = session.execute(found).all()
    known = cards(session, {row.institution_id for row in rows})
    counted = [Counted(known[row.institution_id], row.all, row.clustered) for row in rows]
    return sorted(counted, key=lambda each: (-each.all, each.institution.code))


def _end_of(day: date) -> datetime:
    return start_of(date.fromordinal(day.toordinal() + 1))


def _concerned(
    session: Session, actor: Actor, ids: Iterable[int]
) -> defaultdict[int, tuple[Card, ...]]:
    """Return the institutions that the complaints of clusters went to or were decided on."""
    wanted = list(ids)
    sent = (
        select(ClusterMember.cluster_id, Forwarding.institution_id)
        .join(Forwarding, Forwarding.complaint_id == ClusterMember.complaint_id)
        .join(Complaint, Complaint.id == ClusterMember.complaint_id)
        .where(ClusterMember.cluster_id == func.any(wanted), complaints_visible_to(actor))
    )
    rows = session.execute(sent.union(_decided(actor, wanted))).all()
    known = cards(session, {row.institution_id for row in rows})
    found: defaultdict[int, tuple[Card, ...]] = defaultdict(tuple)
    for row in sorted(rows):
        found[row.cluster_id] += (known[row.institution_id],)
    return found


def _decided(actor: Actor, wanted: Sequence[int]) -> Select[Any]:
    return (
        select(ClusterMember.cluster_id, Respondent.institution_id)
        .join(Respondent, Respondent.complaint_id == ClusterMember.complaint_id)
        .join(Complaint, Complaint.id == ClusterMember.complaint_id)
        .where(
            ClusterMember.cluster_id == func.any(wanted),
            Respondent.institution_id.is_not(None),
            complaints_visible_to(actor),
        )
    )
