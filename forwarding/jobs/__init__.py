"""What the worker does for this package: one function per outbox topic, harmless when run twice."""

from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

import forwarding.ledgers
import forwarding.ledgers_of_office
import forwarding.notices_elsewhere
import forwarding.queries.returned_figures  # noqa: F401  (returns are checked against it)
from forwarding import notices
from forwarding.commands import tell
from forwarding.commands.acts import log
from forwarding.commands.complaints_file import import_complaints
from forwarding.commands.letters import store_letter
from forwarding.commands.receive import issue_code
from forwarding.commands.recount import recount
from forwarding.commands.remind import outlook
from forwarding.jobs.subjects import forwarding_of
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Complaint, Telling
from portal.accounts.queries import actor_for, staff_of
from portal.institutions.queries import card
from portal.kernel import arrangement, links, outbox, storage, tasks
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import business_date
from portal.kernel.notices import NO_CARRIER, Undeliverable
from portal.kernel.outbox import OutboxMessage, handler

_CODE_BY_NOTICE = frozenset({"clerk", "file"})
"""Sources whose complainants hold no receipt: their secret code comes with the first notice."""


@handler("complaint.received")
def confirm_receipt(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Confirm a receipt to who filed, with a code where they hold none; a courtesy, no duty."""
    complaint = session.get_one(Complaint, message.payload["complaint_id"])
    outbox.post(session, "complaint.compare", f"compare:{complaint.id}", message.payload, at)
    by_notice = complaint.source in _CODE_BY_NOTICE
    code = issue_code(session, complaint.id, at=at, seed=message.key) if by_notice else None
    try:
        notices.send_to_filer(
            session,
            complaint,
            "received",
            key=message.key,
            at=at,
            said_on=business_date(at),
            **tell.promise(complaint, business_date(at)),
            code=code,
        )
    except (notices.NoAddress, Undeliverable):
        return


@handler("telling.send")
def send_telling(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the complainant by SMS or e-mail and keep the proof (Art. 21, 33)."""
    telling = session.scalar(
        select(Telling)
        .where(Telling.id == message.payload["telling_id"])
        .options(joinedload(Telling.complaint))
        .with_for_update(of=Telling)
    )
    if telling is None or telling.state != "due" or not telling.automatic:
        return
    if notices.is_overtaken(session, telling):
        return
    occasion, facts = notices.facts_of_telling(session, telling)
    try:
        proof = notices.send_to_filer(
            session,
            telling.complaint,
            occasion,
            key=telling.key,
            at=at,
            means=telling.means,
            **facts,
        )
    except notices.NoAddress:
        tell.leave_to_a_person(session, telling, at=at)
        return
    except Undeliverable as fault:
        if fault.reason == NO_CARRIER:
            tell.leave_to_a_person(session, telling, at=at)
        else:
            tell.undeliverable(session, telling, outcome="failed", at=at)
        return
    tell.delivered(session, telling, proof=f"{proof.provider} {proof.reference}", at=at)


@handler("forwarding.sent")
def notify_institution(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Keep the letter and tell the institution that a case has come; nothing personal in it."""
    forwarding = forwarding_of(session, message)
    store_letter(session, forwarding, at=at)
    try:
        sent = notices.send_to_institution(
            session,
            forwarding,
            "forwarded_institution",
            key=message.key,
            at=at,
            forwarded_on=business_date(forwarding.forwarded_at),
        )
    except Undeliverable:
        sent = 0
    if not sent:
        # The case lies in the institution's inbox all the same; an officer may telephone.
        log(
            session,
            forwarding.complaint,
            "forwarding.notice_undelivered",
            article=None,
            by=SYSTEM,
            at=at,
            forwarding_id=forwarding.id,
        )


@handler("forwarding.returned")
def notify_officer_of_return(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the officer in charge, else who forwarded, that an institution gave the case back."""
    forwarding = forwarding_of(session, message)
    institution = card(session, forwarding.institution_id)
    assert forwarding.returned_at is not None
    # Without e-mail the officer finds the case in the worklist.
    with suppress(Undeliverable):
        notices.send_to_officer(
            session,
            notices.officer_of(session, forwarding),
            "returned_officer",
            key=message.key,
            at=at,
            institution=institution.name if institution else "",
            returned_on=business_date(forwarding.returned_at),
            number=forwarding.complaint.number,
            due_on=forwarding.complaint.due_on,
            not_before=forwarding.complaint.sort_due,
            link=notices.case_link(forwarding.complaint),
        )


@handler("report.sent_back")
def notify_sent_back(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell the institution that its report came back with remarks."""
    forwarding = forwarding_of(session, message)
    try:
        notices.send_to_institution(
            session,
            forwarding,
            "sent_back_institution",
            key=message.key,
            at=at,
            sent_back_on=business_date(message.posted_at),
        )
    except Undeliverable:
        return


@handler("reminder.institution")
def remind_institution(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Remind an institution of a forwarding it has not reported on; logged as 催办."""
    forwarding = forwarding_of(session, message)
    if forwarding.state not in OPEN_FORWARDING_STATES:
        return
    days_left = message.payload["days_left"]
    try:
        sent = notices.send_to_institution(
            session,
            forwarding,
            "reminder_institution",
            key=message.key,
            at=at,
            days_left=days_left,
        )
    except Undeliverable:
        sent = 0
    log(
        session,
        forwarding.complaint,
        "forwarding.remind",
        article="18",
        by=SYSTEM,
        at=at,
        forwarding_id=forwarding.id,
        days_left=days_left,
        notices=sent,
    )


@handler("reminder.unit")
def remind_unit(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Tell a unit's officers what is overdue, due today and due soon (Art. 33)."""
    unit_code, day = message.payload["unit_code"], date.fromisoformat(message.payload["day"])
    ahead = outlook(session, unit_code, day)
    if not (ahead.overdue or ahead.today or ahead.soon):
        return
    for officer in staff_of(session, [unit_code], ["triage", "supervisor"]):
        try:
            notices.send_to_officer(
                session,
                officer.id,
                "reminder_unit",
                key=f"{message.key}:{officer.id}",
                at=at,
                day=day,
                overdue=ahead.overdue,
                today=ahead.today,
                soon=ahead.soon,
                link=links.to("/staff/"),
            )
        except Undeliverable:
            continue


@handler(arrangement.CHANGED)
def recount_time_limits(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Count the open time limits again after a change of the working days (Art. 33)."""
    recount(session, by=SYSTEM, at=at)


@handler("task.complaints.import")
def import_file(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Load an uploaded complaints file, with progress; broken off, it begins again (Art. 31)."""
    task = session.get_one(tasks.Task, message.payload["task_id"])
    by = actor_for(session, task.account_id) if task.account_id else None
    if by is None:
        tasks.end(session, task, ok=False, outcome={"findings": []}, at=at)
        return
    report = import_complaints(
        session,
        storage.installed().read(task.payload["sha256"]),
        by=by,
        at=at,
        dry_run=bool(task.payload["dry_run"]),
        progress=lambda done: tasks.progress(session, task.id, done),
    )
    tasks.end(session, task, ok=report.ok, outcome=report.as_kept(), at=at)


from forwarding.jobs import (  # noqa: E402  (each registers its topics)
    bulk,  # noqa: F401
    bundle,  # noqa: F401
    by_hand,  # noqa: F401
    digests,  # noqa: F401
    follow_up,  # noqa: F401
    likeness,  # noqa: F401
    moved,  # noqa: F401
    relays,  # noqa: F401
    reminders,  # noqa: F401
    report_files,  # noqa: F401
    told_institutions,  # noqa: F401
)
