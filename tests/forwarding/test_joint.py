"""Art. 12 at intake: representatives, numbers, members; masked on pages, counted in letters."""

import pytest
from sqlalchemy import select

from forwarding.commands import receive
from forwarding.commands.letter_facts import forwarding_facts
from forwarding.intake_checks import check, gaps_of
from forwarding.models import Complaint, Party
from forwarding.people_lines import people_on_lines
from forwarding.submission import Person, Rejected
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.test_clerk import ENTRY, PAGE
from tests.joint_factories import joint


def problems(**changes):
    return [(p.field, p.code) for p in check(make.submission(**changes), at=make.DAY)]


@pytest.mark.parametrize(("count", "codes"), [(1, []), (5, []), (6, ["too_many_representatives"])])
def test_trap_2_art_12_five_representatives_of_a_visit_pass_and_six_are_refused(count, codes):
    assert [code for _field, code in problems(**joint(count))] == codes


@pytest.mark.parametrize("channel", ["letter", "phone", "email", "transfer"])
def test_art_12_other_modes_have_no_limit_of_representatives(channel):
    assert problems(**joint(40, channel=channel)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"people_count": 8}, []),
        ({"people_count": 7}, [("people_count", "fewer_than_named")]),
        ({"people_count": 1}, [("people_count", "joint_needs_two")]),
        ({"people_count": 2_000_000}, [("people_count", "too_many_people")]),
        ({"joint": False}, [("joint", "named_but_not_joint")]),
        ({"public_event": "eclipse"}, [("public_event", "not_a_choice")]),
    ],
)
def test_art_12_the_number_is_never_less_than_the_people_named(changes, found):
    assert problems(**joint(3, 5, **changes)) == found


def test_art_12_people_written_one_to_a_line_are_read_and_faults_name_their_line():
    text = "张三，11010519491231002X，13812341234\n\n李四;;13812341235\n王五,13812341236"
    people, faults = people_on_lines(text, "member")
    assert faults == []
    assert [(p.name, p.id_no, p.phone) for p in people] == [
        ("张三", "11010519491231002X", "13812341234"),
        ("李四", None, "13812341235"),
        ("王五", None, "13812341236"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("，11010519491231002X", "no_name"),
        ("张三，110105194912310021", "bad_id_no"),
        ("张三，，12", "bad_phone"),
        ("张三，1，2，3", "too_many_parts"),
        ("张" * 101, "too_long"),
        ("赵一", "repeated"),
    ],
)
def test_art_12_a_line_that_is_no_person_is_named_by_its_number(line, code):
    _people, faults = people_on_lines(f"赵一\n{line}", "member")
    assert [(fault.line, fault.code) for fault in faults] == [(2, code)]


@pytest.fixture
def clerk(app, house, frozen):
    """A clerk of 浙江 on a Tuesday morning."""
    frozen("2026-03-03T09:00+08:00")
    return Visitor(app).enter(house, "clerk", unit_code="330000")


JOINT = {
    **ENTRY,
    "channel": "visit",
    "joint": "y",
    "people_count": "22",
    "representatives": "李代表，，13812341235\n赵代表",
    "members": "\n".join(f"张员{n}，，13812345678" for n in range(3)),
    "public_event": "safety_accident",
}


def enter(clerk, **changes):
    return clerk.post(PAGE, {**JOINT, **changes}, page=PAGE)


def test_art_12_a_clerk_registers_a_joint_complaint_with_its_people(clerk, house):
    answer = enter(clerk)
    assert answer.status_code == 303, answer.text
    row = house.scalar(select(Complaint))
    assert (row.joint, row.people_count, row.public_event) == (True, 22, "safety_accident")
    roles = [party.role for party in house.scalars(select(Party).order_by(Party.id))]
    assert roles == ["complainant", "representative", "representative", *["member"] * 3]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"representatives": "\n".join(f"代表{n}" for n in range(5))}, "不超过5名，现有6名"),
        ({"people_count": "5"}, "人数少于已写明的6人"),
        ({"joint": ""}, "请勾选共同投诉"),
        ({"members": "张三，110105194912310021"}, "第1行证件号码的校验位不对"),
        ({"members": "张三\n，，"}, "第2行没有姓名"),
        ({"people_count": "二十"}, "请填写整数"),
        ({"public_event": "x"}, "不存在"),
    ],
)
def test_art_12_what_is_wrong_is_said_and_nothing_is_registered(clerk, house, changes, sentence):
    answer = enter(clerk, **changes)
    assert answer.status_code == 422 and sentence in answer.text
    assert house.scalar(select(Complaint.id)) is None


def test_art_12_a_wrong_digit_of_a_member_is_confirmed_with_a_reason(clerk, house):
    sent = enter(clerk, members="张三，110105194912310021", confirmed="身份证原件如此")
    assert sent.status_code == 303


def test_a_joint_complaint_sent_twice_is_one_and_another_member_is_another(clerk, house):
    assert enter(clerk).status_code == 303
    assert enter(clerk).status_code == 303
    assert len(house.scalars(select(Complaint.id)).all()) == 1
    other = enter(clerk, members="别人，，13812345678")
    assert other.status_code == 422 and "内容不同" in other.text


def received(house, **changes):
    receipt = receive.receive(house, make.submission(**joint(**changes)), by=SYSTEM, at=make.DAY)
    return make.again(house, receipt.number)


def test_art_22_a_case_of_200_members_is_readable_and_shows_nobody_in_the_clear(desk, house):
    complaint = received(house, representatives=2, members=200)
    house.commit()
    staff = desk()
    page = staff.open(complaint.number)
    assert "共同投诉，共202人" in page and "其他共同投诉人（已登记200人）" in page
    assert "张员7" not in page and page.count('id="member-party"') == 1
    assert len(page) < 250_000
    member = next(p for p in complaint.parties if p.role == "member")
    data = {"of": "member", "party": member.id, "reveal-member-reason": "联系核实情况"}
    to = f"/staff/complaints/{complaint.number}"
    shown = staff.post(f"{to}/reveals", data, page=to)
    assert "张员0" in shown.text
    refused = staff.post(f"{to}/reveals", {**data, "reveal-member-reason": ""}, page=to)
    assert refused.status_code == 422 and "张员0" not in refused.text


def test_art_12_the_institution_sees_members_masked_and_the_letter_counts_them(app, house, frozen):
    bank = make.make_institution(house)
    complaint = make.forwarded(house, bank.id, **joint(2, 3))
    (row,) = make.forwardings_of(house, complaint)
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    address = f"/desk/forwardings/{row.id}"
    page = visitor.get(address).text
    assert "共同投诉，共5人" in page and "张员" not in page
    member = next(p for p in complaint.parties if p.role == "member")
    data = {"reveal-party": member.id, "reveal-reason": "联系投诉人"}
    assert "张员0" in visitor.post(f"{address}/reveals", data, page=address).text
    people = forwarding_facts(house, row)["complainant"]
    assert ["共同投诉", "王小明等5人"] in people and ["共同投诉代表", "代表2"] in people
    assert not any("张员" in value for _label, value in people)


def test_art_12_six_representatives_are_refused_by_the_command_too(house):
    with pytest.raises(Rejected, match="representatives:too_many_representatives"):
        received(house, representatives=6)


def test_art_14_what_an_agent_did_not_bring_is_a_gap():
    agent = Person("李代理", role="agent")
    s = make.submission(filer_kind="agent", people=(make.person(), agent))
    assert gaps_of(s) == ["agent_id_no", "agent_contact", "power_of_attorney", "identity"]


def test_art_13_an_organisation_names_its_legal_representative_with_number_and_contact():
    firm = make.person(kind="organisation", id_type="uscc", address="杭州", name="某公司")
    assert gaps_of(make.submission(person=firm)) == ["legal_representative"]
    chief = Person("赵总", role="legal_representative", id_no="11010519491231002X")
    s = make.submission(people=(firm, chief))
    assert gaps_of(s) == ["legal_representative_contact"]


def test_art_14_a_proof_added_later_is_no_gap_any_more(house):
    heir = make.person(name="王继承", role="heir")
    complaint = make.receive_complaint(house, filer_kind="heir", people=(make.person(), heir))
    assert complaint.gaps == ["succession"]
    make.attached(house, complaint, make.make_file(house, purpose="succession"))
    assert make.again(house, complaint.number).gaps == []
