"""What figures say for an inspection: volume, rate, lateness, repeated cause, late filings."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from forwarding.queries import supervision as cases
from forwarding.queries.handling import handling
from inspections.models import Inspection
from inspections.queries.access import inspections_visible_to
from inspections.queries.counting import DENOMINATORS
from inspections.rules.indicators import rate
from portal.filings.queries.supervision import denominators, reporting_of
from portal.institutions.queries import Card, card, cards, institutions_below, legal_entities
from portal.kernel.actor import Actor

HEAD_OFFICE = "000000"
YEAR = timedelta(days=365)
MOST = 50


@dataclass(frozen=True)
class Candidate:
    """An institution with its branches' figures, and the year's inspection of it, if any."""

    institution: Card
    figures: dict[str, Any]
    planned: Inspection | None


def figures(session: Session, actor: Actor, institution_id: int, as_of: date) -> dict[str, Any]:
    """Return the figures of an institution and its branches in the year up to a day."""
    units = None if actor.unit_code == HEAD_OFFICE else actor.unit_codes
    own, since = institutions_below(session, institution_id), as_of - YEAR
    counted = handling(session, units, since=since, as_of=as_of, institution_ids=own)
    before = cases.counted_by_institution(session, units, since - YEAR, since - timedelta(days=1))
    refused = cases.refusals_by_institution(session, units, since, as_of)
    reporting = reporting_of(session, own, since, as_of, as_of).values()
    cause, cause_count = cases.top_cause(session, units, own, since, as_of)
    return {
        "as_of": as_of.isoformat(),
        **{name: sum(getattr(one, name) for one in counted) for name in _COUNTED},
        "before": sum(before.get(each, 0) for each in own),
        "refused": sum(refused.get(each, 0) for each in own),
        "cause": cause,
        "cause_count": cause_count,
        "due": sum(each.due for each in reporting),
        "filed_late": sum(each.late for each in reporting),
        "unmet": sum(each.unmet for each in reporting),
        **_rate(session, institution_id, sum(one.forwarded for one in counted), as_of),
    }


def candidates(session: Session, actor: Actor, year: int, as_of: date) -> list[Candidate]:
    """Return the legal entities of the territory by what was forwarded, late ones first of equals.

    Each with the inspection planned for it that year; MOST at most.
    """
    units = None if actor.unit_code == HEAD_OFFICE else actor.unit_codes
    summed: dict[int, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
    counted = handling(session, units, since=as_of - YEAR, as_of=as_of)
    heads = legal_entities(session, {one.institution_id for one in counted})
    for one in counted:
        for name in _COUNTED:
            summed[heads[one.institution_id]][name] += getattr(one, name)
    order = sorted(summed, key=lambda key: (-summed[key]["forwarded"], -summed[key]["late"], key))
    chosen = order[:MOST]
    known, planned = cards(session, chosen), _planned(session, actor, year)
    return [Candidate(known[key], summed[key], planned.get(key)) for key in chosen]


def _rate(session: Session, institution_id: int, count: int, as_of: date) -> dict[str, str]:
    """Return complaints for ten thousand of the type's denominator, where one was reported."""
    known = card(session, institution_id)
    metric = DENOMINATORS.get(known.type if known else "", "outlets")
    for year in (as_of.year, as_of.year - 1):
        value = denominators(session, metric, year, [institution_id]).get(institution_id)
        found = rate(count, value) if value is not None else None
        if found is not None:
            return {"rate": str(found)}
    return {}


def _planned(session: Session, actor: Actor, year: int) -> dict[int, Inspection]:
    """Return the inspections of a year by the legal entity they are of, called off ones aside."""
    found = inspections_visible_to(actor).where(
        Inspection.year == year, Inspection.state != "called_off"
    )
    rows = session.scalars(found.order_by(Inspection.id)).all()
    heads = legal_entities(session, {row.institution_id for row in rows})
    return {heads[row.institution_id]: row for row in rows}


_COUNTED: Collection[str] = ("forwarded", "late", "sent_back", "changed")
