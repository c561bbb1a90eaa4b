"""What the demonstration discloses: a year of forwarded complaints, four quarters of bulletins.

The complaints are history, brought in as a file; every figure of them is invented.
"""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from disclosures.commands import editions as acts
from disclosures.commands.editions import Terms
from disclosures.rules.checking import unconfirmed
from forwarding.commands.complaints_file import import_complaints
from portal.filings.commands.metrics_file import import_metrics
from portal.filings.rules.periods import Period, periods_between
from portal.kernel import clock
from portal.kernel.actor import SYSTEM, Actor

_A_QUARTER = {"banking": 700, "insurance": 300}
_BANKS = (
    "ICBC", "CCB", "ABC", "BOC", "BCM", "PSBC", "CMB", "PAB", "CITIC", "CIB", "SPDB", "CEB",
    "HSBC", "BEA", "BOB", "CSBANK", "MASHANG",
)  # fmt: skip
_INSURERS = ("PICC", "PAIC", "CPIC", "ZA", "GPIC", "PALIFE", "CLIC", "CPICLIFE", "TKLIFE", "NCI")
_BUSINESSES = ("B0402", "B0301", "B05", "B0401", "B06", "B0702", "B13")
_CAUSES = ("C07", "C03", "C01", "C05", "C12")
_DISPUTES = ("I03", "I01", "I06")
_PLACES = (
    "110101", "310101", "440104", "330106", "320102", "510104", "420102", "370102", "440303",
    "350203",
)  # fmt: skip
_WAYS = ("phone", "web", "letter")
_METRICS = {
    "outlets": (15_600, 13_900, 22_900, 10_300, 2_900, 39_600, 1_900, 1_200, 1_400, 2_000),
    "personal_customers": (750, 770, 870, 360, 190, 660, 200, 130, 120, 100),
    "premium_income": (160, 90, 60, 6, 27, 130, 180, 65, 60, 45),
    "policies": (3_100, 2_400, 1_500, 2_900, 800, 240, 310, 120, 140, 90),
    "insured_persons": (0, 0, 0, 0, 0, 4_100, 5_200, 1_900, 1_700, 1_300),
}
_UNITS = {
    "outlets": (1, "个"), "personal_customers": (1_000_000, "人"),
    "premium_income": (100_000_000, "元"), "policies": (10_000, "张"),
    "insured_persons": (10_000, "人次"),
}  # fmt: skip
_METRIC_HEADS = "institution_code,period,metric,value,unit,as_of,source"
_HEADS = (
    "external_ref", "received_at", "channel", "territory", "institution_code", "business",
    "cause", "complainant_kind", "complainant_name", "complainant_phone", "claim", "facts",
    "forwarded_at", "told_at",
)  # fmt: skip


def play(session: Session, now: datetime, drafter: Actor, second: Actor) -> None:
    """Bring in the last four quarters, disclose each, correct one, and tell the banks."""
    today = clock.business_date(now)
    ended = periods_between("quarterly", today - timedelta(days=460), today - timedelta(days=1))
    quarters = list(ended)[-4:]
    report = import_complaints(session, _history(quarters, today), by=SYSTEM, at=now)
    if not report.ok:
        raise RuntimeError(f"the demonstration's history is faulty: {report.findings[:3]}")
    import_metrics(session, _metrics(quarters), by=SYSTEM, at=now)
    session.flush()
    made = []
    for kind, quarter, sector in (
        *(("disclosure", quarter, sector) for quarter in quarters for sector in _A_QUARTER),
        ("notice", quarters[-1], "banking"),
    ):
        row = acts.draft(session, Terms(kind, sector, quarter.text), by=drafter, at=now)
        _publish(session, row, drafter, second, now)
        made.append(row)
    newest = next(
        row for row in reversed(made) if (row.kind, row.sector) == ("disclosure", "banking")
    )
    _correct(session, newest, drafter, second, now)


def _publish(session: Session, row: Any, drafter: Actor, second: Actor, now: datetime) -> None:
    open_ = unconfirmed(row.findings, row.confirmed)
    if open_:
        reason = "演示：这些机构本期没有报送业务量"
        acts.confirm(session, row, open_, reason=reason, by=drafter, at=now)
    acts.submit(session, row, number="", by=drafter, at=now)
    acts.approve(session, row, publish_at=now, by=second, at=now)
    acts.publish(session, row, by=second, at=now)


def _correct(session: Session, row: Any, drafter: Actor, second: Actor, now: datetime) -> None:
    """A bank's outlets come in late and the disclosure is corrected."""
    late = f"{_METRIC_HEADS}\nCEB,{row.period},outlets,1300,个,,演示\n"
    import_metrics(session, late.encode(), by=SYSTEM, at=now)
    reason = "演示：光大银行补报网点数，补算每千营业网点投诉量"
    fixed = acts.correct(session, row, reason=reason, by=drafter, at=now)
    _publish(session, fixed, drafter, second, now)


def _metrics(quarters: Sequence[Period]) -> bytes:
    lines = [_METRIC_HEADS]
    for quarter in quarters:
        for metric, values in _METRICS.items():
            multiple, unit = _UNITS[metric]
            codes = _BANKS if metric in {"outlets", "personal_customers"} else _INSURERS
            lines += [
                f"{code},{quarter.text},{metric},{value * multiple},{unit},,演示"
                for code, value in zip(codes, values, strict=False)
                if value
            ]
    return ("\n".join(lines) + "\n").encode()


def _history(quarters: Sequence[Period], today: date) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADS)
    dice = random.Random(20200301)
    for quarter in quarters:
        for sector, number in _A_QUARTER.items():
            writer.writerows(_rows(dice, quarter, sector, number))
    writer.writerows(_risen(today))
    return text.getvalue().encode()


def _rows(
    dice: random.Random, quarter: Period, sector: str, number: int
) -> Iterator[tuple[str, ...]]:
    days = (quarter.last - quarter.first).days
    for place in range(number + dice.randrange(number // 5)):
        received = quarter.first + timedelta(days=dice.randrange(3, days - 12))
        sent = _working(received + timedelta(days=dice.randrange(2, 8)))
        code, business, cause = _banking(dice) if sector == "banking" else _insurance(dice)
        about = ("natural", f"演示人{place:04}", "13900000000", "退还费用", "演示：历史投诉。")
        ways = (_leaning(dice, _WAYS), _leaning(dice, _PLACES))
        moments = (f"{sent}T10:00", f"{sent}T16:00")
        ref = f"DEMO-{quarter.text}-{sector}-{place:04}"
        yield (ref, f"{received}T09:30", *ways, code, business, cause, *about, *moments)


def _risen(today: date) -> Iterator[tuple[str, ...]]:
    """Return complaints about one lender's way of collecting debts that came all at once."""
    about = ("natural", "演示人", "13900000000", "停止催收", "演示：历史投诉。")
    for place in range(16):
        sent = _working(today - timedelta(days=place + 3))
        received = sent - timedelta(days=2)
        ref = f"DEMO-RISE-{today}-{place:02}"
        what = ("phone", "330106", "MASHANG", "B13", "C12")
        yield (ref, f"{received}T09:30", *what, *about, f"{sent}T10:00", f"{sent}T16:00")


def _banking(dice: random.Random) -> tuple[str, str, str]:
    return _leaning(dice, _BANKS), _leaning(dice, _BUSINESSES), _leaning(dice, _CAUSES)


def _insurance(dice: random.Random) -> tuple[str, str, str]:
    code = _leaning(dice, _INSURERS)
    lines = ("L01", "L02", "L06") if _INSURERS.index(code) >= 5 else ("P01", "P02", "P06")
    return code, _leaning(dice, lines), _leaning(dice, _DISPUTES)


def _leaning(dice: random.Random, choices: Sequence[str]) -> str:
    """Return one of some choices, the first ones far more often than the last."""
    weights = [1 / (place + 1) for place in range(len(choices))]
    return dice.choices(choices, weights)[0]


def _working(day: date) -> date:
    """Return a weekday on or after a day; history keeps no account of days."""
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
