"""The officers' pages at a stock of complaints: worklist, search and case, one after the other."""

import random
import re
from functools import partial
from urllib.parse import quote

from portal.accounts.commands import add_account
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session, transaction
from tests.benchmarks import load
from tests.benchmarks.figures import Report
from tests.benchmarks.installation import Installation

PAGES, WARMING = 200, 12
UNITS = {"bureau": "330000", "head office": "000000"}
WORDS = ("年费", "保险", "催收", "双录", "车险理赔", "13812345678", "不存在的词语")
AIM = 50.0
_PASSWORD = "correct-horse-battery-42"


def measure(portal: Installation, report: Report, size: int) -> None:
    """Measure the pages of a bureau's and the head office's officer."""
    chance = random.Random(size)
    for name, unit in UNITS.items():
        report.section(f"Pages of an officer, {name}, {size:,} complaints stored")
        client = signed_in(portal, unit, f"bench-{unit}-{size}")
        numbers = _numbers(client)
        paths = {
            "worklist": ["/staff/"],
            "list of all": ["/staff/?queue=all"],
            "search": [f"/staff/?queue=all&q={quote(word)}" for word in WORDS],
            "case": [f"/staff/complaints/{number}" for number in numbers],
        }
        for page, among in paths.items():
            aim = None if page == "search" else AIM
            taken = times(client, [chance.choice(among) for _ in range(PAGES)])
            report.add(f"{page} p50", taken.percentile(0.5), "ms")
            report.add(f"{page} p95", taken.percentile(0.95), "ms", aim=aim, less=True)


def times(client: load.Client, paths: list[str]) -> load.Measured:
    """Return how long pages take, one after the other, when they are warm."""
    for path in paths[:WARMING]:
        _read(client, path)
    return load.in_turn([partial(_read, client, path) for path in paths])


def _read(client: load.Client, path: str) -> str:
    status, body, _place = client.send("GET", path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    return body


def signed_in(portal: Installation, unit: str, login: str, role: str = "triage") -> load.Client:
    """Return the browser of a new officer of a unit."""
    with portal.engine() as engine, make_session(engine) as session, transaction(session):
        officer = {"login": login, "name": "测速", "role": role, "unit_code": unit}
        add_account(session, **officer, by=SYSTEM, at=clock.now(), password=_PASSWORD)
    client = load.Client(portal.port)
    form = {"login": login, "password": _PASSWORD, "csrf_token": client.token("/sign-in")}
    status, body, _place = client.send("POST", "/sign-in", form)
    if status != 303:
        raise RuntimeError(f"sign-in: {status} {body[:300]}")
    return client


def _numbers(client: load.Client) -> list[str]:
    """Return the numbers of cases that are open, and of cases that are history."""
    found: list[str] = []
    for queue in ("due", "all", "closed"):
        body = _read(client, f"/staff/?queue={queue}")
        found += re.findall(r"/staff/complaints/([A-Z]+-\d{4}-\d{2}-\d{6})", body)
    if not found:
        raise RuntimeError("the worklist is empty")
    return sorted(set(found))
