"""The register of other tracks and the form that splits a part off, over HTTP."""

import pytest
from sqlalchemy import select

from forwarding.models import Matter, Telling
from portal.kernel import audit
from tests import elsewhere_factories as going
from tests import factories as make

PART = {
    "track": "petition",
    "content": "反映网点选址问题",
    "shown_claim": "退还年费",
    "shown_facts": "多收年费三百元",
}


@pytest.fixture
def case(house):
    """A complaint just received."""
    return make.receive_complaint(house)


def only(house) -> Matter:
    house.rollback()
    house.expire_all()
    return house.scalars(select(Matter)).one()


def test_art_32_an_officer_splits_a_part_off_and_finds_it_in_the_register(desk, house, case):
    staff = desk()
    answer = staff.act(case.number, "matters", "split", **PART)
    assert answer.status_code == 303
    made = only(house)
    page = staff.open(case.number)
    assert made.number in page and "机构看到的内容" in page and "多收年费三百元" in page
    listed = staff.get("/staff/matters").text
    assert made.number in listed and case.number in listed and "信访" in listed
    assert "反映网点选址问题" in staff.get(f"/staff/matters/{made.number}").text


def test_art_32_the_same_form_sent_twice_splits_once(desk, house, case):
    staff = desk()
    sent = {**PART, "version": case.version}
    assert staff.act(case.number, "matters", "split", **sent).status_code == 303
    assert staff.act(case.number, "matters", "split", **sent).status_code == 409
    assert only(house).number == f"{case.number}-A"


@pytest.mark.parametrize("field", PART)
def test_art_32_a_part_lacking_something_is_refused_and_nothing_typed_is_lost(
    desk, house, case, field
):
    answer = desk().act(case.number, "matters", "split", **PART | {field: ""})
    assert answer.status_code == 422
    assert all(value in answer.text for name, value in PART.items() if name not in (field, "track"))
    assert house.query(Matter).count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"track": "gossip"}, "所选的项目不存在"),
        ({"hide_files": "nobody"}, "所选的项目不存在"),
        ({"content": "字" * 10_001}, "最多10000个字符"),
    ],
)
def test_art_32_a_wrong_part_is_refused_in_words(desk, case, fields, sentence):
    answer = desk().act(case.number, "matters", "split", **PART | fields)
    assert answer.status_code == 422 and sentence in answer.text


def test_art_32_a_report_too_late_says_what_to_do(desk, house):
    case = make.forwarded(house)
    answer = desk().act(case.number, "matters", "split", **PART | {"track": "report"})
    assert answer.status_code == 422
    assert "不能再从中拆出举报" in answer.text and "请另行登记" in answer.text


def test_art_32_a_matter_is_passed_on_and_finished_and_its_filer_told(desk, house, case):
    made = going.split_off(house, case, track="petition")
    page, staff = f"/staff/matters/{made.number}", desk()
    answer = staff.send(page, f"{page}/passing-on", "pass_on", passed_to="省信访局")
    assert answer.status_code == 303
    assert (only(house).state, only(house).passed_to) == ("passed_on", "省信访局")
    told = [row.occasion for row in house.scalars(select(Telling).order_by(Telling.id))]
    assert told == ["split", "passed_on"]
    assert staff.send(page, f"{page}/outcome", "finish", outcome="已答复").status_code == 303
    shown = staff.get(page).text
    assert "已答复" in shown and "没有需要办理的事项" in shown
    assert made.number not in staff.get("/staff/matters").text
    assert made.number in staff.get("/staff/matters?state=finished").text
    acts = [line.act for line in audit.history(house, "matter", made.id)]
    assert acts == ["matter.pass_on", "matter.finish"]


def test_art_32_a_stale_or_empty_act_on_a_matter_changes_nothing(desk, house, case):
    made = going.split_off(house, case, track="petition")
    page, staff = f"/staff/matters/{made.number}", desk()
    assert staff.send(page, f"{page}/passing-on", "pass_on", passed_to=" ").status_code == 422
    assert staff.send(page, f"{page}/outcome", "finish", outcome="").status_code == 422
    stale = {"version": made.version + 7, "passed_to": "省信访局"}
    assert staff.send(page, f"{page}/passing-on", "pass_on", **stale).status_code == 409
    assert only(house).state == "open"


def test_art_32_what_is_finished_is_not_passed_on(desk, house, case):
    made = going.split_off(house, case, track="petition")
    page, staff = f"/staff/matters/{made.number}", desk()
    assert staff.send(page, f"{page}/outcome", "finish", outcome="已答复").status_code == 303
    sent = {"version": only(house).version, "passed_to": "省信访局"}
    answer = staff.send(page, f"{page}/passing-on", "pass_on", **sent)
    assert answer.status_code == 422 and "不能办理“转出”" in answer.text


def test_art_32_the_integrity_track_is_seen_by_supervisors_alone(desk, house, case):
    made = going.split_off(house, case, track="integrity")
    page = f"/staff/matters/{made.number}"
    officer, boss = desk(), desk("supervisor")
    assert officer.get(page).status_code == 404
    assert made.number not in officer.get("/staff/matters").text
    assert f'{page}"' not in officer.open(case.number)
    assert going.SECRET in boss.get(page).text
    assert made.number in boss.get("/staff/matters?track=integrity").text


def test_art_32_another_unit_s_matter_is_404_and_in_no_list(desk, house):
    case = make.receive_complaint(house, territory="110101")
    made = going.split_off(house, case, track="petition")
    page, staff = f"/staff/matters/{made.number}", desk("supervisor")
    for path in (page, f"{page}-B", "/staff/matters/x%00y"):
        assert staff.get(path).status_code == 404
    for noun in ("passing-on", "outcome"):
        assert staff.post(f"{page}/{noun}", page="/staff/").status_code == 404
    split = staff.post(f"/staff/complaints/{case.number}/matters", page="/staff/")
    assert split.status_code == 404
    assert made.number not in staff.get("/staff/matters?unit=110000").text
    assert made.number in desk("supervisor", "000000").get("/staff/matters?unit=110000").text


@pytest.mark.parametrize("role", ["clerk", "inspector", "statistician", "admin", "auditor"])
def test_art_32_nobody_but_officers_splits_or_opens_the_register(desk, house, case, role):
    made = going.split_off(house, case, track="petition")
    staff = desk(role)
    for page in ("/staff/matters", f"/staff/matters/{made.number}"):
        assert staff.get(page).status_code == 403
    for to in (
        f"/staff/complaints/{case.number}/matters",
        f"/staff/matters/{made.number}/passing-on",
        f"/staff/matters/{made.number}/outcome",
    ):
        assert staff.post(to, page="/account").status_code == 403
