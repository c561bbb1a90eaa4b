"""The sentences and words of the inspectors' floor, one file for each topic."""

from inspections.messages import evaluations, proposals  # noqa: F401  (register their sentences)
from inspections.messages.watch import GROUNDS

__all__ = ["GROUNDS"]
