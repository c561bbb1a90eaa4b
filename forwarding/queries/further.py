"""What a merged repeat adds to the complaint that took it in, as institutions read it (Art. 18).

A 举报 must stay unknown to whom it concerns (Art. 32). Where one was split off the complaint or off
any of its repeats, the same words may stand in the others: of those only what an officer has split
himself is shown.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forwarding.models import Complaint, Matter
from forwarding.rules import hidden_from_institution
from forwarding.vocabulary import TRACKS

_HIDDEN = [track for track in TRACKS if hidden_from_institution(track)]


def passed_on(session: Session, complaint_ids: Collection[int]) -> dict[int, list[Complaint]]:
    """Return the repeats whose text institutions read, by the complaint that took them in.

    Those merged by way of others are among them; by receipt, the first one first.
    """
    found: dict[int, list[Complaint]] = defaultdict(list)
    for root, repeat in session.execute(_repeats(complaint_ids)):
        found[root].append(repeat)
    apart = _with_hidden_part(session, found)
    return {
        root: [each for each in rows if not _may_repeat_it(root, rows, each, apart)]
        for root, rows in found.items()
    }


def _repeats(complaint_ids: Collection[int]) -> Select[tuple[int, Complaint]]:
    merged = Complaint.state == "merged"
    chain = (
        select(Complaint.id, Complaint.duplicate_of.label("root"))
        .where(Complaint.duplicate_of.in_(complaint_ids), merged)
        .cte("chain", recursive=True)
    )
    chain = chain.union(
        select(Complaint.id, chain.c.root).where(Complaint.duplicate_of == chain.c.id, merged)
    )
    found = select(chain.c.root, Complaint).join(Complaint, Complaint.id == chain.c.id)
    return found.order_by(Complaint.received_at, Complaint.id)


def _with_hidden_part(session: Session, found: dict[int, list[Complaint]]) -> set[int]:
    ids = {*found, *(each.id for rows in found.values() for each in rows)}
    hidden = select(Matter.complaint_id).where(
        Matter.complaint_id.in_(ids), Matter.track.in_(_HIDDEN)
    )
    return set(session.scalars(hidden)) if ids else set()


def _may_repeat_it(root: int, rows: list[Complaint], each: Complaint, apart: set[int]) -> bool:
    group = {root, *(row.id for row in rows)}
    return each.shown_claim is None and bool(group & apart)


def passed_on_since(session: Session, forwarded: dict[int, datetime]) -> dict[int, datetime]:
    """Return when text was last added to complaints forwarded at an instant, by complaint."""
    found = {}
    for root, rows in passed_on(session, forwarded).items():
        times = [row.clock_stopped_at for row in rows if row.clock_stopped_at]
        if times and max(times) > forwarded[root]:
            found[root] = max(times)
    return found
