"""Duties that a change brings about: to report it within so many days (Art. 35)."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.accounts.queries import units_below
from portal.filings.commands.lay_out import meant
from portal.filings.models import Exemption, Filing, Obligation, Requirement
from portal.filings.rules.duties import late_days
from portal.filings.rules.periods import due_within
from portal.institutions.queries import card
from portal.kernel import arrangement
from portal.kernel.clock import business_date


def bring_about(session: Session, filing: Filing, on: date, *, at: datetime) -> None:
    """Write the duties under every requirement "on change" that this filing of a change meets.

    `on` is the first day of the change, from which the days count (Art. 43). Where the filing
    has no duty yet, the one that is due first is its own, by which it is judged; the others, of
    another unit, are met with it.
    """
    made = [_duty(session, row, filing, on, at) for row in _required(session, filing, on)]
    found = sorted((duty for duty in made if duty), key=lambda duty: duty.due_on or date.max)
    today = business_date(at)
    for duty in found:
        if filing.obligation_id is None:
            filing.obligation_id = duty.id
            continue
        duty.filed_on, duty.late = today, late_days(duty.due_on, today) > 0
    session.flush()


def _required(session: Session, filing: Filing, on: date) -> list[Requirement]:
    owner = card(session, filing.institution_id)
    assert owner is not None
    found = select(Requirement).where(
        Requirement.state == "in_force",
        Requirement.frequency == "on_change",
        Requirement.kind == filing.kind,
        Requirement.subject.in_(("", filing.subject)),
        Requirement.valid_from <= on,
        or_(Requirement.valid_until.is_(None), Requirement.valid_until >= on),
    )
    rows = session.scalars(found.order_by(Requirement.id)).all()
    return [row for row in rows if meant(row, owner, units_below(session, row.unit_code))]


def _duty(
    session: Session, row: Requirement, filing: Filing, on: date, at: datetime
) -> Obligation | None:
    exempt = select(Exemption.id).where(
        Exemption.requirement_id == row.id,
        Exemption.institution_id == filing.institution_id,
        Exemption.period == "",
        Exemption.lifted_at.is_(None),
    )
    if session.scalar(exempt) is not None:
        return None
    account = due_within(on, row.days_after or 1, row.day_kind, arrangement.load(session))
    values = {
        "requirement_id": row.id,
        "institution_id": filing.institution_id,
        "period": f"change:{filing.id}",
        "opens_on": on,
        "due_on": account.due_on,
        "provisional": account.due_on is None,
        "exempt": False,
        "late": False,
        "made_at": at,
    }
    put = insert(Obligation).values(values)
    same = ["requirement_id", "institution_id", "period"]
    # A change that was taken back and is signed again keeps its duty, with the day of the change.
    moved = {name: put.excluded[name] for name in ("opens_on", "due_on", "provisional")}
    made = put.on_conflict_do_update(index_elements=same, set_=moved).returning(Obligation.id)
    return session.get_one(Obligation, session.scalar(made), populate_existing=True)
