"""Every POST of a browser carries a token; losing it loses no work."""

import re

from tests.web.tokens import token

GOOD = {"name": "张三", "kind": "a", "place": "b", "agree": "y"}


def test_a_form_with_its_token_is_taken(client):
    answer = client.post("/sample/form", data={**GOOD, "csrf_token": token(client)})
    assert answer.status_code == 303


def test_without_a_token_nothing_is_done(client):
    answer = client.post("/sample/keep", data={"kept": "x"})
    assert answer.status_code == 400
    assert client.get("/sample/kept").get_data(as_text=True) == "-"


def test_another_visitors_token_is_refused(client, app):
    stranger = app.test_client()
    answer = client.post("/sample/form", data={**GOOD, "csrf_token": token(stranger)})
    assert answer.status_code == 400


def test_an_expired_page_of_ours_offers_to_send_the_same_again(client):
    answer = client.post(
        "/sample/form",
        data={**GOOD, "name": '"><b>张', "csrf_token": "stale"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'value="&#34;&gt;&lt;b&gt;张"' in page
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    again = client.post("/sample/form", data={**GOOD, "csrf_token": fresh})
    assert again.status_code == 303


def test_a_foreign_page_is_never_offered_a_second_try(client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        page = client.post("/sample/form", data=GOOD, headers=headers).get_data(as_text=True)
        assert "张三" not in page


def test_a_password_is_not_written_into_the_second_try(client):
    answer = client.post(
        "/sample/form",
        data={**GOOD, "password": "hunter2"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert "hunter2" not in answer.get_data(as_text=True)


def test_a_signed_in_browser_is_not_spared_the_token(client):
    client.post("/sample/sign-in", data={"csrf_token": token(client), "account": 1})
    assert client.post("/sample/keep", data={"kept": "x"}).status_code == 400
