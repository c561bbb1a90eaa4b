"""Chosen complaints side by side, with what a decision on each needs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forwarding.lifecycle import LIVE_NOT
from forwarding.models import Complaint, Forwarding, Respondent
from forwarding.queries.worklist import Row, by_numbers
from portal.institutions.queries import Card, cards
from portal.kernel.actor import Actor


@dataclass(frozen=True)
class Named:
    """A respondent of one of the chosen complaints."""

    stated_name: str
    decided: Card | None


@dataclass(frozen=True)
class Chosen:
    """One of several complaints chosen at once."""

    row: Row
    claim: str
    facts: str
    respondents: tuple[Named, ...]

    @property
    def decided(self) -> tuple[Card, ...]:
        """The institutions a person decided on, each once."""
        found = {named.decided.id: named.decided for named in self.respondents if named.decided}
        return tuple(found.values())


def chosen(session: Session, actor: Actor, numbers: Sequence[str]) -> list[Chosen]:
    """Return the chosen complaints in sight of the actor, what is due first."""
    rows = by_numbers(session, actor, numbers)
    ids = [row.id for row in rows]
    texts = {
        complaint_id: (claim, facts)
        for complaint_id, claim, facts in session.execute(
            select(Complaint.id, Complaint.claim, Complaint.facts).where(
                Complaint.id == func.any(ids)
            )
        )
    }
    named = _respondents(session, ids)
    return [Chosen(row, *texts[row.id], tuple(named.get(row.id, ()))) for row in rows]


def live_institutions(session: Session, complaint_id: int) -> frozenset[int]:
    """Return the institutions that have a complaint now."""
    found = select(Forwarding.institution_id).where(
        Forwarding.complaint_id == complaint_id, Forwarding.state.not_in(LIVE_NOT)
    )
    return frozenset(session.scalars(found))


def _respondents(session: Session, ids: list[int]) -> dict[int, list[Named]]:
    found = session.execute(
        select(Respondent.complaint_id, Respondent.stated_name, Respondent.institution_id)
        .where(Respondent.complaint_id == func.any(ids))
        .order_by(Respondent.complaint_id, Respondent.position)
    ).all()
    known = cards(session, {row.institution_id for row in found if row.institution_id})
    named: defaultdict[int, list[Named]] = defaultdict(list)
    for row in found:
        card = known.get(row.institution_id) if row.institution_id else None
        named[row.complaint_id].append(Named(row.stated_name, card))
    return named
