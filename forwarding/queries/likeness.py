"""Complaints that may be the same one again, each with why; a person decides.

What is looked at is bounded however many copies of a text there are: an index gives at most 200,
their sketches are compared, and the texts of the best alone are opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    cast,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Party, Respondent
from forwarding.queries.access import complaints_visible_to
from forwarding.submission import UNKNOWN_NAME
from portal.kernel import likeness, secrets
from portal.kernel.actor import Actor

ALIKE = 0.78
"""From this likeness on two texts are held for one told again; `make bench` measures it."""
_ABOUT = 0.72
SHOWN = 10
_MOST_BY_TEXT, _MOST_BY_MARK, _OPENED = 200, 60, 6
_MOST_MARKS = 25
"""Marks of a kind that are looked for; a joint complaint may name more people than that."""
_WEIGHTS = {"same_id": 100, "same_phone": 60, "same_name": 15, "same_institution": 5}


@dataclass(frozen=True)
class Ground:
    """Why: same_id, same_phone, same_name, same_institution, or alike_text with its percent."""

    kind: str
    percent: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A complaint that may be the same one again; nothing in it names a person."""

    id: int
    number: str
    state: str
    received_on: date
    grounds: tuple[Ground, ...]


@dataclass
class Side:
    """What is compared of a complaint: people's marks, institutions, and its text."""

    ids: set[bytes] = field(default_factory=set)
    phones: set[bytes] = field(default_factory=set)
    names: set[bytes] = field(default_factory=set)
    institutions: set[int | str] = field(default_factory=set)
    text: str | None = None


def candidates(
    session: Session, actor: Actor, complaint_id: int, as_of: date, most: int = SHOWN
) -> list[Candidate]:
    """Return the complaints in sight that may be the same one again, the likeliest first.

    Looks as many days back as the setting says. A name counts only with the same institution,
    and what is merged already is left out.
    """
    own = session.execute(
        select(Complaint.likeness, Complaint.signature).where(Complaint.id == complaint_id)
    ).one()
    since = as_of - timedelta(days=likeness.limits().days)
    in_reach = (
        complaints_visible_to(actor),
        # Plus nothing: half the register was received since, and its index would be read for it.
        Complaint.received_on + literal_column("0", Integer) >= since,
        Complaint.id != complaint_id,
        Complaint.state != "merged",
    )
    side = sides(session, [complaint_id])[complaint_id]
    alike = _by_text(session, own.likeness, own.signature, in_reach)
    likely = dict.fromkeys([*_by_people(session, side), *alike])
    likely.pop(complaint_id, None)
    rows = _rows(session, likely, in_reach)
    others = sides(session, rows)
    _open(session, complaint_id, side, others, [i for i in alike if i in rows])
    found = []
    for row in rows.values():
        why = grounds(side, others[row.id])
        if _speaks(why):
            found.append(Candidate(row.id, row.number, row.state, row.received_on, why))
    found.sort(key=lambda each: (-_weight(each.grounds), -each.id))
    return found[:most]


def grounds(one: Side, other: Side) -> tuple[Ground, ...]:
    """Return what two complaints have in common; the text only where both are opened."""
    shared = {
        "same_id": one.ids & other.ids,
        "same_phone": one.phones & other.phones,
        "same_name": one.names & other.names,
    }
    found = [Ground(kind) for kind, marks in shared.items() if marks]
    if one.text is not None and other.text is not None:
        share = likeness.likeness(one.text, other.text)
        if share >= ALIKE:
            found.append(Ground("alike_text", int(share * 100)))
    if one.institutions & other.institutions:
        found.append(Ground("same_institution"))
    return tuple(found)


def between(session: Session, one: Complaint, other: Complaint) -> tuple[Ground, ...]:
    """Return what two complaints have in common, their texts compared."""
    both = sides(session, [one.id, other.id])
    for complaint in (one, other):
        both[complaint.id].text = f"{complaint.claim}\n{complaint.facts}"
    return grounds(both[one.id], both[other.id])


def sides(session: Session, ids: Iterable[int]) -> dict[int, Side]:
    """Return what is compared of each complaint, but for the texts."""
    wanted, found = list(ids), defaultdict[int, Side](Side)
    nobody = secrets.blind(UNKNOWN_NAME, "name")
    people = select(Party.complaint_id, Party.id_blind, Party.phone_blind, Party.name_blind)
    for row in session.execute(people.where(Party.complaint_id == func.any(wanted))):
        side = found[row.complaint_id]
        side.ids |= {row.id_blind} - {None}
        side.phones |= {row.phone_blind} - {None}
        side.names |= {row.name_blind} - {nobody}
    against = select(Respondent.complaint_id, Respondent.institution_id, Respondent.stated_name)
    for row in session.execute(against.where(Respondent.complaint_id == func.any(wanted))):
        found[row.complaint_id].institutions |= {row.institution_id or row.stated_name}
    return found


def _by_text(
    session: Session, bands: Sequence[int] | None, signature: bytes | None, in_reach: Any
) -> dict[int, float]:
    """Return about how alike the texts are that share a mark, the likeliest first."""
    if not bands or signature is None:
        return {}
    sharing = Complaint.likeness.op("&&")(cast(list(bands), ARRAY(BigInteger)))
    # Materialized, so that the limit does not tempt the planner to look for them row by row.
    marked = select(Complaint.id, Complaint.signature).where(sharing, *in_reach).cte("marked")
    marked = marked.prefix_with("MATERIALIZED", dialect="postgresql")
    some = session.execute(select(marked).limit(_MOST_BY_TEXT))
    about = {row.id: likeness.estimate(signature, row.signature) for row in some}
    near = ((i, share) for i, share in about.items() if share >= _ABOUT)
    return dict(sorted(near, key=lambda each: -each[1]))


def _by_people(session: Session, side: Side) -> Iterator[int]:
    """Yield the complaints that share a mark of a person, the latest of each kind first."""
    # One look for each mark: an index gives the newest of one value in order, not of several.
    marked = [
        select(Party.complaint_id)
        .where(column == mark)
        .order_by(Party.id.desc())
        .limit(_MOST_BY_MARK)
        for column, marks in (
            (Party.id_blind, side.ids),
            (Party.phone_blind, side.phones),
            (Party.name_blind, side.names),
        )
        for mark in sorted(marks)[:_MOST_MARKS]
    ]
    if marked:
        yield from session.scalars(union_all(*(each.subquery().select() for each in marked)))


def _rows(session: Session, ids: Iterable[int], in_reach: Any) -> dict[int, Any]:
    found = select(Complaint.id, Complaint.number, Complaint.state, Complaint.received_on)
    wanted = found.where(Complaint.id == func.any(list(ids)), *in_reach)
    return {row.id: row for row in session.execute(wanted)}


def _open(
    session: Session, own: int, side: Side, others: Mapping[int, Side], alike: Sequence[int]
) -> None:
    """Open the own text, those likeliest by their sketch, and those of surely the same people."""
    by_people = {i: _weight(grounds(side, other)) for i, other in others.items()}
    strong = [i for i, weight in by_people.items() if weight >= _WEIGHTS["same_phone"]]
    strong.sort(key=lambda i: (-by_people[i], -i))
    chosen = [own, *alike[:_OPENED], *strong[:_OPENED]]
    found = select(Complaint.id, Complaint.claim, Complaint.facts)
    for row in session.execute(found.where(Complaint.id == func.any(chosen))):
        opened = side if row.id == own else others[row.id]
        opened.text = f"{row.claim}\n{row.facts}"


def _speaks(why: Sequence[Ground]) -> bool:
    """Whether the grounds say more than that two of one name, or of one bank, complain."""
    kinds = {ground.kind for ground in why}
    strong = kinds & {"same_id", "same_phone", "alike_text"}
    return bool(strong) or {"same_name", "same_institution"} <= kinds


def _weight(why: Sequence[Ground]) -> int:
    return sum(_WEIGHTS.get(each.kind, each.percent or 0) for each in why)
