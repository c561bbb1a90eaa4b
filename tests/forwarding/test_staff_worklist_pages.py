"""The worklist over HTTP: figures, tabs, filters in the address, searches, paging and ticks."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest

from forwarding.queries import worklist
from forwarding.views.staff import worklist as view
from tests import factories as make
from tests.factories import DAY


def numbers(html):
    """Return the numbers linked on a page, in order."""
    return re.findall(r'href="/staff/complaints/([A-Z]+-[^"/?]+)"', html)


def test_the_worklist_opens_on_what_is_due_with_five_figures(desk, house):
    late = make.receive_complaint(house, received_at=DAY - timedelta(days=30)).number
    fresh = make.receive_complaint(house).number
    page = desk().get("/staff/").text
    assert numbers(page) == [late, fresh]
    for words in ("今天到期", "明天到期", "待转送", "本月按期转送率", "本月平均转送工作日"):
        assert words in page
    assert "有 1 件已经逾期，请立即办理" in page
    assert "第 1 日 · 剩 6 个工作日" in page and "杭州" in page and "招行信用卡中心" in page


def test_an_empty_worklist_says_what_to_do_next(desk, house):
    page = desk().get("/staff/").text
    assert "这里没有待办的投诉" in page and "登记新的投诉" in page
    page = desk().get("/staff/", query_string={"q": "没有"}).text
    assert "没有符合条件的投诉" in page and "在全部投诉中搜索" in page


def test_before_a_holiday_the_figure_names_the_next_working_day(desk, house, frozen):
    frozen("2026-04-30T10:00+08:00")
    assert "下一工作日到期" in desk().get("/staff/").text


@pytest.mark.parametrize("queue", list(view.TABS))
def test_every_tab_is_a_page_that_marks_itself(desk, house, queue):
    make.classified(house)
    make.forwarded(house)
    page = desk().get("/staff/", query_string={"queue": queue}).text
    assert re.search(rf'href="/staff/\?queue={queue}" aria-current="page"', page)


def test_a_name_of_no_queue_opens_the_first(desk, house):
    number = make.receive_complaint(house).number
    assert numbers(desk().get("/staff/?queue=nonsense").text) == [number]


def test_filters_stand_in_the_address_and_are_kept_while_paging(desk, house, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE", 2)
    monkeypatch.setattr(worklist.page, "__defaults__", (2,))
    wanted = [make.receive_complaint(house, channel="letter").number for _n in range(5)]
    make.receive_complaint(house)
    staff, seen, path = desk(), [], "/staff/?channel=letter"
    for _page in range(3):
        html = staff.get(path).text
        seen += numbers(html)
        older = re.search(r'href="([^"]+)" rel="next"', html)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == wanted and path == ""


def test_a_forged_cursor_shows_the_first_page(desk, house):
    number = make.receive_complaint(house).number
    for cursor in ("x", "\x00", "WyJhIl0.aaaa", "é" * 500):
        page = desk().get("/staff/", query_string={"cursor": cursor})
        assert page.status_code == 200 and numbers(page.text) == [number]


@pytest.mark.parametrize(
    "query",
    [
        {"business": "XX"},
        {"due_from": "2026-02-30"},
        {"received_until": "gestern"},
        {"amount_from": "-5"},
        {"unit": "999999"},
        {"q": "x" * 101},
        {"q": "a\x00b"},
        {"institution": "\ud800"},
        {"channel": "'; --"},
    ],
)
def test_a_wrong_filter_is_named_and_left_out(desk, house, query):
    number = make.receive_complaint(house).number
    page = desk().get(
        "/staff/", query_string={k: v.encode("utf-8", "replace") for k, v in query.items()}
    )
    assert page.status_code == 200
    assert "有内容需要更正" in page.text or query.get("institution")
    assert number in page.text or query.get("institution")


def test_an_exact_number_opens_its_case_at_once(desk, house):
    number = make.receive_complaint(house).number
    answer = desk().get("/staff/", query_string={"q": f" {number.lower()} "})
    assert answer.status_code == 302 and answer.location == f"/staff/complaints/{number}"


def test_a_number_out_of_sight_is_only_not_found(desk, house):
    number = make.receive_complaint(house, territory="110101").number
    page = desk().get("/staff/", query_string={"q": number})
    assert page.status_code == 200 and "没有符合条件的投诉" in page.text


def test_a_person_is_looked_for_in_all_queues(desk, house):
    number = make.closed(house).number
    page = desk().get("/staff/", query_string={"q": "13812341234"}).text
    assert numbers(page) == [number]


def test_no_page_of_the_list_names_a_person(desk, house):
    make.receive_complaint(house)
    make.closed(house)
    for queue in view.TABS:
        page = desk().get("/staff/", query_string={"queue": queue}).text
        assert "王小明" not in page and "13812341234" not in page


def test_the_ticks_and_the_keyboard_s_marks_are_there_for_officers_alone(desk, house):
    number = make.receive_complaint(house).number
    page = desk().get("/staff/").text
    assert f'name="number" value="{number}"' in page
    assert "data-worklist" in page and "data-search" in page and "data-select-all" in page
    page = desk("inspector").get("/staff/").text
    assert 'name="number"' not in page and "批量转送" not in page


def test_the_head_office_may_narrow_to_a_unit(desk, house):
    mine = make.receive_complaint(house, territory="330106").number
    make.receive_complaint(house, territory="110101")
    page = desk(unit="000000").get("/staff/?unit=330000").text
    assert numbers(page) == [mine]


def test_a_page_costs_a_handful_of_queries_however_many_rows(desk, house, app):
    from sqlalchemy import event

    bank = make.make_institution(house)
    for _n in range(12):
        make.forwarded(house, bank.id)
    staff, asked = desk(), []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert len(numbers(staff.get("/staff/").text)) == 12
    # Session, account, units; page, forwardings, respondents, institutions; figures and calendar.
    assert len(asked) <= 20, "\n".join(unquote(str(sql))[:80] for sql in asked)
