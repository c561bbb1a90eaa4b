"""The pages of policies: filed with their text, reviewed, compared, withdrawn."""

import io

import pytest
from sqlalchemy import select

from portal.filings.models import Filing, FilingText, Requirement
from portal.kernel import clock, outbox
from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import Visitor
from tests.filings.policy_files import TEXT, written
from tests.filings.test_persons_pages import sign

POINTS = {f"policy-point_{code}": "第三条" for code in ("offices", "limits", "decision", "review")}
TOLD = {"policy-title": "消费投诉处理办法", "policy-effective_from": "2026-08-01", **POINTS}
ASKED = {
    "title": "制度报送",
    "kind": "policy",
    "level": "both",
    "frequency": "once",
    "due_on": "2026-09-30",
    "day_kind": "natural",
    "valid_from": "2026-07-01",
}
NEWER = (*TEXT[:2], "第三条 自收到投诉之日起十日内作出处理决定。", "第四条 投诉人可以申请核查。")


@pytest.fixture
def desk(app, house, bank, frozen):
    load_handlers()
    frozen("2026-07-20T10:00+08:00")
    house.commit()
    return Visitor(app).enter(house, "institution", institution_id=bank.id)


@pytest.fixture
def officer(app, house, desk):
    return Visitor(app).enter(house, "supervisor", unit_code="330000")


def send(visitor, address, noun, prefix, **fields):
    html = visitor.get(address).text
    version = html.split(f'name="{prefix}-version" value="')[1].split('"')[0]
    return visitor.post(f"{address}/{noun}", {f"{prefix}-version": version, **fields}, page=address)


def filed(desk, bank, database, *paragraphs, **told):
    """File a version of the first policy and return its address."""
    page = f"/desk/filings/policies/{bank.code}"
    answer = desk.post(f"{page}/handling/filings", {"handling-why_again": "修订"}, page=page)
    address = answer.headers["Location"]
    document = (io.BytesIO(written(*paragraphs)), "办法.docx")
    sent = send(desk, address, "policy-text", "document", **{"document-file": document})
    assert sent.status_code == 303
    assert send(desk, address, "policy", "policy", **{**TOLD, **told}).status_code == 303
    assert sign(desk, address).status_code == 303
    outbox.drain(database, clock.now)
    return address


def accepted(officer, address):
    page = address.replace("/desk/", "/staff/")
    assert send(officer, page, "acceptance", "acceptance").status_code == 303


def test_a_policy_is_filed_reviewed_and_replaced_and_its_difference_is_shown(
    desk, officer, house, bank, database
):
    first = filed(desk, bank, database)
    review = officer.get(first.replace("/desk/", "/staff/")).text
    assert "第三条 自收到投诉之日起十五日内作出处理决定。" in review and "所在条款" in review
    accepted(officer, first)
    told = {"policy-effective_from": "2026-09-01"}
    second = filed(desk, bank, database, *NEWER, **told)
    for address, visitor in ((second, desk), (second.replace("/desk/", "/staff/"), officer)):
        difference = visitor.get(f"{address}/difference").text
        assert "（删除）</span>五" in difference and "（新增）</span>第四条" in difference
    accepted(officer, second)
    page = desk.get(f"/desk/filings/policies/{bank.code}").text
    assert "将施行" in page and "2026年9月1日起施行" in page
    matrix = officer.get("/staff/filings/policies").text
    assert bank.label in matrix and "将施行" in matrix and "缺少</strong>" not in matrix
    asked = {**ASKED, "policies": ["register"]}
    page = "/staff/filings/requirements/new"
    assert officer.post(page, asked, page=page).status_code == 303
    assert officer.get("/staff/filings/policies").text.count("缺少</strong>") == 1


def test_what_is_missing_is_said_and_nothing_is_lost(desk, house, bank):
    page = f"/desk/filings/policies/{bank.code}"
    address = desk.post(f"{page}/handling/filings", page=page).headers["Location"]
    wrong = {**TOLD, "policy-effective_from": "", "policy-point_review": ""}
    answer = send(desk, address, "policy", "policy", **wrong)
    assert answer.status_code == 422 and 'value="消费投诉处理办法"' in answer.text
    assert "签署上报</h2>" not in answer.text


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("办法.xlsm", b"PK\x03\x04", 422),
        ("办法.pdf", b"not a pdf", 422),
        ("办法.docx", b"", 422),
        ("办法.txt", "第一条".encode(), 422),
    ],
)
def test_other_files_are_refused_with_what_to_send_instead(desk, house, bank, name, body, status):
    page = f"/desk/filings/policies/{bank.code}"
    address = desk.post(f"{page}/handling/filings", page=page).headers["Location"]
    sent = {"document-file": (io.BytesIO(body), name)}
    answer = send(desk, address, "policy-text", "document", **sent)
    assert answer.status_code == status
    assert house.scalars(select(Filing)).one().sha256 is None


def test_a_scan_is_taken_and_said_to_have_no_text(desk, house, bank, database):
    address = filed(desk, bank, database, "。")
    assert house.scalars(select(FilingText)).one().fault == "scanned"
    assert "第1版" in desk.get(address).text


def test_a_policy_is_withdrawn_by_its_institution(desk, officer, house, bank, database):
    address = filed(desk, bank, database, **{"policy-effective_from": "2026-07-01"})
    accepted(officer, address)
    told = {"retire-last_day": "2026-07-31", "retire-reason": "并入总行制度"}
    assert send(desk, address, "policy-withdrawal", "retire", **told).status_code == 303
    assert "到2026年7月31日" in desk.get(f"/desk/filings/policies/{bank.code}").text


def test_one_form_requires_several_policies(officer, house):
    page = "/staff/filings/requirements/new"
    asked = {
        "title": "报送制度",
        "kind": "policy",
        "policies": ["handling", "recusal"],
        "level": "both",
        "frequency": "once",
        "due_on": "2026-08-31",
        "day_kind": "natural",
        "valid_from": "2026-07-20",
        "remind_before": "10",
        "remind_after": "1",
    }
    assert officer.post(page, {**asked, "policies": []}, page=page).status_code == 422
    assert officer.post(page, asked, page=page).status_code == 303
    rows = house.scalars(select(Requirement).order_by(Requirement.id)).all()
    assert [(row.subject, row.article) for row in rows] == [("handling", "25"), ("recusal", "17")]


def test_another_institution_s_policies_do_not_exist(app, house, bank, desk):
    other = make.make_institution(house, territory="440100")
    house.commit()
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    assert stranger.get(f"/desk/filings/policies/{bank.code}").status_code == 404
