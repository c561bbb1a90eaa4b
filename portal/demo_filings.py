"""What institutions report in the demonstration: requirements, filings, published channels."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.filings.commands import channels, exemptions, filing, requirements
from portal.filings.commands.channels import Finding
from portal.filings.commands.filing import Signature
from portal.filings.commands.requirements import Terms
from portal.filings.queries.played import Filing, Obligation, first_duty
from portal.institutions.queries import by_codes
from portal.kernel import clock
from portal.kernel.actor import Actor

_SIGNED = Signature("演示签署人", "副行长", true=True, complete=True, accurate=True)


def play(session: Session, now: datetime, supervisor: Actor, desk: Actor) -> None:
    """Define two requirements; one filing is judged, one sent back, one still being made."""
    today = clock.business_date(now)
    icbc = by_codes(session, ["ICBC-330100", "CIB-330100"])
    few = tuple(card.id for card in icbc.values())
    report, late, once = (
        requirements.require(session, terms, by=supervisor, at=now)
        for terms in (_half_yearly(today), _some(today, few), _once(today))
    )
    branches = by_codes(session, ["CIB-330100", "BOC-330100"])
    if exempted := branches.get("BOC-330100"):
        reason = "演示：当年新设机构。"
        exemptions.exempt(session, report, exempted.id, reason=reason, by=supervisor, at=now)
    signed = _nil_return(session, first_duty(session, desk, report.id, today), desk, now)
    again_by = today + timedelta(days=14)
    if signed:
        said = {"remarks": "演示：请附各分支机构的情况。", "again_by": again_by}
        filing.send_back(session, signed, **said, by=supervisor, at=now)
    _nil_return(session, first_duty(session, desk, late.id, today), desk, now)
    _begin(session, first_duty(session, desk, once.id, today), desk, now)
    _look_at_channels(session, now, supervisor)


def _look_at_channels(session: Session, now: datetime, supervisor: Actor) -> None:
    """One branch publishes all that Art. 8 asks, another failed a point last week."""
    missing = "演示：营业场所和官网都没有公布投诉处理流程。"
    contracts = Finding("in_contracts", True, "演示：抽查个人贷款合同三份。")
    found = {
        "CIB-330100": Finding("published", True, "演示：官网首页“投诉渠道”栏目。"),
        "ICBC-330100": Finding("published", False, missing),
    }
    known = by_codes(session, found)
    last_week = clock.business_date(now) - timedelta(days=7)
    for code, finding in found.items():
        if code in known:
            looked = {"on": last_week, "by": supervisor, "at": now}
            channels.look(session, known[code].id, [finding, contracts], **looked)


def _half_yearly(today: date) -> Terms:
    """A report each half-year, the next due soon whatever the day of the demonstration."""
    soon = (today + timedelta(days=17)).strftime("%m-%d").replace("02-29", "02-28")
    month = int(soon[:2])
    later = f"{(month + 5) % 12 + 1:02}-{min(int(soon[3:]), 28):02}"
    return Terms(
        kind="other",
        title="投诉处理工作半年总结",
        article="36",
        frequency="half_yearly",
        valid_from=date(today.year - (today.month < 7), 6 if today.month > 6 else 12, 1),
        note="演示：请附各分支机构的情况。",
        level="",
        days_of_year=(soon, later),
    )


def _some(today: date, institutions: tuple[int, ...]) -> Terms:
    """A report of two institutions that was due three days ago."""
    return Terms(
        kind="other",
        title="信用卡投诉专项说明",
        article="35",
        frequency="once",
        valid_from=today - timedelta(days=20),
        institution_ids=institutions,
        due_on=today - timedelta(days=3),
    )


def _once(today: date) -> Terms:
    return Terms(
        kind="other",
        title="年末投诉高发业务自查报告",
        article="35",
        frequency="once",
        valid_from=today - timedelta(days=5),
        level="",
        due_on=today + timedelta(days=20),
    )


def _nil_return(
    session: Session, duty: Obligation | None, desk: Actor, now: datetime
) -> Filing | None:
    """File that there is nothing to report, and sign it."""
    row = _begin(session, duty, desk, now, nil=True)
    if row is not None:
        filing.sign(session, row, _SIGNED, by=desk, at=now)
    return row


def _begin(
    session: Session, duty: Obligation | None, desk: Actor, now: datetime, nil: bool = False
) -> Filing | None:
    if duty is None:
        return None
    return filing.begin(
        session,
        duty.institution_id,
        "other",
        subject=f"requirement:{duty.requirement_id}",
        period=duty.period,
        obligation=duty,
        nil=nil,
        by=desk,
        at=now,
    )
