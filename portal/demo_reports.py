"""What institutions report in the demonstration: people, policies, returns, metrics, disclosure."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import docx
from sqlalchemy.orm import Session

from portal.filings.commands import disclosures, documents, filing, persons, policies, returns
from portal.filings.commands.filing import Signature
from portal.filings.commands.metrics_file import import_metrics
from portal.filings.commands.policies import Description
from portal.filings.commands.requirements import Terms, require
from portal.filings.queries.played import Filing, duty_of
from portal.filings.queries.references import layout_of, reference_of, seal
from portal.filings.queries.stored import stored_file
from portal.filings.returns.check import check
from portal.filings.rules.periods import Period, periods_between
from portal.filings.rules.persons import Change
from portal.filings.rules.policies import policies_at
from portal.institutions.queries import Card, by_codes
from portal.kernel import clock, storage
from portal.kernel.actor import SYSTEM, Actor

_SIGNED = Signature("演示签署人", "副行长", true=True, complete=True, accurate=True)
BANKS = ("ICBC-330100", "CIB-330100", "BOC-330100", "DEMO-BANXIA")
"""Who reports in the demonstration."""
_PEOPLE = {
    "senior_officer": ("郁分管", "副行长"),
    "department_head": ("闻牵头", "消费者权益保护部总经理"),
    "contact_a": ("程联系", "投诉管理岗"),
    "contact_b": ("梅联系", "投诉管理岗"),
}
_POLICY = (
    "第一条 为规范消费投诉处理工作，保护消费者合法权益，制定本办法。",
    "第二条 分管副行长负责消费投诉处理工作，消费者权益保护部牵头办理。",
    "第三条 自收到投诉之日起%s日内作出处理决定并告知投诉人；情况复杂的，经批准可以延长。",
    "第四条 投诉人对处理决定有异议的，可以申请核查。",
)
_METRICS = (
    ("ICBC", "outlets", 15600), ("ICBC", "personal_customers", 750_000_000),
    ("ABC", "outlets", 22900), ("ABC", "personal_customers", 870_000_000),
    ("BOC", "outlets", 10300), ("CCB", "outlets", 14300), ("DEMO-BANXIA", "outlets", 42),
    ("PICC", "premium_income", 312_000_000_000), ("CLIC", "premium_income", 489_000_000_000),
)  # fmt: skip


def play(session: Session, now: datetime, supervisor: Actor, desk: Actor) -> None:
    """Play the half-year that ended last: two filed, one of them wrongly, one filed nothing."""
    known = by_codes(session, BANKS)
    if set(known) != set(BANKS):
        return
    _people(session, now, supervisor, desk, known)
    _policies(session, now, supervisor, desk, known["ICBC-330100"])
    half = _ended(clock.business_date(now))
    _returns(session, half, supervisor, desk, known)
    _asked(session, half, supervisor, known["DEMO-BANXIA"])
    head = "institution_code,period,metric,value,unit,as_of,source\n"
    lines = (f"{code},{half.text},{metric},{value},,,演示\n" for code, metric, value in _METRICS)
    import_metrics(session, (head + "".join(lines)).encode(), by=SYSTEM, at=now)
    _disclosure(session, now, supervisor, known["DEMO-BANXIA"])


def _ended(today: date) -> Period:
    """Return the last half-year whose return is due by today."""
    halves = periods_between("half_yearly", today - timedelta(days=500), today - timedelta(days=31))
    return list(halves)[-1]


def _people(
    session: Session, now: datetime, supervisor: Actor, desk: Actor, known: dict[str, Card]
) -> None:
    """One branch has everybody in office; another has named nobody but its senior officer."""
    began = clock.business_date(now) - timedelta(days=200)
    for code, by, offices in (
        ("ICBC-330100", desk, tuple(_PEOPLE)),
        ("CIB-330100", SYSTEM, ("senior_officer",)),
    ):
        row = persons.begin_list(session, known[code].id, by=by, at=now)
        for office in offices:
            persons.put_change(session, row, _person(office, began), by=by, at=now)
        filing.sign(session, row, _SIGNED, by=by, at=now)
        filing.accept(session, row, by=supervisor, at=now)


def _person(office: str, began: date) -> Change:
    name, post = _PEOPLE[office]
    reach = {"phone": "0571-00000000", "mobile": "13900000000", "email": f"{office}@example.com"}
    department = "消费者权益保护部"
    return Change(
        office,
        "appointed",
        began,
        "演示：任职文件",
        name,
        post=post,
        department=department,
        **reach,
    )


def _policies(session: Session, now: datetime, supervisor: Actor, desk: Actor, bank: Card) -> None:
    """One policy in force with a new version to come, one more that waits to be judged."""
    today = clock.business_date(now)
    first = (today - timedelta(days=400), "十五", True, "")
    second = (today + timedelta(days=30), "十", True, "缩短办理期限")
    for code, (day, days, accepted, why) in (
        ("handling", first),
        ("handling", second),
        ("register", (today, "十五", False, "")),
    ):
        act = {"by": desk, "at": now}
        row = policies.begin_policy(session, bank.id, code, why_again=why, **act)
        policy = policies_at(today)[code]
        body = _document(policy.name, days)
        kept = storage.installed().put(session, body, f"{policy.name}.docx", at=now)
        documents.put_document(session, row, kept, **act)
        policies.ask_for_text(session, row, at=now)
        places = {point.code: "第二条至第四条" for point in policy.points}
        policies.describe(session, row, Description(policy.name, "", day, places), **act)
        filing.sign(session, row, _SIGNED, **act)
        if accepted:
            filing.accept(session, row, by=supervisor, at=now)


def _document(title: str, days: str) -> io.BytesIO:
    document, file = docx.Document(), io.BytesIO()
    for text in (title, *_POLICY):
        document.add_paragraph(text % days if "%s" in text else text)
    document.save(file)
    file.seek(0)
    return file


def _returns(
    session: Session, half: Period, supervisor: Actor, desk: Actor, known: dict[str, Card]
) -> None:
    """Of three branches one was accepted, one has mistakes to mend, one is overdue."""
    few = [known[code] for code in BANKS[:3]]
    terms = Terms(
        kind="data_return",
        subject="complaint_data",
        title="投诉数据半年报",
        article="36",
        frequency="half_yearly",
        valid_from=half.first,
        institution_ids=tuple(card.id for card in few),
        level="",
        days_of_year=("01-30", "07-30"),
    )
    asked, filed = _moment(half.first + timedelta(days=9)), _moment(half.last + timedelta(days=19))
    wanted = require(session, terms, by=supervisor, at=asked)
    for card, by, slip in ((few[0], desk, 0), (few[1], SYSTEM, 4)):
        duty = duty_of(session, wanted.id, card.id, half.text)
        act = {"by": by, "at": filed}
        told = {"subject": "complaint_data", "period": half.text, "obligation": duty}
        row = filing.begin(session, card.id, "data_return", **told, **act)
        _hand_in(session, row, _rows(half, slip), by, filed)
        if row.state == "checked":
            filing.sign(session, row, _SIGNED, **act)
            filing.accept(session, row, by=supervisor, at=filed + timedelta(days=3))


def _hand_in(
    session: Session, row: Filing, rows: Sequence[Sequence[str]], by: Actor, at: datetime
) -> None:
    """Hand in a CSV and check it at once, as the worker does."""
    reference = reference_of(session, row, at=at)
    heads = [column.heading for column in layout_of(reference).sheet("detail").columns]
    body = "\n".join(",".join(line) for line in (heads, *rows)).encode()
    kept = storage.installed().put(
        session, io.BytesIO(body), "投诉明细.csv", at=at, kinds=storage.TABLES
    )
    returns.hand_in(session, row, kept, by=by, at=at)
    with stored_file(kept.sha256, kept.label) as source:
        verdict = check(source, expected=reference, seal=seal)
    returns.judge(session, row, kept.sha256, verdict, at=at)


def _rows(half: Period, slip: int) -> list[list[str]]:
    """Return 40 invented complaints, each dealt with in a week; some may have a day wrong."""
    return list(_lines(half, slip))


def _lines(half: Period, slip: int) -> Iterator[list[str]]:
    businesses, causes = ("B0402", "B0301", "B01", "B05"), ("C01", "C02", "C07", "C09")
    for each in range(40):
        day = half.first + timedelta(days=4 * each)
        settled = day + timedelta(days=7 if each >= slip else -3)
        yield [
            f"YS-{each + 1:04}", day.isoformat(), ("phone", "visit", "web")[each % 3], "330106",
            businesses[each % 4], causes[each % 3], ("counter", "app")[each % 2], "", "",
            settled.isoformat(), "", ("upheld", "not_upheld", "settled")[each % 3], "", "",
        ]  # fmt: skip


def _asked(session: Session, half: Period, supervisor: Actor, bank: Card) -> None:
    """A small bank has to file a policy, and the figures that rates divide by."""
    dated = {"institution_ids": (bank.id,), "valid_from": half.first}
    figures = Terms("metrics", "业务量指标", "37", "half_yearly", subject="metrics", **dated)
    policy = Terms("policy", "重大投诉应急预案", "29", "once", subject="contingency", **dated)
    asked = _moment(half.first + timedelta(days=9))
    half_yearly = replace(figures, days_of_year=("01-30", "07-30"))
    require(session, half_yearly, by=supervisor, at=asked)
    require(session, replace(policy, due_on=half.last), by=supervisor, at=asked)


def _disclosure(session: Session, now: datetime, supervisor: Actor, bank: Card) -> None:
    """A bank published last year's complaints, and the regulator took note."""
    year = clock.business_date(now).year - 1
    on = min(date(year + 1, 3, 31), clock.business_date(now))
    act = {"by": SYSTEM, "at": now}
    row = filing.begin(session, bank.id, "disclosure", period=str(year), **act)
    body = _document(f"{year}年度消费投诉情况披露（演示）", "十五")
    kept = storage.installed().put(session, body, f"{year}年度披露.docx", at=now)
    documents.put_document(session, row, kept, **act)
    url = f"https://www.example.com/disclosure/{year}"
    disclosures.describe_disclosure(session, row, url=url, published_on=on, **act)
    filing.sign(session, row, _SIGNED, **act)
    filing.accept(session, row, by=supervisor, at=now)


def _moment(day: date) -> datetime:
    """Return ten o'clock in Shanghai on a day."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=clock.UTC)
