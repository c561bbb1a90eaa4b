"""The rectification ledger at 100,000 open rows: its page with every filter, one after the other.

`python -m tests.benchmarks.ledger` measures it alone, and prints what PostgreSQL does for each.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from inspections.models import Rectification
from inspections.queries import ledger
from inspections.queries.ledger import Wanted
from portal.accounts.commands import add_account
from portal.accounts.queries import actor_for
from portal.institutions.queries import all_cards, by_code
from portal.kernel import clock, search
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.db import make_session, transaction
from tests.benchmarks import load, stock
from tests.benchmarks.figures import Report, conditions
from tests.benchmarks.installation import Installation, installation
from tests.benchmarks.reading import AIM, signed_in, times

ROWS, OFFICERS, SPAN, PAGES = 100_000, 40, 200, 60
UNITS = {"bureau": "330000", "head office": "000000"}
_AT = ("330000", "330000", "330000", "330200", "110000", "440000", "310000", "320000")
_KINDS = (("demand", "handled_wrongly"),) * 44 + (("recommendation", ""),) * 5
_KINDS += (("order", "not_set_up"),)
_STATES = ("issued",) * 16 + ("reported",) * 3 + ("failed",)
_ABOUT = ("规范投诉处理时限", "公布投诉渠道", "完善理赔告知", "整改催收行为", "补报投诉数据")
RARE = "双录"


def measure(portal: Installation, report: Report) -> None:
    """Fill the ledger, and measure its page for a bureau and the head office."""
    with portal.engine() as engine, make_session(engine) as session, transaction(session):
        officers = _officers(session)
        _fill(session, officers)
        report.section(f"Rectification ledger, filling {ROWS:,} open rows")
    portal.analyse()
    _queries(portal, report, officers[0])
    for name, unit in UNITS.items():
        report.section(f"Rectification ledger, {name}, {ROWS:,} open")
        client = signed_in(portal, unit, f"bench-ledger-{unit}", "inspector")
        for asked, query in filters(officers[0]).items():
            address = f"/staff/rectifications?{quote(query, safe='=&')}"
            measured = times(client, [address] * PAGES)
            report.add(f"{asked} p95", measured.percentile(0.95), "ms", aim=AIM, less=True)


def filters(officer_id: int) -> dict[str, str]:
    """Return what the ledger is narrowed by, by name: every filter, and some together."""
    return {
        "everything open": "",
        "orders": "kind=order",
        "failed": "show=failed",
        "to be verified": "show=reported",
        "overdue": "due=overdue",
        "due within 7 days": "due=7",
        "an officer's": f"handler={officer_id}",
        "an institution's": "code=ICBC-330100",
        "of an article": "article=23",
        "of a common article": "article=18",
        "of a unit": "unit=330200",
        "with a common word": "text=投诉",
        "with a rare word": f"text={RARE}",
        "with a word nobody wrote": "text=不存在的词语",
        "with a letter's number": "text=〔2026〕12号",
        "overdue orders with a rare word": f"kind=order&due=overdue&text={RARE}",
        "overdue of an article and an officer": f"due=overdue&article=23&handler={officer_id}",
        "orders of a common article to be verified": "kind=order&show=reported&article=18",
    }


def _wanted(session: Session, query: str) -> Wanted:
    given: dict[str, Any] = dict(parse_qsl(query))
    if code := given.pop("code", ""):
        found = by_code(session, code)
        given["institution_id"] = found.id if found else 0
    if "handler" in given:
        given["handler"] = int(given["handler"])
    return Wanted(**given)


def _queries(portal: Installation, report: Report, officer_id: int) -> None:
    """Measure what the database takes for a page of each filter, the counts above it included."""
    report.section(f"Rectification ledger, the database alone, {ROWS:,} open")
    with portal.engine() as engine, make_session(engine) as session:
        actor, today = actor_for(session, officer_id), clock.today()
        assert actor is not None
        for query in filters(officer_id).values():
            _page(session, actor, _wanted(session, query), today)
        for name, query in filters(officer_id).items():
            wanted = _wanted(session, query)
            work = [partial(_page, session, actor, wanted, today)] * PAGES
            measured = load.in_turn(work)
            report.add(f"{name} p95", measured.percentile(0.95), "ms", aim=AIM, less=True)


def _page(session: Session, actor: Actor, wanted: Wanted, today: date) -> None:
    ledger.counts(session, actor, today)
    ledger.page(session, actor, wanted, today, None)
    session.expunge_all()


def _officers(session: Session) -> list[int]:
    given = {"role": "inspector", "password": "correct-horse-battery-42"}
    made = [
        add_account(
            session,
            login=f"ledger-{n}",
            name=f"检查{n}",
            unit_code=_AT[n % len(_AT)],
            by=SYSTEM,
            at=clock.now(),
            **given,
        )
        for n in range(OFFICERS)
    ]
    session.flush()
    return [row.id for row in made]


def _fill(session: Session, officers: list[int]) -> None:
    institutions = [each.id for each in all_cards(session)]
    rows = _rows(random.Random(36), institutions, officers, clock.today())
    while batch := [row for row, _n in zip(rows, range(5000), strict=False)]:
        session.execute(insert(Rectification), batch)


def _rows(
    chance: random.Random, institutions: list[int], officers: list[int], today: date
) -> Iterator[dict[str, Any]]:
    at = clock.now() - timedelta(days=2 * SPAN)
    marks = {title: search.document(title) for title in (*_ABOUT, f"整改{RARE}缺失")}
    for n in range(ROWS):
        kind, ground = chance.choice(_KINDS)
        state = chance.choice(_STATES) if kind != "recommendation" else "issued"
        title = chance.choice(_ABOUT) if n % 1000 else f"整改{RARE}缺失"
        due_on = today + timedelta(days=chance.randint(-SPAN, SPAN))
        articles = ["18"] if chance.random() < 0.7 else [str(chance.randint(1, 45))]
        yield {
            "version": 1,
            "state": state,
            "kind": kind,
            "ground": ground,
            "unit_code": chance.choice(_AT),
            "institution_id": chance.choice(institutions),
            "title": title,
            "search": marks[title],
            "basis": "",
            "articles": articles,
            "due_on": due_on,
            "first_due_on": due_on,
            "handler": chance.choice(officers),
            "made_at": at,
            "issued_on": due_on - timedelta(days=30),
            "reported_at": at + timedelta(days=SPAN) if state == "reported" else None,
            "failed_at": at if state == "failed" else None,
            "reply": "",
            "failed_why": "",
            "ended_why": "",
            "rejected_why": "",
        }


def plans(session: Session, actor: Actor, officer_id: int) -> Iterator[tuple[str, str]]:
    """Give what PostgreSQL does for each filter."""
    for name, query in filters(officer_id).items():
        wanted = _wanted(session, query)
        found = ledger.page_query(session, actor, wanted, clock.today())
        on = session.connection()
        said = found.compile(dialect=on.dialect, compile_kwargs={"render_postcompile": True})
        explained = on.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS) {said}", said.params)
        yield name, "\n".join(row[0] for row in explained)


def main() -> None:
    """Measure the ledger alone, and show the plans."""
    report = Report(conditions())
    with installation() as portal:
        portal.run("import", "institutions", str(stock.institutions_file(portal.data / "i.csv")))
        measure(portal, report)
        with portal.engine() as engine, make_session(engine) as session:
            officer = session.scalars(select(Rectification.handler).limit(1)).one() or 0
            actor = actor_for(session, officer)
            assert actor is not None
            for name, plan in plans(session, actor, officer):
                print(f"\n{name}\n{plan}")


if __name__ == "__main__":
    main()
