"""How the regulator and the institutions kept their clocks in a quarter, for the public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from disclosures.queries.material import HEAD_OFFICE
from disclosures.rules.timeliness import FEWEST, kept_share, weighted_median
from forwarding.queries import timeliness as query
from forwarding.queries.timeliness import Handled, Sent
from portal.accounts.queries import units_below
from portal.filings.rules.periods import Period
from portal.institutions.queries import cards
from portal.kernel import arrangement
from portal.kernel.arrangement import Arrangement, CalendarGap


@dataclass(frozen=True)
class Kept:
    """How a category of institutions kept its terms; None where too few ended."""

    category: str
    ended: int
    in_time: Decimal | None
    upheld: Decimal | None
    returned: Decimal | None


@dataclass(frozen=True)
class Timeliness:
    """The clocks of a quarter and a territory.

    `oldest` is in working days; None when nothing waits. `declined` leaves reasons of too few
    out and `declined_few` says that there are such.
    """

    forwarded: int
    in_time: Decimal | None
    median_days: Fraction | None
    oldest: int | None
    declined: Sequence[tuple[str, int]]
    declined_few: bool
    institutions: Sequence[Kept]


def timeliness(session: Session, span: Period, unit: str | None, as_of: date) -> Timeliness:
    """Return the clocks of a quarter, of the whole country or of one unit and those below it."""
    # All units by name let the index on (unit, instant) serve the whole country as well.
    codes = units_below(session, unit or HEAD_OFFICE)
    days = arrangement.load(session)
    last = min(span.last, as_of)
    groups = query.sent(session, span.first, last, codes)
    late = query.overdue(session, span.first, _before(as_of, span.last), codes)
    number = sum(each.number for each in groups)
    in_time = sum(each.number for each in groups if each.forwarded_on <= each.due_on)
    declined = query.not_accepted(session, span.first, last, codes)
    return Timeliness(
        forwarded=number,
        in_time=kept_share(in_time, number + late),
        median_days=weighted_median(_days(days, groups)),
        oldest=_waited(days, query.oldest_waiting(session, codes), as_of),
        declined=[row for row in declined if row[1] >= FEWEST],
        declined_few=any(row[1] < FEWEST for row in declined),
        institutions=_institutions(session, span, as_of, codes),
    )


def _before(as_of: date, last: date) -> date:
    """Return the last day on which a term may have ended unkept: due today is not late."""
    return min(last, date.fromordinal(as_of.toordinal() - 1))


def _days(days: Arrangement, groups: Sequence[Sent]) -> list[tuple[int, int]]:
    found = []
    for each in groups:
        try:
            found.append((days.working_days_between(each.began, each.forwarded_on), each.number))
        except CalendarGap:
            continue
    return found


def _waited(days: Arrangement, since: date | None, as_of: date) -> int | None:
    try:
        return None if since is None else days.working_days_between(since, as_of)
    except CalendarGap:
        return None


def _institutions(
    session: Session, span: Period, as_of: date, codes: Collection[str] | None
) -> list[Kept]:
    rows = query.handled(session, span.first, span.last, as_of, codes)
    known = cards(session, {row.legal_entity_id for row in rows})
    groups: dict[str, list[Handled]] = {}
    for row in rows:
        card = known[row.legal_entity_id]
        groups.setdefault(card.category or card.type, []).append(row)
    found = [_kept("", rows), *(_kept(name, part) for name, part in sorted(groups.items()))]
    return [each for each in found if each.ended >= FEWEST]


def _kept(category: str, rows: Sequence[Handled]) -> Kept:
    ended, decided = sum(row.ended for row in rows), sum(row.decided for row in rows)
    returned = sum(row.returned for row in rows)
    return Kept(
        category,
        ended,
        kept_share(sum(row.kept for row in rows), ended),
        kept_share(sum(row.upheld for row in rows), decided),
        kept_share(returned, ended + returned),
    )
