"""Every act of the procedure as something that can be tried on any case by anybody at any time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands import handle, tell
from forwarding.commands import triage as triaging
from forwarding.commands.decline import (
    not_accept,
    propose_non_acceptance,
    reject_non_acceptance,
)
from forwarding.commands.forward import forward, resume
from forwarding.commands.hand_over import hand_over
from forwarding.commands.handle_again import handle_again
from forwarding.commands.merging import merge, unmerge
from forwarding.commands.not_proceed import Refusal, not_proceed
from forwarding.commands.split import split
from forwarding.commands.strike import strike
from forwarding.commands.time_limits import Approval, agree, exclude, extend, restart
from forwarding.commands.withdraw import withdraw
from forwarding.lifecycle import FORWARDING
from forwarding.queries.access import complaint_by_number, forwarding_by_id
from forwarding.queries.time_limits import acts_of
from forwarding.rules import TIERS
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach
from portal.web.access import may
from tests import factories as make

Draw = Callable[[Any], Any]


@dataclass(frozen=True)
class Try:
    """What an act is tried with: who, when, on which case, and choices drawn for it."""

    session: Session
    by: Actor
    at: datetime
    institutions: tuple[int, ...]
    pick: int
    numbers: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, Any]:
        """Who acts and when, as every command takes it."""
        return {"by": self.by, "at": self.at}

    @property
    def institution(self) -> int:
        """An institution drawn."""
        return self.institutions[self.pick % len(self.institutions)]

    @property
    def today(self):
        """The day of the act."""
        return business_date(self.at)


@dataclass(frozen=True)
class Act:
    """An act: who may do it, on what, and how it is done."""

    permission: str
    do: Callable[[Try, Any], object]
    name: str = ""


def _named(**acts: Act) -> dict[str, Act]:
    plain = {name.rstrip("_"): act for name, act in acts.items()}
    return {name: replace(act, name=name) for name, act in plain.items()}


def _forward(t: Try, case: Any) -> None:
    forward(t.session, case, [t.institution], **t.given)


def _report(t: Try, row: Any) -> None:
    late = None if t.today <= row.due_on else "人手不足"
    answer = make.answer(told_on=t.today, lateness_reason=late)
    handle.report(t.session, row, answer, **t.given)


def _return(t: Try, row: Any) -> None:
    handle.return_forwarding(t.session, row, reason="not_ours", text="不是本行的卡。", **t.given)


def _tell(t: Try, row: Any) -> None:
    tell.tell(t.session, row, means="phone", proof="已通话", done_at=t.at, **t.given)


def _attempt(t: Try, row: Any) -> None:
    tell.attempt(t.session, row, means="phone", outcome="no_answer", note=None, **t.given)


def _withdraw(t: Try, case: Any) -> None:
    withdraw(t.session, case, requested_at=t.at, reason="已经解决。", **t.given)


def _merge(t: Try, case: Any) -> None:
    number = t.numbers[t.pick % len(t.numbers)] if t.numbers else case.number
    into = complaint_by_number(t.session, SYSTEM, number)
    merge(t.session, case, into, reason="同一事项，一并办理", **t.given)


def _decline(t: Try, case: Any) -> None:
    grounds = {"code": "proceedings", "reason": "法院已经受理。", "instead": None}
    propose_non_acceptance(t.session, case, **grounds, **t.given)


def _hand_over(t: Try, case: Any) -> None:
    to_unit = "330200" if case.unit_code == "330000" else "330000"
    territory = "330203" if to_unit == "330200" else "330106"
    terms = {"to_unit": to_unit, "territory": territory, "reason": "不在本辖区"}
    hand_over(t.session, case, **terms, **t.given)


def _split(t: Try, case: Any) -> None:
    parts = {"track": "report", "content": "另反映私售理财。", "hide_files": ()}
    shown = {"shown_claim": "要求退还年费。", "shown_facts": "办卡时说免年费。"}
    split(t.session, case, **parts, **shown, **t.given)


def _accept(t: Try, row: Any) -> None:
    handle.accept(t.session, row, lateness_reason="人手不足", **t.given)


def _not_proceed(t: Try, row: Any) -> None:
    late = None if t.today <= row.due_on else "人手不足"
    not_proceed(t.session, row, Refusal("并非投诉人本人。", t.today, "phone", late), **t.given)


def _extend(t: Try, row: Any) -> None:
    tier = TIERS[1 + t.pick % 2]
    told = Approval("superior", "李总", t.today, t.today, "sms")
    extend(t.session, row, tier=tier, reason="需要调取资料。", approval=told, **t.given)


def _exclude(t: Try, row: Any) -> None:
    days = {"began_on": t.today - timedelta(days=t.pick), "told_on": t.today, "told_means": "sms"}
    ended_on = t.today if t.pick % 2 else None
    exclude(
        t.session,
        row,
        ground="appraisal",
        reason="委托鉴定。",
        ended_on=ended_on,
        **days,
        **t.given,
    )


def _agree(t: Try, row: Any) -> None:
    days = {"agreed_on": t.today + timedelta(days=t.pick), "made_on": t.today}
    agree(t.session, row, means="phone", reason="投诉人同意。", **days, **t.given)


def _classify(t: Try, case: Any) -> None:
    triaging.classify(t.session, case, business="B0402", cause="C07", **t.given)


def _propose_diversion(t: Try, case: Any) -> None:
    triaging.propose_diversion(t.session, case, track="enquiry", reason="只是询问。", **t.given)


def _reopen(t: Try, row: Any) -> None:
    FORWARDING.check(row.state, "reopen")
    handle_again(t.session, row.id, decided_on=t.today, **t.given)


def _strike(t: Try, row: Any) -> None:
    acts = acts_of(t.session, row)
    if not acts:
        raise Breach("nothing_to_strike", "18")
    strike(t.session, row, acts[t.pick % len(acts)], reason="登记错误。", **t.given)


ON_COMPLAINTS = _named(
    triage=Act(
        "complaints.triage", lambda t, c: triaging.triage(t.session, c, make.YES, **t.given)
    ),
    classify=Act("complaints.triage", _classify),
    propose_diversion=Act("complaints.triage", _propose_diversion),
    reject_diversion=Act(
        "complaints.divert",
        lambda t, c: triaging.reject_diversion(t.session, c, reason="是投诉", **t.given),
    ),
    divert=Act("complaints.divert", lambda t, c: triaging.divert(t.session, c, **t.given)),
    forward=Act("complaints.forward", _forward),
    propose_non_acceptance=Act("complaints.triage", _decline),
    reject_non_acceptance=Act(
        "complaints.decline",
        lambda t, c: reject_non_acceptance(t.session, c, reason="是投诉", **t.given),
    ),
    not_accept=Act("complaints.decline", lambda t, c: not_accept(t.session, c, **t.given)),
    hand_over=Act("complaints.hand_over", _hand_over),
    split=Act("complaints.split", _split),
    withdraw=Act("complaints.withdraw", _withdraw),
    merge=Act("complaints.merge", _merge),
    unmerge=Act(
        "complaints.unmerge", lambda t, c: unmerge(t.session, c, reason="不是一件事", **t.given)
    ),
    resume=Act(
        "complaints.forward", lambda t, c: resume(t.session, c, reason="其余机构办理", **t.given)
    ),
)
ON_FORWARDINGS = _named(
    acknowledge=Act("forwardings.handle", lambda t, f: handle.acknowledge(t.session, f, **t.given)),
    return_=Act("forwardings.handle", _return),
    report=Act("forwardings.handle", _report),
    not_proceed=Act("forwardings.handle", _not_proceed),
    extend=Act("forwardings.handle", _extend),
    exclude=Act("forwardings.handle", _exclude),
    restart=Act(
        "forwardings.handle",
        lambda t, f: restart(t.session, f, began_on=t.today, reason="新的材料。", **t.given),
    ),
    agree=Act("forwardings.handle", _agree),
    strike=Act("forwardings.handle", _strike),
    strike_out=Act("limits.strike", _strike),
    send_back=Act(
        "complaints.accept",
        lambda t, f: handle.send_back(t.session, f, remarks="请补充依据。", **t.given),
    ),
    settle=Act("complaints.accept", _accept),
    reopen=Act("forwardings.handle", _reopen),
)
ON_TELLINGS = _named(
    tell=Act("complaints.tell", _tell),
    attempt=Act("complaints.tell", _attempt),
    give_up=Act("complaints.tell", lambda t, r: tell.give_up(t.session, r, **t.given)),
)


def in_reach(session: Session, actor: Actor, act: Act, case: Any, row: Any) -> bool:
    """Return whether the pages would let an actor try an act: by role, territory, institution."""
    if not may(actor, act.permission):
        return False
    if actor.is_institution:
        wanted = getattr(row, "institution_id", None)
        return wanted is not None and forwarding_by_id(session, actor, row.id) is not None
    return complaint_by_number(session, actor, case.number) is not None


def later(at: datetime, days: int, hours: int) -> datetime:
    """Return a later moment."""
    return at + timedelta(days=days, hours=hours)
