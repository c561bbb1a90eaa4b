"""Which major complaint (Art. 29) a case looks like, by what is on record of it."""

from datetime import date, datetime, timedelta
from typing import Protocol

from forwarding.rules.intake import major_kind
from portal.kernel.amounts import AS_WRITTEN, Book


class Stated(Protocol):
    """A complaint, or a submission that will become one."""

    @property
    def public_event(self) -> str | None:
        """The event behind it."""

    @property
    def joint(self) -> bool:
        """Whether several complain together."""

    @property
    def channel(self) -> str:
        """How it came; a visit is face to face."""

    @property
    def people_count(self) -> int:
        """How many complain."""


def suggested_kind(case: Stated, on: date, book: Book = AS_WRITTEN) -> int | None:
    """Return the kind to suggest, by the amounts of the day of receipt; None for none."""
    return major_kind(
        event=case.public_event,
        joint=case.joint,
        face_to_face=case.channel == "visit",
        people=case.people_count,
        on=on,
        book=book,
    )


def incident_due(designated_at: datetime, forwarded_at: datetime, hours: int) -> datetime:
    """Return by when an institution reports on the incident: so many hours after it knows of it.

    The Measures are silent about the time: `hours` is a setting, never presented as law.
    """
    return max(designated_at, forwarded_at) + timedelta(hours=hours)
