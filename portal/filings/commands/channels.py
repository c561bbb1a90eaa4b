"""To look at published channels, to note what was found, and to say it mended (Arts. 8, 40(1))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.filings.models import ChannelCheck
from portal.filings.queries.channels import failed_points
from portal.filings.rules.channels import points_due
from portal.institutions.queries import card
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

SUBJECT = "institution"


@dataclass(frozen=True)
class Finding:
    """What a look at one point found; where it was not met, `evidence` says what is missing."""

    point: str
    met: bool
    evidence: str = ""


def look(
    session: Session,
    institution_id: int,
    findings: Sequence[Finding],
    *,
    on: date,
    by: Actor,
    at: datetime,
) -> list[ChannelCheck]:
    """Note what a look on a day found; earlier looks stay, the newest by its day is what holds.

    An institution with a point that is not met is told so. Raises Breach for a look at nothing,
    in the future, at a point that is not due, or without evidence of what is missing.
    """
    _check(session, institution_id, findings, on, business_date(at))
    rows = [
        ChannelCheck(
            institution_id=institution_id,
            point=each.point,
            met=each.met,
            looked_at_on=on,
            evidence=each.evidence.strip(),
            noted_at=at,
            noted_by=by.account_id,
        )
        for each in findings
    ]
    session.add_all(rows)
    session.flush()
    found = {each.point: each.met for each in findings}
    audit.record(
        session,
        by=by,
        act="channel.look",
        subject=(SUBJECT, institution_id),
        at=at,
        article="8",
        facts={"on": on.isoformat(), "met": found},
    )
    if not all(found.values()):
        about = {"institution_id": institution_id, "check_ids": [row.id for row in rows]}
        outbox.post(session, "channel.found", f"channel.found:{rows[0].id}", about, at)
    return rows


def say_mended(
    session: Session, check: ChannelCheck, *, note: str, by: Actor, at: datetime
) -> None:
    """Say that what a look found is mended and ask for another look; the finding stays till then.

    Raises Breach where it holds no more, was said already, or nothing says how it was mended.
    """
    if not note.strip():
        raise Breach("mended_how_missing", "8")
    session.refresh(check, with_for_update=True)
    failed = failed_points(session, [check.institution_id]).get(check.institution_id, ())
    if check.id not in {each.check_id for each in failed}:
        raise Breach("nothing_to_mend", "8")
    if check.mended_at is not None:
        raise Breach("mended_already", "8")
    check.mended_at, check.mended_note = at, note.strip()
    session.flush()
    audit.record(
        session,
        by=by,
        act="channel.mended",
        subject=(SUBJECT, check.institution_id),
        at=at,
        article="8",
        facts={"point": check.point, "check": check.id},
    )
    about = {"check_id": check.id}
    outbox.post(session, "channel.mended", f"channel.mended:{check.id}", about, at)


def _check(
    session: Session, institution_id: int, findings: Sequence[Finding], on: date, today: date
) -> None:
    owner = card(session, institution_id)
    assert owner is not None
    if not owner.open:
        raise Breach("channels_of_closed", "8")
    if not findings:
        raise Breach("nothing_looked_at", "8")
    if on > today:
        raise Breach("look_to_come", "8", day=today)
    due = points_due(owner.internet_channel)
    if any(each.point not in due for each in findings):
        raise Breach("point_not_due", "8")
    if any(not each.met and not each.evidence.strip() for each in findings):
        raise Breach("evidence_missing", "8")
