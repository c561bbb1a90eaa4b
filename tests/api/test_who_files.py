"""Arts. 12 to 14 through the API: who acts, a firm's representative, a joint complaint."""

import pytest
from sqlalchemy import select

from forwarding.models import Complaint, Party

BODY = {
    "received_at": "2026-03-03T09:00:00+08:00",
    "territory": "330106",
    "institution_name": "工行武林支行",
    "complainant_name": "王小明",
    "complainant_id_no": "11010519491231002X",
    "complainant_phone": "13812341234",
    "claim": "退还年费。",
    "facts": "办卡时说免年费。",
}
AGENT = {
    "filer_kind": "agent",
    "filer_name": "李代理",
    "filer_id_no": "440524188001010014",
    "filer_phone": "13812341235",
}


def send(caller, **changes):
    return caller("clerk").post("/complaints", {**BODY, **changes})


def test_art_14_an_agent_is_named_and_what_is_not_brought_is_a_gap(caller, house):
    assert send(caller, **AGENT).status_code == 201
    agent = house.scalar(select(Party).where(Party.role == "agent"))
    assert (agent.name, agent.phone) == ("李代理", "13812341235")
    row = house.scalar(select(Complaint))
    assert (row.filer_kind, row.gaps) == ("agent", ["power_of_attorney", "identity"])


def test_art_14_an_heir_who_is_not_named_is_a_gap(caller, house):
    assert send(caller, filer_kind="heir").status_code == 201
    assert house.scalar(select(Complaint)).gaps == ["heir", "succession"]


def test_art_13_a_firms_legal_representative_is_named(caller, house):
    firm = {"complainant_kind": "organisation", "complainant_id_no": "91100000100003962T"}
    firm |= {"complainant_address": "杭州", "legal_representative_name": "赵总"}
    firm |= {"legal_representative_phone": "13812341236"}
    assert send(caller, **firm).status_code == 201
    assert house.scalar(select(Complaint)).gaps == ["legal_representative_id_no"]


def test_art_12_a_joint_complaint_with_its_people(caller, house):
    people = {"representatives": ["李代表，，13812341235"], "members": ["张三", "李四"]}
    answer = send(caller, channel="visit", joint=True, people_count=20, **people)
    assert answer.status_code == 201, answer.text
    row = house.scalar(select(Complaint))
    assert (row.joint, row.people_count) == (True, 20)
    roles = sorted(house.scalars(select(Party.role)))
    assert roles == ["complainant", "member", "member", "representative"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"representatives": ["张三，110105194912310021"]}, "representatives"),
        ({"members": ["，，"]}, "members"),
        ({"people_count": 0}, "people_count"),
        ({"people_count": 1}, "people_count"),
        ({"members": ["甲", "乙", "丙"], "people_count": 3}, "people_count"),
        ({"representatives": [f"代表{n}" for n in range(5)]}, "representatives"),
        ({"joint": "yes"}, "joint"),
        ({"joint": False}, "joint"),
        ({"filer_kind": "friend"}, "filer_kind"),
        ({"public_event": "eclipse"}, "public_event"),
    ],
)
def test_art_12_what_is_wrong_names_its_field_and_stores_nothing(caller, house, changes, field):
    given = {"channel": "visit", "joint": True, "people_count": 8, **changes}
    answer = send(caller, **given)
    assert answer.status_code == 422, answer.text
    assert answer.get_json()["errors"][0]["field"].startswith(field)
    assert house.scalar(select(Complaint.id)) is None
