"""What was forwarded, counted by all that the published cube tells apart (Art. 37)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Forwarding
from portal.kernel.clock import start_of


class ForwardedLot(NamedTuple):
    """So many complaints that agree in everything but the person."""

    month: date
    unit_code: str
    entities: tuple[int, ...]
    business: str
    cause: str
    channel: str
    number: int


def forwarded_lots(
    session: Session, first: date, last: date, legal_entity_ids: Collection[int], *, merged: bool
) -> list[ForwardedLot]:
    """Return what was forwarded to some legal entities on these days, one complaint once.

    A complaint belongs to the month in which it was first forwarded to one of them on these
    days; returned forwardings and, with `merged`, duplicates count as in bulletins.
    """
    day = func.date_trunc("month", func.min(Forwarding.forwarded_at), "Asia/Shanghai")
    entity = Forwarding.legal_entity_id
    entities = func.array_agg(aggregate_order_by(entity.distinct(), entity))
    one = (
        select(
            func.timezone("Asia/Shanghai", day).label("month"),
            Complaint.unit_code,
            entities.label("entities"),
            func.coalesce(Complaint.business, "").label("business"),
            func.coalesce(Complaint.cause, "").label("cause"),
            Complaint.channel,
        )
        .join(Complaint, Complaint.id == Forwarding.complaint_id)
        .where(
            Forwarding.state != "returned",
            Forwarding.forwarded_at >= start_of(first),
            Forwarding.forwarded_at < start_of(last + timedelta(days=1)),
            entity == func.any(list(legal_entity_ids)),
        )
        .group_by(Complaint.id)
    )
    if merged:
        one = one.where(Complaint.duplicate_of.is_(None))
    each = one.subquery()
    rows = session.execute(select(*each.c, func.count().label("n")).group_by(*each.c))
    return [
        ForwardedLot(
            row.month.date(), row.unit_code, tuple(row.entities), row.business, row.cause,
            row.channel, row.n,
        )
        for row in rows
    ]  # fmt: skip
