"""The sentences and words of the inspectors' floor, one file for each topic."""

from inspections.messages import proposals  # noqa: F401  (registers its sentences)
from inspections.messages.watch import GROUNDS

__all__ = ["GROUNDS"]
