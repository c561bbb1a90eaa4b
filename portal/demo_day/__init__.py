"""A hotline's day, invented: complaints as people tell them, in the proportions of the bulletins.

`generate` yields rows of the complaints file; `cases` yields each row with what is true of it,
so that suggestions can be measured. Same number, seed, day and register: same rows.
"""

from portal.demo_day.day import COLUMNS, Truth, cases, generate
from portal.demo_day.file import write

__all__ = ["COLUMNS", "Truth", "cases", "generate", "write"]
