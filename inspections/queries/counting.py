"""The figures that a yearly evaluation is computed from: a year's cases, filings and orders."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from forwarding.queries import supervision as cases
from forwarding.queries.handling import handling
from inspections.lifecycle import STANDING_FINDING
from inspections.models import Finding, Rectification
from inspections.rules.evaluating import median
from inspections.rules.indicators import COUNTS, rate
from portal.accounts.queries import territories, units_below
from portal.filings.queries.supervision import denominators, reporting_of
from portal.institutions.queries import Card, all_cards
from portal.kernel.clock import start_of

HEAD_OFFICE = "000000"
FEWEST = 3
"""Of fewer institutions the median would tell one of them another's rate."""

CAUSES = {
    "marketing": ("C04", "C05", "I01"),
    "service": ("C01", "C02", "I07"),
    "privacy": ("C11",),
}
DENOMINATORS = {"banking": "personal_customers", "insurer": "policies"}
_DEFAULT_DENOMINATOR = "outlets"
_FIGURES = {
    "forwarded": "forwarded",
    "late": "late",
    "reported": "reported",
    "sent_back": "sent_back",
    "reviewed": "reviewed",
    "changed": "changed",
}


def to_evaluate(session: Session, unit_code: str) -> list[Card]:
    """Return the open institutions that report to a unit itself (Art. 6), by their ids."""
    competent = territories(session)
    return [
        card
        for card in all_cards(session)
        if card.open and (competent(card.territory) or HEAD_OFFICE) == unit_code
    ]


def inputs_of(
    session: Session, unit_code: str, year: int, chosen: Collection[Card], as_of: date
) -> dict[int, dict[str, Any]]:
    """Return the counts of a year up to a day, by institution, each with its branches (Art. 4).

    With `rate`, complaints for ten thousand of the denominator, and the category's median of it,
    both as text, where enough denominators are known.
    """
    since, until = date(year, 1, 1), min(date(year, 12, 31), as_of)
    units = None if unit_code == HEAD_OFFICE else units_below(session, unit_code)
    own = _own(session, units, since, until, as_of)
    parents = {card.id: card.parent_id for card in all_cards(session)}
    rolled = _rolled_up(own, parents)
    found: dict[int, dict[str, Any]] = {
        card.id: {name: rolled[card.id].get(name, 0) for name in COUNTS} for card in chosen
    }
    _add_rates(session, found, chosen, year)
    return found


def _own(
    session: Session, units: Collection[str] | None, since: date, until: date, as_of: date
) -> dict[int, dict[str, int]]:
    """Return what is counted of each institution by itself."""
    own: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in handling(session, units, since=since, as_of=as_of, until=until):
        for name, field in _FIGURES.items():
            own[one.institution_id][name] += getattr(one, field)
    for name, causes in CAUSES.items():
        _put(own, name, cases.counted_by_institution(session, units, since, until, causes))
    earlier = since.replace(year=since.year - 1), _year_before(until)
    _put(own, "before", cases.counted_by_institution(session, units, *earlier))
    _put(own, "refused", cases.refusals_by_institution(session, units, since, until))
    for owner, reporting in reporting_of(session, None, since, until, as_of).items():
        own[owner]["due"] += reporting.due
        own[owner]["filed_late"] += reporting.late
        own[owner]["unmet"] += reporting.unmet
        own[owner]["filings_sent_back"] += reporting.sent_back
    _add_supervision(session, own, units, since, until)
    return own


def _add_supervision(
    session: Session,
    own: dict[int, dict[str, int]],
    units: Collection[str] | None,
    since: date,
    until: date,
) -> None:
    for owner, demanded, missed, overdue in _demanded(session, units, since, until):
        own[owner]["demanded"] += demanded
        own[owner]["failed"] += missed
        own[owner]["overdue"] += overdue
    for owner, standing, repeated in _found(session, since, until):
        own[owner]["findings"] += standing
        own[owner]["repeated"] += repeated


def _demanded(
    session: Session, units: Collection[str] | None, since: date, until: date
) -> list[tuple[int, int, int, int]]:
    """Return demands and orders by institution: all, those not met in time, those overdue."""
    of = Rectification
    failed = or_(of.failed_at.is_not(None), of.overdue_told_at.is_not(None))
    found = (
        select(
            of.institution_id,
            func.count(),
            func.count().filter(failed),
            func.count().filter(of.state == "issued", of.due_on < until),
        )
        .where(
            of.kind.in_(("demand", "order")),
            of.state != "revoked",
            of.issued_on.between(since, until),
            *(() if units is None else (of.unit_code.in_(sorted(units)),)),
        )
        .group_by(of.institution_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(found)]


def _found(session: Session, since: date, until: date) -> list[tuple[int, int, int]]:
    """Return standing findings by institution: all, and repeated ones."""
    found = (
        select(
            Finding.institution_id,
            func.count(),
            func.count().filter(Finding.repeats.is_not(None)),
        )
        .where(
            Finding.state.in_(STANDING_FINDING),
            Finding.made_at >= start_of(since),
            Finding.made_at < start_of(date.fromordinal(until.toordinal() + 1)),
        )
        .group_by(Finding.institution_id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(found)]


def _add_rates(
    session: Session, found: dict[int, dict[str, Any]], chosen: Collection[Card], year: int
) -> None:
    """Add the rate of each and the median of its category, where the denominator is known."""
    groups: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for type_ in {card.type for card in chosen}:
        metric = DENOMINATORS.get(type_, _DEFAULT_DENOMINATOR)
        among = {card.id: card for card in chosen if card.type == type_}
        for owner, value in denominators(session, metric, year, among).items():
            known = rate(found[owner]["forwarded"], value)
            if known is not None:
                groups[among[owner].category][owner] = known
    for rates in groups.values():
        if len(rates) < FEWEST:
            continue
        middle = median(list(rates.values()))
        for owner, known in rates.items():
            found[owner] |= {"rate": str(known), "rate_median": str(middle)}


def _put(own: dict[int, dict[str, int]], name: str, counted: Mapping[int, int]) -> None:
    for owner, count in counted.items():
        own[owner][name] += count


def _rolled_up(
    own: Mapping[int, Mapping[str, int]], parents: Mapping[int, int | None]
) -> dict[int, dict[str, int]]:
    """Return the counts with those of all branches below (Art. 4)."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for owner, counts in own.items():
        above: int | None = owner
        while above is not None:
            for name, count in counts.items():
                found[above][name] += count
            above = parents.get(above)
    return found


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
