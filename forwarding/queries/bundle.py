"""What an institution takes along of its cases: one row each, in the words of the letters."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from forwarding import vocabulary
from forwarding.models import Attachment, Forwarding, Party
from forwarding.queries.inbox import DeskCase

COLUMNS = (
    "投诉编号",
    "转办单号",
    "承办机构",
    "状态",
    "转送日期",
    "办理期限",
    "反馈期限",
    "业务类别",
    "投诉原因",
    "诉求",
    "涉及金额（元）",
    "投诉请求",
    "主要事实和理由",
    "投诉人",
    "证件号码",
    "电话",
    "电子邮件",
    "材料文件夹",
)
"""The headings of the list; it goes out of the house and is in Chinese whoever asks for it."""

STATES = {
    "sent": "待签收",
    "acknowledged": "办理中",
    "reported": "已报告",
    "settled": "已通过",
    "returned": "已退回",
    "withdrawn": "投诉人已撤回",
}
_PERSON = ("name", "id_no", "phone", "email")
LIVE_NOT = ("returned", "withdrawn")


def shows_content(row: Forwarding) -> bool:
    """Whether an institution is still given what was written and by whom (Art. 11, 15, 22)."""
    return row.state not in LIVE_NOT


def parties_of(session: Session, case: DeskCase) -> list[Party]:
    """Return the people that a case's page shows, in order; none where its content is withheld."""
    if not shows_content(case.row):
        return []
    shown = [party.id for party in case.parties]
    found = select(Party).where(Party.complaint_id == case.row.complaint_id, Party.id.in_(shown))
    return list(session.scalars(found.order_by(Party.id)))


def line(case: DeskCase, people: Sequence[Mapping[str, str]], folder: str) -> list[str]:
    """Return one row of the list; `people` holds the values to be shown, masked or not."""
    row, complaint = case.row, case.complaint
    content = shows_content(row)
    asked = "、".join(vocabulary.ASKED_FOR.get(code, code) for code in complaint.asked_for or ())
    return [
        complaint.number,
        row.letter_no or "",
        case.institution.name,
        STATES.get(row.state, row.state),
        _day(row.reached_on),
        _day(row.due_on),
        _day(row.report_by),
        vocabulary.BUSINESSES.get(complaint.business or "", ""),
        vocabulary.CAUSES.get(complaint.cause or "", ""),
        asked if content else "",
        _amount(complaint.amount) if content else "",
        _whole(case, "claim") if content else "",
        _whole(case, "facts") if content else "",
        *("；".join(who.get(name) or "—" for who in people) for name in _PERSON),
        folder,
    ]


def _whole(case: DeskCase, part: str) -> str:
    """Return what was written, and after it what merged repeats add."""
    more = [f"〔{_day(each.received_on)}并入〕{getattr(each, part)}" for each in case.further]
    return "\n".join([getattr(case, part), *more])


def files_of(case: DeskCase) -> list[Attachment]:
    """Return the files that a case's page shows; none where its content is withheld."""
    if not shows_content(case.row):
        return []
    return [*case.files, *(file for each in case.further for file in each.files)]


def masked(case: DeskCase) -> list[dict[str, str]]:
    """Return the people of a case as its page shows them."""
    if not shows_content(case.row):
        return []
    return [{name: getattr(party, name) or "" for name in _PERSON} for party in case.parties]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _amount(amount: Decimal | None) -> str:
    return f"{amount:.2f}" if amount is not None else ""
