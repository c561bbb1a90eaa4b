"""One's own account over HTTP: password, other devices, second factor, tokens."""

import re

import pyotp
import pytest

from portal.accounts import queries
from portal.accounts.models import Account
from portal.kernel import clock
from tests.accounts.conftest import PASSWORD, Visitor

NEW = "another-horse-43"


@pytest.fixture
def who(add):
    """A triage officer's account."""
    return add("triage", unit="330000", login="who")


def test_the_page_of_ones_account_says_who_one_is(inside, who):
    page = inside("who").get("/account").text
    assert "分办员" in page
    assert "浙江监管局" in page


def test_a_stranger_is_led_to_the_sign_in(visitor):
    for path in ("/account", "/account/password", "/account/tokens"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")


def test_a_changed_password_signs_other_devices_out_and_keeps_this_one(inside, who):
    here, there = inside("who"), inside("who")
    given = {"current": PASSWORD, "new": NEW, "repeated": NEW}
    assert here.post("/account/password", **given).location == "/account"
    assert here.is_inside()
    assert not there.is_inside()
    assert there.sign_in("who", NEW).status_code == 303


BAD = [
    ({"current": "wrong"}, "现在的密码不正确"),
    ({"new": "short", "repeated": "short"}, "至少12个字符"),
    ({"repeated": "different-one-12"}, "不一样"),
    ({"new": PASSWORD, "repeated": PASSWORD}, "与现在的密码相同"),
    ({"new": "x" * 150 + "1aB", "repeated": "x" * 150 + "1aB"}, "最多128个字符"),
    ({"new": "x" * 300, "repeated": "x" * 300}, "最多200个字符"),
    ({"new": "", "repeated": ""}, "请填写"),
    ({"new": "password1234", "repeated": "password1234"}, "太常见"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD)
def test_a_password_that_cannot_be_taken_is_explained(inside, who, wrong, words):
    here = inside("who")
    given = {"current": PASSWORD, "new": NEW, "repeated": NEW} | wrong
    answer = here.post("/account/password", **given)
    assert answer.status_code == 422
    assert words in answer.text
    assert given["new"] not in answer.text or not given["new"]


def test_signing_out_other_devices_keeps_this_one(inside, who):
    here, there = inside("who"), inside("who")
    assert here.post("/account/other-sessions", "/account").status_code == 303
    assert here.is_inside()
    assert not there.is_inside()


def code_of(house, who):
    house.expire_all()
    return pyotp.TOTP(house.get(Account, who.id).totp_secret).at(clock.now())


def test_a_second_factor_is_set_up_and_replaced_from_ones_account(inside, who, house):
    here = inside("who")
    assert here.post("/account/second-factor", "/account").location == "/second-factor/enrolment"
    codes = here.post("/second-factor/enrolment", code=code_of(house, who)).text
    recovery = re.search(r"<li><code>([0-9A-Z-]{19})</code>", codes).group(1)
    first = house.get(Account, who.id).totp_secret
    refused = here.post("/account/second-factor/replacement", code="000000")
    assert refused.status_code == 422
    done = here.post("/account/second-factor/replacement", code=recovery)
    assert done.location == "/second-factor/enrolment"
    assert here.is_inside()
    house.expire_all()
    assert house.get(Account, who.id).totp_secret not in (None, first)


def test_a_token_is_shown_once_and_calls_the_interface_until_it_is_revoked(inside, who, house):
    here = inside("who")
    made = here.post("/account/tokens", label="热线系统", days="30")
    plain = re.search(r"zhb_[\w-]{40,}", made.text).group(0)
    assert plain not in here.get("/account/tokens").text
    (token,) = queries.tokens_of(house, who.id)
    answer = here.post(f"/account/tokens/{token.id}/revocation", "/account/tokens")
    assert answer.status_code == 303
    assert "已撤销" in here.get("/account/tokens").text


@pytest.mark.parametrize(
    "wrong", [{"label": ""}, {"days": "0"}, {"days": "9999"}, {"days": "x"}, {"label": "x" * 61}]
)
def test_a_token_with_bad_particulars_is_not_made(inside, who, house, wrong):
    answer = inside("who").post("/account/tokens", **({"label": "热线", "days": "30"} | wrong))
    assert answer.status_code == 422
    assert queries.tokens_of(house, who.id) == []


def test_nobody_revokes_the_token_of_another(inside, who, add, house):
    add("clerk", unit="330000", login="other")
    inside("who").post("/account/tokens", label="热线", days="30")
    (token,) = queries.tokens_of(house, who.id)
    inside("other").post(f"/account/tokens/{token.id}/revocation", "/account/tokens")
    house.expire_all()
    assert queries.tokens_of(house, who.id)[0].revoked_at is None


def test_a_cookie_is_worth_nothing_at_the_interface_and_a_token_nothing_at_pages(
    app, inside, who, visitor
):
    made = inside("who").post("/account/tokens", label="热线", days="30")
    plain = re.search(r"zhb_[\w-]{40,}", made.text).group(0)
    header = {"Authorization": f"Bearer {plain}"}
    assert visitor.client.get("/account", headers=header).status_code == 303


def test_pages_of_ones_account_are_kept_by_no_cache(inside, who):
    assert inside("who").get("/account").headers["Cache-Control"] == "no-store"


def test_an_institutions_user_has_the_same_pages(inside, add, bank, app):
    add("institution", institution=bank["ICBC"], login="bank")
    here = inside("bank")
    assert "ICBC" in here.get("/account").text
    assert isinstance(here, Visitor)
