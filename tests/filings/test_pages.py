"""The pages of both sides: from a requirement to what was filed, sent back and accepted."""

import io

import pytest
from sqlalchemy import select

from portal.filings.models import Filing, Obligation
from tests import factories as make
from tests.browsing import Visitor

PDF = b"%PDF-1.4\n%%EOF\n"
HALF_YEAR = {
    "title": "投诉处理情况报告",
    "kind": "other",
    "level": "both",
    "frequency": "half_yearly",
    "days_of_year": "01-30；07-30",
    "day_kind": "natural",
    "valid_from": "2026-01-01",
    "remind_before": "10；3；0",
    "remind_after": "1；7",
}
SIGNED = {
    "signature-name": "韩签字",
    "signature-post": "行长",
    "signature-true": "y",
    "signature-complete": "y",
    "signature-accurate": "y",
}


@pytest.fixture
def today(frozen):
    frozen("2026-07-20T10:00+08:00")


@pytest.fixture
def officer(app, house, bank, today):
    house.commit()
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


@pytest.fixture
def desk(app, house, bank, today):
    house.commit()
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


@pytest.fixture
def duty(officer, house):
    page = "/staff/filings/requirements/new"
    assert officer.post(page, HALF_YEAR, page=page).status_code == 303
    return house.scalars(select(Obligation).where(Obligation.period == "2026H1")).one()


def act(visitor, address, noun, prefix, **fields):
    """Send one of a filing's forms as its page holds it."""
    html = visitor.get(address).text
    version = html.split(f'name="{prefix}-version" value="')[1].split('"')[0]
    return visitor.post(f"{address}/{noun}", {f"{prefix}-version": version, **fields}, page=address)


def filed(desk, duty):
    """Begin a filing, upload its document and return its address."""
    answer = desk.post(
        f"/desk/filings/duties/{duty.id}/filings", page=f"/desk/filings/duties/{duty.id}"
    )
    address = answer.headers["Location"]
    document = (io.BytesIO(PDF), "报告.pdf")
    assert (
        act(desk, address, "document", "document", **{"document-file": document}).status_code == 303
    )
    return address


def test_a_half_year_from_requirement_to_acceptance_with_one_return(officer, desk, duty, house):
    calendar = desk.get("/desk/filings").text
    assert "投诉处理情况报告 2026年上半年" in calendar and "还有10日" in calendar
    address = filed(desk, duty)
    assert act(desk, address, "signature", "signature", **SIGNED).status_code == 303
    staff = address.replace("/desk/", "/staff/")
    assert "投诉处理情况报告" in officer.get("/staff/filings/to-judge").text
    again = {"return-remarks": "缺少附表", "return-again_by": "2026-08-20"}
    assert act(officer, staff, "return", "return", **again).status_code == 303
    assert "缺少附表" in desk.get(address).text
    second = filed(desk, duty)
    assert act(desk, second, "signature", "signature", **SIGNED).status_code == 303
    staff = second.replace("/desk/", "/staff/")
    assert act(officer, staff, "acceptance", "acceptance").status_code == 303
    rows = house.scalars(select(Filing).order_by(Filing.id)).all()
    assert [(r.ordinal, r.state) for r in rows] == [(1, "returned"), (2, "accepted")]
    assert "按期报送" in officer.get("/staff/filings/matrix").text


def test_a_wrong_requirement_is_refused_in_words_and_nothing_typed_is_lost(officer):
    page = "/staff/filings/requirements/new"
    answer = officer.post(page, {**HALF_YEAR, "days_of_year": "02-29"}, page=page)
    assert answer.status_code == 422
    assert "02-29不是每年都有的日期" in answer.text and 'value="02-29"' in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"territories": "999999"}, "没有行政区划代码999999"),
        ({"institutions": "NOBODY"}, "名录里没有机构代码NOBODY"),
        ({"remind_before": "十天"}, "请填写天数"),
        ({"kind": "nothing"}, "所选的项目不存在"),
    ],
)
def test_each_field_says_how_to_mend_it(officer, fields, sentence):
    page = "/staff/filings/requirements/new"
    answer = officer.post(page, {**HALF_YEAR, **fields}, page=page)
    assert answer.status_code == 422 and sentence in answer.text


def test_nothing_is_signed_without_all_three_ticks(desk, duty, house):
    address = filed(desk, duty)
    two = {name: value for name, value in SIGNED.items() if name != "signature-accurate"}
    answer = act(desk, address, "signature", "signature", **two)
    assert answer.status_code == 422 and "三项都须勾选" in answer.text
    assert house.scalars(select(Filing)).one().state == "draft"


def test_another_institution_s_filing_is_not_there(app, desk, duty, house):
    address = filed(desk, duty)
    other = make.make_institution(house, territory="330106")
    house.commit()
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    for path in (address, f"{address}/document", f"/desk/filings/duties/{duty.id}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{address}/signature", SIGNED, page="/desk/filings").status_code == 404


def test_an_officer_sees_nothing_before_it_is_signed_and_no_other_territory(
    app, officer, desk, duty, house
):
    address = filed(desk, duty)
    staff = address.replace("/desk/", "/staff/")
    assert officer.get(staff).status_code == 404
    act(desk, address, "signature", "signature", **SIGNED)
    assert officer.get(staff).status_code == 200
    abroad = Visitor(app).enter(house, "supervisor", unit_code="440300")
    assert abroad.get(staff).status_code == 404


def test_a_double_click_signs_once(desk, duty, house):
    address = filed(desk, duty)
    html = desk.get(address).text
    version = html.split('name="signature-version" value="')[1].split('"')[0]
    data = {**SIGNED, "signature-version": version}
    first, second = (desk.post(f"{address}/signature", data, page=address) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409)


def test_an_exemption_is_given_and_lifted_by_its_page(officer, duty, house, bank):
    page = f"/staff/filings/requirements/{duty.requirement_id}"
    given = {"exemption-code": bank.code, "exemption-period": "", "exemption-reason": "当年开业"}
    assert officer.post(f"{page}/exemptions", given, page=page).status_code == 303
    assert "当年开业" in officer.get(page).text
    lift = officer.post(
        "/staff/filings/exemptions/1/lifting", {"lift-1-reason": "已满一年"}, page=page
    )
    assert lift.status_code == 303 and "已解除" in officer.get(page).text
    wrong = officer.post(f"{page}/exemptions", {**given, "exemption-period": "今年"}, page=page)
    assert wrong.status_code == 422 and "没有“今年”这样的报告期" in wrong.text
