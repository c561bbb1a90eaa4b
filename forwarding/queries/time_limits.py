"""The acts on an institution's time limit, and where it stands after them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding.models import Forwarding, TimeLimitAct
from forwarding.rules.time_limits import Limit, time_limit
from portal.kernel import amounts, arrangement


def acts_of(session: Session, row: Forwarding) -> Sequence[TimeLimitAct]:
    """Return the acts on a forwarding's time limit in the order in which they were done."""
    found = select(TimeLimitAct).where(TimeLimitAct.forwarding_id == row.id)
    fresh = found.order_by(TimeLimitAct.id).execution_options(populate_existing=True)
    return session.scalars(fresh).all()


def limit_of(
    session: Session,
    row: Forwarding,
    acts: Sequence[TimeLimitAct] | None = None,
    *,
    as_of: date | None = None,
) -> Limit:
    """Return a forwarding's time limit, counted anew from its acts on record."""
    return time_limit(
        row.reached_on,
        acts_of(session, row) if acts is None else acts,
        as_of=as_of,
        arrangement=arrangement.load(session),
        book=amounts.load(session),
    )


def act_of(session: Session, row: Forwarding, act_id: int) -> TimeLimitAct | None:
    """Return one act of a forwarding by id."""
    found = select(TimeLimitAct).where(
        TimeLimitAct.id == act_id, TimeLimitAct.forwarding_id == row.id
    )
    return session.scalar(found.with_for_update())
