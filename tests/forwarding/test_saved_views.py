"""Saved views (保存的视图): one's own lists of the worklist under a name."""

import pytest
from sqlalchemy import select

from forwarding.commands.assign import assign
from forwarding.models import SavedView
from tests import factories as make

VIEWS = "/staff/views"
QUERY = "queue=to_forward&business=B0402"


def keep(staff, name="信用卡待转送", query=QUERY):
    return staff.post(f"{VIEWS}?{query}", {"name": name}, page=VIEWS)


def stored(house):
    house.rollback()
    return [(v.name, v.query) for v in house.scalars(select(SavedView).order_by(SavedView.id))]


def test_a_view_is_kept_listed_above_the_tabs_and_leads_to_its_list(desk, house):
    one = make.classified(house)
    other = make.classified(house, business="I0101", cause="I03")
    staff = desk()
    assert "保存当前条件" in staff.get(f"/staff/?{QUERY}").text
    answer = keep(staff)
    assert answer.status_code == 303 and answer.location.endswith(f"/staff/?{QUERY}")
    page = staff.get("/staff/").text
    assert "信用卡待转送" in page and "business=B0402" in page
    shown = staff.get(answer.location).text
    assert one.number in shown and other.number not in shown
    assert "信用卡待转送" not in desk().get("/staff/").text


def test_a_second_click_keeps_one_and_another_list_needs_another_name(desk, house):
    staff = desk()
    assert [keep(staff).status_code for _click in range(2)] == [303, 303]
    answer = keep(staff, query="queue=due")
    assert answer.status_code == 422 and "已有名为“信用卡待转送”的视图" in answer.text
    assert stored(house) == [("信用卡待转送", QUERY)]


def test_only_the_worklist_s_own_filters_are_kept(desk, house):
    keep(desk(), query=f"{QUERY}&channel=xx&evil=1&cursor=abc&due_from=gestern&next=//x.example")
    assert stored(house) == [("信用卡待转送", QUERY)]


def test_what_nobody_has_in_hand_is_listed_alone_and_kept_as_a_view(desk, house):
    free, taken = make.classified(house), make.classified(house)
    officer = make.make_officer(house)
    assign(house, taken, to=officer.account_id, by=officer, at=make.DAY)
    staff = desk()
    page = staff.get("/staff/?queue=all&unassigned=y").text
    assert free.number in page and taken.number not in page
    answer = keep(staff, name="未分配", query="queue=all&unassigned=y")
    assert stored(house) == [("未分配", "queue=all&unassigned=y")]
    again = staff.get(answer.location).text
    assert free.number in again and taken.number not in again


@pytest.mark.parametrize("name", ["", "字" * 41, "a\x00b"])
def test_a_wrong_name_is_said_and_nothing_kept(desk, house, name):
    assert keep(desk(), name=name).status_code == 422 and stored(house) == []


def test_thirty_views_at_most(desk, house):
    staff = desk()
    answers = [keep(staff, name=f"视图{n}").status_code for n in range(31)]
    assert answers == [303] * 30 + [422]
    assert "最多保存30个视图" in keep(staff, name="又一个").text


def test_a_view_is_renamed_and_deleted_by_its_owner_alone(desk, house):
    staff, other = desk(), desk()
    keep(staff)
    keep(staff, name="另一个")
    first, second = house.scalars(select(SavedView.id).order_by(SavedView.id))
    own, field = f"{VIEWS}/{first}", f"view-{first}-name"
    assert other.post(own, {field: "我的"}, page=VIEWS).status_code == 404
    assert other.post(f"{own}/removal", page=VIEWS).status_code == 303
    taken = staff.post(own, {field: "另一个"}, page=VIEWS)
    assert taken.status_code == 422 and "已有名为" in taken.text
    assert staff.post(own, {field: "改过的"}, page=VIEWS).status_code == 303
    for _click in range(2):
        assert staff.post(f"{VIEWS}/{second}/removal", page=VIEWS).status_code == 303
    assert stored(house) == [("改过的", QUERY)]
    assert staff.post(f"{VIEWS}/{2**63}", page=VIEWS).status_code == 404


def test_a_search_for_a_person_is_kept_encrypted(desk, house):
    keep(desk(), query="queue=all&q=13812341234")
    house.rollback()
    raw = house.connection().exec_driver_sql("SELECT query FROM saved_view").scalar_one()
    assert b"13812341234" not in bytes(raw)
