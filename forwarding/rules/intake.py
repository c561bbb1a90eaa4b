"""What makes a submission a complaint, who files it and with what (Arts. 2, 12–14, 16, 29, 32)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from forwarding.rules.clocks import IN_FORCE
from forwarding.submission import Person, Submission
from forwarding.vocabulary import TRACKS
from portal.kernel.amounts import AS_WRITTEN, Amount, Book
from portal.kernel.law import clause

REPRESENTATIVES_AT_MOST = Amount("representatives_at_most", {IN_FORCE: 5})
MAJOR_JOINT_PEOPLE = Amount("major_joint_people", {IN_FORCE: 20})

QUESTIONS = ("bought_or_served", "dispute_with_institution", "claims_civil_right")
_OTHER_TRACKS = {
    "bought_or_served": ("report", "enquiry", "suggestion"),
    "dispute_with_institution": ("integrity", "disclosure_request", "petition"),
    "claims_civil_right": ("report", "enquiry", "suggestion"),
}


@dataclass(frozen=True)
class TriageVerdict:
    """Whether a submission is a consumer complaint, and which of the questions it fails."""

    eligible: bool
    unmet: tuple[str, ...]

    @property
    def tracks(self) -> tuple[str, ...]:
        """The other tracks that come to mind, the likeliest first; an officer decides."""
        offered = (track for question in self.unmet for track in _OTHER_TRACKS[question])
        return tuple(dict.fromkeys(offered))


@clause("2")
def three_questions(answers: Mapping[str, bool]) -> TriageVerdict:
    """Judge the three questions of Art. 2; an unanswered one counts as no."""
    unmet = tuple(question for question in QUESTIONS if not answers.get(question))
    return TriageVerdict(not unmet, unmet)


@clause("32")
def hidden_from_institution(track: str) -> bool:
    """Return whether a part on this track is never shown to the institution: a 举报 (Art. 32)."""
    if track not in TRACKS:
        raise ValueError(f"unknown track: {track}")
    return track == "report"


@clause("12")
def representatives_allowed(
    count: int, *, face_to_face: bool, on: date, book: Book = AS_WRITTEN
) -> bool:
    """Return whether a joint complaint may have this many representatives: 1 to 5 face to face."""
    if not face_to_face:
        return count >= 1
    return 1 <= count <= book.at(REPRESENTATIVES_AT_MOST, max(on, IN_FORCE))


PUBLIC_EVENTS = ("natural_disaster", "safety_accident", "public_health")


@clause("29")
def major_kind(
    *,
    event: str | None,
    joint: bool,
    face_to_face: bool,
    people: int,
    on: date,
    book: Book = AS_WRITTEN,
) -> int | None:
    """Return the kind of major complaint to suggest: 1 by its event, 2 by its people, or None.

    Kind 2 is joint and face to face and 20 people or more; kind 3 is designated by an officer.
    """
    if event in PUBLIC_EVENTS:
        return 1
    if joint and face_to_face and people >= book.at(MAJOR_JOINT_PEOPLE, max(on, IN_FORCE)):
        return 2
    return None


_NATURAL = ("name", "id_no")
_ORGANISATION = ("name", "id_no", "address")


@clause("13")
def missing_of_person(person: Person) -> list[str]:
    """Return what Art. 13 asks of a person or organisation and is not given, by field name."""
    asked = _ORGANISATION if person.kind == "organisation" else _NATURAL
    missing = [field for field in asked if not (getattr(person, field) or "").strip()]
    if not any((person.phone, person.email, person.address)):
        missing.append("contact")
    return missing


@clause("13")
def missing_of_case(submission: Submission) -> list[str]:
    """Return what Art. 13 asks of the case itself and is not given: respondent, claim, facts."""
    missing = [field for field in ("claim", "facts") if not getattr(submission, field).strip()]
    if not submission.against:
        missing.append("against")
    return missing


@clause("13", "14")
def missing_roles(complainant_kind: str, filer_kind: str, roles: Collection[str]) -> list[str]:
    """Return the people that must be named beside the complainant and are not, by role.

    An organisation names its legal representative; whoever acts for another names themselves.
    """
    wanted = ["legal_representative"] if complainant_kind == "organisation" else []
    if (acting := role_of_filer(filer_kind)) is not None:
        wanted.append(acting)
    return [role for role in wanted if role not in roles]


_FILER_MATERIAL: Mapping[str, tuple[str, ...]] = {
    "self": (),
    "guardian": ("guardianship",),
    "agent": ("power_of_attorney", "identity"),
    "heir": ("succession",),
}


@clause("14")
def material_of_filer(filer_kind: str, complainant_kind: str) -> tuple[str, ...]:
    """Return the purposes of the files that must come with a complaint, by who files it."""
    if filer_kind == "agent" and complainant_kind == "organisation":
        return ("power_of_attorney",)
    return _FILER_MATERIAL[filer_kind]


@clause("14")
def role_of_filer(filer_kind: str) -> str | None:
    """Return the role of the person who acts for the complainant; None when they act themselves."""
    return None if filer_kind == "self" else filer_kind


@clause("16")
def is_declared(declared_at: datetime | None) -> bool:
    """Return whether the declaration of truth was made, with its moment (Art. 16)."""
    return declared_at is not None
