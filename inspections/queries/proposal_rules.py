"""The numbers of the rules that propose supervision, by unit and day."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.models import ProposalRule
from inspections.rules import proposing
from inspections.rules.proposing import Setting
from portal.accounts.queries import units

Settings = Callable[[str, str], Setting]


def settings_at(session: Session, day: date) -> Settings:
    """Return a function from unit and rule to its numbers on a day.

    What a unit has not set is as the unit above it has, and at last as the portal comes.
    """
    parents = {unit.code: unit.parent_code for unit in units(session)}
    set_: dict[tuple[str, str], Setting] = {}
    rows = select(ProposalRule).where(ProposalRule.effective_from <= day)
    for row in session.scalars(rows.order_by(ProposalRule.effective_from, ProposalRule.id)):
        set_[row.unit_code, row.rule] = Setting(row.enabled, row.least, row.days)

    def found(unit_code: str, rule: str) -> Setting:
        at: str | None = unit_code
        while at is not None:
            if (at, rule) in set_:
                return set_[at, rule]
            at = parents.get(at)
        return proposing.setting(rule)

    return found


def history(session: Session, unit_code: str) -> Sequence[ProposalRule]:
    """Return what a unit has set, the newest first."""
    found = select(ProposalRule).where(ProposalRule.unit_code == unit_code)
    return session.scalars(found.order_by(ProposalRule.id.desc()).limit(100)).all()
