"""The public's pages of figures: the explorer over a large cube, and pages kept in memory.

`python -m tests.benchmarks.public [COMPLAINTS]` measures them alone; 5,000,000 unless said.
"""

import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from time import perf_counter

from sqlalchemy.orm import Session

from disclosures.commands import editions
from disclosures.commands.cube import publish_slice
from disclosures.commands.editions import Terms
from disclosures.models import CubeSlice, Edition
from disclosures.queries import cube as query
from disclosures.queries.explorer import RANKED, explored
from disclosures.rules.cube import Lot
from portal.accounts.commands import add_account
from portal.accounts.queries import actor_for, units
from portal.filings.returns.codes import BANKING_BUSINESS, BANKING_CAUSES
from portal.filings.rules.periods import periods_between
from portal.institutions.queries import all_cards
from portal.kernel import clock
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.db import make_session, transaction
from tests.benchmarks import load, stock
from tests.benchmarks.figures import Report, conditions
from tests.benchmarks.installation import Installation, installation
from tests.benchmarks.reading import times

COMPLAINTS, QUARTERS = 5_000_000, 20
AIM_MS, AIM_PER_SECOND = 50.0, 800.0
PAGES, KEPT, CLIENTS = 300, 2_000, 4
WAYS = ("phone", "web", "letter", "visit", "email", "transfer", "api")
Features = dict[str, list[tuple[str, ...]]]


def measure(portal: Installation, report: Report, complaints: int = COMPLAINTS) -> None:
    """Fill the cube, ask the explorer, and fetch pages that are kept."""
    began = perf_counter()
    with portal.engine() as engine, make_session(engine) as session, transaction(session):
        shown = _fill(session, complaints // QUARTERS)
    portal.analyse()
    report.section(f"Explorer: cube of {complaints:,} complaints in {QUARTERS} quarters")
    report.add("cells shown", shown, "")
    report.add("filling it: counting, hiding, storing", perf_counter() - began, "s")
    _questions(portal, report)
    _kept_pages(portal, report)


def _questions(portal: Installation, report: Report) -> None:
    """Ask what the page asks, with all quarters chosen: statements alone, then whole pages."""
    chance = random.Random(7)
    with portal.engine() as engine, make_session(engine) as session:
        slices = query.slices(session)
        asked = [_question(session, slices, chance) for _ in range(PAGES)]
        taken = load.in_turn([partial(explored, session, slices, *each) for each in asked])
    report.add("query p50", taken.percentile(0.5), "ms")
    report.add("query p95", taken.percentile(0.95), "ms", aim=AIM_MS, less=True)
    span = f"first={slices[0].period}&last={slices[-1].period}"
    paths = [_address(span, *each, place) for place, each in enumerate(asked)]
    pages = times(load.Client(portal.port), paths)
    report.add("whole page, computed, p50", pages.percentile(0.5), "ms")
    report.add("whole page, computed, p95", pages.percentile(0.95), "ms")


def _question(
    session: Session, slices: list[CubeSlice], chance: random.Random
) -> tuple[dict[str, tuple[str, ...]], str]:
    parts = chance.sample([part for part in RANKED if part != "category"], chance.randrange(3))
    ids = [each.id for each in slices]
    filters = {part: (chance.choice(query.values_of(session, ids, part)),) for part in parts}
    by = chance.choice([part for part in RANKED if part not in (*parts, "category")])
    return filters, by


def _address(span: str, filters: dict[str, tuple[str, ...]], by: str, place: int) -> str:
    """Return the address of a query; the last name is nobody's, so that no page is kept."""
    named = "&".join(f"{part}={values[0]}" for part, values in filters.items())
    return f"/explorer?{span}&by={by}&{named}&_n={place}"


def _kept_pages(portal: Installation, report: Report) -> None:
    report.section("Public pages kept in memory")
    clients = [load.Client(portal.port) for _ in range(CLIENTS)]
    small = [[partial(client.send, "GET", "/healthz")] * (KEPT // CLIENTS) for client in clients]
    limit = load.at_once(small)
    report.add("minimal page (the limit)", limit.per_second, "/s")
    for path in ("/bulletins", "/explorer", "/timeliness"):
        wanted = [[partial(client.send, "GET", path)] * (KEPT // CLIENTS) for client in clients]
        load.at_once([each[:20] for each in wanted])
        found = load.at_once(wanted)
        report.add(path, found.per_second, "/s", aim=AIM_PER_SECOND)
        report.add(f"{path} : minimal page", found.per_second / limit.per_second, "")


def _fill(session: Session, number: int) -> int:
    """Publish quarters of invented complaints; return how many cells are shown."""
    features = _features(session)
    row = _edition(session)
    today = clock.today()
    ended = periods_between("quarterly", today.replace(year=today.year - 6), today)
    quarters = list(ended)[-QUARTERS:]
    with ProcessPoolExecutor(2) as pool:
        made = pool.map(partial(_lots, features, number), range(len(quarters)))
        return sum(
            publish_slice(session, row, quarter, lots, None, at=clock.now()).shown
            for quarter, lots in zip(quarters, made, strict=True)
        )


def _features(session: Session) -> Features:
    banks = [card for card in all_cards(session) if card.level == "head" and card.type == "banking"]
    return {
        "territory": [(row.code,) for row in units(session) if row.level == "bureau"],
        "holder": [(card.category, card.code) for card in banks],
        "business": [(code,) for code in BANKING_BUSINESS],
        "cause": [(code,) for code in BANKING_CAUSES],
        "channel": [(code,) for code in WAYS],
    }


def _lots(features: Features, number: int, seed: int) -> list[Lot]:
    """Return a quarter of complaints, of which the first choices of each feature have most."""
    chance = random.Random(seed)
    drawn = [
        chance.choices(choices, [1 / (n + 1) for n in range(len(choices))], k=number)
        for choices in features.values()
    ]
    counted: Counter[tuple[object, ...]] = Counter()
    for place, holder, business, cause, way in zip(*drawn, strict=True):
        month = f"2020-0{chance.randrange(1, 4)}-01"
        counted[month, *place, (holder,), *business, *cause, *way] += 1
    return [Lot(*key, count) for key, count in counted.items()]  # type: ignore[arg-type]


def _edition(session: Session) -> Edition:
    """Return a draft of the head office's, for the cube to hang on."""
    by = _officer(session, "statistician")
    terms = Terms("disclosure", "banking", "2020Q2")
    return editions.draft(session, terms, by=by, at=clock.now())


def _officer(session: Session, role: str) -> Actor:
    login = f"bench-public-{role}"
    about = {"login": login, "name": "测速", "role": role, "unit_code": "000000"}
    new = add_account(session, **about, by=SYSTEM, at=clock.now(), password="correct-horse-42")
    session.flush()
    found = actor_for(session, new.id)
    assert found is not None
    return found


def main(complaints: int) -> None:
    """Measure on an installation of its own."""
    report = Report(conditions())
    with installation() as portal:
        portal.run("import", "institutions", str(stock.institutions_file(portal.data / "i.csv")))
        measure(portal, report, complaints)


if __name__ == "__main__":
    main(int(next(islice(sys.argv[1:], 1), COMPLAINTS)))
