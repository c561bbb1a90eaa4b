"""Art. 29 on the pages: banner and act of the case, the alert list, the institution's report."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding.commands import major
from forwarding.models import IncidentReport
from forwarding.rules.major import incident_due
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import kept
from tests.joint_factories import joint

NOW = "2026-03-04T10:00+08:00"
SAID = {
    "incident-happened": "网点起火。",
    "incident-people_involved": "30",
    "incident-measures": "疏散。",
    "incident-next_steps": "理赔。",
}


def test_art_29_the_alert_list_is_empty_and_says_what_will_stand_there(desk):
    page = desk("inspector").get("/staff/major").text
    assert "没有待认定的投诉" in page and "没有已认定的重大投诉" in page


def test_art_29_a_suggestion_is_shown_designated_and_lifted(desk, house):
    complaint = make.forwarded(house, **joint(people_count=20))
    house.commit()
    staff = desk()
    assert complaint.number in staff.get("/staff/major").text
    assert "可能属于重大投诉" in staff.open(complaint.number)
    answer = staff.act(complaint.number, "designation", "major", kind="2", basis="")
    assert answer.status_code == 303
    page = staff.open(complaint.number)
    assert "依据：来访共同投诉，20人" in page and "认定为重大投诉" in page
    listing = staff.get("/staff/major").text
    assert "未报告" in listing and "没有待认定的投诉" in listing
    assert "前报告" in listing
    answer = staff.act(complaint.number, "lifting", "lifting", reason="实为三人")
    assert answer.status_code == 303 and kept(house, complaint).major_kind is None
    assert "实为三人" in staff.open(complaint.number)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "3", "basis": ""}, "请写明认定为这一类重大投诉的依据"),
        ({"kind": "1", "basis": " "}, "请写明认定为这一类重大投诉的依据"),
        ({"kind": "", "basis": "x"}, "请选择“重大投诉类别”"),
        ({"kind": "9", "basis": "x"}, "不存在"),
        ({"kind": "x", "basis": "x"}, "不存在"),
        ({"kind": "3", "basis": "字" * 2001}, "最多2000个字符"),
    ],
)
def test_art_29_a_wrong_designation_is_refused_in_words(desk, house, fields, sentence):
    complaint = make.forwarded(house)
    house.commit()
    answer = desk().act(complaint.number, "designation", "major", **fields)
    assert answer.status_code == 422 and sentence in answer.text
    assert kept(house, complaint).major_kind is None


@pytest.mark.parametrize("role", ["clerk", "inspector", "statistician"])
def test_art_29_who_is_no_officer_designates_nothing(desk, house, role):
    complaint = make.forwarded(house)
    house.commit()
    given = {"kind": "3", "basis": "依据"}
    answer = desk(role).act(complaint.number, "designation", "major", version=4, **given)
    assert answer.status_code == 403


def test_another_territorys_case_is_neither_designated_nor_lifted(desk, house):
    number = make.forwarded(house).number
    house.commit()
    other = desk(unit="320000")
    for noun in ("designation", "lifting"):
        answer = other.post(f"/staff/complaints/{number}/{noun}", {}, page="/staff/")
        assert answer.status_code == 404


def test_of_two_officers_designating_at_once_the_second_gets_a_409(desk, house):
    complaint = make.forwarded(house)
    house.commit()
    staff, version = desk(), complaint.version
    given = {"kind": "3", "basis": "网上聚集"}
    answers = [
        staff.act(complaint.number, "designation", "major", version=version, **given)
        for _time in (1, 2)
    ]
    assert [answer.status_code for answer in answers] == [303, 409]


@pytest.fixture
def asked(app, house, frozen):
    """An institution's user in front of a major complaint: (visitor, forwarding, address)."""
    bank = make.make_institution(house)
    complaint = make.forwarded(house, bank.id)
    major.designate(house, complaint, kind=3, basis="网上聚集", by=SYSTEM, at=make.DAY)
    house.commit()
    (row,) = make.forwardings_of(house, complaint)
    frozen(NOW)
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    return visitor, row, f"/desk/forwardings/{row.id}"


def send(asked, **changes):
    visitor, row, address = asked
    data = {"incident-version": row.version, **SAID, **changes}
    return visitor.post(f"{address}/incidents", data, page=address)


def test_art_29_the_institution_reports_the_incident_once_per_click(asked, house):
    visitor, row, address = asked
    page = visitor.get(address).text
    assert "前报告事件情况" in page and "网上聚集" not in page
    seen = row.version
    assert send(asked).status_code == 303
    assert send(asked, **{"incident-version": seen}).status_code == 409
    assert len(house.scalars(select(IncidentReport.id)).all()) == 1
    page = visitor.get(address).text
    assert "网点起火" in page and "继续报告事件情况" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"incident-happened": ""}, "请填写“事件经过和现状”"),
        ({"incident-people_involved": "很多"}, "请填写整数"),
        ({"incident-people_involved": "-1"}, "应在0到"),
        ({"incident-measures": "\x00"}, "无法保存的字符"),
    ],
)
def test_art_29_a_wrong_incident_report_is_refused_in_words(asked, house, changes, sentence):
    answer = send(asked, **changes)
    assert answer.status_code == 422 and sentence in answer.text
    assert house.scalar(select(IncidentReport.id)) is None


def test_art_29_officers_read_the_report_and_another_institution_cannot_send_one(
    asked, app, house, desk
):
    _visitor, row, address = asked
    assert send(asked).status_code == 303
    staff = desk()
    assert "网点起火" in staff.open(row.complaint.number)
    assert "已报告" in staff.get("/staff/major").text
    other = make.make_institution(house)
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    assert stranger.post(f"{address}/incidents", SAID, page="/desk/").status_code == 404


def test_an_incident_report_is_due_so_many_hours_after_the_institution_knows_of_it():
    designated, forwarded = make.DAY, make.DAY + timedelta(days=1)
    assert incident_due(designated, forwarded, 24) == make.DAY + timedelta(days=2)
    assert incident_due(forwarded, designated, 2) == make.DAY + timedelta(days=1, hours=2)


def test_art_29_both_sides_see_by_when_the_incident_is_reported(app, desk, house, frozen):
    case = make.forwarded(house)
    row = make.forwardings_of(house, case)[0]
    major.designate(house, case, kind=3, basis="网点起火", by=SYSTEM, at=make.DAY)
    house.commit()
    frozen(make.DAY + timedelta(hours=2))
    said = "2026年3月4日 09:00"
    page = desk().get("/staff/major").text
    assert f"应于{said}前报告" in page and "zb-late" not in page
    bank = Visitor(app).enter(house, "institution", institution_id=row.institution_id)
    assert f"请在{said}前报告事件情况" in bank.get(f"/desk/forwardings/{row.id}").text
    frozen(make.DAY + timedelta(hours=25))
    assert "zb-late" in desk().get("/staff/major").text
