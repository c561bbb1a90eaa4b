"""The clauses of the Measures that bind a complaint's way, each a pure function citing its article.

Amounts are dated: a case is judged under the rule set of the day it was received. What the
Measures leave open is named as a setting and is never shown as law.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forwarding.submission import Person, Submission
from forwarding.vocabulary import DECISION_BLOCKS, REMEDIES, TRACKS
from portal.kernel.arrangement import Account, Arrangement, count_natural
from portal.kernel.clock import business_date
from portal.kernel.law import Dated, clause

IN_FORCE = date(2020, 3, 1)
FORWARDING_WORKING_DAYS = Dated({IN_FORCE: 7})
HANDLING_NATURAL_DAYS = Dated({IN_FORCE: {"simple": 15, "complex": 30, "especially_complex": 60}})
REVIEW_NATURAL_DAYS = Dated({IN_FORCE: 30})
REPRESENTATIVES_AT_MOST = Dated({IN_FORCE: 5})
MAJOR_JOINT_PEOPLE = Dated({IN_FORCE: 20})
ATTEMPTS_TO_TELL = 3
"""Setting: Art. 21 is silent on how many attempts excuse a telling; on unlike days or hours."""


@clause("45")
def in_force(received_on: date) -> bool:
    """Return whether a case received on this day falls under the Measures (Art. 45)."""
    return received_on >= IN_FORCE


@clause("43")
def rule_set_of(received_on: date) -> date:
    """Return the day from which the rule set of a case holds; the first one for older cases."""
    return IN_FORCE


@clause("33")
def forwarding_clock(received_on: date, arrangement: Arrangement) -> Account:
    """Count the seven working days in which to forward and tell; day 0 is the real receipt.

    Raises CalendarGap when the working days of the receipt's own year are not loaded; gives a
    provisional account when only the end lies beyond the calendar.
    """
    length = FORWARDING_WORKING_DAYS.at(max(received_on, IN_FORCE))
    return arrangement.count_working(received_on, length)


@clause("18")
def handling_clock(reached_on: date, tier: str = "simple") -> Account:
    """Count the natural days an institution has: 15, in all 30 or 60 when extended (Art. 18)."""
    return count_natural(reached_on, HANDLING_NATURAL_DAYS.at(max(reached_on, IN_FORCE))[tier])


@clause("18")
def institution_due_on(reached_on: date) -> date:
    """Return the last day of the institution's simple tier; the last day is in time."""
    due_on = handling_clock(reached_on).due_on
    assert due_on is not None
    return due_on


@clause("20")
def review_clock(since: date) -> Account:
    """Count the 30 natural days to apply for a review, or to decide it (Art. 20)."""
    return count_natural(since, REVIEW_NATURAL_DAYS.at(max(since, IN_FORCE)))


@clause("43")
def in_time(act_day: date, due_on: date) -> bool:
    """Return whether an act on this day is in time: the last day counts whole (Art. 43)."""
    return act_day <= due_on


@dataclass(frozen=True)
class ClockState:
    """How far a working-day clock has run: `used` of `length`, what is left, or how late.

    `used`, `left` and `late` are working days, None where the calendar does not reach;
    `done_on` stops the clock.
    """

    length: int
    used: int | None
    left: int | None
    late: int | None
    due_on: date | None
    not_before: date
    done_on: date | None

    @property
    def provisional(self) -> bool:
        """Whether the due date waits for an arrangement that is not loaded."""
        return self.due_on is None

    @property
    def level(self) -> str:
        """How urgent it is: done, late, today, soon (one day left), running or provisional."""
        if self.done_on is not None:
            return "done_late" if self.late else "done"
        if self.late:
            return "late"
        if self.left is None:
            return "provisional"
        return "today" if self.left == 0 else "soon" if self.left == 1 else "running"


@clause("33")
def clock_state(
    account: Account, arrangement: Arrangement, today: date, done_on: date | None = None
) -> ClockState:
    """Return where the seven-working-day clock stands today, or stood when both acts were done."""
    until = done_on or today
    try:
        used: int | None = arrangement.working_days_between(account.start, until)
    except LookupError:
        used = None
    late = left = None
    if used is not None:
        late = max(0, used - account.length)
        # A weekend or holiday after the last working day is late without a further working day.
        if account.due_on is not None and until > account.due_on:
            late = max(1, late)
        left = max(0, account.length - used)
        used = min(used, account.length)
    return ClockState(account.length, used, left, late, account.due_on, account.not_before, done_on)


QUESTIONS = ("bought_or_served", "dispute_with_institution", "claims_civil_right")


@dataclass(frozen=True)
class TriageVerdict:
    """Whether a submission is a consumer complaint, and which of the questions it fails."""

    eligible: bool
    unmet: tuple[str, ...]


@clause("2")
def three_questions(answers: Mapping[str, bool]) -> TriageVerdict:
    """Judge the three questions of Art. 2; an unanswered one counts as no."""
    unmet = tuple(question for question in QUESTIONS if not answers.get(question))
    return TriageVerdict(not unmet, unmet)


@clause("32")
def hidden_from_institution(track: str) -> bool:
    """Return whether a part on this track stays unseen by the institution: a 举报 always (Art. 32)."""
    if track not in TRACKS:
        raise ValueError(f"unknown track: {track}")
    return track == "report"


@clause("12")
def representatives_allowed(count: int, *, face_to_face: bool, on: date) -> bool:
    """Return whether a joint complaint may have this many representatives: 1 to 5 face to face."""
    if not face_to_face:
        return count >= 1
    return 1 <= count <= REPRESENTATIVES_AT_MOST.at(on)


@clause("29")
def suggests_major(*, joint: bool, face_to_face: bool, people: int, on: date) -> bool:
    """Return whether a complaint looks major of kind 2: joint, face to face and 20 or more."""
    return joint and face_to_face and people >= MAJOR_JOINT_PEOPLE.at(on)


_NATURAL = ("name", "id_no")
_ORGANISATION = ("name", "id_no", "address")


@clause("13")
def missing_of_person(person: Person) -> list[str]:
    """Return what Art. 13 asks of a person or organisation and is not given, by field name."""
    asked = _ORGANISATION if person.kind == "organisation" else _NATURAL
    missing = [field for field in asked if not getattr(person, field)]
    if not (person.phone or person.email or person.address):
        missing.append("contact")
    return missing


@clause("13")
def missing_of_case(submission: Submission) -> list[str]:
    """Return what Art. 13 asks of the case itself and is not given: respondent, claim, facts."""
    missing = [field for field in ("claim", "facts") if not getattr(submission, field).strip()]
    if not submission.against:
        missing.append("against")
    return missing


_FILER_MATERIAL = {
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


_BLOCKS = ("verified", "basis_reasons", "decision")


@clause("19")
def missing_report_blocks(
    texts: Mapping[str, str], remedies: Iterable[str], *, decided_by_branch: bool
) -> list[str]:
    """Return the blocks of Art. 19 that a decision lacks; 核查 is owed where a branch decided."""
    named = set(remedies)
    missing = [block for block in _BLOCKS if not texts.get(block, "").strip()]
    if not named & set(REMEDIES):
        missing.append("remedies")
    elif decided_by_branch and "review" not in named:
        missing.append("review")
    return missing


assert set(_BLOCKS) <= set(DECISION_BLOCKS)


@clause("17")
def interest_excluded(confirmed: bool) -> bool:
    """Return whether those who verified the facts are confirmed to have no direct interest."""
    return confirmed


_MOBILE_LENGTH = 11


@clause("21")
def means_for(person: Person) -> str:
    """Choose how to tell somebody: as they wish where it can be done, else by what they gave."""
    possible = []
    if person.phone and len(person.phone) == _MOBILE_LENGTH and person.phone.startswith("1"):
        possible.append("sms")
    if person.email:
        possible.append("email")
    if person.phone:
        possible.append("phone")
    if person.address:
        possible.append("letter")
    if person.preferred_means in possible:
        return str(person.preferred_means)
    return possible[0] if possible else "letter"


@clause("21")
def telling_excused(attempts: Sequence[datetime]) -> bool:
    """Return whether logged attempts excuse a telling; they never excuse the forwarding.

    The number is a setting (Art. 21 is silent): ATTEMPTS_TO_TELL, on at least two days.
    """
    days = {business_date(at) for at in attempts}
    return len(attempts) >= ATTEMPTS_TO_TELL and len(days) > 1


@clause("33")
def forwarding_duty_met(
    *, forwarded_on: date | None, told_on: date | None, excused: bool, due_on: date
) -> bool:
    """Return whether both acts of Art. 33 were done in time; attempts excuse the telling alone."""
    if forwarded_on is None or not in_time(forwarded_on, due_on):
        return False
    return excused or (told_on is not None and in_time(told_on, due_on))
