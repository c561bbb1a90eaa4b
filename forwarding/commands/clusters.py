"""Complaints that look made by one hand (疑似代理投诉): flagged by the worker, judged by a person.

A flag changes nothing of a complaint: none is dropped, delayed or hidden for it. What is looked at
is bounded, and how many make a flag is a setting, never law.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from forwarding.commands.replies import hold
from forwarding.lifecycle import CLUSTER
from forwarding.models import Cluster, ClusterMember, Complaint, Party
from forwarding.queries.likeness import ALIKE
from forwarding.submission import UNKNOWN_NAME
from portal.kernel import audit, likeness, secrets
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

Member = tuple[int, int | None]
"""A complaint's id, and how alike its text is in hundredths."""

_MOST = 2000
"""So many of a campaign are looked at when it is first seen; later ones join one by one."""
_KNOWN = 40


def look(session: Session, complaint_id: int, *, at: datetime) -> list[Cluster]:
    """Flag what a complaint shares with many others; returns its clusters. Harmless twice."""
    complaint = session.get_one(Complaint, complaint_id)
    people = session.scalars(select(Party).where(Party.complaint_id == complaint_id)).all()
    phones = {party.phone_blind for party in people if party.phone_blind}
    agents = {_mark_of(party) for party in people if party.role == "agent"} - {None}
    found = [_by_text(session, complaint, at)]
    found += [_by_phone(session, mark, complaint, at) for mark in sorted(phones)]
    found += [_by_agent(session, mark, complaint, at) for mark in sorted(filter(None, agents))]
    return [cluster for cluster in found if cluster is not None]


def leave(session: Session, complaint_id: int) -> int:
    """Take a complaint out of the clusters whose mark its people no longer bear; returns how many.

    A text is nobody's mark: those clusters stay. What is left of a cluster stays to be judged.
    """
    people = session.scalars(select(Party).where(Party.complaint_id == complaint_id)).all()
    borne = {
        "phone": {party.phone_blind for party in people},
        "agent": {_mark_of(party) for party in people if party.role == "agent"},
    }
    joined = select(Cluster).join(ClusterMember).where(ClusterMember.complaint_id == complaint_id)
    gone = [
        cluster.id
        for cluster in session.scalars(joined)
        if cluster.kind in borne and cluster.mark not in borne[cluster.kind]
    ]
    session.execute(
        delete(ClusterMember).where(
            ClusterMember.complaint_id == complaint_id, ClusterMember.cluster_id.in_(gone)
        )
    )
    smaller = update(Cluster).where(Cluster.id.in_(gone)).values(size=Cluster.size - 1)
    session.execute(smaller)
    return len(gone)


def confirm(session: Session, cluster: Cluster, *, reason: str, by: Actor, at: datetime) -> None:
    """Hold a cluster for the work of one hand; figures may then be shown without it."""
    _judge(session, cluster, "confirm", reason=reason, by=by, at=at)


def dismiss(session: Session, cluster: Cluster, *, reason: str, by: Actor, at: datetime) -> None:
    """Rule out that a cluster is the work of one hand; it is flagged no more."""
    _judge(session, cluster, "dismiss", reason=reason, by=by, at=at)


def _judge(
    session: Session, cluster: Cluster, act: str, *, reason: str, by: Actor, at: datetime
) -> None:
    if not reason.strip():
        raise Breach("cluster_reason_missing", "22")
    CLUSTER.move(cluster, act)
    cluster.reason, cluster.decided_at, cluster.decided_by = reason, at, by.account_id
    _log(session, cluster, f"cluster.{act}", by=by, at=at)


def _mark_of(party: Party) -> bytes | None:
    """Return by what an agent is known again: two agents of one name may be two people."""
    return party.id_blind or party.phone_blind


def _by_text(session: Session, complaint: Complaint, at: datetime) -> Cluster | None:
    """Join a known cluster of the same text, or begin one once enough people told it."""
    own, bands = complaint.signature, complaint.likeness
    if not own or not bands:
        return None
    limits = likeness.limits()
    since = business_date(at) - timedelta(days=limits.text_days)
    shares = Complaint.likeness.op("&&")(cast(list(bands), ARRAY(BigInteger)))
    alike = select(Complaint.id, Complaint.signature).where(
        shares, Complaint.received_on >= since, Complaint.history.is_(False)
    )
    hold(session, "cluster:text")
    if known := _known(session, alike, own):
        return _join(session, known, [(complaint.id, None)], at)
    about = {
        row.id: likeness.estimate(own, row.signature) for row in session.execute(alike.limit(_MOST))
    }
    members = [(i, int(100 * share)) for i, share in about.items() if share >= ALIKE]
    if _persons(session, [i for i, _ in members]) < limits.text_people:
        return None
    mark = likeness.short_mark(min(_signatures(session, members)))
    return _begin(session, "text", mark, members, at)


def _known(session: Session, alike: Any, own: bytes) -> Cluster | None:
    """Return the cluster of a complaint with the same text, looking at a few that are members."""
    marked = (
        alike.add_columns(ClusterMember.cluster_id)
        .join(ClusterMember, ClusterMember.complaint_id == Complaint.id)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .where(Cluster.kind == "text")
        .limit(_KNOWN)
    )
    for row in session.execute(marked):
        if likeness.estimate(own, row.signature) >= ALIKE:
            return session.get(Cluster, row.cluster_id)
    return None


def _signatures(session: Session, members: Sequence[tuple[int, Any]]) -> list[bytes]:
    ids = [i for i, _ in members]
    found = select(Complaint.signature).where(Complaint.id == func.any(ids))
    return [signature for signature in session.scalars(found) if signature]


def _persons(session: Session, ids: Sequence[int]) -> int:
    """Count the complainants of complaints; those without name and number count as one."""
    people = select(Party.id_blind, Party.name_blind).where(
        Party.complaint_id == func.any(list(ids)), Party.role == "complainant"
    )
    names: dict[bytes, set[bytes]] = {}
    for id_blind, name in session.execute(people):
        names.setdefault(name, set()).update({id_blind} if id_blind else ())
    nobody = secrets.blind(UNKNOWN_NAME, "name")
    return sum(max(1, len(marks)) if name != nobody else 1 for name, marks in names.items())


def _by_phone(session: Session, mark: bytes, complaint: Complaint, at: datetime) -> Cluster | None:
    """Flag one telephone under several names."""
    nobody = secrets.blind(UNKNOWN_NAME, "name")
    of_phone = (Party.phone_blind == mark, Party.name_blind != nobody)
    rows = _shared(session, of_phone, complaint, at)
    few = len({row.name_blind for row in rows}) < likeness.limits().phone_names
    return None if few else _gather(session, "phone", mark, {r.complaint_id for r in rows}, at)


def _by_agent(session: Session, mark: bytes, complaint: Complaint, at: datetime) -> Cluster | None:
    """Flag one agent of many complaints."""
    known = func.coalesce(Party.id_blind, Party.phone_blind) == mark
    same = (Party.id_blind == mark) | (Party.phone_blind == mark)
    rows = _shared(session, (same, known, Party.role == "agent"), complaint, at)
    ids = {row.complaint_id for row in rows}
    few = len(ids) < likeness.limits().agent_cases
    return None if few else _gather(session, "agent", mark, ids, at)


def _shared(
    session: Session, conditions: Iterable[ColumnElement[bool]], complaint: Complaint, at: datetime
) -> Sequence[Any]:
    since = business_date(at) - timedelta(days=likeness.limits().days)
    found = (
        select(Party.complaint_id, Party.name_blind)
        .join(Complaint, Complaint.id == Party.complaint_id)
        .where(*conditions, Complaint.received_on >= since, Complaint.history.is_(False))
        .order_by(Party.id.desc())
        .limit(_MOST)
    )
    return session.execute(found).all()


def _gather(session: Session, kind: str, mark: bytes, ids: set[int], at: datetime) -> Cluster:
    hold(session, f"cluster:{kind}")
    members: list[Member] = [(i, None) for i in sorted(ids)]
    known = session.scalar(select(Cluster).where(Cluster.kind == kind, Cluster.mark == mark))
    if known is not None:
        return _join(session, known, members, at)
    return _begin(session, kind, mark, members, at)


def _begin(
    session: Session,
    kind: str,
    mark: bytes,
    members: Sequence[tuple[int, int | None]],
    at: datetime,
) -> Cluster:
    cluster = Cluster(kind=kind, mark=mark, state=CLUSTER.initial, first_at=at, latest_at=at)
    session.add(cluster)
    session.flush()
    _join(session, cluster, members, at)
    _log(session, cluster, "cluster.suspect", by=SYSTEM, at=at)
    return cluster


def _join(session: Session, cluster: Cluster, members: Sequence[Member], at: datetime) -> Cluster:
    rows = [
        {"cluster_id": cluster.id, "complaint_id": i, "likeness": share, "added_at": at}
        for i, share in members
    ]
    added = insert(ClusterMember).on_conflict_do_nothing().returning(ClusterMember.complaint_id)
    new = len(session.scalars(added, rows).all())
    if new:
        # Not by the row's version: whoever is judging it judges what they saw.
        grown = {"size": Cluster.size + new, "latest_at": at}
        session.execute(update(Cluster).where(Cluster.id == cluster.id).values(grown))
        session.refresh(cluster, ["size", "latest_at"])
    return cluster


def _log(session: Session, cluster: Cluster, act: str, *, by: Actor, at: datetime) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=("cluster", cluster.id),
        at=at,
        article="22",
        unit_code=by.unit_code,
        facts={"kind": cluster.kind, "size": cluster.size},
    )
