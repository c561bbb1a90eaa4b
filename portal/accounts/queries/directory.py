"""The institutions as accounts sees them: given by the floor above, which it never calls itself.

A resolver rather than SQL on the other package's table: the dependency stays visible, and a
process that forgot to load the register fails at once instead of showing a bank no branches.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class InstitutionRef:
    """An institution by id, with its code, name and the unit that supervises it, if known."""

    id: int
    code: str
    name: str
    unit_code: str | None = None


class Directory(Protocol):
    """What the register of institutions answers."""

    def branch_ids(self, session: Session, institution_id: int) -> frozenset[int]:
        """Return an institution and everything below it (Art. 4)."""

    def by_code(self, session: Session, code: str) -> InstitutionRef | None:
        """Return the institution with a code."""

    def by_ids(self, session: Session, ids: Collection[int]) -> dict[int, InstitutionRef]:
        """Return institutions by id."""


_directory: list[Directory] = []


def set_directory(found: Directory) -> None:
    """Name the register; called by the institutions package when its queries are imported."""
    _directory[:] = [found]


def directory() -> Directory:
    """Return the register; raises RuntimeError when the institutions package is not loaded."""
    if not _directory:
        raise RuntimeError("no register of institutions: import portal.institutions.queries first")
    return _directory[0]
