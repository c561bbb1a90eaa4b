"""Whether a duty to report is met, in time or late."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from portal.kernel.law import clause

STATES = ("exempt", "met", "met_late", "overdue", "open", "to_come")
"""The states of a duty to report; derived, never stored."""


class Duty(Protocol):
    """A duty of one institution for one period."""

    opens_on: date
    due_on: date | None
    filed_on: date | None
    again_by: date | None
    late: bool
    exempt: bool


def last_day(duty: Duty) -> date | None:
    """Return the last day for filing: the duty's own, or the one set when it was sent back."""
    return duty.again_by or duty.due_on


@clause("35", "36")
def duty_state(duty: Duty, as_of: date) -> str:
    """Return where a duty stands on a day (Arts. 35, 36); its last day is in time (Art. 43).

    `filed_on` is the day on which what stands was signed, None again once it was sent back. What
    was late once stays late, however it is corrected.
    """
    if duty.exempt:
        return "exempt"
    if duty.filed_on is not None:
        return "met_late" if duty.late else "met"
    last = last_day(duty)
    if last is not None and as_of > last:
        return "overdue"
    return "open" if as_of >= duty.opens_on else "to_come"


@clause("43")
def late_days(due_on: date | None, signed_on: date) -> int:
    """Return how many natural days after its last day something was signed; 0 in time."""
    return max((signed_on - due_on).days, 0) if due_on is not None else 0


def applies(
    wanted: "Aim", *, type: str, category: str, level: str, territory: str, institution_id: int
) -> bool:
    """Return whether a requirement is aimed at an institution.

    Institutions named one by one are meant whatever else is said; otherwise every list that is
    not empty must hold it, a territory meaning itself and all below.
    """
    if institution_id in wanted.institution_ids:
        return True
    if wanted.institution_ids and not (wanted.types or wanted.categories or wanted.territories):
        return False
    return (
        (not wanted.types or type in wanted.types)
        and (not wanted.categories or category in wanted.categories)
        and (not wanted.level or level == wanted.level)
        and (not wanted.territories or any(_within(territory, t) for t in wanted.territories))
    )


class Aim(Protocol):
    """From whom something is due."""

    types: Collection[str]
    categories: Collection[str]
    territories: Collection[str]
    institution_ids: Collection[int]
    level: str


def _within(territory: str, unit: str) -> bool:
    stem = unit.rstrip("0")
    stem += "0" * (-len(stem) % 2)
    return territory.startswith(stem)
