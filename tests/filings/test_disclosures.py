"""The yearly disclosure: its link judged by form, both sides, the public's page (Art. 26)."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from portal.filings.models import Filing, Obligation
from portal.filings.rules.disclosing import disclosure_fault
from portal.filings.rules.periods import period
from tests.browsing import Visitor
from tests.filings.test_persons_pages import SIGNED, sign
from tests.filings.test_policies_pages import send

TODAY, YEAR = date(2026, 4, 20), period("2025")
REQUIRED = {
    "title": "年度披露",
    "kind": "disclosure",
    "level": "head",
    "frequency": "yearly",
    "days_of_year": "04-30",
    "day_kind": "natural",
    "valid_from": "2025-01-01",
}
URL = "https://www.example.com.cn/xiaobao/2025.html"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.mark.parametrize(
    ("url", "published_on", "fault"),
    [
        (URL, date(2026, 3, 31), None),
        (URL, TODAY, None),
        (URL, date(2026, 1, 1), None),
        ("", date(2026, 3, 31), "disclosure_undescribed"),
        (URL, None, "disclosure_undescribed"),
        ("javascript:alert(1)", date(2026, 3, 31), "disclosure_address_wrong"),
        ("https://user:pass@example.com/", date(2026, 3, 31), "disclosure_address_wrong"),
        ("www.example.com", date(2026, 3, 31), "disclosure_address_wrong"),
        (URL, date(2026, 4, 21), "disclosure_to_come"),
        (URL, date(2025, 12, 31), "disclosure_too_early"),
    ],
)
def test_art_26_a_disclosure_is_on_the_web_after_its_year(url, published_on, fault):
    assert disclosure_fault(url, published_on, YEAR, TODAY) == fault


@pytest.fixture
def desk(app, house, bank, frozen):
    frozen("2026-04-20T10:00+08:00")
    house.commit()
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


@pytest.fixture
def officer(app, house, desk):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


@pytest.fixture
def address(desk, officer, house):
    page = "/staff/filings/requirements/new"
    assert officer.post(page, REQUIRED, page=page).status_code == 303
    duty = house.scalars(select(Obligation).where(Obligation.period == "2025")).one()
    page = f"/desk/filings/duties/{duty.id}"
    return desk.post(f"{page}/filings", page=page).headers["Location"]


def described(desk, address, url=URL, on="2026-03-31"):
    told = {"disclosure-url": url, "disclosure-published_on": on}
    return send(desk, address, "disclosure", "disclosure", **told)


def test_it_is_described_signed_accepted_and_then_found_by_the_public(
    app, desk, officer, house, bank, address
):
    public = Visitor(app)
    assert "签署上报</h2>" not in desk.get(address).text
    assert described(desk, address).status_code == 303
    document = {"document-file": (io.BytesIO(PDF), "2025年披露.pdf")}
    assert send(desk, address, "document", "document", **document).status_code == 303
    assert sign(desk, address).status_code == 303
    row, page = house.scalars(select(Filing)).one(), f"/institutions/{bank.code}"
    assert "还没有收到这家机构的年度披露" in public.get(page).text
    assert public.get(f"/institutions/disclosures/{row.id}").status_code == 404
    review = address.replace("/desk/", "/staff/")
    assert URL in officer.get(review).text and "2026年3月31日" in officer.get(review).text
    assert send(officer, review, "acceptance", "acceptance").status_code == 303
    shown = public.get(page).text
    assert f'href="{URL}" rel="noopener noreferrer nofollow external"' in shown
    handed_out = public.get(f"/institutions/disclosures/{row.id}")
    assert handed_out.data == PDF and "attachment" in handed_out.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("url", "on", "sentence"),
    [
        ("http://localhost/x", "2026-03-31", "含完整域名"),
        (URL, "2026-04-21", "不能晚于今天"),
        (URL, "2025-12-31", "须在2025-12-31之后"),
        (URL, "", "请填写“披露日期”"),
    ],
)
def test_a_wrong_link_or_day_is_said_and_what_was_typed_stays(desk, address, url, on, sentence):
    answer = described(desk, address, url, on)
    assert answer.status_code == 422 and sentence in answer.text and url in answer.text


def test_a_disclosure_without_its_link_cannot_be_signed(desk, address, house):
    document = {"document-file": (io.BytesIO(PDF), "2025年披露.pdf")}
    send(desk, address, "document", "document", **document)
    row = house.scalars(select(Filing)).one()
    assert "签署上报</h2>" not in desk.get(address).text
    sent = {**SIGNED, "signature-version": str(row.version)}
    answer = desk.post(f"{address}/signature", sent, page=address)
    assert answer.status_code == 422 and "请填写披露网址和披露日期" in answer.text
    assert again(house, row).state == "draft"


def again(house, row):
    house.refresh(row)
    return row
