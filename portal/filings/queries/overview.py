"""What an institution has reported and still owes, in a few figures, for pages about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.filings.models import Filing, ResponsiblePerson
from portal.filings.queries.access import filings_visible_to, in_sight
from portal.filings.queries.duties import counts_by_institution
from portal.filings.queries.filings import titles_of
from portal.filings.rules.duties import STATES
from portal.filings.rules.persons import OFFICES
from portal.kernel.actor import Actor

KINDS = ("policy", "persons", "data_return", "handling_report", "metrics", "disclosure")


@dataclass(frozen=True)
class Standing:
    """Where an institution stands with what it reports.

    `counts` holds its duties by state; `vacant` the offices in which nobody is today; `newest`
    the last filing it signed of any kind.
    """

    counts: Mapping[str, int]
    vacant: tuple[str, ...]
    newest: Filing | None
    newest_title: str = ""


def standings(
    session: Session, actor: Actor, institution_ids: Collection[int], as_of: date
) -> dict[int, Standing]:
    """Return where many institutions in sight stand, in three queries."""
    duties = counts_by_institution(session, actor, institution_ids, as_of)
    filled = _offices_filled(session, actor, institution_ids, as_of)
    signed = _newest(session, actor, institution_ids)
    titles = titles_of(session, list(signed.values()))
    return {
        each: Standing(
            duties.get(each, dict.fromkeys(STATES, 0)),
            tuple(office for office in OFFICES if office not in filled.get(each, ())),
            signed.get(each),
            titles.get(signed[each].id, "") if each in signed else "",
        )
        for each in institution_ids
    }


def newest_by_kind(session: Session, actor: Actor, institution_id: int) -> Sequence[Filing]:
    """Return the last filing in sight that an institution signed of each kind, in their order."""
    newest = _last_signed([institution_id], Filing.institution_id, Filing.kind)
    found = filings_visible_to(actor).where(Filing.id.in_(newest))
    by_kind = {row.kind: row for row in session.scalars(found)}
    return [by_kind[kind] for kind in (*KINDS, "other") if kind in by_kind]


def _offices_filled(
    session: Session, actor: Actor, institution_ids: Collection[int], as_of: date
) -> dict[int, set[str]]:
    of = ResponsiblePerson
    ended = func.coalesce(of.ended_on, date.max)
    found = select(of.institution_id, of.office).where(
        of.institution_id.in_(institution_ids),
        in_sight(actor, of.institution_id),  # type: ignore[arg-type]
        of.struck_at.is_(None),
        of.began_on <= as_of,
        ended >= as_of,
    )
    filled: dict[int, set[str]] = {}
    for institution_id, office in session.execute(found):
        filled.setdefault(institution_id, set()).add(office)
    return filled


def _newest(session: Session, actor: Actor, institution_ids: Collection[int]) -> dict[int, Filing]:
    newest = _last_signed(institution_ids, Filing.institution_id)
    found = filings_visible_to(actor).where(Filing.id.in_(newest))
    return {row.institution_id: row for row in session.scalars(found)}


def _last_signed(institution_ids: Collection[int], *apart: Any) -> Select[int]:
    """Return the ids of the filings made last among the signed, one for each of `apart`."""
    signed = Filing.institution_id.in_(institution_ids), Filing.signed_at.is_not(None)
    return select(func.max(Filing.id)).where(*signed).group_by(*apart)
