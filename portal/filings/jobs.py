"""What the worker does for filings: one function per outbox topic, harmless when run twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import portal.filings.ledgers
import portal.filings.marking  # noqa: F401  (lists and copies that the worker makes)
from portal.filings import notices
from portal.filings.commands import metrics as metrics  # figures are entered when accepted
from portal.filings.commands import policies, returns
from portal.filings.models import ChannelCheck, Filing, Obligation, PersonGap
from portal.filings.queries import persons
from portal.filings.queries.references import reference_of, seal
from portal.filings.queries.stored import stored_file
from portal.filings.returns.check import check
from portal.filings.rules.duties import last_day
from portal.filings.words import CHANNEL_POINTS, KINDS, NEEDED
from portal.institutions.queries import cards
from portal.kernel import links, storage, tasks
from portal.kernel.clock import business_date
from portal.kernel.document_text import extract
from portal.kernel.outbox import OutboxMessage, handler


@handler("filing.signed")
def tell_of_signing(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell who judges filings that one has come."""
    filing = _filing(session, message)
    link, name = links.to(f"/staff/filings/{filing.id}"), "filing_signed_officer"
    about = {"what": _what(session, filing), "late_days": filing.late_days, "link": link}
    notices.to_judges(session, filing.institution_id, name, key=message.key, at=at, **about)


@handler("filing.accepted")
def tell_of_acceptance(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that its filing was accepted."""
    _tell(session, message, "filing_accepted", at)


@handler("filing.sent_back")
def tell_of_sending_back(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution that its filing came back, and by when it is to be filed again."""
    _tell(session, message, "filing_sent_back", at, again_by=_filing(session, message).again_by)


@handler("filing.read_text")
def read_text(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Read the text out of a policy's document, in a process that may not take much or long."""
    filing, sha256 = _filing(session, message), message.payload["sha256"]
    if filing.sha256 != sha256 or filing.content_type not in policies.READ:
        return
    body = storage.installed().read(sha256)
    found = extract(body, policies.READ[filing.content_type])
    policies.keep_text(session, filing, sha256, found)


@handler("filing.withdrawn")
def tell_of_withdrawal(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell who judges filings that a policy was withdrawn without a successor."""
    filing = _filing(session, message)
    about = {"what": _what(session, filing), "last_day": filing.effective_until}
    about |= {"link": links.to(f"/staff/filings/{filing.id}"), "key": message.key, "at": at}
    notices.to_judges(session, filing.institution_id, "filing_withdrawn_officer", **about)


@handler("filing.remind")
def remind_of_duty(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Remind an institution of what it has to file; silent once it was filed or exempted."""
    duty = session.get_one(Obligation, message.payload["obligation_id"])
    last = last_day(duty)
    if duty.filed_on is not None or duty.exempt or last is None:
        return
    about = {
        "what": duty.requirement.title,
        "period": duty.period,
        "due_on": last,
        "days_left": (last - business_date(at)).days,
        "link": links.to(f"/desk/filings/duties/{duty.id}"),
    }
    key = message.key
    notices.to_institution(session, duty.institution_id, "filing_due", key=key, at=at, **about)


@handler("channel.found")
def tell_of_channels(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution which points of Art. 8 a look found not met."""
    owner = message.payload["institution_id"]
    checks = session.scalars(
        select(ChannelCheck).where(ChannelCheck.id.in_(message.payload["check_ids"]))
    ).all()
    missing = [CHANNEL_POINTS[check.point] for check in checks if not check.met]
    about = {
        "looked_at_on": checks[0].looked_at_on,
        "points": missing,
        "link": links.to("/desk/institution"),
    }
    notices.to_institution(session, owner, "channel_not_met", key=message.key, at=at, **about)


@handler("persons.gap")
def tell_of_gap(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell an institution, its head company and the supervisors that nobody is in charge."""
    gap = session.get_one(PersonGap, message.payload["gap_id"])
    known = persons.gaps_today(session, [gap.institution_id], business_date(at))
    if not any(each.duty == gap.duty for each in known.get(gap.institution_id, ())):
        return
    about = cards(session, [gap.institution_id])[gap.institution_id]
    facts = {"duty": NEEDED[gap.duty], "since": gap.began_on, "about": about.name}
    link = links.to(f"/desk/filings/persons/{about.code}")
    for each in dict.fromkeys((about.id, about.legal_entity_id)):
        key = f"{message.key}:{each}"
        notices.to_institution(session, each, "persons_gap", key=key, at=at, link=link, **facts)
    link, key = links.to(f"/staff/filings/persons/{about.code}"), f"{message.key}:officers"
    told = {"key": key, "at": at, "roles": ("supervisor",), "link": link, **facts}
    notices.to_judges(session, about.id, "persons_gap_officer", **told)


@handler("channel.mended")
def tell_of_mending(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Ask those of the competent unit who look at channels to look again."""
    check = session.get_one(ChannelCheck, message.payload["check_id"])
    about = cards(session, [check.institution_id])[check.institution_id]
    link = links.to(f"/staff/filings/channels/{about.code}")
    facts = {"point": CHANNEL_POINTS[check.point], "looked_at_on": check.looked_at_on}
    told = {"key": message.key, "at": at, "roles": ("inspector", "supervisor"), "link": link}
    notices.to_judges(session, about.id, "channel_mended_officer", **told, **facts)


def _tell(session: Session, message: OutboxMessage, name: str, at: datetime, **extra: Any) -> None:
    filing = _filing(session, message)
    about = {"what": _what(session, filing), "link": links.to(f"/desk/filings/{filing.id}")}
    key, to = message.key, filing.institution_id
    notices.to_institution(session, to, name, key=key, at=at, **about, **extra)


def _filing(session: Session, message: OutboxMessage) -> Filing:
    return session.get_one(Filing, message.payload["filing_id"])


def _what(session: Session, filing: Filing) -> str:
    """Return what was filed, in words: the requirement's title and period."""
    duty = session.get(Obligation, filing.obligation_id) if filing.obligation_id else None
    title = filing.title or (duty.requirement.title if duty else KINDS[filing.kind])
    return f"{title} {filing.period}".strip()


@handler(f"task.{returns.TASK}")
def check_return(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Check a return that was handed in; what was begun by a worker that died is done anew."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    filing = session.get_one(Filing, task.payload["filing_id"])
    sha256 = task.payload["sha256"]
    if filing.state != "checking" or filing.sha256 != sha256:
        tasks.end(session, task, ok=False, outcome={"overtaken": True}, at=at)
        return
    reference = reference_of(session, filing, at=at)
    with stored_file(sha256, filing.label) as source:
        verdict = check(source, expected=reference, seal=seal, progress=_percent(session, task.id))
    session.refresh(filing, with_for_update=True)
    kept = returns.judge(session, filing, sha256, verdict, at=at)
    tasks.end(session, task, ok=kept, outcome={"errors": verdict.error_count}, at=at)


def _percent(session: Session, task_id: int) -> Callable[[int, int], None]:
    """Return what notes the progress of a check, no oftener than it changes by a percent."""
    told = [-1]

    def note(done: int, of: int) -> None:
        percent = min(done * 100 // of, 99) if of else 0
        if percent >= told[0] + 5:
            told[0] = percent
            tasks.progress(session, task_id, percent)

    return note
