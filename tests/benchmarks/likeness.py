"""Finding repeats: what of the planted copies is found, and what it costs with a full stock.

Recall and precision are measured on complaints in people's own words (tests.benchmarks.tellings),
one in twenty a copy with 5 % of its signs edited; beside them stands the same on the
demonstration's stories as they are, where many people say one sentence alike. The time is that of
the query behind the page and the reply, for complaints just received.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count, islice

from sqlalchemy import Engine, select, text

from forwarding.models import Complaint
from forwarding.queries.likeness import ALIKE, candidates
from portal.demo_day import cases
from portal.kernel import clock, likeness
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session
from tests.benchmarks.figures import Report
from tests.benchmarks.installation import Installation
from tests.benchmarks.tellings import near_copy, tellings

SET, COPIES, SEED = 20_000, 0.05, 17
LOOKS, WARMING, COMPARED = 200, 20, 3
AIM_MS, AIM_MARKS, AIM_FOUND = 50.0, 150.0, 0.95
Pair = tuple[int, int]


@dataclass(frozen=True)
class Quality:
    """What was found of the planted pairs, and how many of those found were planted."""

    recall: float
    precision: float
    candidates: float


def measure_set(portal: Installation, report: Report) -> None:
    """Measure recall, precision and the cost of marks; the keys are those of the portal."""
    report.section(f"Near-copies among {SET:,} complaints, {COPIES:.0%} of them edited copies")
    with portal.engine():
        own = [claim + facts for claim, facts in islice(tellings(SEED), round(SET * (1 - COPIES)))]
        found = quality(own, SET - len(own))
        report.add("recall", found.recall, "", aim=AIM_FOUND)
        report.add("precision", found.precision, "", aim=AIM_FOUND)
        report.add("texts compared for one, of all others", found.candidates, "")
        alike = list(islice(_stories(), len(own)))
        stories = quality(alike, SET - len(alike))
        report.add("recall, sentences told alike by many", stories.recall, "")
        report.add("precision, sentences told alike by many", stories.precision, "")
        began = time.process_time()
        for each in own:
            likeness.marks(each)
        cost = 1e6 * (time.process_time() - began) / len(own)
        report.add("marks of one complaint, of a core's time", cost, "µs", aim=AIM_MARKS, less=True)


def quality(texts: Sequence[str], copies: int) -> Quality:
    """Plant edited copies among texts, and compare what the marks find with what is planted."""
    chance = random.Random(SEED)
    origins = [chance.randrange(len(texts)) for _ in range(copies)]
    everything = [*texts, *(near_copy(texts[origin], chance) for origin in origins)]
    planted = _planted(origins, len(texts))
    pairs = _sharing_a_mark(everything)
    pairs_found = {p for p in pairs if likeness.likeness(*(everything[i] for i in p)) >= ALIKE}
    right = len(pairs_found & planted)
    per_text = 2 * len(pairs) / len(everything)
    return Quality(right / len(planted), right / max(1, len(pairs_found)), per_text)


def _planted(origins: Sequence[int], first: int) -> set[Pair]:
    """Return every pair of an origin and its copies, and of two copies of one origin."""
    families: defaultdict[int, list[int]] = defaultdict(list)
    for place, origin in enumerate(origins, first):
        families[origin].append(place)
    members = ([origin, *places] for origin, places in families.items())
    return {(a, b) for family in members for at, a in enumerate(family) for b in family[at + 1 :]}


def _sharing_a_mark(texts: Sequence[str]) -> set[Pair]:
    sharing: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(texts):
        marks = likeness.marks(each)
        for band in marks.bands if marks else ():
            sharing[band].append(place)
    groups = sharing.values()
    return {(a, b) for group in groups for at, a in enumerate(group) for b in group[at + 1 :]}


def _stories() -> chain[str]:
    days = (cases(2500, SEED + day, date(2026, 11, 2)) for day in count())
    return chain.from_iterable(
        (row["claim"] + row["facts"] for row, truth in day if not (truth.repeat_of or truth.why))
        for day in days
    )


def measure_stock(portal: Installation, report: Report, size: int) -> None:
    """Measure the search for repeats of complaints just received, and the same by reading all."""
    report.section(f"Repeats of one new complaint, {size:,} complaints stored")
    with portal.engine() as engine:
        ids = _newest(engine, LOOKS + WARMING)
        for each in ids[:WARMING]:
            _look(engine, each)
        times = sorted(_timed(_look, engine, each) for each in ids[WARMING:])
        report.add("repeats looked for, p50", times[len(times) // 2], "ms")
        p95 = times[round(len(times) * 0.95) - 1]
        report.add("repeats looked for, p95", p95, "ms", aim=AIM_MS, less=True)
        slow = sorted(_timed(_read_all, engine, each) for each in ids[:COMPARED])
        report.add("… by reading every sketch instead", slow[len(slow) // 2], "ms")
        report.add("… times as long", slow[len(slow) // 2] / times[len(times) // 2], "")


def _newest(engine: Engine, wanted: int) -> list[int]:
    with make_session(engine) as session:
        found = (
            select(Complaint.id).where(Complaint.history.is_(False)).order_by(Complaint.id.desc())
        )
        return list(session.scalars(found.limit(wanted)))


def _look(engine: Engine, complaint_id: int) -> None:
    with make_session(engine) as session:
        candidates(session, SYSTEM, complaint_id, clock.today())


def _read_all(engine: Engine, complaint_id: int) -> None:
    """Compare the sketches of all that was received in the same days, as without an index."""
    since = clock.today() - timedelta(days=likeness.limits().days)
    sought = text("SELECT signature FROM complaint WHERE id = :id")
    read = text("SELECT id, signature FROM complaint WHERE received_on >= :since")
    with make_session(engine) as session:
        own = bytes(session.execute(sought, {"id": complaint_id}).scalar_one())
        rows = session.execute(read, {"since": since})
        sum(likeness.estimate(own, bytes(row.signature)) >= ALIKE for row in rows if row.signature)


def _timed(work: Callable[[Engine, int], None], engine: Engine, complaint_id: int) -> float:
    began = time.perf_counter()
    work(engine, complaint_id)
    return 1000 * (time.perf_counter() - began)
