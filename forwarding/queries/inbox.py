"""An institution's inbox and its cases: its own and its branches' forwardings, nothing else."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Attachment, Complaint, Forwarding, Party, Report, Respondent
from forwarding.queries.access import forwardings_visible_to
from forwarding.queries.case import PartyView, ReportView, masked
from forwarding.queries.further import passed_on
from forwarding.queries.inbox_marks import Mark, marks_of
from portal.accounts.queries import unit
from portal.institutions.queries import Card, cards
from portal.kernel import audit, keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

QUEUES: dict[str, tuple[str, ...]] = {
    "open": OPEN_FORWARDING_STATES,
    "sent": ("sent",),
    "acknowledged": ("acknowledged",),
    "reported": ("reported",),
    "settled": ("settled",),
    "returned": ("returned",),
    "withdrawn": ("withdrawn",),
    "all": (),
}
_BY_DUE = Order((Forwarding.due_on, Forwarding.id))
_NEWEST = Order((Forwarding.forwarded_at, Forwarding.id), descending=True)
PAGE = 50


@dataclass(frozen=True)
class Row:
    """One forwarding of a list; nothing in it names a person."""

    id: int
    number: str
    institution: str
    business: str | None
    cause: str | None
    unit_code: str
    state: str
    reached_on: date
    due_on: date
    tier: str
    paused_on: date | None
    report_by: date
    reported_at: datetime | None
    returned_at: datetime | None
    redo_on: date | None
    further_on: date | None


def page(
    session: Session,
    actor: Actor,
    queue: str,
    position: Position | None,
    *,
    number: str | None = None,
    late_before: date | None = None,
    limit: int = PAGE,
) -> Page[Row]:
    """Return one page of a queue: what is due first for open ones, else the newest first."""
    order = _BY_DUE if queue in {"open", "sent", "acknowledged"} else _NEWEST
    found = (
        select(Forwarding)
        .where(forwardings_visible_to(actor))
        .options(joinedload(Forwarding.complaint))
    )
    if QUEUES[queue]:
        found = found.where(Forwarding.state.in_(QUEUES[queue]))
    if number:
        found = found.join(Complaint).where(Complaint.number == number)
    if late_before is not None:
        found = found.where(
            Forwarding.due_on < late_before,
            Forwarding.paused_on.is_(None),
            Forwarding.state.in_(OPEN_FORWARDING_STATES),
        )
    rows = session.scalars(order.apply(found, position, limit)).all()
    keys = [column.key for column in order.columns]
    slice_ = keyset.page(rows, position, limit, lambda row: tuple(getattr(row, k) for k in keys))
    named = cards(session, [row.institution_id for row in slice_.items])
    marks = marks_of(session, slice_.items)
    shown = [_row(row, named[row.institution_id], marks[row.id]) for row in slice_.items]
    return Page(shown, slice_.next, slice_.previous)


def _row(row: Forwarding, institution: Card, mark: Mark) -> Row:
    return Row(
        id=row.id,
        number=row.complaint.number,
        institution=institution.label,
        business=row.complaint.business,
        cause=row.complaint.cause,
        unit_code=row.complaint.unit_code,
        state=row.state,
        reached_on=row.reached_on,
        due_on=row.due_on,
        tier=row.tier,
        paused_on=row.paused_on,
        report_by=row.report_by,
        reported_at=row.reported_at,
        returned_at=row.returned_at,
        redo_on=mark.redo_on,
        further_on=mark.further_on,
    )


@dataclass(frozen=True)
class FurtherView:
    """What a merged repeat adds: its day of receipt and words, who filed it masked, its files."""

    received_on: date
    merged_at: datetime | None
    claim: str
    facts: str
    filer: str
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class DeskCase:
    """A forwarding as its institution sees it: people masked, other institutions unseen."""

    row: Forwarding
    complaint: Complaint
    institution: Card
    unit_name: str
    parties: tuple[PartyView, ...]
    respondents: tuple[Respondent, ...]
    reports: tuple[ReportView, ...]
    files: tuple[Attachment, ...]
    history: tuple[audit.AuditEntry, ...]
    further: tuple["FurtherView", ...] = ()

    @property
    def claim(self) -> str:
        """What is asked for; nothing once the case was returned as another's."""
        return "" if handed_back(self.row) else self.complaint.claim_for_institution

    @property
    def facts(self) -> str:
        """The facts as stated; nothing once the case was returned as another's."""
        return "" if handed_back(self.row) else self.complaint.facts_for_institution

    @property
    def report(self) -> ReportView | None:
        """The newest report."""
        return self.reports[-1] if self.reports else None


def handed_back(row: Forwarding) -> bool:
    """Whether an institution said that a case is not its own (Art. 11).

    It then sees that it returned the case and why, and nothing more of the people or of what
    they wrote (Art. 22).
    """
    return row.state == "returned"


def desk_case(session: Session, row: Forwarding) -> DeskCase:
    """Return everything an institution is shown of one forwarding."""
    complaint, wanted = row.complaint, [row.institution_id]
    competent = unit(session, complaint.unit_code)
    files, further = _files(session, row), _further(session, row)
    reports = session.scalars(
        select(Report).where(Report.forwarding_id == row.id).order_by(Report.ordinal)
    )
    seen = literal(not handed_back(row))
    parties = select(Party).where(Party.complaint_id == complaint.id, seen).order_by(Party.id)
    named = select(Respondent).where(
        Respondent.complaint_id == complaint.id,
        seen,
        or_(Respondent.institution_id.is_(None), Respondent.institution_id == row.institution_id),
    )
    return DeskCase(
        row=row,
        complaint=complaint,
        institution=cards(session, wanted)[row.institution_id],
        unit_name=competent.name if competent else complaint.unit_code,
        parties=tuple(masked(party) for party in session.scalars(parties)),
        respondents=tuple(session.scalars(named.order_by(Respondent.position))),
        reports=tuple(_report(report, files) for report in reports),
        files=tuple(file for file in files if _is_own(file, row)),
        history=tuple(_own_history(session, row)),
        further=tuple(_further_view(session, each, files) for each in further),
    )


def _is_own(file: Attachment, row: Forwarding) -> bool:
    return file.report_id is None and file.complaint_id == row.complaint_id


def _further(session: Session, row: Forwarding) -> list[Complaint]:
    if handed_back(row):
        return []
    return passed_on(session, [row.complaint_id]).get(row.complaint_id, [])


def _further_view(session: Session, each: Complaint, files: list[Attachment]) -> FurtherView:
    first = select(Party).where(Party.complaint_id == each.id).order_by(Party.id).limit(1)
    filer = session.scalar(first)
    return FurtherView(
        received_on=each.received_on,
        merged_at=each.clock_stopped_at,
        claim=each.claim_for_institution,
        facts=each.facts_for_institution,
        filer=masked(filer).name if filer else "",
        files=tuple(file for file in files if file.complaint_id == each.id),
    )


def _report(row: Report, files: list[Attachment]) -> ReportView:
    own = tuple(file for file in files if file.report_id == row.id)
    return ReportView(row, json.loads(row.texts), own)


def _own_history(session: Session, row: Forwarding) -> list[audit.AuditEntry]:
    """Return the acts on this forwarding alone: what others are asked is not for its eyes."""
    lines = audit.history(session, "complaint", row.complaint_id)
    return [line for line in lines if line.facts.get("forwarding_id") == row.id]


def _seen_files(row_or_id: Any) -> Any:
    """Return the condition on files that belong to a forwarding's institution."""
    return or_(
        Attachment.forwarding_id == row_or_id,
        and_(Attachment.forwarding_id.is_(None), Attachment.shown_to_institution),
    )


def _files(session: Session, row: Forwarding) -> list[Attachment]:
    ids = [row.complaint_id, *(each.id for each in _further(session, row))]
    found = select(Attachment).where(Attachment.complaint_id.in_(ids), _seen_files(row.id))
    if handed_back(row):
        found = found.where(Attachment.forwarding_id == row.id, Attachment.purpose != "letter")
    return list(session.scalars(found.order_by(Attachment.id)))


def desk_file(session: Session, row: Forwarding, public_id: str) -> Attachment | None:
    """Return one file of a forwarding in sight, or None."""
    return next((f for f in _files(session, row) if f.public_id == public_id), None)
