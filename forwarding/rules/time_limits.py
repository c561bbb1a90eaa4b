"""The institution's time limit with everything that moves it (Arts. 18, 21 and 23).

An account is made of the day the forward arrived and of the acts on record, in their order, and
of nothing else, so that every due date can be found again from what is stored:

- an extension sets the tier; its length is the whole period, counted from the same day 0;
- an excluded period is excluded from the day it begins up to and including the day it ends, as
  far as these days lie within the counted period; what two periods share is excluded once;
- while a period has no end, the limit is paused: its end is known only as `not_before`;
- new facts count from the day their material came in: that day is day 0, the tier is simple again;
- a date agreed with the complainant prevails over all counting, until new facts restart it;
- a review that has the branch handle again (Art. 20) begins a handling of its own: the day on which
  the superior decided is day 0, the tier is simple. The Measures name no period for it: reading it
  as Art. 18 counted afresh is ours. A conclusion entered late does not move its day 0;
- an act struck out counts for nothing, as if it had never been entered.

Lengths are those of the rule set of the day the forward arrived, whatever restarts later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from forwarding.rules.clocks import IN_FORCE, LAST_DAY, TIERS, handling_days, in_time
from forwarding.vocabulary.time_limits import EXCLUSION_GROUNDS, EXPERT_GROUNDS
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.arrangement import ROLLS_OVER, Account, Arrangement, Day, count_natural
from portal.kernel.law import clause

_ONE_DAY = timedelta(days=1)


class LimitAct(Protocol):
    """An act on a time limit, as it is stored; `strikes` of a strike is the `id` of another."""

    id: int
    kind: str
    strikes: int | None
    tier: str | None
    ground: str | None
    began_on: date | None
    ended_on: date | None
    agreed_on: date | None
    told_on: date | None


@dataclass(frozen=True)
class Limit:
    """Where an institution's time limit stands after the acts on record.

    `account` tells every day since the forward arrived; its `due_on` is None while the limit is
    paused. `stored_due_on` is the day kept with the forwarding: the due date, or while paused
    the earliest it can be. `since` is day 0 in force; `agreed` says that an agreed date holds,
    `redo` that the case is handled again after a review.
    """

    account: Account
    tier: str
    since: date
    agreed: bool
    paused_on: date | None
    stored_due_on: date
    redo: bool = False

    def runs_on(self, day: date) -> bool:
        """Return whether the period is not over on a day: its last day counts whole (Art. 43)."""
        return self.paused_on is not None or in_time(day, self.stored_due_on)


@dataclass(frozen=True)
class _Standing:
    since: date
    tier: str = "simple"
    agreed_on: date | None = None
    redo: bool = False


def counted(acts: Iterable[LimitAct]) -> list[LimitAct]:
    """Return the acts that count: neither strikes nor what they struck out."""
    acts = list(acts)
    struck = {act.strikes for act in acts if act.kind == "strike"}
    return [act for act in acts if act.kind != "strike" and act.id not in struck]


@clause("18", "20", "21", "23")
def time_limit(
    reached_on: date,
    acts: Iterable[LimitAct] = (),
    *,
    as_of: date | None = None,
    arrangement: Arrangement | None = None,
    book: Book = AS_WRITTEN,
) -> Limit:
    """Count an institution's time limit from the day the forward arrived and the acts on record.

    `as_of` shows the days of a period that still runs up to that day; it never moves
    `stored_due_on`, which depends on the record alone.
    """
    acts = counted(acts)
    standing = _standing(reached_on, acts)
    length = handling_days(reached_on, standing.tier, book=book)
    calendar = _calendar(reached_on, arrangement)
    periods = [act for act in acts if act.kind == "exclusion"]
    kept = count_natural(standing.since, length, calendar, excluded=excluded_days(periods))
    due_on = standing.agreed_on or kept.due_on or kept.not_before
    paused_on = None if standing.agreed_on else _paused_on(periods, kept)
    shown = kept
    if paused_on and as_of:
        days = excluded_days(periods, as_of=as_of)
        shown = count_natural(standing.since, length, calendar, excluded=days)
    return Limit(
        account=_whole(reached_on, standing, shown, paused=paused_on is not None),
        tier=standing.tier,
        since=standing.since,
        agreed=standing.agreed_on is not None,
        paused_on=paused_on,
        stored_due_on=due_on,
        redo=standing.redo,
    )


def _standing(reached_on: date, acts: Iterable[LimitAct]) -> _Standing:
    standing = _Standing(reached_on)
    for act in acts:
        if act.kind == "extension" and act.tier:
            standing = replace(standing, tier=act.tier)
        elif act.kind in ("restart", "redo") and act.began_on:
            standing = _Standing(act.began_on, redo=act.kind == "redo")
        elif act.kind == "agreement":
            standing = replace(standing, agreed_on=act.agreed_on)
    return standing


def _calendar(reached_on: date, arrangement: Arrangement | None) -> Arrangement | None:
    if LAST_DAY.at(max(reached_on, IN_FORCE)) != ROLLS_OVER:
        return None
    if arrangement is None:
        raise ValueError("a last day that rolls over needs the arrangement")
    return arrangement


@clause("18")
def excluded_days(periods: Iterable[LimitAct], *, as_of: date | None = None) -> dict[date, str]:
    """Return every excluded day with its ground, days of overlapping periods once (Art. 18).

    A period that still runs has its first day at least, and all days up to `as_of`.
    """
    found: dict[date, str] = {}
    for act in periods:
        if act.began_on is None:
            continue
        last = act.ended_on or max(act.began_on, as_of or act.began_on)
        for day in _days(act.began_on, last):
            found.setdefault(day, EXCLUSION_GROUNDS.get(act.ground or "", ""))
    return found


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _ONE_DAY


def _paused_on(periods: Iterable[LimitAct], account: Account) -> date | None:
    """Return since when a period without an end runs that begins within the counted days."""
    last = account.days[-1].date
    running = (act.began_on for act in periods if act.began_on and act.ended_on is None)
    return min((began for began in running if began <= last), default=None)


def _whole(reached_on: date, standing: _Standing, shown: Account, *, paused: bool) -> Account:
    """Return the account with the days before a restart, and up to an agreed date."""
    days = shown.days
    if standing.agreed_on:
        days = tuple(_until_agreed(standing.since, standing.agreed_on))
        agreed = standing.agreed_on
        shown = replace(shown, length=len(days) - 1, due_on=agreed, not_before=agreed, gap=None)
    if standing.since > reached_on:
        ends = ("superseded", "restarted"), ("before_redo", "redo")
        superseded, began = ends[standing.redo]
        before = [
            Day(day, False, superseded if day > reached_on else "day_zero")
            for day in _days(reached_on, standing.since - _ONE_DAY)
        ]
        days = (*before, Day(standing.since, False, began), *days[1:])
    if paused:
        shown = replace(shown, due_on=None, not_before=shown.due_on or shown.not_before)
    return replace(shown, days=days)


def _until_agreed(since: date, agreed_on: date) -> Iterator[Day]:
    yield Day(since, False, "day_zero")
    for day in _days(since + _ONE_DAY, agreed_on):
        yield Day(day, True, "agreed" if day == agreed_on else "natural_day")


@clause("18")
def handled_late(due_on: date, paused_on: date | None, day: date) -> bool:
    """Return whether a day is after the due date; while a limit is paused no day is (Art. 18)."""
    return paused_on is None and not in_time(day, due_on)


@clause("18", "21")
def could_be_done(act: LimitAct, limit: Limit, done_on: date) -> bool:
    """Return whether an act could be entered on a day on which the limit stood so (Art. 18, 21)."""
    if act.kind == "extension":
        fits = not limit.agreed and act.tier == next_tier(limit.tier)
        return fits and limit.runs_on(done_on)
    if act.kind == "agreement":
        return limit.runs_on(done_on)
    if act.kind == "redo" or act.began_on is None:
        return True
    told_on = act.told_on or act.began_on
    since = limit.since if act.kind == "restart" else act.began_on
    return since <= act.began_on and limit.runs_on(act.began_on) and limit.runs_on(told_on)


@clause("18")
def next_tier(tier: str) -> str | None:
    """Return the tier that follows: complex after simple, especially complex only after complex."""
    place = TIERS.index(tier) + 1
    return TIERS[place] if place < len(TIERS) else None


@clause("18")
def approval_needed(tier: str) -> bool:
    """Return whether a tier needs the superior institution or a senior officer, and the telling."""
    return tier == "especially_complex"


@clause("18", "23")
def told_needed(ground: str) -> bool:
    """Return whether a period counts as excluded only when the complainant was told of it."""
    return ground in EXPERT_GROUNDS


@clause("14", "18")
def may_be_not_entitled(filer_kind: str) -> bool:
    """Return whether a filer can be found not entitled: an heir never is (Art. 14, 18)."""
    return filer_kind != "heir"
