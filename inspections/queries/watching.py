"""The watch list (重点关注) and whom the figures suggest for it, in an actor's territory."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forwarding.queries.handling import handling
from inspections.models import WatchEntry
from inspections.rules.watching import Figures, Thresholds, grounds_met, total
from portal.accounts.queries import account_names, unit_names, units_below
from portal.institutions.queries import Card, cards
from portal.kernel import audit, keyset
from portal.kernel.actor import Actor
from portal.kernel.keyset import Order, Page, Position

HEAD_OFFICE = "000000"
_NEWEST = Order((WatchEntry.id,), descending=True)
_PAGE = 50
_MOST = 100


@dataclass(frozen=True)
class Suggestion:
    """An institution whose figures reach a threshold and that is not on the list for it."""

    institution: Card
    figures: Figures
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Watched:
    """An entry of the list with its figures then and now, and who put it on and took it off."""

    row: WatchEntry
    institution: Card
    unit_name: str
    then: Figures
    now: Figures
    put_by: str
    lifted_by: str


def visible_to(actor: Actor) -> Select[WatchEntry]:
    """Return the entries of the actor's unit and below; the head office sees all."""
    found = select(WatchEntry)
    if actor.unit_code == HEAD_OFFICE:
        return found
    return found.where(WatchEntry.unit_code.in_(sorted(actor.unit_codes)))


def entry(session: Session, actor: Actor, entry_id: int) -> WatchEntry | None:
    """Return an entry in sight, or None."""
    return session.scalar(visible_to(actor).where(WatchEntry.id == entry_id))


def figures_of(
    session: Session, actor: Actor, institution_id: int, limits: Thresholds, as_of: date
) -> Figures:
    """Return one institution's figures in the actor's territory."""
    return _figures(session, _units(actor), limits, as_of, [institution_id])[institution_id]


def suggestions(
    session: Session, actor: Actor, limits: Thresholds, as_of: date
) -> list[Suggestion]:
    """Return whom the figures of the actor's territory suggest, the most forwarded first."""
    on_list = select(WatchEntry.institution_id, WatchEntry.ground).where(
        WatchEntry.unit_code == actor.unit_code, WatchEntry.state == "watched"
    )
    listed = {(row.institution_id, row.ground) for row in session.execute(on_list)}
    found = []
    for institution_id, figures in _figures(session, _units(actor), limits, as_of, None).items():
        met = grounds_met(figures, limits)
        grounds = tuple(g for g in met if (institution_id, g) not in listed)
        if grounds:
            found.append((institution_id, figures, grounds))
    first = sorted(found, key=lambda one: (-one[1].forwarded, one[0]))[:_MOST]
    known = cards(session, [one[0] for one in first])
    return [Suggestion(known[key], figures, grounds) for key, figures, grounds in first]


def page(
    session: Session,
    actor: Actor,
    state: str,
    position: Position | None,
    limits: Thresholds,
    as_of: date,
) -> Page[Watched]:
    """Return a page of the list, the newest first."""
    found = visible_to(actor).where(WatchEntry.state == state)
    rows = session.scalars(_NEWEST.apply(found, position, _PAGE)).all()
    slice_ = keyset.page(rows, position, _PAGE, lambda row: (row.id,))
    return Page(_shown(session, slice_.items, limits, as_of), slice_.next, slice_.previous)


def watched(session: Session, row: WatchEntry, limits: Thresholds, as_of: date) -> Watched:
    """Return one entry as the list shows it."""
    return _shown(session, [row], limits, as_of)[0]


def history(session: Session, row: WatchEntry) -> list[audit.AuditEntry]:
    """Return what was done with an entry, the newest first."""
    lines = audit.history(session, "institution", row.institution_id)
    return [each for each in reversed(lines) if each.facts.get("watch_entry_id") == row.id]


def _shown(
    session: Session, rows: list[WatchEntry], limits: Thresholds, as_of: date
) -> list[Watched]:
    known = cards(session, [row.institution_id for row in rows])
    people = {who for row in rows for who in (row.put_by, row.lifted_by) if who}
    names, called = account_names(session, people), unit_names(session)
    now: dict[str, dict[int, Figures]] = {}
    for code in {row.unit_code for row in rows}:
        wanted = [row.institution_id for row in rows if row.unit_code == code]
        below = None if code == HEAD_OFFICE else units_below(session, code)
        now[code] = _figures(session, below, limits, as_of, wanted)
    return [
        Watched(
            row=row,
            institution=known[row.institution_id],
            unit_name=called.get(row.unit_code, row.unit_code),
            then=Figures.from_json(row.figures),
            now=now[row.unit_code][row.institution_id],
            put_by=names.get(row.put_by or 0, ""),
            lifted_by=names.get(row.lifted_by or 0, ""),
        )
        for row in rows
    ]


def _units(actor: Actor) -> Collection[str] | None:
    return None if actor.unit_code == HEAD_OFFICE else actor.unit_codes


def _figures(
    session: Session,
    units: Collection[str] | None,
    limits: Thresholds,
    as_of: date,
    institution_ids: list[int] | None,
) -> dict[int, Figures]:
    """Return figures by institution, summed over the units; of none, noughts."""
    parts: defaultdict[int, list[Any]] = defaultdict(list)
    since = as_of - timedelta(days=limits.days)
    for one in handling(session, units, since=since, as_of=as_of, institution_ids=institution_ids):
        numbers = {name: getattr(one, name) for name in Figures.__dataclass_fields__}
        parts[one.institution_id].append(Figures(**numbers))
    wanted = institution_ids if institution_ids is not None else list(parts)
    return {key: total(parts.get(key, [])) for key in wanted}
