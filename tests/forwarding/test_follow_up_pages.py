"""The follow-up's pages: the public's by its link, the clerks' list and their calls."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding.commands import follow_up
from forwarding.models import FollowUp
from tests import factories as make
from tests.browsing import _first

LIST = "/staff/follow-ups"
AT = make.DAY + timedelta(days=7)


@pytest.fixture
def drawn(house, app, frozen):
    """A follow-up of a closed complaint, on its day."""
    complaint = make.closed(house)
    follow_up.sample(house, at=AT, percent=100, after=7, open_days=30)
    house.commit()
    frozen(AT.isoformat())
    return complaint


@pytest.fixture
def link(drawn):
    return f"/follow-up/{follow_up.token_of(drawn.id)}"


def row_of(session):
    session.rollback()
    return session.scalars(select(FollowUp)).one()


def give(client, link, **changes):
    html = client.get(link).text
    sent = {"satisfaction": "4", "resolved": "yes", "remarks": "", **changes}
    return client.post(link, data={"csrf_token": _first(html, "csrf_token") or "", **sent})


def test_who_complained_answers_once_and_twice_is_harmless(client, house, drawn, link):
    html = client.get(link).text
    assert drawn.number in html and "王" not in html and "年费" not in html
    assert give(client, link).status_code == 303
    assert "谢谢您的答复" in client.get(link).text
    row = row_of(house)
    assert (row.state, row.satisfaction, row.resolved, row.channel) == ("answered", 4, True, "link")
    assert client.post(link, data={"satisfaction": "1", "resolved": "no"}).status_code in (200, 400)
    assert row_of(house).satisfaction == 4


def test_the_page_says_until_when_it_may_be_answered(client, link):
    assert "请在2026年4月9日" in client.get(link).text


def test_two_open_pages_do_not_count_twice(app, house, drawn, link):
    one, two = app.test_client(), app.test_client()
    token = _first(two.get(link).text, "csrf_token")
    assert give(one, link, satisfaction="2").status_code == 303
    late = two.post(link, data={"csrf_token": token, "satisfaction": "5", "resolved": "yes"})
    assert "谢谢您的答复" in late.text and row_of(house).satisfaction == 2


@pytest.mark.parametrize(
    "changes",
    [{"satisfaction": "6"}, {"satisfaction": ""}, {"resolved": ""}, {"remarks": "字" * 1001}],
)
def test_what_is_wrong_is_said_and_nothing_kept(client, house, link, changes):
    assert give(client, link, **changes).status_code == 422
    assert row_of(house).state == "open"


@pytest.mark.parametrize("token", ["0000-0000-0000-0000", "x", "%00", "字" * 200])
def test_another_secret_opens_nothing(client, drawn, token):
    assert client.get(f"/follow-up/{token}").status_code == 404


def test_an_expired_link_says_so(client, house, link, frozen):
    frozen((AT + timedelta(days=30)).isoformat())
    gone = client.get(link)
    assert gone.status_code == 410 and "已过答复时间" in gone.text
    assert row_of(house).state == "open"


def test_the_link_is_limited(client, link):
    for _ in range(30):
        client.get(link)
    assert client.get(link).status_code == 429


def test_a_clerk_notes_an_answer_by_telephone(desk, house, drawn, frozen):
    clerk = desk("clerk")
    html = clerk.get(LIST).text
    assert drawn.number in html
    page = f"{LIST}/{row_of(house).id}"
    assert "138****1234" in clerk.get(page).text or "1234" in clerk.get(page).text
    wrong = clerk.send(page, f"{page}/answer", satisfaction="", resolved="yes")
    assert wrong.status_code == 422
    heard = {"satisfaction": "1", "resolved": "no", "remarks": "没有人联系我。"}
    assert clerk.send(page, f"{page}/answer", version=1, **heard).status_code == 303
    assert clerk.send(page, f"{page}/answer", version=1, **heard).status_code == 409
    row = row_of(house)
    assert (row.satisfaction, row.channel) == (1, "phone") and row.answered_by
    assert "没有人联系我。" in clerk.get(page).text
    assert "满意度 1/5" in desk("triage").open(drawn.number)


def test_calls_in_vain_are_logged_and_then_it_may_be_given_up(desk, house, drawn):
    clerk = desk("clerk")
    page = f"{LIST}/{row_of(house).id}"
    early = clerk.send(page, f"{page}/unreachable", "end", version=1)
    assert early.status_code == 422 and "记录满2次" in early.text
    for _ in range(2):
        assert clerk.send(page, f"{page}/attempts", "try", outcome="no_answer").status_code == 303
    assert clerk.send(page, f"{page}/attempts", "try", outcome="x").status_code == 422
    assert clerk.send(page, f"{page}/unreachable", "end").status_code == 303
    assert row_of(house).state == "unreachable"


def test_other_units_and_roles_do_not_see_it(desk, house, drawn):
    page = f"{LIST}/{row_of(house).id}"
    other = desk("clerk", "110000")
    assert other.get(page).status_code == 404 and drawn.number not in other.get(LIST).text
    assert desk("clerk").get(f"{LIST}/999999999999").status_code == 404
    reader = desk("statistician")
    assert reader.get(LIST).status_code == 200 and reader.get(page).status_code == 403
    assert desk("admin").get(LIST).status_code == 403


def test_the_list_says_until_when_and_after_how_many_calls_a_follow_up_ends(desk, drawn, frozen):
    officer = desk("clerk")
    frozen(AT.isoformat())
    html = officer.get(LIST).text
    assert "抽样后30日没有答复的，自动结束" in html and "2次没有联系上的" in html
