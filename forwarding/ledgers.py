"""The lists of cases that officers take along: their columns, in words."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

import forwarding.policy  # noqa: F401  (the permissions of these ledgers)
from forwarding.queries import exported as query
from forwarding.queries.exported import Span
from forwarding.queries.narrowing import QUEUES, Wanted
from forwarding.words_of_files import Words
from portal.kernel import clock
from portal.kernel.exports import Asked, Ledger, Table, register
from portal.kernel.filters import wanted_by
from portal.kernel.findings import N_
from portal.kernel.secrets.masks import mask_id, mask_name, mask_phone
from portal.kernel.sheets import Cell

CASE = (
    N_("编号"),
    N_("接收日期"),
    N_("接收渠道"),
    N_("监管单位代码"),
    N_("监管单位"),
    N_("辖区代码"),
    N_("辖区"),
    N_("业务代码"),
    N_("业务"),
    N_("原因代码"),
    N_("原因"),
    N_("状态"),
    N_("被投诉机构代码"),
    N_("被投诉机构"),
    N_("涉及金额（元）"),
    N_("法定期限"),
    N_("转送时间"),
    N_("转送并告知完成时间"),
    N_("办结时间"),
    N_("投诉人类型"),
    N_("投诉人数"),
)
PERSON = (N_("投诉人"), N_("证件号码"), N_("电话"))
NARRATIVE = (N_("请求"), N_("事实"))
FORWARDING = (
    N_("编号"),
    N_("接收日期"),
    N_("业务代码"),
    N_("业务"),
    N_("原因代码"),
    N_("原因"),
    N_("转办单号"),
    N_("机构代码"),
    N_("机构"),
    N_("状态"),
    N_("转送时间"),
    N_("送达日期"),
    N_("办理期限"),
    N_("期限类别"),
    N_("签收时间"),
    N_("退回时间"),
    N_("退回原因"),
    N_("报告时间"),
    N_("办结时间"),
)
Rows = Generator[Sequence[Cell], None, None]
_MASKS = (mask_name, mask_id, mask_phone)


def _queue(filters: Mapping[str, str]) -> Wanted:
    return wanted_by(Wanted, filters, {"queue": QUEUES})


def _span(filters: Mapping[str, str]) -> Span:
    return wanted_by(Span, filters)


def complaints(session: Session, asked: Asked) -> Table:
    """Return the complaints of a queue as it is narrowed."""
    wanted = _queue(asked.filters)
    header = [*CASE, *(PERSON if asked.people != "none" else ())]
    header += NARRATIVE if asked.people == "clear" else ()
    rows = query.complaints(session, asked.actor, wanted, asked.as_of, people=asked.people)
    return Table([asked.say(text) for text in header], _cases(session, asked, rows))


def _cases(session: Session, asked: Asked, rows: Iterator[Any]) -> Rows:
    words = Words(session, asked.say)
    person = _masked if asked.people == "masked" else _plain
    for row in rows:
        number, received, channel, unit, place, business, cause, state, amount = row[:9]
        due, forwarded, stopped, closed, kind, count, sent, decided, stated = row[9:18]
        yield (
            number,
            received.isoformat(),
            words.channel(channel),
            unit,
            words.unit(unit),
            place,
            words.place(place),
            business,
            words.business(business),
            cause,
            words.cause(cause),
            words.stage(state),
            *words.institutions(sent or decided, stated),
            amount,
            due and due.isoformat(),
            moment(forwarded),
            moment(stopped),
            moment(closed),
            words.kind(kind),
            count,
            *person(row[18:]),
        )


def _plain(told: Sequence[str | None]) -> Sequence[str | None]:
    return told


def _masked(told: Sequence[str | None]) -> Iterator[str | None]:
    return (mask(text) if text else text for mask, text in zip(_MASKS, told, strict=True))


def forwardings(session: Session, asked: Asked) -> Table:
    """Return the forwardings of complaints received in a span."""
    rows = query.forwardings(session, asked.actor, _span(asked.filters))
    return Table([asked.say(text) for text in FORWARDING], _sent(session, asked, rows))


def _sent(session: Session, asked: Asked, rows: Iterator[Any]) -> Rows:
    words = Words(session, asked.say)
    for row in rows:
        number, received, business, cause, letter, institution, state = row[:7]
        at, reached, due, tier, signed, returned, reason, reported, settled = row[7:]
        yield (
            number,
            received.isoformat(),
            business,
            words.business(business),
            cause,
            words.cause(cause),
            letter,
            *words.institutions([institution], None),
            words.stage(state),
            moment(at),
            reached.isoformat(),
            due.isoformat(),
            words.tier(tier),
            moment(signed),
            moment(returned),
            words.reason(reason),
            moment(reported),
            moment(settled),
        )


def moment(at: datetime | None) -> str | None:
    """Return an instant in Asia/Shanghai to the minute."""
    return None if at is None else at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")


register(
    Ledger(
        "complaints",
        N_("投诉清单"),
        "complaints.view",
        _queue,
        complaints,
        masked="complaints.people",
        clear="complaints.reveal",
    )
)
register(Ledger("forwardings", N_("转送清单"), "complaints.view", _span, forwardings))
