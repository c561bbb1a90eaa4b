"""Demands and orders: their grounds, their last day, and when they are met (Arts. 40, 41, 43)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from portal.kernel.law import Breach, clause

DEMAND_BASIS = {
    "channels_unpublished": "第四十条第（一）项：未按照第八条规定公布消费投诉处理相关信息",
    "handled_wrongly": "第四十条第（二）项：未按照规定处理消费投诉并告知投诉人",
    "mediation_refused": "第四十条第（三）项：无正当理由拒绝参加调解，或者不履行调解协议",
}
ORDER_BASIS = {
    "not_set_up": "第四十一条第（一）项：未按照规定建立并实施消费投诉处理相关制度",
    "not_reported": "第四十一条第（二）项：未按照规定报告消费投诉处理工作有关情况",
    "demand_failed": "第四十一条第（三）项：有第四十条规定的情形，且未按照要求整改",
    "serious_consequences": "第四十一条第（四）项：其他违反规定并造成严重后果的情形",
}
GROUND_ARTICLES = {
    "channels_unpublished": ("8",),
    "handled_wrongly": ("18", "19"),
    "mediation_refused": ("23", "24"),
    "not_set_up": ("25",),
    "not_reported": ("35", "36"),
    "demand_failed": ("40",),
    "serious_consequences": (),
}
"""The articles that a ground names; an officer adds those that were breached."""


@dataclass(frozen=True)
class Standing:
    """What of a demand or order decides where it stands."""

    kind: str
    state: str
    due_on: date | None
    institution_id: int
    reported_on: date | None = None


@clause("40")
def check_demand(ground: str) -> str:
    """Return the legal basis of a demand on this ground; raises Breach for any other (Art. 40)."""
    if ground not in DEMAND_BASIS:
        raise Breach("no_ground_of_demand", "40")
    return DEMAND_BASIS[ground]


@clause("41")
def check_order(ground: str, institution_id: int, demand: Standing | None, as_of: date) -> str:
    """Return the legal basis of an order; Art. 41(3) needs a demand overdue or failed.

    Raises Breach("no_ground_of_order"), ("order_needs_failed_demand") where none of the same
    institution is named, ("demand_not_failed") before its last day has passed.
    """
    if ground not in ORDER_BASIS:
        raise Breach("no_ground_of_order", "41")
    if ground != "demand_failed":
        if demand is not None:
            raise Breach("demand_of_another_ground", "41")
        return ORDER_BASIS[ground]
    if demand is None or demand.kind != "demand" or demand.institution_id != institution_id:
        raise Breach("order_needs_failed_demand", "41")
    if not uncorrected(demand, as_of):
        raise Breach("demand_not_failed", "41")
    return ORDER_BASIS[ground]


@clause("43")
def overdue(of: Standing, as_of: date) -> bool:
    """Return whether the last day has passed without a report of that day or before.

    The last day is included: on it nothing is overdue (Art. 43).
    """
    if of.due_on is None or as_of <= of.due_on:
        return False
    if of.state == "reported":
        return of.reported_on is not None and of.reported_on > of.due_on
    return of.state in ("issued", "failed")


@clause("41")
def uncorrected(of: Standing, as_of: date) -> bool:
    """Return whether something was not put right: found so, or its last day passed (Art. 41)."""
    return of.state == "failed" or overdue(of, as_of)


@clause("43")
def check_due_day(due_on: date | None, issued_on: date) -> date:
    """Return the last day, at the earliest the day after issue: counting starts then (Art. 43)."""
    if due_on is None:
        raise Breach("due_day_missing", "43")
    if due_on <= issued_on:
        raise Breach("due_day_too_early", "43", day=issued_on)
    return due_on


@clause("43")
def check_extension(due_on: date, until: date, as_of: date) -> None:
    """Raise Breach unless more time is asked for on the last day or before, and for a later one."""
    if as_of > due_on:
        raise Breach("extension_too_late", "43", day=due_on)
    if until <= due_on:
        raise Breach("extension_not_later", "43", day=due_on)


@clause("40", "41")
def check_closable(kind: str, met: Collection[bool | None]) -> None:
    """Raise Breach unless every item was verified and met; a recommendation asks for a reply."""
    if kind != "recommendation" and not (met and all(each is True for each in met)):
        raise Breach("items_not_met", "41" if kind == "order" else "40")


@clause("40", "41")
def check_failed(of: Standing, met: Iterable[bool | None], as_of: date) -> None:
    """Raise Breach unless an item was verified as not met or the last day has passed."""
    if of.kind == "recommendation":
        raise Breach("recommendation_never_fails", "40")
    if not (overdue(of, as_of) or any(each is False for each in met)):
        raise Breach("not_failed_yet", "41")


def days_left(due_on: date, as_of: date) -> int:
    """Return how many days are left; 0 on the last day, negative after it."""
    return (due_on - as_of).days
