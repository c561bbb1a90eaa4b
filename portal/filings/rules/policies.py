"""The ten policies that an institution sets up and reports (Arts. 17, 25-29), and their versions.

The Measures name the policies; what each must hold follows from the duties it is to carry out.
The points to check are dated data of the portal, each with the article it serves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from portal.kernel.findings import N_
from portal.kernel.law import Dated, clause


@dataclass(frozen=True)
class Point:
    """Something a policy must hold: its code, its words, and the article it serves."""

    code: str
    words: str
    article: str


@dataclass(frozen=True)
class Policy:
    """One of the ten kinds of policy."""

    code: str
    name: str
    article: str
    points: tuple[Point, ...]


_TEN = (
    Policy(
        "handling",
        N_("消费投诉处理工作制度"),
        "25",
        (
            Point("offices", N_("分管高级管理人员、牵头部门和岗位职责"), "25"),
            Point("limits", N_("办理期限、延长的条件和批准层级"), "18"),
            Point("decision", N_("处理决定的内容和告知方式"), "19"),
            Point("review", N_("投诉人申请核查的办理"), "20"),
        ),
    ),
    Policy(
        "statistics",
        N_("投诉统计分析制度"),
        "25",
        (
            Point("measures", N_("统计口径、频率和责任部门"), "25"),
            Point("use", N_("分析结果的报告和使用"), "25"),
        ),
    ),
    Policy(
        "rectification",
        N_("溯源整改制度"),
        "25",
        (
            Point("causes", N_("查找投诉原因的方法和责任部门"), "9"),
            Point("closing", N_("整改的期限、验证和销号"), "25"),
        ),
    ),
    Policy(
        "disclosure",
        N_("投诉信息披露制度"),
        "26",
        (
            Point("contents", N_("披露的内容、频率和渠道"), "26"),
            Point("yearly", N_("年度披露的审批和报送"), "26"),
        ),
    ),
    Policy(
        "accountability",
        N_("投诉责任追究制度"),
        "27",
        (
            Point("grounds", N_("追究的情形和对象"), "27"),
            Point("procedure", N_("认定程序和处理措施"), "27"),
        ),
    ),
    Policy(
        "appraisal",
        N_("投诉考核评价制度"),
        "27",
        (
            Point("indicators", N_("考核指标和权重"), "27"),
            Point("results", N_("考核结果的运用"), "27"),
        ),
    ),
    Policy(
        "register",
        N_("投诉登记制度"),
        "28",
        (
            Point("entries", N_("登记的项目和时限"), "28"),
            Point("identity", N_("身份核验和个人信息保护"), "22"),
        ),
    ),
    Policy(
        "archives",
        N_("投诉档案管理制度"),
        "28",
        (
            Point("contents", N_("归档的范围和期限"), "28"),
            Point("access", N_("查阅、保密和销毁"), "28"),
        ),
    ),
    Policy(
        "contingency",
        N_("重大消费投诉应急预案"),
        "29",
        (
            Point("cases", N_("重大消费投诉的情形和分级"), "29"),
            Point("reporting", N_("报告的时限、路径和应急处置"), "29"),
        ),
    ),
    Policy(
        "recusal",
        N_("投诉处理回避制度"),
        "17",
        (
            Point("grounds", N_("应当回避的利害关系"), "17"),
            Point("procedure", N_("回避的申请和决定"), "17"),
        ),
    ),
)
POLICIES = Dated({date(2020, 3, 1): {policy.code: policy for policy in _TEN}})
CODES = tuple(policy.code for policy in _TEN)


class Version(Protocol):
    """An accepted version of a policy, with the days on which it is in force."""

    state: str
    effective_from: date | None
    effective_until: date | None


def policies_at(day: date) -> Mapping[str, Policy]:
    """Return the kinds of policy with their points on a day."""
    found: Mapping[str, Policy] = POLICIES.at(max(day, date(2020, 3, 1)))
    return found


@clause("17", "25", "26", "27", "28", "29")
def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """Return the accepted version in force on a day; None when there is none.

    Each of the ten policies is to be in force on every day (Arts. 17, 25-29); a version holds
    from its own first day, not from the day it was accepted.
    """
    held = [each for each in versions if _holds(each, day)]
    return max(held, key=lambda each: each.effective_from or date.min, default=None)


def to_come(versions: Sequence[Version], day: date) -> Version | None:
    """Return the next accepted version that comes into force after a day."""
    later = [v for v in versions if v.state == "accepted" and (v.effective_from or day) > day]
    return min(later, key=lambda each: each.effective_from or date.max, default=None)


def ends_before(effective_from: date) -> date:
    """Return the last day in force of what a version replaces."""
    return effective_from - timedelta(days=1)


def missing_points(policy: Policy, places: Mapping[str, str]) -> list[Point]:
    """Return the points of which nobody said where they stand."""
    return [point for point in policy.points if not places.get(point.code, "").strip()]


def _holds(version: Version, day: date) -> bool:
    if version.state not in ("accepted", "superseded", "retired"):
        return False
    if version.effective_from is None or version.effective_from > day:
        return False
    return version.effective_until is None or day <= version.effective_until
