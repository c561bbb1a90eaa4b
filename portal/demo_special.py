"""Cases of the demonstration out of the ordinary: joint, major, withdrawn, under review."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands import forward, handle, receive, triage
from forwarding.commands.major import designate
from forwarding.commands.reviews import apply_for_review
from forwarding.commands.withdraw import withdraw
from forwarding.queries.played import Complaint, Forwarding, played
from forwarding.rules import QUESTIONS
from forwarding.submission import Against, Person, Submission
from portal.institutions.queries import by_codes
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date

BRANCH, NAME = "ICBC-330100", "工行杭州分行"
_TEXTS = {
    "verified": "已调取销售录音和交易记录。",
    "basis_reasons": "依据产品合同和销售记录。",
    "decision": "销售时已经揭示风险，不同意退款。",
    "basic": "投诉人购买理财产品后要求退款。",
    "focus": "是否充分揭示风险。",
    "findings": "录音完整，揭示了风险。",
    "basis": "产品说明书第五条。",
    "communication": "已两次电话沟通。",
    "source_rectification": "加强销售回访。",
}


def play(session: Session, now: datetime, officer: Actor, second: Actor) -> None:
    """Play the four cases, each with days of its own before `now`."""
    _joint(session, now - timedelta(days=1), officer)
    _major(session, now - timedelta(days=2), officer, second)
    _withdrawn(session, now - timedelta(days=3), officer)
    _under_review(session, now - timedelta(days=12), officer, second)


def _joint(session: Session, at: datetime, officer: Actor) -> None:
    others = [Person(f"演示代表{n}", role="representative") for n in "甲乙"]
    members = [Person(f"演示投诉人{n}", role="member") for n in range(1, 20)]
    people = (_person("方小禾"), *others, *members)
    terms: dict[str, Any] = {"people": people, "joint": True, "people_count": len(people)}
    _received(session, at, officer, channel="visit", signed_or_sealed=True, **terms)


def _major(session: Session, at: datetime, officer: Actor, second: Actor) -> None:
    (row,) = _forwarded(session, at, officer, public_event="safety_accident")
    designate(session, row.complaint, kind=1, basis=None, by=second, at=at + timedelta(hours=1))


def _withdrawn(session: Session, at: datetime, officer: Actor) -> None:
    (row,) = _forwarded(session, at, officer)
    later, why = at + timedelta(days=1), "已与银行协商一致"
    withdraw(session, row.complaint, requested_at=later, reason=why, by=officer, at=later)


def _under_review(session: Session, at: datetime, officer: Actor, second: Actor) -> None:
    (row,) = _forwarded(session, at, officer)
    told = at + timedelta(days=6)
    handle.report(session, row, _decision(told), by=SYSTEM, at=told)
    handle.accept(session, row, by=second, at=told + timedelta(hours=2))
    days = {"decision_received_on": business_date(told)}
    asked = told + timedelta(days=3)
    days["applied_on"] = business_date(asked)
    apply_for_review(session, row, grounds="没有听取销售录音。", by=SYSTEM, at=asked, **days)


def _decision(at: datetime) -> handle.Answer:
    return handle.Answer(
        result="not_upheld",
        cause="C04",
        texts=_TEXTS,
        remedies=("review", "mediation", "arbitration", "litigation"),
        decided_by_branch=True,
        told_on=business_date(at),
        told_means="phone",
        verified_by="演示核实员",
        no_interest=True,
    )


def _received(session: Session, at: datetime, officer: Actor, **changes: Any) -> Complaint:
    given: dict[str, Any] = {
        "channel": "phone",
        "source": "clerk",
        "received_at": at,
        "territory": "330100",
        "people": (_person("方小禾"),),
        "against": (Against(NAME),),
        "claim": "要求退还理财产品的本金。",
        "facts": "在网点购买理财产品时被告知保本，到期后亏损，网点不肯退款。",
        **changes,
    }
    receipt = receive.receive(session, Submission(**given), by=officer, at=at)
    return played(session, receipt.number)


def _forwarded(session: Session, at: datetime, officer: Actor, **changes: Any) -> list[Forwarding]:
    complaint = _received(session, at, officer, **changes)
    triage.triage(session, complaint, dict.fromkeys(QUESTIONS, True), by=officer, at=at)
    triage.classify(session, complaint, business="B06", cause="C04", by=officer, at=at)
    branch = by_codes(session, [BRANCH])[BRANCH]
    return forward.forward(session, complaint, [branch.id], by=officer, at=at)


def _person(name: str) -> Person:
    return Person(name, phone="13800000001", preferred_means="sms")
