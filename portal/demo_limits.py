"""In the demonstration: a register of mediation organisations, and time limits that moved."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from forwarding.commands import mediation, time_limits
from forwarding.queries.played import Forwarding, running_forwardings
from portal.institutions.commands import add_mediator
from portal.institutions.commands.mediators import Stated
from portal.kernel import clock
from portal.kernel.actor import SYSTEM

_SECTORS = ("banking", "insurance")
_MEDIATORS = (
    Stated(
        name="演示省金融消费纠纷调解中心",
        territory="330000",
        sectors=_SECTORS,
        began_on=date(2020, 6, 1),
        association="演示省银行业协会",
        phone="0571-00000001",
        address="演示路1号",
    ),
    Stated(
        name="演示市保险纠纷调解委员会",
        territory="330100",
        sectors=("insurance",),
        began_on=date(2021, 1, 1),
        association="演示市保险行业协会",
        phone="0571-00000002",
        address="演示路2号",
    ),
    Stated(
        name="演示金融纠纷联合调解室",
        territory="000000",
        sectors=_SECTORS,
        began_on=date(2022, 1, 1),
        phone="010-00000003",
        address="演示街3号",
    ),
)


def play(session: Session, now: datetime) -> None:
    """Enter the organisations; extend, pause and mediate a few cases that institutions have."""
    first, *_others = [add_mediator(session, each, by=SYSTEM, at=now) for each in _MEDIATORS]
    session.flush()
    cases: Iterator[Forwarding] = iter(running_forwardings(session, clock.business_date(now), 5))
    for row in cases:
        _extend(session, row, now)
        break
    for row in cases:
        _appraise(session, row, now)
        break
    for number, row in enumerate(cases):
        _mediate(session, row, now, first.id, ends=number > 0)
    session.flush()


def _extend(session: Session, row: Forwarding, now: datetime) -> None:
    reason = "涉及多份合同，需要调取三年的交易记录。"
    time_limits.extend(session, row, tier="complex", reason=reason, by=SYSTEM, at=now)


def _appraise(session: Session, row: Forwarding, now: datetime) -> None:
    today = clock.business_date(now)
    time_limits.exclude(
        session,
        row,
        ground="appraisal",
        began_on=max(row.reached_on, today - timedelta(days=1)),
        reason="对合同上的签名作笔迹鉴定，由演示鉴定所进行。",
        told_on=today,
        told_means="phone",
        by=SYSTEM,
        at=now,
    )


def _mediate(
    session: Session, row: Forwarding, now: datetime, organisation_id: int, *, ends: bool
) -> None:
    act = {"by": SYSTEM, "at": now}
    today = clock.business_date(now)
    day = max(row.reached_on, today - timedelta(days=2))
    held = mediation.apply(
        session, row, organisation_id=organisation_id, consented_on=day, applied_on=day, **act
    )
    mediation.accept(session, row, held, accepted_on=day, **act)
    if ends:
        mediation.end(session, row, held, mediation.Outcome(today, "agreed"), **act)
