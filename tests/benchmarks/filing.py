"""Filing by the public form, four clients at once, beside the same server's smallest page."""

import os
from functools import partial

from tests.benchmarks import drafts, load
from tests.benchmarks.figures import Report
from tests.benchmarks.installation import Installation

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "2000"))
CLIENTS, JOURNEYS, SMALL_PAGES, WARMING = 4, 40, 4000, 80


def measure(portal: Installation, report: Report, stock: str) -> None:
    """Measure the small page, the submission and the whole journey."""
    report.section(f"Filing, {CLIENTS} clients, {stock}")
    clients = [load.Client(portal.port) for _ in range(CLIENTS)]
    small = [[partial(client.send, "GET", "/healthz")] * (SMALL_PAGES // 4) for client in clients]
    limit = load.at_once(small)
    report.add("minimal page (the limit)", limit.per_second, "/s")
    _submit(clients, drafts.ready(portal, WARMING))
    filed = _submit(clients, drafts.ready(portal, SUBMISSIONS))
    report.add("submissions", filed.per_second, "/s", aim=150)
    report.add("submission p50", filed.percentile(0.5), "ms")
    report.add("submission p99", filed.percentile(0.99), "ms")
    report.add("submissions : minimal page", filed.per_second / limit.per_second, "")
    journey = [[partial(drafts.journey, client)] * (JOURNEYS // CLIENTS) for client in clients]
    journeys = load.at_once(journey)
    report.add(f"whole journeys of {drafts.PAGES} requests", journeys.per_second, "/s")
    report.add("whole journey p50", journeys.percentile(0.5), "ms")
    due, seconds = portal.await_deliveries()
    report.add("notices still to deliver when all was filed", due, "")
    report.add("… all delivered after", seconds, "s")


def _submit(clients: list[load.Client], tokens: list[str]) -> load.Measured:
    work = []
    for place, client in enumerate(clients):
        form = {"csrf_token": client.token("/complaints/new"), "declaration": "y"}
        own = tokens[place :: len(clients)]
        work.append([partial(drafts.submit, client, token, form) for token in own])
    return load.at_once(work)
