"""People written one to a line: 姓名，证件号，电话; the last two may be left out (Art. 12)."""

import re
from dataclasses import dataclass

from forwarding.submission import Person
from portal.kernel import identifiers

MOST_LINES = 1000
LONGEST_NAME = 100
_BETWEEN = re.compile(r"[，,；;\t]")


@dataclass(frozen=True)
class LineFault:
    """What is wrong with a line, counted from 1: a code, for whoever words it."""

    line: int
    code: str


def people_on_lines(text: str, role: str) -> tuple[list[Person], list[LineFault]]:
    """Return the people named, in order, and what is wrong; an empty line is nobody.

    Codes: no_name, too_long, too_many_parts, bad_id_no, bad_phone, repeated, too_many_lines.
    """
    people: list[Person] = []
    faults: list[LineFault] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(people) >= MOST_LINES:
            return people, [*faults, LineFault(number, "too_many_lines")]
        person, code = _person(line, role)
        if code is None and person in people:
            code = "repeated"
        if code is not None:
            faults.append(LineFault(number, code))
        people.append(person)
    return people, faults


def _person(line: str, role: str) -> tuple[Person, str | None]:
    parts = [part.strip() for part in _BETWEEN.split(line)]
    while parts and not parts[-1]:
        parts.pop()
    name, *rest = parts or [""]
    if len(rest) == 1 and identifiers.phone_ok(identifiers.phone_form(rest[0])):
        rest = ["", rest[0]]
    id_no, phone = [*rest, "", ""][:2]
    id_no, phone = id_no.upper().replace(" ", ""), identifiers.phone_form(phone)
    resident = len(id_no) == _RESIDENT_ID
    person = Person(
        name=name,
        role=role,
        id_type=("resident_id" if resident else "other") if id_no else None,
        id_no=id_no or None,
        phone=phone or None,
    )
    return person, _fault(person, len(parts))


_RESIDENT_ID = 18


def _fault(person: Person, parts: int) -> str | None:
    if not person.name:
        return "no_name"
    if len(person.name) > LONGEST_NAME or len(person.id_no or "") > LONGEST_NAME // 2:
        return "too_long"
    if parts > 3:
        return "too_many_parts"
    if person.id_type == "resident_id" and not identifiers.resident_id_ok(person.id_no or ""):
        return "bad_id_no"
    if person.phone and not identifiers.phone_ok(person.phone):
        return "bad_phone"
    return None
