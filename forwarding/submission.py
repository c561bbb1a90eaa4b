"""What a filer hands in, in one shape for the form, the clerk, the API and the hotline's file."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from portal.kernel import likeness, search

UNKNOWN_NAME = "（未提供姓名）"
"""Stands for the name of a caller who gave none: it is nobody's, and no two are alike by it."""


@dataclass(frozen=True)
class Person:
    """Somebody on the complainant's side; `role` is complainant, guardian, agent, heir,
    legal_representative, or representative or member of a joint complaint (Art. 12);
    `preferred_means` is how they wish to be told (Art. 21)."""

    name: str
    role: str = "complainant"
    kind: str = "natural"
    id_type: str | None = None
    id_no: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    preferred_means: str | None = None


@dataclass(frozen=True)
class Against:
    """An institution complained about, as stated; `institution_id` only when a person chose it."""

    stated_name: str
    institution_id: int | None = None
    staff_name: str | None = None
    staff_unit: str | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file already in the store, with the purpose it serves in the case."""

    sha256: str
    label: str
    size: int
    content_type: str
    purpose: str = "evidence"


@dataclass(frozen=True)
class Submission:
    """A complaint as handed in; `received_at` is the real receipt, not the data entry (Art. 33).

    `forwarded_at` and `told_at` are given for history only. `confirmed` holds a clerk's reason
    for each warning overridden, by code. `people_count` is how many complain in a joint complaint,
    named or not; `public_event` is what stands behind it (Art. 29).
    """

    channel: str
    source: str
    received_at: datetime
    territory: str
    people: tuple[Person, ...]
    against: tuple[Against, ...]
    claim: str
    facts: str
    filer_kind: str = "self"
    business: str | None = None
    cause: str | None = None
    asked_for: tuple[str, ...] = ()
    amount: Decimal | None = None
    third_party: str | None = None
    signed_or_sealed: bool = False
    declared_at: datetime | None = None
    language: str = "zh"
    files: tuple[StoredFile, ...] = ()
    submission_key: str | None = None
    external_ref: str | None = None
    confirmed: dict[str, str] = field(default_factory=dict)
    forwarded_at: datetime | None = None
    told_at: datetime | None = None
    duplicate_of: str | None = None
    joint: bool = False
    people_count: int = 1
    public_event: str | None = None

    @property
    def representatives(self) -> int:
        """How many represent a joint complaint; who is named first is one of them (Art. 12)."""
        return 1 + sum(person.role == "representative" for person in self.people)

    @property
    def named(self) -> int:
        """How many of those who complain are named."""
        return self.representatives + sum(person.role == "member" for person in self.people)

    @property
    def complainant(self) -> Person:
        """The person or organisation whose dispute it is."""
        return next(person for person in self.people if person.role == "complainant")

    @property
    def filer(self) -> Person:
        """The one who acts: agent, heir or guardian where there is one, else the complainant."""
        acting = (person for person in self.people if person.role in {"agent", "heir", "guardian"})
        return next(acting, self.complainant)

    @property
    def is_history(self) -> bool:
        """Whether the complaint was forwarded elsewhere before it was loaded here."""
        return self.forwarded_at is not None

    @cached_property
    def marks(self) -> str:
        """The keyed marks under which claim, facts and institutions are found."""
        spoken = [self.claim, self.facts, *(against.stated_name for against in self.against)]
        return search.document("\n".join(spoken))

    @cached_property
    def likeness(self) -> likeness.Marks | None:
        """The keyed marks by which near-copies of claim and facts are found; None if too short."""
        return likeness.marks(f"{self.claim}\n{self.facts}")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a submission: the field, a code with a sentence, and the article."""

    field: str
    code: str
    article: str
    facts: tuple[tuple[str, object], ...] = ()


class Rejected(Exception):
    """A submission that lacks what the Measures ask for; nothing of it is stored."""

    def __init__(self, problems: list[Problem], index: int = 0) -> None:
        super().__init__(", ".join(f"{p.field}:{p.code}" for p in problems))
        self.problems = problems
        self.index = index


@dataclass(frozen=True)
class Receipt:
    """What the filer takes away: the number, the secret code (once), and the date it is due.

    `code` is None for a repeat of a submission that was received before, and for bulk loads.
    """

    complaint_id: int
    number: str
    code: str | None
    due_on: object
    repeat: bool = False
