"""The office's other lists as files: other tracks, hand-overs, major complaints, follow-ups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from forwarding import vocabulary
from forwarding.ledgers import Rows, moment
from forwarding.queries import elsewhere, follow_ups, major
from forwarding.words_of_files import Words
from portal.kernel.exports import Asked, Ledger, Table, register
from portal.kernel.filters import Whole, wanted_by
from portal.kernel.findings import N_
from portal.kernel.keyset import walk
from portal.kernel.sheets import Cell

Fetch = Callable[[Session, Asked], Callable[[Any], Any]]
Line = Callable[[Any, Words], Sequence[Cell]]
_MATTER = (
    N_("编号"),
    N_("渠道"),
    N_("状态"),
    N_("监管单位代码"),
    N_("监管单位"),
    N_("接收日期"),
    N_("转往"),
    N_("原投诉编号"),
)
_HANDED = (
    N_("编号"),
    N_("移交时间"),
    N_("移交单位"),
    N_("接办单位"),
    N_("起算日"),
    N_("法定期限"),
    N_("移交理由"),
)
_MAJOR = (
    N_("编号"),
    N_("状态"),
    N_("接收日期"),
    N_("监管单位代码"),
    N_("监管单位"),
    N_("业务"),
    N_("投诉人数"),
    N_("重大投诉类别"),
    N_("认定时间"),
    N_("机构"),
    N_("最近报告时间"),
)
_FOLLOW_UP = (
    N_("编号"),
    N_("机构"),
    N_("办结时间"),
    N_("抽取时间"),
    N_("询问时间"),
    N_("联系次数"),
)


@dataclass(frozen=True)
class MattersWanted:
    """What the register of other tracks is narrowed to; an empty value narrows nothing."""

    track: str = ""
    state: str = ""
    unit: str = ""


def _matters(session: Session, asked: Asked) -> Callable[[Any], Any]:
    narrowed = asdict(wanted_by(MattersWanted, asked.filters))
    return lambda at: elsewhere.matters_page(session, asked.actor, at, **narrowed)


def _matter(row: elsewhere.MatterRow, words: Words) -> Sequence[Cell]:
    return (
        row.number,
        words.track(row.track),
        words.matter_state(row.state),
        row.unit_code,
        words.unit(row.unit_code),
        row.received_on.isoformat(),
        row.passed_to,
        row.complaint,
    )


def _hand_overs(session: Session, asked: Asked) -> Callable[[Any], Any]:
    return lambda at: elsewhere.handed_over_page(session, asked.actor, at)


def _handed(row: elsewhere.Handed, _words: Words) -> Sequence[Cell]:
    days = (row.clock_from, row.due_on)
    units = (row.from_unit, row.to_unit)
    return (row.number, moment(row.handed_at), *units, *map(_day, days), row.reason)


def _majors(session: Session, asked: Asked) -> Callable[[Any], Any]:
    return lambda at: major.designated(session, asked.actor, at)


def _major(row: major.Alert, words: Words) -> Sequence[Cell]:
    reported = [each.reported_at for each in row.asked if each.reported_at]
    return (
        row.number,
        words.stage(row.state),
        row.received_on.isoformat(),
        row.unit_code,
        words.unit(row.unit_code),
        words.business(row.business),
        row.people_count,
        words.major(str(row.kind)) if row.kind else "",
        moment(row.decided_at),
        "；".join(each.institution for each in row.asked),
        _latest(reported),
    )


def _follow_ups(session: Session, asked: Asked) -> Callable[[Any], Any]:
    return lambda at: follow_ups.page(session, asked.actor, at)


def _follow_up(row: follow_ups.Row, _words: Words) -> Sequence[Cell]:
    told = (row.closed_at, row.sampled_at, row.asked_at)
    return (row.number, "；".join(row.institutions), *map(moment, told), row.tries)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _latest(moments: Sequence[datetime]) -> str | None:
    return moment(max(moments, default=None))


def _read(header: Sequence[str], fetch: Fetch, line: Line) -> Callable[[Session, Asked], Table]:
    def read(session: Session, asked: Asked) -> Table:
        def rows() -> Rows:
            words = Words(session, asked.say)
            for one in walk(fetch(session, asked)):
                yield line(one, words)

        return Table([asked.say(text) for text in header], rows())

    return read


def _whole(filters: Mapping[str, str]) -> Whole:
    return wanted_by(Whole, filters)


def _narrowed(filters: Mapping[str, str]) -> MattersWanted:
    among = {"track": vocabulary.TRACKS, "state": vocabulary.MATTER_STATES}
    return wanted_by(MattersWanted, filters, among)


for _listed in (
    Ledger(
        "matters",
        N_("其他渠道事项"),
        "matters.view",
        _narrowed,
        _read(_MATTER, _matters, _matter),
    ),
    Ledger(
        "hand_overs",
        N_("移交清单"),
        "complaints.view",
        _whole,
        _read(_HANDED, _hand_overs, _handed),
    ),
    Ledger("majors", N_("重大投诉"), "complaints.view", _whole, _read(_MAJOR, _majors, _major)),
    Ledger(
        "follow_ups",
        N_("待回访清单"),
        "follow_ups.view",
        _whole,
        _read(_FOLLOW_UP, _follow_ups, _follow_up),
    ),
):
    register(_listed)
