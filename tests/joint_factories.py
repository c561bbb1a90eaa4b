"""Joint complaints of invented people, for the tests of Arts. 12 and 29."""

from typing import Any

from forwarding.submission import Person
from tests import factories as make


def together(representatives: int = 1, members: int = 0) -> tuple[Person, ...]:
    """Return so many representatives, the complainant first, and so many members."""
    others = [Person(f"代表{n}", role="representative") for n in range(2, representatives + 1)]
    rest = [Person(f"张员{n}", role="member", phone="13812345678") for n in range(members)]
    return (make.person(), *others, *rest)


def joint(representatives: int = 1, members: int = 0, **changes: Any) -> dict[str, Any]:
    """Return what makes a submission a joint complaint face to face."""
    people = together(representatives, members)
    given = {"channel": "visit", "joint": True, "people_count": max(2, len(people))}
    return {**given, "people": people, **changes}
