"""The template of a reports file: a row for each open forwarding, and what may be filled in."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forwarding import vocabulary
from forwarding.lifecycle import OPEN_FORWARDING_STATES
from forwarding.models import Forwarding, Report
from forwarding.queries.access import forwardings_visible_to
from portal.kernel.actor import Actor


def open_forwardings(session: Session, actor: Actor, limit: int) -> list[Forwarding]:
    """Return the forwardings that wait for a report, what is due first."""
    found = (
        select(Forwarding)
        .where(forwardings_visible_to(actor), Forwarding.state.in_(OPEN_FORWARDING_STATES))
        .order_by(Forwarding.due_on, Forwarding.id)
        .limit(limit)
        .options(joinedload(Forwarding.complaint))
    )
    return list(session.scalars(found))


def last_texts(session: Session, forwarding_ids: list[int]) -> dict[int, dict[str, str]]:
    """Return the texts of the newest report of each forwarding that has one (sent back)."""
    found = session.execute(
        select(Report.forwarding_id, Report.texts)
        .where(Report.forwarding_id.in_(forwarding_ids))
        .order_by(Report.ordinal)
    )
    return {row.forwarding_id: json.loads(row.texts) for row in found}


def cause_of(row: Forwarding) -> str:
    """Return the complaint's cause as the template offers it: code and word."""
    code = row.complaint.cause
    return f"{code} {vocabulary.CAUSES[code]}" if code in vocabulary.CAUSES else ""


def offered() -> dict[str, list[str]]:
    """Return what may be filled in, by what it is called: words, for causes with their codes."""
    return {
        "results": list(vocabulary.DECIDED_RESULTS.values()),
        "causes": [f"{code} {word}" for code, word in vocabulary.CAUSES.items()],
        "remedies": list(vocabulary.REMEDIES.values()),
        "means": list(vocabulary.TELLING_MEANS.values()),
    }
