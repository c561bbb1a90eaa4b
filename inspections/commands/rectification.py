"""To draft, approve, issue and revoke recommendations, demands (Art. 40) and orders (Art. 41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from inspections.commands import proposals
from inspections.commands.letters import issue as issue_letter
from inspections.commands.rectification_acts import (
    given,
    items_of,
    log,
    move,
    standing_of,
    tell,
)
from inspections.lifecycle import RECTIFICATION, STANDING_FINDING
from inspections.models import KINDS, Finding, Proposal, Rectification, RectificationItem
from inspections.queries.access import rectification_by_id
from inspections.rules import rectifying as rules
from portal.institutions.queries import answers_to
from portal.kernel import search
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import ARTICLES, Breach


@dataclass(frozen=True)
class Item:
    """One thing to be put right, and the finding it comes from."""

    wanted: str
    finding_id: int | None = None


def draft(
    session: Session,
    kind: str,
    institution_id: int,
    *,
    title: str,
    ground: str,
    articles: Sequence[str],
    items: Sequence[Item],
    due_on: date | None,
    basis: str = "",
    inspection_id: int | None = None,
    proposal_id: int | None = None,
    demand_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Rectification:
    """Draft a recommendation, a demand or an order; a proposal it comes from is taken up by it.

    `basis` says what was found. Raises Breach for a ground that Arts. 40 or 41 do not have, for
    an institution out of sight, and for findings that do not stand against it.
    """
    if kind not in KINDS:
        raise Breach("unknown_rectification_kind", "40")
    if not answers_to(session, by, institution_id):
        raise Breach("rectification_out_of_sight", "40")
    row = Rectification(
        state=RECTIFICATION.initial,
        kind=kind,
        institution_id=institution_id,
        unit_code=by.unit_code,
        inspection_id=inspection_id,
        proposal_id=proposal_id,
    )
    row.made_at, row.made_by, row.handler = at, by.account_id, by.account_id
    _state(session, row, title, ground, articles, due_on, basis, demand_id, by, at)
    session.add(row)
    session.flush()
    _put_items(session, row, items)
    log(session, row, "rectification.draft", by=by, at=at, ground=row.ground)
    if proposal_id is not None:
        from_rule = session.get_one(Proposal, proposal_id, with_for_update=True)
        proposals.take_up(session, from_rule, "rectification", row.id, by=by, at=at)
    return row


def amend(
    session: Session,
    row: Rectification,
    *,
    title: str,
    ground: str,
    articles: Sequence[str],
    items: Sequence[Item],
    due_on: date | None,
    basis: str = "",
    demand_id: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write a draft anew; what was proposed or issued stays as it is."""
    if row.state != RECTIFICATION.initial:
        raise Breach("only_drafts_change", "40")
    _state(session, row, title, ground, articles, due_on, basis, demand_id, by, at)
    found = RectificationItem.rectification_id == row.id
    session.execute(delete(RectificationItem).where(found))
    _put_items(session, row, items)
    log(session, row, "rectification.amend", by=by, at=at, ground=row.ground)


def propose(session: Session, row: Rectification, *, by: Actor, at: datetime) -> None:
    """Lay a draft before a second officer."""
    RECTIFICATION.check(row.state, "propose")
    _check(session, row, by, at)
    rules.check_due_day(row.due_on, business_date(at))
    row.proposed_at, row.proposed_by, row.rejected_why = at, by.account_id, ""
    move(session, row, "propose", by=by, at=at)


def reject(session: Session, row: Rectification, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a proposed one back to who drafted it, with a reason."""
    RECTIFICATION.check(row.state, "reject")
    row.rejected_why = given(reason)
    move(session, row, "reject", by=by, at=at)


def discard(session: Session, row: Rectification, *, by: Actor, at: datetime) -> None:
    """Discard what was never issued."""
    move(session, row, "discard", by=by, at=at)


def issue(session: Session, row: Rectification, *, by: Actor, at: datetime) -> None:
    """Issue by a second officer: the letter takes its number and the institution is told.

    Raises Breach("second_officer_needed") when the proposer would issue it himself.
    """
    article = RECTIFICATION.check(row.state, "issue").article
    if by.account_id == row.proposed_by:
        raise Breach("second_officer_needed", article)
    basis, today = _check(session, row, by, at), business_date(at)
    row.due_on = rules.check_due_day(row.due_on, today)
    row.first_due_on, row.issued_on = row.due_on, today
    row.approved_at, row.approved_by = at, by.account_id
    move(session, row, "issue", by=by, at=at, due_on=row.due_on.isoformat())
    issue_letter(
        session,
        row.kind,
        about="rectification",
        about_id=row.id,
        institution_id=row.institution_id,
        unit_code=row.unit_code,
        facts={
            "title": row.title,
            "legal_basis": basis,
            "found": row.basis,
            "articles": list(row.articles),
            "items": [item.wanted for item in items_of(session, row)],
            "due_on": row.due_on,
        },
        by=by,
        at=at,
    )


def revoke(session: Session, row: Rectification, *, reason: str, by: Actor, at: datetime) -> None:
    """Take back what was issued, with a reason; the institution is told."""
    RECTIFICATION.check(row.state, "revoke")
    row.ended_why = given(reason)
    move(session, row, "revoke", by=by, at=at)
    tell(session, row, "revoked", at)


def legal_basis(session: Session, row: Rectification, by: Actor, as_of: date) -> str:
    """Return the legal basis in words; raises Breach where the ground does not carry it."""
    if row.kind == "demand":
        return rules.check_demand(row.ground)
    if row.kind == "order":
        demand = rectification_by_id(session, by, row.demand_id) if row.demand_id else None
        linked = standing_of(demand) if demand else None
        return rules.check_order(row.ground, row.institution_id, linked, as_of)
    return ""


def _state(
    session: Session,
    row: Rectification,
    title: str,
    ground: str,
    articles: Sequence[str],
    due_on: date | None,
    basis: str,
    demand_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    row.title = given(title, "rectification_title_missing")
    row.search = search.document(row.title)
    row.ground = ground = "" if row.kind == "recommendation" else ground
    row.demand_id = demand_id if row.ground == "demand_failed" else None
    row.basis, row.due_on = basis.strip(), due_on
    row.articles = sorted({*articles, *rules.GROUND_ARTICLES.get(ground, ())}, key=_numbered)
    legal_basis(session, row, by, business_date(at))


def _numbered(article: str) -> int:
    if not article.isdecimal() or not 1 <= int(article) <= ARTICLES:
        raise Breach("no_such_article", "40", number=article)
    return int(article)


def _put_items(session: Session, row: Rectification, items: Sequence[Item]) -> None:
    wanted = [item for item in items if item.wanted.strip()]
    if not wanted:
        raise Breach("items_missing", "40")
    linked = {item.finding_id for item in wanted if item.finding_id is not None}
    standing = select(Finding.id).where(
        Finding.id.in_(linked),
        Finding.institution_id == row.institution_id,
        Finding.state.in_(STANDING_FINDING),
    )
    if linked - set(session.scalars(standing)):
        raise Breach("finding_does_not_stand", "34")
    for ordinal, item in enumerate(wanted, 1):
        session.add(
            RectificationItem(
                rectification_id=row.id,
                ordinal=ordinal,
                wanted=item.wanted.strip(),
                finding_id=item.finding_id,
            )
        )
    session.flush()


def _check(session: Session, row: Rectification, by: Actor, at: datetime) -> str:
    if not answers_to(session, by, row.institution_id):
        raise Breach("rectification_out_of_sight", "40")
    return legal_basis(session, row, by, business_date(at))
