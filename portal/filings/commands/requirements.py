"""To require: what is due from whom and when, as a unit defines it (Arts. 35, 36)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.filings.commands.lay_out import lay_out
from portal.filings.lifecycle import REQUIREMENT
from portal.filings.models import Obligation, Requirement
from portal.filings.rules.periods import day_of_year
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

_LONGEST_LEAD = 366


@dataclass(frozen=True)
class Terms:
    """What a requirement says; lists that are empty narrow nothing."""

    kind: str
    title: str
    article: str
    frequency: str
    valid_from: date
    subject: str = ""
    note: str = ""
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    institution_ids: tuple[int, ...] = ()
    level: str = "head"
    days_of_year: tuple[str, ...] = ()
    days_after: int | None = None
    day_kind: str = "natural"
    due_on: date | None = None
    valid_until: date | None = None
    remind_before: tuple[int, ...] = field(default=(10, 3, 0))
    remind_after: tuple[int, ...] = field(default=(1, 7))


def require(session: Session, terms: Terms, *, by: Actor, at: datetime) -> Requirement:
    """Define a requirement for the actor's territory and lay out the duties that follow from it.

    Raises Breach where the dates do not give every period one due date.
    """
    _check(terms)
    row = Requirement(unit_code=by.unit_code, made_at=at, made_by=by.account_id, **_values(terms))
    session.add(row)
    session.flush()
    _log(session, row, "requirement.require", by=by, at=at)
    lay_out(session, at=at, only=row)
    return row


def amend(
    session: Session, row: Requirement, terms: Terms, *, by: Actor, at: datetime
) -> Requirement:
    """Amend a requirement in force; duties that are unmet are laid out anew, met ones stay.

    What it is about and how often cannot change: that is another requirement.
    """
    _check(terms)
    if row.state != "in_force":
        raise Breach("requirement_ended", "35")
    same = (row.kind, row.subject, row.frequency) == (terms.kind, terms.subject, terms.frequency)
    if not same:
        raise Breach("requirement_is_another", "35")
    for name, value in _values(terms).items():
        setattr(row, name, value)
    session.flush()
    _log(session, row, "requirement.amend", by=by, at=at)
    lay_out(session, at=at, only=row)
    return row


def end(session: Session, row: Requirement, *, reason: str, by: Actor, at: datetime) -> None:
    """End a requirement; what was not due yet is due no more, what is overdue stays overdue."""
    if not reason.strip():
        raise Breach("reason_missing", "35")
    REQUIREMENT.move(row, "end")
    row.valid_until = max(business_date(at), row.valid_from)
    to_come = update(Obligation).where(
        Obligation.requirement_id == row.id,
        Obligation.filed_on.is_(None),
        (Obligation.due_on > business_date(at)) | Obligation.due_on.is_(None),
    )
    session.execute(to_come.values(exempt=True))
    _log(session, row, "requirement.end", by=by, at=at, reason=reason.strip())


def _check(terms: Terms) -> None:
    if not terms.title.strip():
        raise Breach("requirement_untitled", "35")
    if terms.valid_until and terms.valid_until < terms.valid_from:
        raise Breach("ends_before_it_begins", "35", day=terms.valid_from)
    if wrong := [text for text in terms.days_of_year if day_of_year(text) is None]:
        raise Breach("no_day_of_every_year", "36", days=wrong)
    leads = (*terms.remind_before, *terms.remind_after)
    if any(not 0 <= days <= _LONGEST_LEAD for days in leads):
        raise Breach("reminder_too_far", "36", most=_LONGEST_LEAD)
    _check_dating(terms)


def _check_dating(terms: Terms) -> None:
    """Refuse what gives no due date, or two."""
    once = terms.frequency == "once"
    if once != (terms.due_on is not None):
        raise Breach("once_needs_a_day" if once else "day_only_once", "36")
    if once and terms.due_on and terms.due_on < terms.valid_from:
        raise Breach("due_before_in_force", "36", day=terms.valid_from)
    if terms.frequency == "on_change":
        if terms.days_after is None or terms.days_of_year:
            raise Breach("change_needs_days", "35")
    elif not once and (terms.days_after is None) == (not terms.days_of_year):
        raise Breach("one_way_of_dating", "36")


def _values(terms: Terms) -> dict[str, Any]:
    values = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    lists = {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
    return {**values, **lists, "title": terms.title.strip(), "note": terms.note.strip()}


def _log(
    session: Session,
    row: Requirement,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    facts = {"kind": row.kind, "subject": row.subject, "frequency": row.frequency}
    audit.record(
        session,
        by=by,
        act=act,
        subject=("requirement", row.id),
        at=at,
        article=row.article,
        unit_code=row.unit_code,
        reason=reason,
        facts=facts | {"title": row.title, "days_of_year": row.days_of_year},
    )
