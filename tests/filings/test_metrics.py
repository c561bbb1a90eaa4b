"""Figures that rates divide by, from a file, as they stood, what is missing."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.filings.commands.metrics_file import import_metrics
from portal.filings.commands.requirements import Terms, require
from portal.filings.models import Metric
from portal.filings.queries.metrics import metrics_for
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor

AT = datetime(2026, 8, 3, 2, tzinfo=UTC)
LATER = datetime(2026, 8, 5, 2, tzinfo=UTC)
HEAD = "institution_code,period,metric,value,unit,as_of,source\n"


def load(house, text, at=AT, **other):
    return import_metrics(house, (HEAD + text).encode(), by=SYSTEM, at=at, **other)


def test_art_37_a_file_is_loaded_once_and_a_later_value_supersedes_what_stood(house, bank):
    line = f"{bank.code},2026H1,outlets,%s,个,2026-06-30,1104报表\n"
    assert load(house, line % 52, dry_run=True).created == 1
    assert house.scalars(select(Metric)).all() == []
    assert load(house, line % 52).created == 1
    assert load(house, line % 52).unchanged == 1
    assert load(house, line % "53.0000", at=LATER).changed == 1
    before, after = house.scalars(select(Metric).order_by(Metric.id))
    assert (before.value, before.superseded_at, after.value) == (52, LATER, 53)
    trail = audit.history(house, "metrics", "file")
    assert [entry.facts for entry in trail] == [
        {"created": 1, "changed": 0},
        {"created": 0, "changed": 1},
    ]


def test_a_rate_divides_by_what_stood_at_its_moment(house, bank):
    load(house, f"{bank.code},2026H1,outlets,52,,,\n")
    load(house, f"{bank.code},2026H1,outlets,53,,,\n", at=LATER)
    found = metrics_for(house, [bank.id], "2026H1", AT)[bank.id]["outlets"]
    assert (found.value, found.unit, found.as_of.isoformat()) == (52, "个", "2026-06-30")
    assert metrics_for(house, [bank.id], "2026H1", LATER)[bank.id]["outlets"].value == 53
    assert metrics_for(house, [bank.id], "2026H2", LATER) == {}


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("NONE,2026H1,outlets,5,,,", "institution_code", "没有这个代码的机构"),
        ("BANK,2026-06,outlets,5,,,", "period", "2022H1"),
        ("BANK,2026H1,shops,5,,,", "metric", "outlets"),
        ("BANK,2026H1,outlets,-5,,,", "value", "不小于0"),
        ('BANK,2026H1,outlets,"5,000",,,', "value", "千位分隔符"),
        ("BANK,2026H1,outlets,=1+1,,,", "value", "数字"),
        ("BANK,2026H1,premium_income,5,万元,,", "unit", "基本单位"),
        ("BANK,2026H1,outlets,5,,30/06/2026,", "as_of", "2022-12-31"),
        (f"BANK,2026H1,outlets,5,,,{'长' * 201}", "source", "上限 200 字"),
        ("BANK,2026H1,outlets,5,,,\nBANK,2026H1,outlets,6,,,", "metric", "第 2 行"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(house, bank, line, column, reason):
    report = load(house, line.replace("BANK", bank.code) + f"\n{bank.code},2025,outlets,1,,,\n")
    (found,) = report.findings
    assert found.column == column and reason in found.text
    assert house.scalars(select(Metric)).all() == []


@pytest.fixture
def insurer(house, head):
    """An insurer that has to file its figures of each half-year."""
    known = {"type": "insurer", "category": "财产保险公司", "territory": "330106"}
    made = make.make_institution(house, **known)
    terms = Terms(
        kind="metrics",
        subject="metrics",
        title="业务量指标",
        article="37",
        frequency="half_yearly",
        valid_from=date(2026, 1, 1),
        institution_ids=(made.id,),
        days_of_year=("01-30", "07-30"),
    )
    require(house, terms, by=head, at=AT)
    house.commit()
    return made


def test_officers_see_what_is_missing_and_every_value_that_stood(app, house, bank, insurer, frozen):
    frozen("2026-08-20T10:00+08:00")
    for value, at in ((1520, AT), (1521, LATER)):
        load(house, f"{bank.code},2026H1,outlets,{value},,,1104报表\n", at=at)
    house.commit()
    officer = Visitor(app).enter(house, "statistician", unit_code="330000")
    page = officer.get("/staff/filings/metrics").text
    assert "1,521" in page and "1,520" not in page
    assert page.count("缺少</strong>") == 3
    insurers = officer.get("/staff/filings/metrics?type=insurer&period=2026H1").text
    assert insurers.count("缺少</strong>") == 3 and "1,521" not in insurers
    one = officer.get(f"/staff/filings/metrics/{bank.code}").text
    assert "1,520" in one and "已被替代" in one and "由文件导入" in one
    assert "还没有" in officer.get(f"/staff/filings/metrics/{insurer.code}").text
    assert officer.get("/staff/filings/metrics/NONE").status_code == 404


def test_the_page_of_metrics_says_how_to_begin_when_none_were_asked_for(app, house, bank):
    house.commit()
    officer = Visitor(app).enter(house, "statistician", unit_code="330000")
    assert "定立报送内容为“业务指标”的要求" in officer.get("/staff/filings/metrics").text
