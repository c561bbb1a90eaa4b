"""What an institution's report must hold (Arts. 17 and 19)."""

from collections.abc import Iterable, Mapping

from forwarding.vocabulary import REMEDIES
from portal.kernel.law import clause

_BLOCKS = ("verified", "basis_reasons", "decision")


@clause("19")
def missing_report_blocks(
    texts: Mapping[str, str], remedies: Iterable[str], *, decided_by_branch: bool
) -> list[str]:
    """Return the blocks of Art. 19 that a decision lacks; 核查 is owed where a branch decided."""
    named = set(remedies) & set(REMEDIES)
    missing = [block for block in _BLOCKS if not texts.get(block, "").strip()]
    if not named:
        missing.append("remedies")
    elif decided_by_branch and "review" not in named:
        missing.append("review")
    return missing


@clause("19", "20")
def review_offered_rightly(remedies: Iterable[str], *, decided_by_branch: bool) -> bool:
    """Return whether 核查 is not offered against a decision that no branch took (Art. 19, 20)."""
    return decided_by_branch or "review" not in set(remedies)


@clause("17")
def interest_excluded(*, verified_by: str, no_interest: bool) -> bool:
    """Return whether a report names who verified the facts, without an interest in them."""
    return bool(verified_by.strip()) and no_interest
