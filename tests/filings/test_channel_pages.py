"""Published channels on the pages: staff look, the institution and the public read (Art. 8)."""

import pytest
from sqlalchemy import select

from portal.filings.models import ChannelCheck
from tests import factories as make
from tests.browsing import Visitor

FOUND = {
    "looked_at_on": "2026-07-20",
    "published": "not_met",
    "published_evidence": "官网首页没有投诉处理流程。",
    "in_contracts": "met",
}


@pytest.fixture
def today(frozen):
    frozen("2026-07-20T10:00+08:00")


@pytest.fixture
def officer(app, house, bank, today):
    house.commit()
    return Visitor(app).enter(house, "inspector", unit_code="330000")


def noted(officer, bank, **changes):
    page = f"/staff/filings/channels/{bank.code}"
    return officer.post(page, {**FOUND, **changes}, page=page)


def test_an_officer_notes_a_look_and_every_side_reads_it(app, house, officer, bank):
    before = Visitor(app).get(f"/institutions/{bank.code}").text
    assert "监管部门尚未检查这家机构投诉渠道的公布情况" in before
    assert noted(officer, bank).status_code == 303
    page = officer.get(f"/staff/filings/channels/{bank.code}").text
    assert "历次检查" in page and "可以据此要求整改" in page
    assert "记录检查结果" in officer.get(f"/staff/institutions/{bank.code}").text
    desk = Visitor(app).enter(house, "institution", institution_id=bank.id)
    own = desk.get("/desk/institution").text
    assert "未做到" in own and "官网首页没有投诉处理流程。" in own


def test_the_public_reads_what_was_found_and_when_but_not_the_evidence(app, officer, bank):
    noted(officer, bank)
    visitor = Visitor(app)
    one = visitor.get(f"/institutions/{bank.code}").text
    assert "监管部门的检查结果" in one and "2026年7月20日" in one and "未做到" in one
    listed = visitor.get("/institutions?territory=330000&type=banking").text
    assert bank.name in listed and "2026年7月20日检查" in listed
    assert "官网首页" not in one + listed
    assert bank.name not in visitor.get("/institutions?territory=440000").text
    assert bank.name not in visitor.get("/institutions?type=insurer").text


def test_a_wrong_look_is_refused_in_words_and_nothing_typed_is_lost(officer, bank, house):
    without = noted(officer, bank, published_evidence="", in_contracts_evidence="第12页")
    assert without.status_code == 422
    assert "请写明在哪里查看、缺少什么" in without.text and "第12页" in without.text
    none = noted(officer, bank, published="skipped", in_contracts="skipped")
    assert none.status_code == 422 and "请至少填写一项检查点的结果" in none.text
    assert house.scalars(select(ChannelCheck)).all() == []


def test_the_list_is_narrowed_by_state_place_and_name(officer, bank, house):
    other = make.make_institution(house, territory="330300")
    house.commit()
    noted(officer, bank)
    page = "/staff/filings/channels"
    failing = officer.get(f"{page}?state=not_met").text
    assert bank.name in failing and other.name not in failing
    assert other.name in officer.get(f"{page}?state=not_looked_at").text
    assert "没有符合条件的机构" in officer.get(f"{page}?state=met").text
    assert bank.name not in officer.get(f"{page}?find={other.code}").text


def test_who_may_not_look_reads_and_who_is_elsewhere_finds_nothing(app, house, officer, bank):
    page = f"/staff/filings/channels/{bank.code}"
    reader = Visitor(app).enter(house, "statistician", unit_code="330000")
    assert "保存检查结果" not in reader.get(page).text
    assert reader.post(page, FOUND, page=page).status_code == 403
    abroad = Visitor(app).enter(house, "inspector", unit_code="440300")
    assert abroad.get(page).status_code == 404
    assert abroad.post(page, FOUND, page="/staff/filings/channels").status_code == 404
    assert house.scalars(select(ChannelCheck)).all() == []
