"""The timetable's work: what the rules propose on a day, made or renewed, never twice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.commands.proposals import note_taken_up
from inspections.lifecycle import PROPOSAL
from inspections.models import Proposal
from inspections.queries.proposal_rules import Settings, settings_at
from inspections.queries.suspicions import Suspicion, gather
from inspections.rules.proposing import RULES, Setting, fresh, met
from portal.accounts.queries import units
from portal.kernel.clock import business_date

Key = tuple[str, int, str, str]
"""Unit, institution, rule and detail: one proposal stands open for each."""


def renew(session: Session, *, at: datetime) -> int:
    """Propose what the rules find on a day in every unit; return how many proposals are new.

    An open proposal takes the evidence of the day, and says when its rule is no longer met.
    """
    today, made = business_date(at), 0
    note_taken_up(session, at=at)
    settings, codes = settings_at(session, today), [unit.code for unit in units(session)]
    standing = {_key(row): row for row in session.scalars(_in_state(PROPOSAL.initial))}
    decided = _decided(session)
    found: set[Key] = set()
    for rule in RULES:
        for one, of in _found(session, rule, settings, codes, today):
            key = (one.unit_code, one.institution_id, rule, one.detail)
            evidence = fresh(one.evidence, decided.get(key, set()))
            if met(evidence, of):
                found.add(key)
                figures = _figures(one, evidence, of)
                row = standing.get(key)
                made += row is None
                _keep(session, row, key, evidence, figures, today, at)
    for key in standing.keys() - found:
        standing[key].figures = {**standing[key].figures, "holds": False}
    session.flush()
    return made


def _found(
    session: Session, rule: str, settings: Settings, codes: Iterable[str], as_of: date
) -> Iterator[tuple[Suspicion, Setting]]:
    """Yield what a rule finds, each by the numbers of its own unit."""
    of = {code: settings(code, rule) for code in codes}
    for days in sorted({each.days for each in of.values() if each.enabled}):
        for one in gather(session, rule, days, as_of):
            if one.unit_code in of and of[one.unit_code].days == days:
                yield one, of[one.unit_code]


def _figures(one: Suspicion, evidence: list[dict[str, Any]], of: Setting) -> dict[str, Any]:
    numbers = {"count": len(evidence), "least": of.least, "days": of.days, "holds": True}
    return {**one.figures, **numbers}


def _keep(
    session: Session,
    row: Proposal | None,
    key: Key,
    evidence: list[dict[str, Any]],
    figures: dict[str, Any],
    today: date,
    at: datetime,
) -> None:
    if row is None:
        unit, institution_id, rule, detail = key
        row = Proposal(
            unit_code=unit,
            institution_id=institution_id,
            rule=rule,
            detail=detail,
            suggests=RULES[rule].suggests,
            ground=RULES[rule].ground,
            made_at=at,
        )
        session.add(row)
    row.as_of, row.renewed_at = today, at
    row.figures, row.evidence = figures, evidence


def _decided(session: Session) -> dict[Key, set[tuple[str, str]]]:
    """Return what was decided on before, by what it was about."""
    found: dict[Key, set[tuple[str, str]]] = {}
    for row in session.scalars(_in_state(*(set(PROPOSAL.states) - {PROPOSAL.initial}))):
        judged = {(each["kind"], each["ref"]) for each in row.evidence}
        found.setdefault(_key(row), set()).update(judged)
    return found


def _in_state(*states: str) -> Any:
    return select(Proposal).where(Proposal.state.in_(sorted(states)))


def _key(row: Proposal) -> Key:
    return row.unit_code, row.institution_id, row.rule, row.detail
