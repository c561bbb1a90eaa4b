"""The pages of responsible persons: the institution reports, officers see masked, gaps show."""

import io
from datetime import date

import pytest
import python_calamine
from sqlalchemy import select

from portal.filings.models import Filing, ResponsiblePerson
from portal.kernel.audit import AuditEntry
from tests import factories as make
from tests.browsing import Visitor
from tests.filings.people import everybody, reported

FIRST = date(2026, 1, 5)
PERSON = {
    "on": "2026-07-20",
    "reason": "新任",
    "name": "周联系",
    "department": "消费者权益保护部",
    "post": "主管",
    "phone": "0571-87654321",
    "mobile": "13812341234",
    "email": "zhou@bank.example",
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
def listed(house, bank):
    by, judge = make.make_desk_user(house, bank.id), make.make_officer(house, "supervisor")
    reported(house, bank.id, everybody(FIRST), by=by, judge=judge, on=FIRST)
    house.commit()


def began(desk, bank):
    """Begin a filing of a change and return its address."""
    page = f"/desk/filings/persons/{bank.code}"
    answer = desk.post(f"{page}/filings", page=page)
    assert answer.status_code == 303
    return answer.headers["Location"]


def changed(desk, address, office, **said):
    page = f"{address}/persons/{office}"
    html = desk.get(page).text
    version = html.split('name="version" value="')[1].split('"')[0]
    return desk.post(page, {**PERSON, "kind": "appointed", "version": version, **said}, page=page)


def sign(desk, address):
    html = desk.get(address).text
    version = html.split('name="signature-version" value="')[1].split('"')[0]
    sent = {**SIGNED, "signature-version": version}
    return desk.post(f"{address}/signature", sent, page=address)


def test_a_list_is_filed_office_by_office_signed_and_accepted(desk, officer, house, bank):
    assert "还没有报送" in desk.get("/desk/filings/persons").text
    address = began(desk, bank)
    assert "请先填写各岗位的责任人" in desk.get(address).text
    for office, name in (("senior_officer", "赵分管"), ("contact_a", "孙联系")):
        assert changed(desk, address, office, name=name).status_code == 303
    assert sign(desk, address).status_code == 303
    filing = house.scalars(select(Filing)).one()
    page = f"/staff/filings/{filing.id}"
    assert "赵**" in officer.get(page).text and "赵分管" not in officer.get(page).text
    sent = {"acceptance-version": str(filing.version)}
    assert officer.post(f"{page}/acceptance", sent, page=page).status_code == 303
    assert len(house.scalars(select(ResponsiblePerson)).all()) == 2
    gap = officer.get("/staff/filings/persons?gaps=y").text
    assert "牵头部门负责人自" in gap and bank.code in gap


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "appointed"}, "这一岗位有人在任"),
        ({"kind": "replaced", "on": "2026-01-05"}, "生效日须晚于现任的任职日"),
        ({"kind": "replaced", "email": "zhou"}, "请填写完整的电子邮箱"),
        ({"kind": "replaced", "on": ""}, "请填写"),
        ({"kind": "elsewhere"}, "变动种类"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk, house, bank, listed, said, sentence
):
    address = began(desk, bank)
    answer = changed(desk, address, "contact_a", **said)
    assert answer.status_code == 422
    assert sentence in answer.text and 'value="周联系"' in answer.text


def test_only_whoever_leaves_needs_no_particulars(desk, house, bank, listed):
    address = began(desk, bank)
    gone = dict.fromkeys(("name", "department", "post", "phone", "mobile", "email"), "")
    assert changed(desk, address, "contact_b", kind="left", **gone).status_code == 303
    assert "离任（暂无接任）" in desk.get(address).text
    page = f"{address}/persons/contact_b"
    html = desk.get(page).text
    version = html.split('name="removal-version" value="')[1].split('"')[0]
    assert desk.post(f"{page}/removal", {"removal-version": version}, page=page).status_code == 303
    assert "离任（暂无接任）" not in desk.get(address).text


def test_officers_see_names_masked_and_in_the_clear_for_a_reason_that_is_logged(
    officer, house, bank, listed
):
    page = f"/staff/filings/persons/{bank.code}"
    masked = officer.get(page).text
    assert "孙**" in masked and "孙联系" not in masked and "13812341234" not in masked
    assert officer.post(f"{page}/reveals", {"reason": "查"}, page=page).status_code == 422
    clear = officer.post(f"{page}/reveals", {"reason": "核对联系人"}, page=page)
    assert "孙联系" in clear.text and clear.headers["Cache-Control"] == "no-store"
    [line] = house.scalars(select(AuditEntry).where(AuditEntry.act == "persons.reveal"))
    assert line.reason == "核对联系人"


def test_who_was_in_charge_can_be_asked_of_any_day(officer, bank, listed):
    page = f"/staff/filings/persons/{bank.code}"
    assert "孙**" in officer.get(f"{page}?on=2026-03-01").text.split("任职记录")[0]
    assert "孙**" not in officer.get(f"{page}?on=2026-01-04").text.split("任职记录")[0]
    assert officer.get(f"{page}?on=never").status_code == 200


@pytest.mark.parametrize(("clear", "name"), [("", "孙**"), ("y", "孙联系")])
def test_the_list_is_handed_out_masked_or_clear_and_logged(
    officer, house, bank, listed, clear, name
):
    page = "/staff/filings/persons"
    sent = {"reason": "年度核对"} | ({"clear": clear} if clear else {})
    answer = officer.post(f"{page}/export", sent, page=page)
    rows = python_calamine.load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows if row[2] == "联系人（A岗）"] == [name]
    [line] = house.scalars(select(AuditEntry).where(AuditEntry.act == "persons.export"))
    assert line.facts == {"clear": bool(clear), "rows": 4}


def test_another_institution_s_people_do_not_exist(app, house, bank, listed, today):
    other = make.make_institution(house, territory="440100")
    house.commit()
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    assert stranger.get(f"/desk/filings/persons/{bank.code}").status_code == 404
    elsewhere = Visitor(app).enter(house, "supervisor", unit_code="440000")
    assert elsewhere.get(f"/staff/filings/persons/{bank.code}").status_code == 404


def test_an_unchanged_list_is_confirmed_by_a_signature_alone(desk, officer, house, bank, listed):
    page = "/staff/filings/requirements/new"
    required = {
        "title": "责任人名单半年确认",
        "kind": "persons",
        "level": "both",
        "frequency": "half_yearly",
        "days_of_year": "01-30；07-30",
        "day_kind": "natural",
        "valid_from": "2026-01-01",
        "remind_before": "10",
        "remind_after": "1",
    }
    assert officer.post(page, required, page=page).status_code == 303
    duty = desk.get("/desk/filings").text.split('href="/desk/filings/duties/')[1].split('"')[0]
    page = f"/desk/filings/duties/{duty}"
    address = desk.post(f"{page}/filings", page=page).headers["Location"]
    assert "孙联系" in desk.get(address).text
    assert sign(desk, address).status_code == 303
    assert "等待监管机构审核" in desk.get(address).text
