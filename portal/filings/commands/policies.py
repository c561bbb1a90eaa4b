"""To report a policy, to replace it by a new version, and to withdraw it (Arts. 17, 25-29, 35)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.filings.commands.acts import log
from portal.filings.commands.filing import before_signing, begin, retire, when_accepted
from portal.filings.models import Filing, FilingText, Obligation, Requirement
from portal.filings.rules.policies import Policy, ends_before, missing_points, policies_at
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.document_text import Extracted
from portal.kernel.law import Breach

KIND = "policy"
READ = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""The types a policy may be uploaded as, with how their text is read."""


@dataclass(frozen=True)
class Description:
    """What an institution says of a version: its name and number, its first day, its points.

    `places` says for each point in which article or on which page it stands.
    """

    title: str
    document_no: str
    effective_from: date
    places: Mapping[str, str]


def begin_policy(
    session: Session,
    institution_id: int,
    code: str,
    *,
    why_again: str = "",
    obligation: Obligation | None = None,
    by: Actor,
    at: datetime,
) -> Filing:
    """Begin the first or a new version of a policy; an open duty to report it is met by it.

    Raises Breach("unknown_policy"), and those of `filing.begin`.
    """
    if code not in policies_at(business_date(at)):
        raise Breach("unknown_policy", "25")
    obligation = obligation or _owed(session, institution_id, code)
    act = {"why_again": why_again, "obligation": obligation, "by": by, "at": at}
    return begin(session, institution_id, KIND, subject=code, **act)


def describe(
    session: Session, filing: Filing, told: Description, *, by: Actor, at: datetime
) -> None:
    """Say of a version that is being made what it is and where its points stand."""
    if filing.state != "draft" or filing.kind != KIND:
        raise Breach("filing_not_in_hand", "35")
    filing.title, filing.effective_from = told.title.strip(), told.effective_from
    known = {point.code for point in _policy(filing, at).points}
    places = {code: text.strip() for code, text in told.places.items() if code in known}
    filing.content = {"document_no": told.document_no.strip(), "places": places}
    session.flush()
    log(session, filing, "filing.describe", by=by, at=at, effective_from=str(told.effective_from))


def ask_for_text(session: Session, filing: Filing, *, at: datetime) -> None:
    """Have the worker read the text out of a policy's document: a PDF or a DOCX, no other.

    The text read out of a document before is forgotten.
    """
    if filing.content_type not in READ:
        raise Breach("policy_needs_text", "25")
    if (read := session.get(FilingText, filing.id)) is not None:
        session.delete(read)
        session.flush()
    key = f"filing.read_text:{filing.id}:{filing.sha256}:{filing.version}"
    payload = {"filing_id": filing.id, "sha256": filing.sha256}
    outbox.post(session, "filing.read_text", key, payload, at)


def keep_text(session: Session, filing: Filing, sha256: str, found: Extracted) -> None:
    """Keep what was read out of a document, unless another has taken its place meanwhile."""
    if filing.sha256 == sha256:
        session.merge(FilingText(filing_id=filing.id, text=found.text, fault=found.fault))


def withdraw(
    session: Session, filing: Filing, *, last_day: date, reason: str, by: Actor, at: datetime
) -> None:
    """Withdraw a policy without a successor; the officers who judge are told (Art. 35)."""
    retire(session, filing, last_day=last_day, reason=reason, by=by, at=at)
    outbox.post(session, "filing.withdrawn", f"filing:{filing.id}:withdrawn", _about(filing), at)


@before_signing(KIND)
def _ready(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    if filing.sha256 is None or filing.content_type not in READ:
        raise Breach("policy_needs_text", "25")
    if not filing.title or filing.effective_from is None:
        raise Breach("policy_undescribed", "25")
    missing = missing_points(_policy(filing, at), filing.content.get("places", {}))
    if missing:
        raise Breach("policy_points_missing", "25", points=[point.words for point in missing])
    before = _accepted_before(session, filing)
    if (
        before is not None
        and before.effective_from
        and (filing.effective_from <= before.effective_from)
    ):
        raise Breach("policy_not_later", "25", day=before.effective_from)


@when_accepted(KIND)
def _replace(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    """End the version before on the day before this one begins; until then it is in force."""
    assert filing.effective_from is not None
    before = session.get(Filing, filing.previous_id) if filing.previous_id else None
    while before is not None and before.state != "superseded":
        before = session.get(Filing, before.previous_id) if before.previous_id else None
    if before is not None and before.effective_until is None:
        before.effective_until = ends_before(filing.effective_from)


def _accepted_before(session: Session, filing: Filing) -> Filing | None:
    found = select(Filing).where(
        Filing.institution_id == filing.institution_id,
        Filing.kind == KIND,
        Filing.subject == filing.subject,
        Filing.state == "accepted",
    )
    return session.scalar(found)


def _owed(session: Session, institution_id: int, code: str) -> Obligation | None:
    """Return the duty to report this policy that is due first and not met yet."""
    found = (
        select(Obligation)
        .join(Requirement, Requirement.id == Obligation.requirement_id)
        .where(
            Obligation.institution_id == institution_id,
            Obligation.filed_on.is_(None),
            Obligation.exempt.is_(False),
            Requirement.kind == KIND,
            Requirement.subject == code,
        )
        .order_by(Obligation.due_on, Obligation.id)
    )
    return session.scalars(found).first()


def _policy(filing: Filing, at: datetime) -> Policy:
    return policies_at(business_date(at))[filing.subject]


def _about(filing: Filing) -> dict[str, int]:
    return {"filing_id": filing.id}
