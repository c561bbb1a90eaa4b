"""The watch list's pages: a supervisor keeps it, inspectors read it, others do not see it."""

import re

import pytest

from tests import factories as make

LIST = "/staff/watch"
REASON = "一季度投诉集中且多次逾期。"


@pytest.fixture
def bank(house):
    found = make.make_institution(house, "WB001", "样例重点银行")
    house.commit()
    return found


def put_on(officer, **changes):
    given = {"code": "wb001", "ground": "dragging", "reason": REASON}
    sent = {**given, "review_on": "2026-06-30", **changes}
    return officer.post(LIST, sent, page=LIST)


def test_a_supervisor_puts_on_and_takes_off_with_a_reason(desk, bank):
    chief = desk("supervisor")
    assert put_on(chief).status_code == 303
    html = chief.get(LIST).text
    assert "样例重点银行" in html and REASON in html
    lifting = re.search(r"/staff/watch/\d+/lifting", html)[0]
    assert chief.send(lifting, lifting, reason="").status_code == 422
    assert chief.send(lifting, lifting, reason="连续两月无逾期。").status_code == 303
    assert "样例重点银行" not in chief.get(LIST).text
    assert "连续两月无逾期。" in chief.get(f"{LIST}?state=lifted").text


def test_lifting_shows_the_figures_then_and_now(desk, bank, house):
    chief = desk("supervisor")
    put_on(chief)
    make.forwarded(house, bank.id)
    house.commit()
    lifting = re.search(r"/staff/watch/\d+/lifting", chief.get(LIST).text)[0]
    then, now = chief.get(lifting).text.split("列入时的数据")[1].split("日的数据")
    assert "转送0件" in then and "转送1件" in now


def test_of_two_who_lift_the_second_is_told(desk, bank):
    chief = desk("supervisor")
    put_on(chief)
    lifting = re.search(r"/staff/watch/\d+/lifting", chief.get(LIST).text)[0]
    assert chief.send(lifting, lifting, version=1, reason="连续两月无逾期。").status_code == 303
    assert chief.send(lifting, lifting, version=1, reason="连续两月无逾期。").status_code == 409
    assert chief.send(lifting, lifting, reason="连续两月无逾期。").status_code == 422


def test_put_on_twice_says_where_to_look(desk, bank):
    chief = desk("supervisor")
    put_on(chief)
    again = put_on(chief)
    assert again.status_code == 422 and "已因同一原因列入重点关注" in again.text


@pytest.mark.parametrize(
    "changes",
    [{"code": "NOWHERE"}, {"code": "\x00"}, {"ground": "rude"}, {"ground": ""}, {"reason": "略"}],
)
def test_what_is_wrong_is_said(desk, bank, changes):
    assert put_on(desk("supervisor"), **changes).status_code == 422


def test_inspectors_read_and_do_not_keep(desk, bank):
    put_on(desk("supervisor"))
    reader = desk("inspector")
    html = reader.get(LIST).text
    assert "样例重点银行" in html and "lifting" not in html and "put-on" not in html
    assert reader.client.post(LIST, data={}).status_code in (400, 403)
    for role in ("clerk", "triage", "admin", "auditor"):
        assert desk(role).get(LIST).status_code == 403


def test_another_units_entry_is_404(desk, bank):
    chief = desk("supervisor")
    put_on(chief)
    lifting = re.search(r"/staff/watch/\d+/lifting", chief.get(LIST).text)[0]
    other = desk("supervisor", "110000")
    assert other.get(lifting).status_code == 404
    assert other.get("/staff/watch/99999999999999999999/lifting").status_code == 404
    assert "样例重点银行" not in other.get(LIST).text


def test_a_suggestion_leads_to_a_filled_form(desk, house, bank):
    for _ in range(6):
        make.forwarded(house, bank.id)
    house.commit()
    chief = desk("supervisor")
    assert "没有机构达到门槛" in chief.get(LIST).text
    chief.client.application.config["SETTINGS"] = _with(chief, watch_volume=5)
    html = chief.get(LIST).text
    assert "投诉量大" in html and "code=WB001" in html
    filled = chief.get(f"{LIST}?code=WB001&ground=high_volume").text
    assert 'value="WB001"' in filled and '<option value="high_volume" selected' in filled


def _with(officer, **changes):
    from dataclasses import replace

    return replace(officer.client.application.config["SETTINGS"], **changes)


def test_a_review_keeps_an_entry_with_a_new_day(desk, bank):
    chief = desk("supervisor")
    put_on(chief)
    page = re.search(r"/staff/watch/\d+/review", chief.get(LIST).text)[0]
    sent = {"reason": "投诉仍然偏多。", "review_on": "2026-09-01"}
    assert chief.send(page, page, **{**sent, "review_on": "2026-03-04"}).status_code == 422
    assert chief.send(page, page, **sent).status_code == 303
    assert "2026年9月1日" in chief.get(LIST).text
    assert "投诉仍然偏多。" in chief.get(page).text
