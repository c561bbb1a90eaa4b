"""Who answers for complaints on which day, what may change, and when nobody does (Arts. 25, 35)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from portal.kernel.findings import N_
from portal.kernel.law import clause

OFFICES = ("senior_officer", "department_head", "contact_a", "contact_b")
CHANGES = ("appointed", "replaced", "left", "corrected", "reorganised")
ENDS = ("replaced", "left", "reorganised")
"""Changes by which whoever is in office leaves it; a correction strikes the entry instead."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "senior_officer": ("senior_officer",),
    "department_head": ("department_head",),
    "contact": ("contact_a", "contact_b"),
}
"""What must be held on every day, and by whom: either contact will do."""
_ONE_DAY = timedelta(days=1)
_AHEAD = timedelta(days=180)
_PHONE = re.compile(r"[0-9+][0-9\-()（）转 ]{5,24}")
_MOBILE = re.compile(r"(\+?86)?1[3-9][0-9]{9}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")


class Span(Protocol):
    """Somebody in an office from a day on; `ended_on` is the last day."""

    office: str
    began_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Gap:
    """Days on which nobody holds what must be held; `last` is None while it goes on."""

    duty: str
    first: date
    last: date | None


@dataclass(frozen=True)
class Change:
    """A change of one office as an institution reports it; `on` is the first day it holds."""

    office: str
    kind: str
    on: date
    reason: str = ""
    name: str = ""
    department: str = ""
    post: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a change: the field, and a Chinese msgid with its facts."""

    field: str
    reason: str
    facts: Mapping[str, Any]


def in_office(spans: Iterable[Span], office: str, day: date) -> Span | None:
    """Return who holds an office on a day; None when nobody does."""
    return next((span for span in spans if span.office == office and _holds(span, day)), None)


@clause("25", "35")
def gaps(spans: Sequence[Span], first: date, last: date) -> list[Gap]:
    """Return the days between two days, both included, on which nobody was in charge.

    A senior officer, a head of department and one of the two contacts are needed on every day
    (Arts. 25, 35). A gap that reaches `last` and has no successor goes on.
    """
    return [gap for duty in NEEDED for gap in _uncovered(duty, spans, first, last)]


def _uncovered(duty: str, spans: Sequence[Span], first: date, last: date) -> list[Gap]:
    held = sorted(
        (span.began_on, span.ended_on or date.max) for span in spans if span.office in NEEDED[duty]
    )
    found: list[Gap] = []
    day = first
    for begins, ends in held:
        if begins > last or day > last:
            break
        if begins > day:
            found.append(Gap(duty, day, begins - _ONE_DAY))
        if ends >= day:
            day = ends + _ONE_DAY if ends < date.max else date.max
    if day <= last:
        successor = min((begins for begins, _ends in held if begins > last), default=None)
        found.append(Gap(duty, day, successor - _ONE_DAY if successor else None))
    return found


def faults(change: Change, latest: Span | None, today: date) -> list[Fault]:
    """Return what is wrong with one change, as a person can mend it.

    `latest` is who holds the office, or held it last.
    """
    current = latest if latest is not None and latest.ended_on is None else None
    found = [*_faults_of_kind(change, current), *_faults_of_day(change, latest, today)]
    if change.kind != "left":
        found += _faults_of_person(change)
    if not change.reason.strip():
        found.append(_fault("reason", N_("请写明变动原因，如任职、离任、调岗、部门更名。")))
    return found


def _faults_of_kind(change: Change, current: Span | None) -> list[Fault]:
    if change.kind == "appointed" and current is not None:
        return [_fault("kind", N_("这一岗位有人在任。请选择“接任”“更正”或者“机构调整”。"))]
    if change.kind != "appointed" and current is None:
        return [_fault("kind", N_("这一岗位没有人在任。请选择“任职”。"))]
    return []


def _faults_of_day(change: Change, latest: Span | None, today: date) -> list[Fault]:
    if change.on > today + _AHEAD:
        reason = N_("生效日最多可以早报%(days)s天。请核对年份。")
        return [_fault("on", reason, days=_AHEAD.days)]
    if latest is None:
        return []
    if change.kind in ENDS and change.on <= latest.began_on:
        return [_fault("on", N_("生效日须晚于现任的任职日%(day)s。"), day=latest.began_on)]
    if latest.ended_on is not None and change.on <= latest.ended_on:
        return [_fault("on", N_("生效日须晚于前任的最后在任日%(day)s。"), day=latest.ended_on)]
    return []


def _faults_of_person(change: Change) -> list[Fault]:
    found = []
    if len(change.name.strip()) < 2:
        found.append(_fault("name", N_("请填写姓名。")))
    if not change.post.strip():
        found.append(_fault("post", N_("请填写职务。")))
    if change.office == "department_head" and not change.department.strip():
        found.append(_fault("department", N_("请填写牵头部门的名称。")))
    if not (change.phone.strip() or change.mobile.strip()):
        found.append(_fault("phone", N_("办公电话和手机至少填写一项。")))
    if change.phone.strip() and not _PHONE.fullmatch(change.phone.strip()):
        found.append(_fault("phone", N_("请填写带区号的电话，如 0571-87654321 转 802。")))
    if change.mobile.strip() and not _MOBILE.fullmatch(re.sub(r"[\s-]", "", change.mobile)):
        found.append(_fault("mobile", N_("请填写11位手机号。")))
    if change.office.startswith("contact") and not change.email.strip():
        found.append(_fault("email", N_("转送通知发到联系人的电子邮箱，请填写。")))
    if change.email.strip() and not _EMAIL.fullmatch(change.email.strip()):
        found.append(_fault("email", N_("请填写完整的电子邮箱，如 name@bank.example。")))
    return found


def same_contact(changes: Collection[Change], names: Mapping[str, str]) -> bool:
    """Return whether contacts A and B would be the same person; `names` are those in office."""
    held = {**names, **{change.office: change.name for change in changes}}
    held |= {change.office: "" for change in changes if change.kind == "left"}
    first, second = (held.get(office, "").strip() for office in ("contact_a", "contact_b"))
    return bool(first) and first == second


def _holds(span: Span, day: date) -> bool:
    return span.began_on <= day and (span.ended_on is None or day <= span.ended_on)


def _fault(field: str, reason: str, **facts: Any) -> Fault:
    return Fault(field, reason, facts)
