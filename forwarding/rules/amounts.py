"""Every amount that an amendment may change, by the key of the rules file."""

from collections.abc import Iterator
from datetime import date

from forwarding.rules.clocks import (
    FORWARDING_WORKING_DAYS,
    HANDLING_NATURAL_DAYS,
    IN_FORCE,
    REVIEW_NATURAL_DAYS,
)
from forwarding.rules.intake import MAJOR_JOINT_PEOPLE, REPRESENTATIVES_AT_MOST
from portal.kernel.amounts import Book
from portal.kernel.law import clause

AMOUNTS = {
    amount.key: amount
    for amount in (
        FORWARDING_WORKING_DAYS,
        *HANDLING_NATURAL_DAYS.values(),
        REVIEW_NATURAL_DAYS,
        REPRESENTATIVES_AT_MOST,
        MAJOR_JOINT_PEOPLE,
    )
}
ARTICLES = {
    "forwarding_working_days": "33",
    "handling_days_simple": "18",
    "handling_days_complex": "18",
    "handling_days_especially_complex": "18",
    "review_days": "20",
    "representatives_at_most": "12",
    "major_joint_people": "29",
}


@clause("45")
def rule_sets(book: Book) -> Iterator[tuple[date, dict[str, int]]]:
    """Yield each rule set: the day from which it holds, and every amount by its key."""
    starts = {start for values in book.amendments.values() for start in values}
    for start in sorted({IN_FORCE} | starts):
        yield start, {key: book.at(amount, start) for key, amount in AMOUNTS.items()}


def tiers_in_order(amounts: dict[str, int]) -> bool:
    """Return whether each tier of Art. 18 gives at least as many days as the one before."""
    tiers = [amounts[amount.key] for amount in HANDLING_NATURAL_DAYS.values()]
    return tiers == sorted(tiers)
