"""Acts on a time limit for the tests: plain ones for the rules, real ones for the database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from forwarding.commands import mediation as mediating
from forwarding.commands import time_limits
from forwarding.models import Forwarding, Mediation, TimeLimitAct
from portal.institutions import commands as institutions
from portal.institutions.commands.mediators import Stated
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import ZONE
from tests import factories as make

REACHED = make.DAY.date()


@dataclass(frozen=True)
class Plain:
    """An act as the rules see it."""

    kind: str
    tier: str | None = None
    ground: str | None = None
    began_on: date | None = None
    ended_on: date | None = None
    agreed_on: date | None = None
    told_on: date | None = None
    id: int = 0
    strikes: int | None = None


def excluded(began_on: date, ended_on: date | None = None, ground: str = "testing") -> Plain:
    """Return an excluded period; without an end it runs."""
    return Plain("exclusion", ground=ground, began_on=began_on, ended_on=ended_on)


def extended(tier: str = "complex") -> Plain:
    """Return an extension."""
    return Plain("extension", tier=tier)


def restarted(began_on: date) -> Plain:
    """Return a restart on the day of the new material."""
    return Plain("restart", began_on=began_on)


def agreed(agreed_on: date) -> Plain:
    """Return a date agreed with the complainant."""
    return Plain("agreement", agreed_on=agreed_on)


def on(days: int, hour: int = 9) -> datetime:
    """Return an instant so many days after the forward arrived."""
    day = REACHED + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def day(days: int) -> date:
    """Return the date so many days after the forward arrived."""
    return REACHED + timedelta(days=days)


def sent(session: Session, **changes: object) -> Forwarding:
    """Return a forwarding that arrived on day 0."""
    (row,) = make.forwardings_of(session, make.forwarded(session, **changes))
    return row


def extend(session: Session, row: Forwarding, at: datetime, **changes: object) -> TimeLimitAct:
    """Extend to the complex tier, or to what is asked for."""
    given = {"tier": "complex", "reason": "案情复杂。", "by": SYSTEM, "at": at, **changes}
    return time_limits.extend(session, row, **given)


def approval(**changes: object) -> time_limits.Approval:
    """Return an approval of day 20, told on day 21."""
    given = {
        "level": "superior",
        "approver": "赵行长",
        "approved_on": day(20),
        "told_on": day(21),
        "told_means": "phone",
    }
    return time_limits.Approval(**{**given, **changes})


def exclude(session: Session, row: Forwarding, at: datetime, **changes: object) -> TimeLimitAct:
    """Exclude a test that begins on day 5 and runs, unless told otherwise."""
    given = {
        "ground": "testing",
        "began_on": day(5),
        "reason": "送检。",
        "told_on": day(5),
        "told_means": "phone",
        "by": SYSTEM,
        "at": at,
    }
    return time_limits.exclude(session, row, **{**given, **changes})


def make_mediator(
    session: Session, name: str = "浙江样例金融纠纷调解中心", **changes: object
) -> int:
    """Enter a mediation organisation and return its id."""
    given = {
        "name": name,
        "territory": "330000",
        "sectors": ("banking", "insurance"),
        "began_on": date(2021, 1, 1),
        "phone": "0571-12345678",
    }
    row = institutions.add_mediator(session, Stated(**{**given, **changes}), by=SYSTEM, at=make.DAY)
    return row.id


def mediated(
    session: Session, row: Forwarding, at: datetime, *, accepted: bool = True, by: Actor = SYSTEM
) -> Mediation:
    """Return a mediation applied for, and accepted, on the day of the act."""
    today = at.astimezone(ZONE).date()
    held = mediating.apply(
        session,
        row,
        organisation_id=make_mediator(session),
        consented_on=today,
        applied_on=today,
        by=by,
        at=at,
    )
    if accepted:
        mediating.accept(session, row, held, accepted_on=today, by=by, at=at)
    session.flush()
    return held


def ended(
    session: Session,
    row: Forwarding,
    held: Mediation,
    at: datetime,
    result: str = "agreed",
    **more: object,
) -> None:
    """End a mediation on the day of the act."""
    outcome = mediating.Outcome(at.astimezone(ZONE).date(), result, **more)
    mediating.end(session, row, held, outcome, by=SYSTEM, at=at)
    session.flush()
