"""The review (核查) of a branch's decision by its superior (Art. 20)."""

from collections.abc import Mapping
from datetime import date

from forwarding.rules.clocks import in_time, review_clock
from forwarding.vocabulary import REVIEW_BLOCKS
from portal.kernel.amounts import AS_WRITTEN, Book
from portal.kernel.law import clause


@clause("20")
def review_applied_in_time(
    decision_received_on: date, applied_on: date, *, book: Book = AS_WRITTEN
) -> bool:
    """Return whether a review was applied for within 30 natural days of receiving the decision."""
    return in_time(applied_on, review_due_on(decision_received_on, book=book))


@clause("20")
def review_met(
    applied_on: date, decided_on: date, told_on: date, *, book: Book = AS_WRITTEN
) -> bool:
    """Return whether a review was decided and told within 30 natural days of its application."""
    due_on = review_due_on(applied_on, book=book)
    return in_time(decided_on, due_on) and in_time(told_on, due_on)


@clause("20")
def missing_conclusion_blocks(texts: Mapping[str, str]) -> list[str]:
    """Return what a conclusion leaves out of process, time limits and result (Art. 20)."""
    return [block for block in REVIEW_BLOCKS if not (texts.get(block) or "").strip()]


def review_due_on(since: date, *, book: Book = AS_WRITTEN) -> date:
    """Return the last of the 30 natural days from a day, which is in time."""
    account = review_clock(since, book=book)
    return account.due_on or account.not_before
