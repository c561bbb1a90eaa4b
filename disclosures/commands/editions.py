"""To draft an edition of a bulletin, have it checked, approve and publish it (Art. 37)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from disclosures.commands.making import Made, make
from disclosures.lifecycle import EDITION
from disclosures.models import Edition
from disclosures.queries.editions import due, same_bulletin
from disclosures.rules.checking import ERROR, unconfirmed
from disclosures.rules.differing import differences
from portal.kernel import audit, outbox
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.law import Breach, clause

_SHORTEST = 4


@dataclass(frozen=True)
class Terms:
    """Which bulletin is drafted; `rates` are keys such as per_10k_policies, none for the usual."""

    kind: str
    sector: str
    period: str
    compare: str = "previous"
    decimals: int | None = None
    rates: tuple[str, ...] = ()


def draft(
    session: Session,
    terms: Terms,
    *,
    by: Actor,
    at: datetime,
    corrects: Edition | None = None,
    reason: str = "",
) -> Edition:
    """Draft a bulletin of the actor's unit from what is stored now.

    Raises Breach("edition_open") while another of the same bulletin is being made, and
    Breach("already_published") where one is published: that one is corrected instead.
    """
    values: dict[str, Any] = {
        "version": 1,
        "state": EDITION.initial,
        "kind": terms.kind,
        "sector": terms.sector,
        "period": terms.period,
        "unit_code": corrects.unit_code if corrects else by.unit_code,
        "compare": terms.compare,
        "decimals": terms.decimals,
        "rates": list(terms.rates),
        "corrects_id": corrects.id if corrects else None,
        "correction_reason": reason,
        "drafted_at": at,
        "drafted_by": by.account_id,
        "changes": [],
        "correction": [],
        "confirmed": {},
    }
    row = Edition(**values)
    if corrects is None and session.scalar(same_bulletin(row).where(Edition.state == "published")):
        raise Breach("already_published", "37")
    made = make(session, row, at=at)
    # Of two who draft the same at once, one succeeds and the other is told so.
    kept = insert(Edition).values(**values, **made.columns()).on_conflict_do_nothing()
    edition_id = session.scalar(kept.returning(Edition.id))
    if edition_id is None:
        raise Breach("edition_open", "37")
    row = session.get_one(Edition, edition_id)
    _log(session, row, "draft", by, at, reason=reason or None)
    return row


def renew(session: Session, row: Edition, *, by: Actor, at: datetime) -> None:
    """Compute a draft anew; what changed since the draft before is kept with it."""
    before = row.document
    made = make(session, row, at=at)
    _put(row, made)
    row.changes = [each.as_json() for each in differences(before, made.document)]
    known = {found["code"] for found in row.findings}
    row.confirmed = {code: said for code, said in row.confirmed.items() if code in known}
    row.drafted_at, row.drafted_by = at, by.account_id
    _move(session, row, "renew", by, at, changes=len(row.changes))


def confirm(
    session: Session, row: Edition, codes: Iterable[str], *, reason: str, by: Actor, at: datetime
) -> None:
    """Say why something the checks warned of may stand."""
    wanted = list(dict.fromkeys(codes))
    if row.state != "draft":
        raise Breach("edition_not_in_hand", "37")
    if len(reason.strip()) < _SHORTEST:
        raise Breach("edition_reason_missing", "37", least=_SHORTEST)
    if not wanted or not set(unconfirmed(row.findings, {})).issuperset(wanted):
        raise Breach("no_such_finding", "37")
    said = {"reason": reason.strip(), "by": by.account_id, "at": at.isoformat()}
    row.confirmed = {**row.confirmed, **dict.fromkeys(wanted, said)}
    session.flush()
    _log(session, row, "confirm", by, at, findings=wanted)


def submit(session: Session, row: Edition, *, number: str, by: Actor, at: datetime) -> None:
    """Hand a draft to a second officer, with the number it is to bear; warnings have reasons."""
    EDITION.check(row.state, "submit")
    _still_so(session, row, at)
    if any(found["level"] == ERROR for found in row.findings):
        raise Breach("edition_at_fault", "37")
    if left := unconfirmed(row.findings, row.confirmed):
        raise Breach("findings_unconfirmed", "37", count=len(left))
    row.number, row.remarks = number.strip(), ""
    row.submitted_at, row.submitted_by = at, by.account_id
    _move(session, row, "submit", by, at, sha256=row.sha256)


def send_back(session: Session, row: Edition, *, remarks: str, by: Actor, at: datetime) -> None:
    """Send a draft back to who made it, with what is to be mended."""
    EDITION.check(row.state, "send_back")
    if not remarks.strip():
        raise Breach("edition_reason_missing", "37", least=_SHORTEST)
    row.remarks = remarks.strip()
    _move(session, row, "send_back", by, at)


@clause("37")
def approve(
    session: Session, row: Edition, *, publish_at: datetime, by: Actor, at: datetime
) -> None:
    """Approve an edition for publication at a time; never who submitted it (Art. 37).

    What was computed must still be so: figures that moved since are drafted anew first.
    """
    EDITION.check(row.state, "approve")
    if by.account_id == row.submitted_by:
        raise Breach("edition_second_officer", "37")
    if publish_at < at:
        raise Breach("publication_in_the_past", "37")
    _still_so(session, row, at)
    row.approved_at, row.approved_by, row.publish_at = at, by.account_id, publish_at
    _move(session, row, "approve", by, at, sha256=row.sha256, publish_at=publish_at.isoformat())


def recall(session: Session, row: Edition, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an approved edition back before its time has come."""
    EDITION.check(row.state, "recall")
    if len(reason.strip()) < _SHORTEST:
        raise Breach("edition_reason_missing", "37", least=_SHORTEST)
    row.approved_at = row.approved_by = row.publish_at = None
    row.remarks = reason.strip()
    _move(session, row, "recall", by, at, reason=reason.strip())


def discard(session: Session, row: Edition, *, by: Actor, at: datetime) -> None:
    """Discard a draft."""
    _move(session, row, "discard", by, at)


@clause("37")
def publish(session: Session, row: Edition, *, by: Actor, at: datetime) -> None:
    """Publish an approved edition; from now on it never changes (Art. 37).

    The edition it corrects is superseded, with a list of what changed.
    """
    EDITION.check(row.state, "publish")
    if row.corrects_id is not None:
        before = session.get_one(Edition, row.corrects_id, with_for_update=True)
        changed = differences(before.document, row.document)
        row.correction = [each.as_json() for each in changed]
        _move(session, before, "supersede", by, at, by_edition=row.id)
        session.flush()
    row.published_at = at
    _move(session, row, "publish", by, at, sha256=row.sha256, number=row.number)
    outbox.post(session, "edition.published", f"edition:{row.id}", {"edition_id": row.id}, at)


def correct(session: Session, row: Edition, *, reason: str, by: Actor, at: datetime) -> Edition:
    """Begin the correction of a published edition, for a reason that the public will read."""
    EDITION.check(row.state, "supersede")
    if len(reason.strip()) < _SHORTEST:
        raise Breach("edition_reason_missing", "37", least=_SHORTEST)
    terms = Terms(row.kind, row.sector, row.period, row.compare, row.decimals, tuple(row.rates))
    return draft(session, terms, by=by, at=at, corrects=row, reason=reason.strip())


def _still_so(session: Session, row: Edition, at: datetime) -> None:
    if make(session, row, at=at).document["sha256"] != row.sha256:
        raise Breach("edition_outdated", "37")


def _put(row: Edition, made: Made) -> None:
    for name, value in made.columns().items():
        setattr(row, name, value)


def _move(
    session: Session,
    row: Edition,
    act: str,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    EDITION.move(row, act)
    session.flush()
    _log(session, row, act, by, at, reason=reason, **facts)


def _log(
    session: Session,
    row: Edition,
    act: str,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    **facts: Any,
) -> None:
    about = {"kind": row.kind, "sector": row.sector, "period": row.period, **facts}
    told: dict[str, Any] = {"article": "37", "unit_code": row.unit_code, "reason": reason}
    audit.record(
        session,
        act=f"edition.{act}",
        subject=("edition", row.id),
        by=by,
        at=at,
        facts=about,
        **told,
    )


def publish_due(session: Session, *, at: datetime) -> int:
    """Publish what was approved for a time that has come; return how many."""
    count = 0
    for edition_id in due(session, at):
        row = session.get(Edition, edition_id, with_for_update=True, populate_existing=True)
        if row is not None and row.state == "approved":
            publish(session, row, by=SYSTEM, at=at)
            count += 1
    return count
