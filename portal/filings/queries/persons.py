"""Who answers for complaints at an institution: on a day, over time, and who is told that day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.filings.models import Filing, ResponsiblePerson
from portal.filings.rules.persons import OFFICES, Change, Gap, gaps, in_office
from portal.institutions.queries import Card, cards, reporting
from portal.kernel.actor import Actor
from portal.kernel.keyset import Page, Position

CONTACTS = ("contact_a", "contact_b")


@dataclass(frozen=True)
class Contact:
    """To whom a notice to an institution goes on a day; nothing of it is shown on pages."""

    person_id: int
    institution_id: int
    office: str
    name: str
    email: str
    mobile: str


@dataclass(frozen=True)
class Entered:
    """What a filing of persons said: its changes, and the list it confirmed."""

    changes: tuple[Change, ...]
    roster: tuple[dict[str, str], ...]


def entered(filing: Filing) -> Entered:
    """Return what stands in a filing of persons."""
    kept = json.loads(filing.personal) if filing.personal else {}
    changes = tuple(
        Change(**{**each, "on": date.fromisoformat(each["on"])}) for each in kept.get("changes", ())
    )
    return Entered(changes, tuple(kept.get("roster", ())))


def changes_of(filing: Filing) -> tuple[Change, ...]:
    """Return the changes that a filing of persons reports."""
    return entered(filing).changes


def standing(session: Session, institution_id: int) -> dict[str, ResponsiblePerson]:
    """Return for each office who holds it or held it last, struck entries aside."""
    return {row.office: row for row in _rows(session, [institution_id])}


def roster(session: Session, institution_id: int, on: date) -> dict[str, ResponsiblePerson]:
    """Return for each office that is held on a day who holds it."""
    rows = _rows(session, [institution_id])
    held = {office: in_office(rows, office, on) for office in OFFICES}
    return {office: row for office, row in held.items() if isinstance(row, ResponsiblePerson)}


def rosters(
    session: Session, institution_ids: Iterable[int], on: date
) -> dict[int, dict[str, ResponsiblePerson]]:
    """Return the same for many institutions; those that never filed have none."""
    found: dict[int, dict[str, ResponsiblePerson]] = defaultdict(dict)
    for row in _rows(session, institution_ids):
        if in_office([row], row.office, on):
            found[row.institution_id][row.office] = row
    return found


def history(session: Session, institution_id: int) -> Sequence[ResponsiblePerson]:
    """Return every entry of an institution, struck ones too, the newest first."""
    newest = select(ResponsiblePerson).where(ResponsiblePerson.institution_id == institution_id)
    order = (ResponsiblePerson.began_on.desc(), ResponsiblePerson.id.desc())
    return session.scalars(newest.order_by(*order)).all()


def gaps_of(session: Session, institution_ids: Iterable[int], as_of: date) -> dict[int, list[Gap]]:
    """Return the gaps up to a day of institutions that ever filed a list, since its first day."""
    spans: dict[int, list[ResponsiblePerson]] = defaultdict(list)
    for row in _rows(session, institution_ids):
        spans[row.institution_id].append(row)
    return {
        institution_id: gaps(rows, first, as_of)
        for institution_id, rows in spans.items()
        if (first := min(row.began_on for row in rows)) <= as_of
    }


def open_gaps(gaps_found: Iterable[Gap], as_of: date) -> list[Gap]:
    """Return the gaps that are not closed on a day."""
    return [gap for gap in gaps_found if gap.last is None or gap.last >= as_of]


def listed(session: Session) -> list[int]:
    """Return the institutions that ever filed a list of persons."""
    return list(session.scalars(select(ResponsiblePerson.institution_id).distinct()))


def contacts_on(session: Session, institution_id: int, day: date) -> list[Contact]:
    """Return to whom a notice goes on a day: contact A, else B, else those of the head company.

    Who is named by a change that is signed and not yet judged is told as well, from the day of
    the change on: nothing in a notice is personal, and whoever has left reads it no more.
    """
    known = cards(session, [institution_id])[institution_id]
    for each in dict.fromkeys((known.id, known.legal_entity_id)):
        if found := _contacts_of(session, each, day):
            return found
    return []


def _contacts_of(session: Session, institution_id: int, day: date) -> list[Contact]:
    held = roster(session, institution_id, day)
    found = [_contact(row) for office in CONTACTS if (row := held.get(office))][:1]
    return [*found, *_signed(session, institution_id, day)]


def _signed(session: Session, institution_id: int, day: date) -> list[Contact]:
    waiting = select(Filing).where(
        Filing.institution_id == institution_id,
        Filing.kind == "persons",
        Filing.state == "submitted",
    )
    return [
        Contact(0, institution_id, change.office, change.name, change.email, change.mobile)
        for filing in session.scalars(waiting)
        for change in changes_of(filing)
        if change.office in CONTACTS and change.kind != "left" and change.on <= day
    ]


def _contact(row: ResponsiblePerson) -> Contact:
    return Contact(row.id, row.institution_id, row.office, row.name, row.email, row.mobile)


def _rows(session: Session, institution_ids: Iterable[int]) -> list[ResponsiblePerson]:
    """Return entries that stand, the eldest first."""
    found = select(ResponsiblePerson).where(
        ResponsiblePerson.institution_id == func.any(list(institution_ids)),
        ResponsiblePerson.struck_at.is_(None),
    )
    return list(session.scalars(found.order_by(ResponsiblePerson.began_on, ResponsiblePerson.id)))


def gaps_today(
    session: Session, institution_ids: Iterable[int], today: date
) -> dict[int, list[Gap]]:
    """Return the gaps that are open today; institutions without one are left out."""
    found = gaps_of(session, institution_ids, today)
    still = {each: open_gaps(gaps_found, today) for each, gaps_found in found.items()}
    return {each: gaps_found for each, gaps_found in still.items() if gaps_found}


@dataclass(frozen=True)
class Manned:
    """An institution with who is in charge on a day, and what nobody holds."""

    card: Card
    held: dict[str, ResponsiblePerson]
    gaps: list[Gap]
    listed: bool


def page_of(
    session: Session,
    actor: Actor,
    find: str,
    only_gaps: bool,
    on: date,
    position: Position | None,
) -> Page[Manned]:
    """Return a page of the institutions in sight; those with gaps alone where that is asked."""
    among = _among(_with_gaps(session, on)) if only_gaps else None
    page = reporting(session, actor, find, position, among=among)
    ids = [each.id for each in page.items]
    held, found = rosters(session, ids, on), gaps_of(session, ids, on)
    rows = [
        Manned(each, held.get(each.id, {}), open_gaps(found.get(each.id, ()), on), each.id in found)
        for each in page.items
    ]
    return Page(rows, page.next, page.previous)


def everybody(session: Session, actor: Actor, on: date) -> Iterator[tuple[Card, ResponsiblePerson]]:
    """Yield everybody in charge on a day at the institutions in sight, by institution."""
    position: Position | None = None
    while True:
        page = reporting(session, actor, "", position)
        held = rosters(session, [each.id for each in page.items], on)
        for each in page.items:
            yield from ((each, row) for _office, row in sorted(held.get(each.id, {}).items()))
        if page.next is None:
            return
        position = page.next


def _among(institution_ids: set[int]) -> Select[int]:
    """Return a selection of these institutions, all of which filed a list."""
    found = select(ResponsiblePerson.institution_id)
    return found.where(ResponsiblePerson.institution_id == func.any(sorted(institution_ids)))


def _with_gaps(session: Session, on: date) -> set[int]:
    found = gaps_of(session, listed(session), on)
    return {each for each, gaps_found in found.items() if open_gaps(gaps_found, on)}
