"""Everybody on the complainant's side, as a call names them (Arts. 12 to 14)."""

from typing import Any

from forwarding.messages.joint import line_words
from forwarding.people_lines import people_on_lines
from forwarding.submission import Person
from portal.kernel import identifiers
from portal.web.api.faults import FieldError, Refusal

_ID_TYPE = {"natural": "resident_id", "organisation": "uscc"}


def people(body: dict[str, Any]) -> tuple[Person, ...]:
    """Return the complainant first, then who acts, then the others of a joint complaint."""
    found = [_person(body, "complainant", "complainant", body["complainant_kind"])]
    if body["legal_representative_name"]:
        found.append(_person(body, "legal_representative", "legal_representative"))
    if body["filer_kind"] != "self" and body["filer_name"]:
        found.append(_person(body, "filer", body["filer_kind"]))
    for field, role in (("representatives", "representative"), ("members", "member")):
        found += _listed(field, body[field] or [], role)
    return tuple(found)


def _person(body: dict[str, Any], prefix: str, role: str, kind: str = "natural") -> Person:
    number = (body[f"{prefix}_id_no"] or "").upper() or None
    return Person(
        name=body[f"{prefix}_name"],
        role=role,
        kind=kind,
        id_type=_ID_TYPE[kind] if number else None,
        id_no=number,
        phone=identifiers.phone_form(body[f"{prefix}_phone"] or "") or None,
        email=body.get(f"{prefix}_email"),
        address=body.get(f"{prefix}_address"),
    )


def _listed(field: str, lines: list[str], role: str) -> list[Person]:
    found, faults = people_on_lines("\n".join(" ".join(line.split()) for line in lines), role)
    if faults:
        words = line_words(faults)
        raise Refusal(*(FieldError(field, "bad_person", text, "12") for text in words))
    return found
