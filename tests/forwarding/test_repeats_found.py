"""Complaints that may be the same again: why, in whose sight, and never without a bound."""

from datetime import timedelta

import pytest

from forwarding.commands import merging
from forwarding.queries import likeness as queries
from forwarding.queries.likeness import candidates
from forwarding.submission import UNKNOWN_NAME
from portal.kernel import likeness, secrets
from portal.kernel.actor import SYSTEM
from tests import factories as make

TODAY = make.DAY.date()
STORY = (
    "办卡时业务员说第一年免年费，第二年刷满六次也免。今年二月账单却扣了三百元年费，"
    "客服说系统里没有记录，让本人自己找当时的业务员，至今没有人回电。"
)
ANOTHER = (
    "车辆在高速出口被追尾，交警认定对方全责。定损员拖了三周才来，定损金额不到修理厂报价的一半，"
    "也不说明依据，要求重新定损并按实际维修费用赔付。"
)
SOMEONE = {"name": "李大海", "id_no": "440524188001010014", "phone": "13900001111"}


def told(session, facts=STORY, **changes):
    who = changes.pop("person", {})
    return make.receive_complaint(session, facts=facts, person=make.person(**who), **changes)


def found(session, complaint, actor=SYSTEM, as_of=TODAY):
    return {
        each.number: {ground.kind for ground in each.grounds}
        for each in candidates(session, actor, complaint.id, as_of)
    }


def test_an_edited_copy_by_another_person_is_found_by_its_text_alone(house):
    first = told(house)
    copy = told(house, STORY.replace("业务员", "销售"), person=SOMEONE, stated_name="工行")
    (only,) = candidates(house, SYSTEM, copy.id, TODAY)
    assert only.number == first.number
    (ground,) = only.grounds
    assert ground.kind == "alike_text" and 78 <= ground.percent < 100


def test_another_complaint_about_the_same_bank_is_not_found(house):
    told(house)
    assert found(house, told(house, ANOTHER, person=SOMEONE, claim="要求重新定损。")) == {}


@pytest.mark.parametrize(
    ("person", "stated", "kinds"),
    [
        ({"name": "李大海", "id_no": None}, "工行", {"same_phone"}),
        ({"name": "李大海", "phone": "13900001111"}, "工行", {"same_id"}),
        (
            {"id_no": "440524188001010014", "phone": "13900001111"},
            "招行信用卡中心",
            {"same_name", "same_institution"},
        ),
        ({"id_no": "440524188001010014", "phone": "13900001111"}, "工行", None),
    ],
)
def test_people_are_found_by_their_marks_and_a_name_only_with_the_institution(
    house, person, stated, kinds
):
    first = told(house)
    other = told(house, ANOTHER, claim="要求重新定损。", person=person, stated_name=stated)
    assert found(house, other) == ({first.number: kinds} if kinds else {})


def test_callers_who_gave_no_name_are_not_taken_for_one(house):
    nobody = {"name": UNKNOWN_NAME, "id_no": None, "phone": None, "preferred_means": None}
    told(house, person=nobody)
    other = told(house, ANOTHER, claim="要求重新定损。", person=nobody)
    assert found(house, other) == {}


def test_an_officer_is_shown_only_what_lies_in_the_own_territory(house):
    elsewhere = told(house, territory="110105")
    here = told(house, person=SOMEONE)
    assert found(house, here) == {elsewhere.number: {"alike_text", "same_institution"}}
    assert found(house, here, make.make_officer(house)) == {}
    assert elsewhere.number in found(house, here, make.make_officer(house, unit_code="000000"))


def test_what_was_received_too_long_ago_is_not_looked_at(house):
    first = told(house)
    days = likeness.limits().days
    later = make.DAY + timedelta(days=days + 1)
    again = told(house, at=later)
    assert found(house, again, as_of=later.date()) == {}
    assert first.number in found(house, again, as_of=later.date() - timedelta(days=1))


def test_what_is_merged_already_is_not_offered_again(house):
    first, second = told(house), told(house)
    merging.merge(house, second, first, by=SYSTEM, at=make.DAY)
    house.flush()
    assert found(house, told(house)) == {
        first.number: {"same_id", "same_phone", "same_name", "same_institution", "alike_text"}
    }


def test_however_many_copies_there_are_few_are_opened_and_shown(house, monkeypatch):
    for name in ("_MOST_BY_TEXT", "_MOST_BY_MARK"):
        monkeypatch.setattr(queries, name, 5)
    monkeypatch.setattr(queries, "_OPENED", 2)
    for _ in range(12):
        last = told(house)
    shown = candidates(house, SYSTEM, last.id, TODAY)
    assert len(shown) <= 10
    kinds = [{ground.kind for ground in each.grounds} for each in shown]
    assert sum("alike_text" in each for each in kinds) <= 4
    assert len(candidates(house, SYSTEM, last.id, TODAY, most=3)) == 3


def test_marks_of_one_key_find_nothing_under_another(house):
    first = told(house)
    secrets.install(secrets.FieldCipher(secrets.KeyRing.generate()))
    other = told(house, person=SOMEONE, stated_name="工行")
    assert not set(other.likeness) & set(first.likeness)
