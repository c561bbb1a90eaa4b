"""The sentences and words of the inspectors' floor, one file for each topic."""

from inspections.messages import (  # noqa: F401  (register their sentences)
    evaluations,
    inspections,
    proposals,
    rectification,
)
from inspections.messages.watch import GROUNDS

__all__ = ["GROUNDS"]
