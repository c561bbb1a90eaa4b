"""What was found when published channels were looked at, and what fails (Art. 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from portal.accounts.queries import account_names
from portal.filings.models import ChannelCheck
from portal.filings.rules.channels import point_state, points_due, published_state
from portal.institutions.queries import answering_to, cards, taking_internet
from portal.kernel.actor import Actor

_HISTORY = 60


class Publisher(Protocol):
    """An institution as far as Art. 8 asks more or less of it."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def internet_channel(self) -> bool:
        """Whether it takes complaints by internet."""


@dataclass(frozen=True)
class PointView:
    """One point of an institution with the newest look at it, None before the first."""

    point: str
    state: str
    check: ChannelCheck | None

    @property
    def said_mended(self) -> bool:
        """Whether the institution has said that it mended this, and waits for another look."""
        return self.state == "not_met" and bool(self.check and self.check.mended_at)


@dataclass(frozen=True)
class Published:
    """How an institution stands as a whole, and its points in order."""

    state: str
    points: tuple[PointView, ...]

    @property
    def looked_at_on(self) -> date | None:
        """The day of the newest look at any point that is due."""
        days = [each.check.looked_at_on for each in self.points if each.check]
        return max(days, default=None)

    @property
    def to_look_again(self) -> bool:
        """Whether another look is asked for at any point."""
        return any(each.said_mended for each in self.points)


@dataclass(frozen=True)
class FailedPoint:
    """A point that was not met when last looked at: ground Art. 40(1) for a demand."""

    institution_id: int
    point: str
    looked_at_on: date
    evidence: str
    check_id: int
    said_mended: bool


@dataclass(frozen=True)
class Look:
    """One look of the past with who noted it."""

    row: ChannelCheck
    noted_by: str


def published(session: Session, institutions: Iterable[Publisher]) -> dict[int, Published]:
    """Return how each institution stands, by id; one query however many they are."""
    wanted = {each.id: each.internet_channel for each in institutions}
    newest: dict[int, dict[str, ChannelCheck]] = {each: {} for each in wanted}
    for check in session.scalars(_newest().where(ChannelCheck.institution_id.in_(wanted))):
        newest[check.institution_id][check.point] = check
    return {each: _standing(newest[each], internet) for each, internet in wanted.items()}


def _standing(newest: dict[str, ChannelCheck], internet: bool) -> Published:
    found = {point: check.met for point, check in newest.items()}
    points = tuple(
        PointView(point, point_state(point, found.get(point), internet), newest.get(point))
        for point in points_due(internet)
    )
    return Published(published_state(found, internet), points)


def failed_points(
    session: Session, institution_ids: Iterable[int]
) -> dict[int, tuple[FailedPoint, ...]]:
    """Return what fails of Art. 8 at each institution where anything does, by id."""
    found = published(session, cards(session, institution_ids).values())
    failed = {
        owner: tuple(
            _failed(each.check, each) for each in standing.points if each.state == "not_met"
        )
        for owner, standing in found.items()
    }
    return {owner: points for owner, points in failed.items() if points}


def _failed(check: ChannelCheck | None, of: PointView) -> FailedPoint:
    assert check is not None, "what was never looked at has not failed"
    return FailedPoint(
        check.institution_id,
        check.point,
        check.looked_at_on,
        check.evidence,
        check.id,
        of.said_mended,
    )


def history(session: Session, institution_id: int) -> list[Look]:
    """Return the looks at an institution's channels, the newest first."""
    found = (
        select(ChannelCheck)
        .where(ChannelCheck.institution_id == institution_id)
        .order_by(ChannelCheck.looked_at_on.desc(), ChannelCheck.id.desc())
        .limit(_HISTORY)
    )
    rows = session.scalars(found).all()
    names = account_names(session, [row.noted_by for row in rows if row.noted_by])
    return [Look(row, names.get(row.noted_by, "") if row.noted_by else "") for row in rows]


def check_by_id(session: Session, actor: Actor, check_id: int) -> ChannelCheck | None:
    """Return one look at an institution that answers to the actor."""
    found = select(ChannelCheck).where(
        ChannelCheck.id == check_id, ChannelCheck.institution_id.in_(answering_to(actor))
    )
    return session.scalar(found)


def in_state(actor: Actor, state: str) -> Select[int]:
    """Return the ids of institutions answering to an actor that stand so as a whole.

    The same cut as `rules.channels.published_state`; to_look_again are those not met that say
    they mended it.
    """
    whole = answering_to(actor).subquery()
    ids, failing = select(whole.c.id), whole.c.id.in_(_with(met=False))
    offline, online = whole.c.id.not_in(taking_internet()), "internet_published"
    met = and_(
        *(whole.c.id.in_(_with(point, met=True)) for point in points_due(False)),
        or_(offline, whole.c.id.in_(_with(online, met=True))),
    )
    if state == "to_look_again":
        return ids.where(whole.c.id.in_(_with(met=False, mended=True)))
    if state == "not_met":
        return ids.where(failing)
    return ids.where(not_(failing), met if state == "met" else not_(met))


def _newest() -> Select[ChannelCheck]:
    of = ChannelCheck
    places = (of.institution_id, of.point, of.looked_at_on.desc(), of.id.desc())
    newest = select(of).ext(distinct_on(of.institution_id, of.point))
    return newest.order_by(*places)


def _with(point: str = "", *, met: bool, mended: bool = False) -> Select[int]:
    """Return the ids of institutions whose newest look found a point that is due so."""
    newest = aliased(ChannelCheck, _newest().subquery())
    found = select(newest.institution_id).where(newest.met.is_(met))
    if mended:
        found = found.where(newest.mended_at.is_not(None))
    if point:
        return found.where(newest.point == point)
    return found.where(_due(newest))


def failing_checks(session: Session) -> dict[int, list[int]]:
    """Return by institution the ids of the looks that hold and found a point that is due unmet."""
    newest = aliased(ChannelCheck, _newest().subquery())
    found = select(newest.institution_id, newest.id).where(newest.met.is_(False), _due(newest))
    failing: dict[int, list[int]] = {}
    for owner, check_id in session.execute(found.order_by(newest.id)):
        failing.setdefault(owner, []).append(check_id)
    return failing


def _due(newest: type[ChannelCheck]) -> ColumnElement[bool]:
    offline = newest.point != "internet_published"
    return or_(offline, newest.institution_id.in_(taking_internet()))
