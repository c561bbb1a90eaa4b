"""One case as its officers see it: people masked, everything else in one place (Art. 22)."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import (
    Attachment,
    Complaint,
    Forwarding,
    Party,
    Report,
    Respondent,
    Telling,
)
from forwarding.queries.access import complaints_visible_to
from portal.accounts.queries import account_names, unit
from portal.institutions.queries import Card, by_codes, cards
from portal.kernel import audit, secrets
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class PartyView:
    """A person or organisation with everything that identifies it masked."""

    id: int
    role: str
    kind: str
    name: str
    id_type: str | None
    id_no: str
    phone: str
    email: str
    has_address: bool
    preferred_means: str | None


@dataclass(frozen=True)
class RespondentView:
    """An institution complained about: as stated, and as a person decided."""

    id: int
    stated_name: str
    decided: Card | None
    staff_name: str | None
    staff_unit: str | None


@dataclass(frozen=True)
class ReportView:
    """One version of an institution's report with its texts by heading."""

    row: Report
    texts: dict[str, str]
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class ForwardingView:
    """A forwarding with its institution, its reports (the newest last) and its letter."""

    row: Forwarding
    institution: Card
    reports: tuple[ReportView, ...]
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class Case:
    """Everything the case page shows; `complaint` carries no party."""

    complaint: Complaint
    unit_name: str
    parties: tuple[PartyView, ...]
    respondents: tuple[RespondentView, ...]
    forwardings: tuple[ForwardingView, ...]
    tellings: tuple[Telling, ...]
    files: tuple[Attachment, ...]
    history: tuple[audit.AuditEntry, ...]
    institutions: dict[int, Card]
    by_code: dict[str, Card]
    duplicate_of: str | None
    proposed_by: str | None

    @property
    def id(self) -> int:
        """The complaint's id."""
        return self.complaint.id

    @property
    def number(self) -> str:
        """The complaint's number."""
        return self.complaint.number

    @property
    def state(self) -> str:
        """The complaint's state."""
        return self.complaint.state

    @property
    def live(self) -> tuple[ForwardingView, ...]:
        """The forwardings that were not returned."""
        return tuple(each for each in self.forwardings if each.row.state not in LIVE_NOT)


def case(session: Session, actor: Actor, number: str) -> Case | None:
    """Return a case in sight of the actor, as it is stored now; None when there is none."""
    found = select(Complaint).where(Complaint.number == number, complaints_visible_to(actor))
    complaint = session.scalar(found.execution_options(populate_existing=True))
    if complaint is None:
        return None
    forwardings = _of(session, Forwarding, complaint)
    respondents = _of(session, Respondent, complaint, Respondent.position)
    history = tuple(audit.history(session, "complaint", complaint.id))
    known = cards(
        session,
        {f.institution_id for f in forwardings}
        | {r.institution_id for r in respondents if r.institution_id},
    )
    files = _of(session, Attachment, complaint)
    competent = unit(session, complaint.unit_code)
    return Case(
        complaint=complaint,
        unit_name=competent.name if competent else complaint.unit_code,
        parties=tuple(masked(party) for party in _of(session, Party, complaint)),
        respondents=tuple(_respondent(row, known) for row in respondents),
        forwardings=_forwardings(session, forwardings, files, known),
        tellings=_tellings(session, complaint),
        files=tuple(file for file in files if file.forwarding_id is None),
        history=history,
        institutions=known,
        by_code=_named_in(session, history, known),
        duplicate_of=_number_of(session, complaint.duplicate_of),
        proposed_by=_name_of(session, complaint.diversion_by),
    )


def masked(party: Party) -> PartyView:
    """Return a party as lists and pages show it (Art. 22)."""
    return PartyView(
        id=party.id,
        role=party.role,
        kind=party.kind,
        name=party.name if party.kind == "organisation" else secrets.mask_name(party.name),
        id_type=party.id_type,
        id_no=secrets.mask_id(party.id_no or ""),
        phone=secrets.mask_phone(party.phone or ""),
        email=secrets.mask_email(party.email) if party.email else "",
        has_address=bool(party.address),
        preferred_means=party.preferred_means,
    )


def attachment(session: Session, actor: Actor, public_id: str) -> Attachment | None:
    """Return a stored file of a case in sight of the actor."""
    return session.scalar(
        select(Attachment)
        .join(Complaint, Complaint.id == Attachment.complaint_id)
        .where(Attachment.public_id == public_id, complaints_visible_to(actor))
    )


def complaint_of(session: Session, complaint_id: int) -> Complaint:
    """Return the complaint a file or telling already found belongs to."""
    return session.get_one(Complaint, complaint_id)


def telling(session: Session, actor: Actor, telling_id: int) -> Telling | None:
    """Return what a complainant in sight must be told, with its complaint."""
    return session.scalar(
        select(Telling)
        .join(Telling.complaint)
        .where(Telling.id == telling_id, complaints_visible_to(actor))
        .options(joinedload(Telling.complaint))
    )


def party(session: Session, complaint: Complaint, party_id: int) -> Party | None:
    """Return a party of a case by id."""
    return session.scalar(
        select(Party).where(Party.id == party_id, Party.complaint_id == complaint.id)
    )


def forwarded_to(session: Session, complaint: Complaint) -> list[int]:
    """Return the ids of the institutions that have a case, in the order it reached them."""
    found = select(Forwarding.institution_id).where(
        Forwarding.complaint_id == complaint.id, Forwarding.state.not_in(LIVE_NOT)
    )
    return list(session.scalars(found.order_by(Forwarding.id)))


def hold(session: Session, row: Any) -> int:
    """Lock a row until the transaction ends and return its version as stored now."""
    model = type(row)
    version = select(model.version).where(model.id == row.id).with_for_update()
    return int(session.execute(version).scalar_one())


def _of(session: Session, model: Any, complaint: Complaint, order: Any = None) -> Sequence[Any]:
    found = select(model).where(model.complaint_id == complaint.id)
    found = found.order_by(model.id if order is None else order)
    return session.scalars(found.execution_options(populate_existing=True)).all()


def _respondent(row: Respondent, known: dict[int, Card]) -> RespondentView:
    decided = known.get(row.institution_id) if row.institution_id else None
    return RespondentView(row.id, row.stated_name, decided, row.staff_name, row.staff_unit)


def _forwardings(
    session: Session,
    rows: Sequence[Forwarding],
    files: Sequence[Attachment],
    known: dict[int, Card],
) -> tuple[ForwardingView, ...]:
    if not rows:
        return ()
    ids = [row.id for row in rows]
    found = select(Report).where(Report.forwarding_id.in_(ids))
    by_forwarding: defaultdict[int, list[ReportView]] = defaultdict(list)
    for report in session.scalars(found.order_by(Report.forwarding_id, Report.ordinal)):
        own = tuple(file for file in files if file.report_id == report.id)
        view = ReportView(report, json.loads(report.texts), own)
        by_forwarding[report.forwarding_id].append(view)
    return tuple(
        ForwardingView(
            row,
            known[row.institution_id],
            tuple(by_forwarding[row.id]),
            tuple(f for f in files if f.forwarding_id == row.id and f.report_id is None),
        )
        for row in rows
    )


def _tellings(session: Session, complaint: Complaint) -> tuple[Telling, ...]:
    found = select(Telling).where(Telling.complaint_id == complaint.id).order_by(Telling.id)
    fresh = found.options(selectinload(Telling.attempts))
    return tuple(session.scalars(fresh.execution_options(populate_existing=True)))


def _named_in(
    session: Session, history: Sequence[audit.AuditEntry], known: dict[int, Card]
) -> dict[str, Card]:
    """Return the institutions that the history names by code."""
    found = {card.code: card for card in known.values()}
    codes = {code for entry in history for code in entry.facts.get("institutions") or ()}
    missing = codes - found.keys()
    return found | (by_codes(session, missing) if missing else {})


def _number_of(session: Session, complaint_id: int | None) -> str | None:
    if complaint_id is None:
        return None
    return session.scalar(select(Complaint.number).where(Complaint.id == complaint_id))


def _name_of(session: Session, account_id: int | None) -> str | None:
    return account_names(session, [account_id]).get(account_id) if account_id else None
