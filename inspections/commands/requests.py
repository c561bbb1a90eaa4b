"""What inspectors ask an institution to hand over, its answer, and working papers (Art. 34)."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspections.commands.inspection_acts import log, require_member, tell
from inspections.models import DocumentRequest, Inspection, KeptFile, WorkingPaper
from inspections.rules.inspecting import check_last_day, given, is_past
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

ASKABLE = ("noticed", "under_way", "facts_put", "facts_settled")
SETTLED = (*ASKABLE, "reported", "concluded")
NOTED = ("approved", *ASKABLE)


def ask(
    session: Session, row: Inspection, *, wanted: str, due_on: date, by: Actor, at: datetime
) -> DocumentRequest:
    """Ask the institution for something by a day; it is told."""
    if row.state not in ASKABLE:
        raise Breach("nothing_can_be_asked", "34")
    require_member(session, row, by)
    last = check_last_day(due_on, business_date(at))
    of = DocumentRequest.inspection_id == row.id
    before = session.scalar(select(func.max(DocumentRequest.ordinal)).where(of)) or 0
    request = DocumentRequest(
        inspection_id=row.id,
        ordinal=before + 1,
        wanted=given(wanted, "request_missing"),
        due_on=last,
        asked_at=at,
        asked_by=by.account_id,
    )
    session.add(request)
    session.flush()
    log(session, row, "inspection.ask", by=by, at=at, request=request.ordinal, due_on=str(last))
    tell(session, row, "asked", at, key=str(request.id), request_id=request.id)
    return request


def answer(
    session: Session,
    row: Inspection,
    request: DocumentRequest,
    *,
    text: str,
    by: Actor,
    at: datetime,
) -> None:
    """Answer a request as the institution; it may be answered again until it is accepted.

    Raises Breach where neither words nor a file of the institution are there.
    """
    _standing(row, request)
    if row.state not in ASKABLE:
        raise Breach("inspection_is_over", "34")
    if not text.strip() and not _has_file(session, request):
        raise Breach("answer_missing", "34")
    request.answer, request.answered_at, request.answered_by = text.strip(), at, by.account_id
    late = is_past(request.due_on, business_date(at))
    log(session, row, "inspection.answer", by=by, at=at, request=request.ordinal, late=late)
    key = f"{request.id}:{at.isoformat()}"
    tell(session, row, "answered", at, key=key, request_id=request.id)


def accept(
    session: Session, row: Inspection, request: DocumentRequest, *, by: Actor, at: datetime
) -> None:
    """Accept what was handed over; the request is then settled."""
    _standing(row, request)
    require_member(session, row, by)
    if request.answered_at is None:
        raise Breach("not_answered_yet", "34")
    request.accepted_at, request.accepted_by = at, by.account_id
    log(session, row, "inspection.accept_answer", by=by, at=at, request=request.ordinal)


def withdraw(
    session: Session,
    row: Inspection,
    request: DocumentRequest,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Take a request back with a reason."""
    _standing(row, request)
    require_member(session, row, by)
    request.withdrawn_why = given(reason, "inspection_why_missing")
    request.withdrawn_at = at
    log(session, row, "inspection.withdraw_request", by=by, at=at, request=request.ordinal)


def require_noting(session: Session, row: Inspection, by: Actor) -> None:
    """Raise Breach unless the actor is of the team and papers and evidence are still taken."""
    if row.state not in NOTED:
        raise Breach("inspection_is_over", "34")
    require_member(session, row, by)


def write_paper(
    session: Session,
    row: Inspection,
    *,
    title: str,
    text: str,
    ordinal: int | None = None,
    by: Actor,
    at: datetime,
) -> WorkingPaper:
    """Write a working paper, or a new edition of one; the edition before stays as it was."""
    require_noting(session, row, by)
    of, paper = WorkingPaper.inspection_id == row.id, WorkingPaper
    last = session.scalar(select(func.max(paper.ordinal)).where(of)) or 0
    edition = 0
    if ordinal is not None:
        found = select(func.max(paper.edition)).where(of, paper.ordinal == ordinal)
        edition = session.scalar(found) or 0
        if not edition:
            raise Breach("no_such_paper", "34")
    made = WorkingPaper(
        inspection_id=row.id,
        ordinal=ordinal or last + 1,
        edition=edition + 1,
        title=given(title, "paper_title_missing"),
        text=given(text, "paper_text_missing"),
        written_at=at,
        written_by=by.account_id,
    )
    session.add(made)
    session.flush()
    facts = {"paper": made.ordinal, "edition": made.edition}
    log(session, row, "inspection.write_paper", by=by, at=at, **facts)
    return made


def _standing(row: Inspection, request: DocumentRequest) -> None:
    if row.state not in SETTLED:
        raise Breach("inspection_is_over", "34")
    if request.accepted_at is not None or request.withdrawn_at is not None:
        raise Breach("request_is_settled", "34")


def _has_file(session: Session, request: DocumentRequest) -> bool:
    found = select(KeptFile.id).where(
        KeptFile.about == "request",
        KeptFile.about_id == request.id,
        KeptFile.side == "institution",
    )
    return session.scalar(found.limit(1)) is not None
