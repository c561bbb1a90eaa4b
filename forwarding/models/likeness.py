"""Complaints that look alike or made by one hand: pairs merged, clusters judged by people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from forwarding.lifecycle import CLUSTER
from forwarding.models.complaint import one_of
from portal.kernel.db import Base
from portal.kernel.secrets import EncryptedText


class Cluster(Base):
    """Complaints suspected to come from one hand (疑似代理投诉): flagged only, a person decides.

    `mark` is the keyed mark they share: of a text, a telephone or an agent; never the value itself.
    """

    __tablename__ = "cluster"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("text", "phone", "agent")), name="kind"),
        CheckConstraint(one_of("state", CLUSTER.states), name="state"),
        Index("uq_cluster_mark", "kind", "mark", unique=True),
        Index(None, "state", "latest_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    kind: Mapped[str]
    mark: Mapped[bytes]
    state: Mapped[str]
    size: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime]
    latest_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(EncryptedText("cluster.reason"))

    __mapper_args__ = {"version_id_col": version}


class ClusterMember(Base):
    """A complaint in a cluster, with how alike its text is in hundredths where that is the mark."""

    __tablename__ = "cluster_member"
    __table_args__ = (Index(None, "complaint_id"),)

    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    likeness: Mapped[int | None]
    added_at: Mapped[datetime]
