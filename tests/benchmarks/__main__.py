"""`make bench`: filing, worklist and case page at growing stocks, import, memory.

Everything runs on one machine, clients included, against a portal started for it. The limit
beside each web figure is the same server's minimal page (/healthz) in the same run; for the
import it is COPY of rows as wide into a bare table. BENCH_SIZES (default 100000,1000000) names
the stocks.
"""

import json
import os
import random
import re
import time
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine, text

from portal.kernel import clock
from tests.benchmarks import drafts, load, stock
from tests.benchmarks.installation import Installation, installation

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "100000,1000000").split(",")]
CLIENTS, SUBMISSIONS, PAGES = 4, 2000, 200


def main() -> None:
    """Measure and print a line per figure, then all of them as JSON."""
    figures: dict[str, object] = {}
    with installation() as portal:
        portal.run("import", "institutions", str(stock.institutions_file(portal.data / "i.csv")))
        figures |= filing(portal)
        for size, before in zip(SIZES, [0, *SIZES], strict=False):
            figures |= stocked(portal, size, before)
        figures |= {f"memory_mb {part}": mb for part, mb in portal.memory().items()}
    for name, value in figures.items():
        print(f"{name:<44}{value}")
    print(json.dumps(figures, ensure_ascii=False))


def filing(portal: Installation) -> dict[str, object]:
    """Measure the minimal page and the submission of the public form, four clients at once."""
    clients = [load.Client(portal.port) for _ in range(CLIENTS)]
    limit = load.at_once([[partial(client.send, "GET", "/healthz")] * 1000 for client in clients])
    tokens = drafts.ready(portal, SUBMISSIONS)
    work = []
    for place, client in enumerate(clients):
        csrf = client.token("/complaints/new")
        form = {"csrf_token": csrf, "declaration": "y"}
        own = tokens[place::CLIENTS]
        work.append([partial(_submit, client, token, form) for token in own])
    filed = load.at_once(work)
    journeys = load.in_turn([partial(drafts.journey, load.Client(portal.port)) for _ in range(20)])
    return {
        "minimal page /s": round(limit.per_second),
        "submissions /s": round(filed.per_second),
        "submissions p50 ms": round(filed.percentile(0.5), 1),
        "submissions p99 ms": round(filed.percentile(0.99), 1),
        "submissions : minimal page": round(filed.per_second / limit.per_second, 3),
        "whole journey of 13 pages, ms (median)": round(journeys.percentile(0.5)),
    }


def _submit(client: load.Client, token: str, form: dict[str, str]) -> None:
    status, body, place = client.send("POST", f"/complaints/drafts/{token}/check", form)
    if status != 303 or not place.endswith("/receipt"):
        raise RuntimeError(f"refused: {status} {body[:300]}")


def stocked(portal: Installation, size: int, before: int) -> dict[str, object]:
    """Load complaints up to `size`, then measure the worklist and the case page."""
    file = stock.stock_file(portal.data / "stock.csv", size - before, clock.today(), size)
    began = time.perf_counter()
    report = portal.json("import", "complaints", str(file))
    rows_per_second = report["created"] / (time.perf_counter() - began)
    found: dict[str, object] = {
        f"import rows /s (to {size:,})": round(rows_per_second),
        f"import : bare COPY (to {size:,})": round(rows_per_second / bare_copy(portal, file), 3),
    }
    file.unlink()
    analyse(portal)
    for unit, name in (("330000", "bureau"), ("000000", "head office")):
        client, numbers = signed_in(portal, unit, f"{name} {size}")
        pages = {
            "worklist": ["/staff/"] * PAGES,
            "search": [f"/staff/?queue=all&q={word}" for word in WORDS * (PAGES // len(WORDS))],
            "case": [f"/staff/complaints/{random.choice(numbers)}" for _ in range(PAGES)],
        }
        for page, paths in pages.items():
            for path in paths[:5]:
                client.send("GET", path)
            times = load.in_turn([partial(_read, client, path) for path in paths])
            found[f"{page} p95 ms ({name}, {size:,})"] = round(times.percentile(0.95), 1)
            found[f"{page} p50 ms ({name}, {size:,})"] = round(times.percentile(0.5), 1)
    return found


WORDS = ["年费", "保险", "催收", "双录", "车险理赔"]


def _read(client: load.Client, path: str) -> None:
    status, _body, _place = client.send("GET", path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")


def signed_in(portal: Installation, unit: str, name: str) -> tuple[load.Client, list[str]]:
    """Return a triage officer's browser and the numbers its lists show."""
    account = portal.json(
        "account",
        "add",
        "--role",
        "triage",
        "--unit",
        unit,
        "--name",
        name,
        "--login",
        f"bench-{unit}-{name.rsplit(' ', 1)[1]}",
    )
    client = load.Client(portal.port)
    form = {"login": account["login"], "password": account["password"]}
    client.send("POST", "/sign-in", {**form, "csrf_token": client.token("/sign-in")})
    drafts.change_first_password(client, account["password"])
    numbers: list[str] = []
    for queue in ("due", "all"):
        body = client.send("GET", f"/staff/?queue={queue}")[1]
        numbers += re.findall(r"/staff/complaints/([A-Z]+-\d{4}-\d{2}-\d{6})", body)
    if not numbers:
        raise RuntimeError("the worklist is empty")
    return client, numbers


def bare_copy(portal: Installation, file: Path) -> float:
    """Return rows per second of COPY of the file itself into an unindexed table of texts."""
    with drafts.database(portal) as url:
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.begin() as connection:
            columns = ", ".join(f"{name} text" for name in stock.COLUMNS)
            connection.execute(text(f"CREATE TABLE bench_copy ({columns})"))
            began = time.perf_counter()
            driver = connection.connection.driver_connection
            assert driver is not None
            with driver.cursor() as cursor, file.open("rb") as source:
                with cursor.copy("COPY bench_copy FROM STDIN (FORMAT csv, HEADER)") as copy:
                    while chunk := source.read(1 << 16):
                        copy.write(chunk)
                rows = cursor.rowcount
            wall = time.perf_counter() - began
            connection.execute(text("DROP TABLE bench_copy"))
        engine.dispose()
    return rows / wall


def analyse(portal: Installation) -> None:
    """Let the planner know the stock, as autovacuum would within a minute."""
    with drafts.database(portal) as url:
        engine = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()


if __name__ == "__main__":
    main()
