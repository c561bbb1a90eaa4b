"""Which complaint may be merged into which, and when two are one person's (Art. 18, 22)."""

from dataclasses import dataclass
from datetime import datetime

from forwarding.lifecycle import ENDED_UNFORWARDED
from portal.kernel.law import clause


@dataclass(frozen=True)
class Standing:
    """Where a complaint stands: what decides on merging it."""

    id: int
    received_at: datetime
    state: str

    @property
    def place(self) -> tuple[datetime, int]:
        """Its place by receipt; of two received at one moment the one entered first is earlier."""
        return self.received_at, self.id


@clause("18")
def merge_obstacle(repeat: Standing, into: Standing) -> str | None:
    """Return why a repeat cannot be merged into a complaint, as a code; None when it can.

    Only within the period: what was received later goes into what was received earlier and is
    still under way, whose clock does not move.
    """
    if repeat.id == into.id:
        return "merge_into_itself"
    if into.state == "closed":
        return "merge_into_closed"
    if into.state in ENDED_UNFORWARDED:
        return "merge_into_ended"
    return "merge_into_later" if into.place > repeat.place else None


@dataclass(frozen=True)
class Known:
    """The blind marks of a complainant: name, identity number, telephone."""

    name: bytes
    id_no: bytes | None = None
    phone: bytes | None = None


@clause("22")
def same_person(one: Known, other: Known) -> bool:
    """Whether two complainants are surely one: only then may one's number be told to the other.

    By identity number; without two of them by name and telephone, for families share telephones.
    """
    if one.id_no and other.id_no:
        return one.id_no == other.id_no
    return bool(one.phone) and one.phone == other.phone and one.name == other.name
