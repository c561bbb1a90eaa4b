"""Which closed complaints are followed up (回访): a sample that anybody can work out again.

The Measures are silent about it: the share, the day and the tries are the house's own.
"""

import hashlib

TRIES_TO_REACH = 2
"""Logged tries by telephone before a follow-up may be given up."""


def is_sampled(number: str, percent: int) -> bool:
    """Return whether a complaint is in the sample: its number decides, and nobody's choice."""
    drawn = int.from_bytes(hashlib.sha256(f"follow-up:{number}".encode()).digest()[:8])
    return drawn % 10_000 < percent * 100
