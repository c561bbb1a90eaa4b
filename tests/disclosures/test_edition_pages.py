"""The pages of bulletins: drafted, explained, approved by another, corrected; who sees which."""

import pytest
from sqlalchemy import select

from disclosures.commands import editions as acts
from disclosures.models import Edition
from portal.kernel import clock
from tests import factories as make
from tests.browsing import Visitor
from tests.disclosures.stock import banks, forwarded, outlets

DRAFT = {"kind": "disclosure", "sector": "banking", "period": "2026q2", "compare": "previous"}
NEW = "/staff/bulletins/new"


@pytest.fixture
def house(session, frozen):
    frozen("2026-07-06T10:00+08:00")
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def drafter(app, house):
    return Visitor(app).enter(house, "statistician", unit_code="330000")


@pytest.fixture
def second(app, house):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


def send(visitor, page, noun, **fields):
    html = visitor.get(page).text
    version = html.split(f'name="{noun}-version" value="')[1].split('"')[0]
    sent = {f"{noun}-{name}": value for name, value in fields.items()}
    return visitor.post(f"{page}/{noun}", {f"{noun}-version": version, **sent}, page=page)


def drafted(drafter):
    answer = drafter.post(NEW, DRAFT, page=NEW)
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_quarter_is_drafted_explained_approved_and_published(house, drafter, second):
    first, _other = banks(house, 3, 1)
    outlets(house, [first])
    page = drafted(drafter)
    html = drafter.get(page).text
    assert "第0银行" in html and "合计4件" in html and "没有每千营业网点的投诉量：第1银行" in html
    assert send(drafter, page, "submission", number="").status_code == 422
    codes = ["denominator:per_1000_outlets", "denominator:per_10m_personal_customers"]
    assert send(drafter, page, "confirmations", codes=codes, reason="该行停业").status_code == 303
    number = "浙金消保发〔2026〕3号"
    assert send(drafter, page, "submission", number=number).status_code == 303
    assert "approval-version" not in drafter.get(page).text
    assert send(second, page, "approval", publish_at="").status_code == 303
    assert acts.publish_due(house, at=clock.now()) == 1
    house.commit()
    shown = second.get(page).text
    assert number in shown and "已公布" in shown and "approval-version" not in shown


def test_a_correction_says_what_changed(house, drafter, second):
    first, other = banks(house, 3, 1)
    outlets(house, [first, other])
    page = drafted(drafter)
    send(drafter, page, "submission", number="")
    send(second, page, "approval", publish_at="")
    acts.publish_due(house, at=clock.now())
    forwarded(house, other, 1)
    house.commit()
    assert "已经公布" in drafter.post(NEW, DRAFT, page=NEW).text
    again = send(drafter, page, "correction", reason="漏计一件").headers["Location"]
    send(drafter, again, "submission", number="")
    send(second, again, "approval", publish_at="")
    acts.publish_due(house, at=clock.now())
    house.commit()
    assert "这一期已被更正" in drafter.get(page).text
    corrected = drafter.get(again).text
    assert "漏计一件" in corrected and "合计 · 件数" in corrected


def test_what_is_sent_back_or_recalled_says_why(house, drafter, second):
    outlets(house, banks(house, 2))
    page = drafted(drafter)
    send(drafter, page, "submission", number="")
    assert send(second, page, "return", reason="请核对网点数").status_code == 303
    assert "请核对网点数" in drafter.get(page).text
    send(drafter, page, "submission", number="")
    past = send(second, page, "approval", publish_at="2026-07-01T09:00")
    assert past.status_code == 422 and "公布时间早于现在" in past.text
    assert send(second, page, "approval", publish_at="2026-07-10T09:00").status_code == 303
    assert send(second, page, "recall", reason="等待补充数据").status_code == 303
    assert send(drafter, page, "disposal").status_code == 303
    assert house.scalars(select(Edition.state)).one() == "discarded"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"period": "2026-Q2"}, "2026"),
        ({"period": "2026Q5"}, "请把报告期写成"),
        ({"sector": ""}, "行业"),
        ({"decimals": "9"}, "小数位数"),
        ({"rates": ["per_7_outlets"]}, "比率"),
    ],
)
def test_a_wrong_draft_is_refused_in_words(house, drafter, wrong, sentence):
    answer = drafter.post(NEW, {**DRAFT, **wrong}, page=NEW)
    assert answer.status_code == 422 and sentence in answer.text
    assert house.scalars(select(Edition)).all() == []


def test_another_territory_finds_nothing_until_the_head_office_publishes(app, house, drafter):
    outlets(house, banks(house, 2))
    page = drafted(drafter)
    elsewhere = Visitor(app).enter(house, "statistician", unit_code="310000")
    assert elsewhere.get(page).status_code == 404
    assert "编制过通报" in elsewhere.get("/staff/bulletins").text
    head = Visitor(app).enter(house, "supervisor", unit_code="000000")
    assert head.get(page).status_code == 200
    assert "submission-version" not in head.get(page).text
    sent = {"submission-version": "1", "submission-number": ""}
    assert head.post(f"{page}/submission", sent, page="/staff/bulletins").status_code == 403
