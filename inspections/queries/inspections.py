"""Inspections in sight of an actor: the yearly plan and lists, and the whole file of one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from inspections.lifecycle import STANDING_FINDING
from inspections.models import (
    DocumentRequest,
    Finding,
    Inspection,
    KeptFile,
    Letter,
    TeamMember,
    WorkingPaper,
)
from inspections.queries.access import inspections_visible_to
from inspections.queries.findings import findings_of, repeats_of
from inspections.queries.letters import letters_about
from inspections.rules.inspecting import is_past
from portal.accounts.queries import account_names, unit_names
from portal.institutions.queries import Card, cards
from portal.kernel import audit, keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

_NEWEST = Order((Inspection.id,), descending=True)
_PAGE = 50
_HIDDEN_ACTS = ("file.hand_out", "letter.hand_out", "letter.issue")
_SHOWN_TO_INSTITUTION = (
    "inspection.give_notice",
    "inspection.enter",
    "inspection.ask",
    "inspection.answer",
    "inspection.accept_answer",
    "inspection.withdraw_request",
    "inspection.put_facts",
    "inspection.answer_facts",
    "inspection.give_opinion",
    "inspection.call_off",
    "letter.serve",
)


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; an empty value narrows nothing."""

    state: str = ""
    year: int | None = None
    unit: str = ""
    mine: str = ""
    institution_id: int | None = None


@dataclass(frozen=True)
class InspectionView:
    """An inspection with its institution and unit, and what waits in it.

    `late_requests` counts documents asked for and overdue; `standing` the findings that stand.
    """

    row: Inspection
    institution: Card
    unit_name: str
    leader: str
    open_requests: int
    late_requests: int
    standing: int
    repeated: int
    facts_late: bool


@dataclass(frozen=True)
class InspectionFile:
    """All that is on record of one inspection, as far as its reader may see it."""

    view: InspectionView
    team: Sequence[TeamMember]
    left: Sequence[TeamMember]
    requests: Sequence[DocumentRequest]
    papers: Sequence[WorkingPaper]
    findings: Sequence[Finding]
    repeats: dict[int, tuple[Finding, Inspection]]
    letters: Sequence[Letter]
    files: dict[tuple[str, int], list[KeptFile]]
    names: dict[int, str]
    history: Sequence[audit.AuditEntry]
    follow_ups: Sequence[Inspection]
    earlier: Inspection | None


def inspection_by_id(session: Session, actor: Actor, inspection_id: int) -> Inspection | None:
    """Return an inspection in sight, or None."""
    return session.scalar(inspections_visible_to(actor).where(Inspection.id == inspection_id))


def page(
    session: Session, actor: Actor, wanted: Wanted, position: Position | None, as_of: date
) -> Page[InspectionView]:
    """Return a page of the inspections in sight, the newest first."""
    found = _narrowed(inspections_visible_to(actor), wanted, actor)
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    part = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    return Page(shown(session, part.items, as_of), part.next, part.previous)


def counts(session: Session, actor: Actor, wanted: Wanted) -> dict[str, int]:
    """Return how many inspections stand where, whatever state is asked for."""
    among = _narrowed(inspections_visible_to(actor), wanted, actor, states=False).subquery()
    found = select(among.c.state, func.count()).group_by(among.c.state)
    return {row[0]: row[1] for row in session.execute(found)}


def file_of(session: Session, actor: Actor, row: Inspection, as_of: date) -> InspectionFile:
    """Return the file of an inspection in sight; institutions get no team, papers or notes."""
    inside = not actor.is_institution
    team = _rows(session, TeamMember, row) if inside else []
    requests, findings = _rows(session, DocumentRequest, row), findings_of(session, actor, row.id)
    papers = _newest_editions(_rows(session, WorkingPaper, row)) if inside else []
    history = [
        entry
        for entry in audit.history(session, "inspection", row.id)
        if (entry.act not in _HIDDEN_ACTS if inside else entry.act in _SHOWN_TO_INSTITUTION)
    ]
    return InspectionFile(
        view=shown(session, [row], as_of)[0],
        team=sorted((m for m in team if not m.removed_at), key=lambda m: (not m.leads, m.id)),
        left=[member for member in team if member.removed_at],
        requests=requests,
        papers=papers,
        findings=findings,
        repeats=repeats_of(session, findings) if inside else {},
        letters=letters_about(session, "inspection", row.id),
        files=_files(session, row, requests, papers, findings, inside),
        names=account_names(session, _people(row, team, requests, papers, findings)),
        history=history,
        follow_ups=_follow_ups(session, row) if inside else [],
        earlier=session.get(Inspection, row.follow_up_of) if row.follow_up_of else None,
    )


def editions_of(session: Session, row: Inspection, ordinal: int) -> Sequence[WorkingPaper]:
    """Return every edition of a working paper, the newest first."""
    of = WorkingPaper
    found = select(of).where(of.inspection_id == row.id, of.ordinal == ordinal)
    return session.scalars(found.order_by(of.edition.desc())).all()


def request_of(session: Session, row: Inspection, request_id: int) -> DocumentRequest | None:
    """Return a request of an inspection; another's is None."""
    found = session.get(DocumentRequest, request_id)
    return found if found is not None and found.inspection_id == row.id else None


def shown(session: Session, rows: Collection[Inspection], as_of: date) -> list[InspectionView]:
    """Return inspections as lists show them."""
    ids = [row.id for row in rows]
    known, called = cards(session, {row.institution_id for row in rows}), unit_names(session)
    leaders = _leaders(session, ids)
    waiting, found = _waiting(session, ids, as_of), _standing(session, ids)
    return [
        InspectionView(
            row=row,
            institution=known[row.institution_id],
            unit_name=called.get(row.unit_code, row.unit_code),
            leader=leaders.get(row.id, ""),
            open_requests=waiting.get(row.id, (0, 0))[0],
            late_requests=waiting.get(row.id, (0, 0))[1],
            standing=found.get(row.id, (0, 0))[0],
            repeated=found.get(row.id, (0, 0))[1],
            facts_late=row.state == "facts_put"
            and row.facts_answered_at is None
            and is_past(row.facts_due_on, as_of),
        )
        for row in rows
    ]


def _narrowed(
    found: Select[Inspection], wanted: Wanted, actor: Actor, *, states: bool = True
) -> Select[Inspection]:
    if wanted.state and states:
        found = found.where(Inspection.state == wanted.state)
    if wanted.year is not None:
        found = found.where(Inspection.year == wanted.year)
    if wanted.unit:
        found = found.where(Inspection.unit_code == wanted.unit)
    if wanted.institution_id is not None:
        found = found.where(Inspection.institution_id == wanted.institution_id)
    if wanted.mine:
        of_team = exists().where(
            TeamMember.inspection_id == Inspection.id,
            TeamMember.account_id == actor.account_id,
            TeamMember.removed_at.is_(None),
        )
        found = found.where(of_team)
    return found


def _leaders(session: Session, ids: list[int]) -> dict[int, str]:
    found = select(TeamMember.inspection_id, TeamMember.account_id).where(
        TeamMember.inspection_id.in_(ids), TeamMember.leads, TeamMember.removed_at.is_(None)
    )
    leads = {row[0]: row[1] for row in session.execute(found)}
    names = account_names(session, set(leads.values()))
    return {key: names.get(who, "") for key, who in leads.items()}


def _waiting(session: Session, ids: list[int], as_of: date) -> dict[int, tuple[int, int]]:
    of = DocumentRequest
    found = (
        select(of.inspection_id, func.count(), func.count().filter(of.due_on < as_of))
        .where(of.inspection_id.in_(ids), of.answered_at.is_(None), of.withdrawn_at.is_(None))
        .group_by(of.inspection_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(found)}


def _standing(session: Session, ids: list[int]) -> dict[int, tuple[int, int]]:
    found = (
        select(
            Finding.inspection_id,
            func.count(),
            func.count().filter(Finding.repeats.is_not(None)),
        )
        .where(Finding.inspection_id.in_(ids), Finding.state.in_(STANDING_FINDING))
        .group_by(Finding.inspection_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(found)}


def _rows(session: Session, of: Any, row: Inspection) -> list[Any]:
    return list(session.scalars(select(of).where(of.inspection_id == row.id).order_by(of.id)))


def _newest_editions(papers: list[WorkingPaper]) -> list[WorkingPaper]:
    newest = {paper.ordinal: paper for paper in sorted(papers, key=lambda each: each.edition)}
    return [newest[ordinal] for ordinal in sorted(newest)]


def _files(
    session: Session,
    row: Inspection,
    requests: Sequence[DocumentRequest],
    papers: Sequence[WorkingPaper],
    findings: Sequence[Finding],
    inside: bool,
) -> dict[tuple[str, int], list[KeptFile]]:
    """Return files by what they hang on; institutions see their own alone."""
    hung = {
        "inspection": [row.id],
        "request": [each.id for each in requests],
        "paper": [each.id for each in papers],
        "finding": [each.id for each in findings],
    }
    found: dict[tuple[str, int], list[KeptFile]] = defaultdict(list)
    for about, ids in hung.items():
        of = select(KeptFile).where(KeptFile.about == about, KeptFile.about_id.in_(ids))
        if not inside:
            of = of.where(KeptFile.side == "institution")
        for each in session.scalars(of.order_by(KeptFile.id)):
            found[about, each.about_id].append(each)
    return found


def _people(
    row: Inspection,
    team: Sequence[TeamMember],
    requests: Sequence[DocumentRequest],
    papers: Sequence[WorkingPaper],
    findings: Sequence[Finding],
) -> set[int]:
    of_row = (row.made_by, row.proposed_by, row.approved_by, row.reported_by, row.archived_by)
    found = {*of_row, row.facts_answered_by, *(m.account_id for m in team)}
    found |= {who for each in requests for who in (each.asked_by, each.answered_by)}
    found |= {each.written_by for each in papers}
    found |= {who for each in findings for who in (each.made_by, each.ruled_by)}
    return {who for who in found if who is not None}


def _follow_ups(session: Session, row: Inspection) -> Sequence[Inspection]:
    found = select(Inspection).where(Inspection.follow_up_of == row.id)
    return session.scalars(found.order_by(Inspection.id)).all()
