"""Signing in over HTTP: steps, landings, locks, and what a session is worth."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, text

from portal.accounts import commands
from portal.accounts.models import Account
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from portal.kernel.db import transaction
from tests.accounts.conftest import AT, PASSWORD, Visitor

NEW = "another-horse-43"

LANDINGS = [
    ("clerk", "/staff/"),
    ("triage", "/staff/"),
    ("supervisor", "/staff/"),
    ("inspector", "/staff/"),
    ("statistician", "/staff/"),
    ("admin", "/staff/accounts/"),
    ("auditor", "/staff/audit"),
    ("institution", "/desk/"),
    ("institution_admin", "/desk/"),
]


@pytest.mark.parametrize(("role", "home"), LANDINGS)
def test_everybody_lands_where_their_work_is(visitor, easy, add, bank, role, home):
    place = {"institution": bank["ICBC"]} if "institution" in role else {"unit": "330000"}
    add(role, login="who", **place)
    answer = visitor.sign_in("who")
    assert (answer.status_code, answer.location) == (303, home)
    assert visitor.is_inside()


@pytest.mark.parametrize("login", ["who", "nobody"])
def test_a_wrong_password_is_refused_in_the_same_words_for_a_name_that_does_not_exist(
    visitor, easy, add, login
):
    add("clerk", unit="330000", login="who")
    answer = visitor.sign_in(login, "wrong-password")
    assert answer.status_code == 422
    assert "登录名或密码不正确" in answer.text
    assert "wrong-password" not in answer.text
    assert not visitor.is_inside()


def test_the_fifth_failure_says_until_when_the_name_is_locked(visitor, easy, add, frozen):
    add("clerk", unit="330000", login="who")
    frozen("2026-02-10T09:00:00+08:00")
    answers = [visitor.sign_in("who", "wrong").text for _ in range(5)]
    assert "09:15:00" in answers[-1]
    assert "09:15:00" in visitor.sign_in("who").text
    frozen("2026-02-10T09:15:00+08:00")
    assert visitor.sign_in("who").status_code == 303


BAD = [("", ""), ("who", ""), ("", "x"), ("a\x00b", "x"), ("x" * 500, "x"), ("who", "x" * 5000)]


@pytest.mark.parametrize(("login", "password"), BAD)
def test_bad_input_is_answered_with_a_sentence(visitor, easy, login, password):
    answer = visitor.sign_in(login, password)
    assert answer.status_code == 422
    assert "有内容需要更正" in answer.text


OUTSIDE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "/staff/../../x",
    "\t//evil.example",
    "/nowhere",
    "/sign-out",
    "",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_signing_in_leads_nowhere_but_home_for_an_address_that_is_not_ours(
    visitor, easy, add, target
):
    add("admin", unit="000000", login="who")
    assert visitor.sign_in("who", after=target).location == "/staff/accounts/"


def test_one_comes_back_to_the_page_one_wanted(visitor, easy, add):
    add("admin", unit="000000", login="who")
    wanted = visitor.get("/staff/accounts/?q=zhang")
    assert wanted.status_code == 303
    assert visitor.post(wanted.location, login="who", password=PASSWORD).location == (
        "/staff/accounts/?q=zhang"
    )


def test_one_does_not_land_on_a_page_one_may_not_see(visitor, easy, add):
    add("auditor", unit="000000", login="who")
    assert visitor.sign_in("who", after="/staff/accounts/").location == "/staff/audit"


def test_signing_in_changes_the_identity_of_the_session(visitor, easy, add):
    add("clerk", unit="330000", login="who")
    visitor.get("/sign-in")
    before = visitor.cookie()
    visitor.sign_in("who")
    assert visitor.cookie() != before
    thief = Visitor(visitor.client.application)
    thief.client.set_cookie("zhuanban", before)
    assert not thief.is_inside()


def test_signing_out_ends_the_session_for_good(visitor, easy, add):
    add("clerk", unit="330000", login="who")
    visitor.sign_in("who")
    cookie = visitor.cookie()
    assert visitor.post("/sign-out", "/account").status_code == 303
    assert not visitor.is_inside()
    thief = Visitor(visitor.client.application)
    thief.client.set_cookie("zhuanban", cookie)
    assert not thief.is_inside()


def test_a_session_ends_after_half_an_hour_without_a_click(visitor, easy, add, frozen):
    add("clerk", unit="330000", login="who")
    frozen(AT)
    visitor.sign_in("who")
    frozen(AT + timedelta(minutes=29))
    assert visitor.is_inside()
    frozen(AT + timedelta(minutes=29 + 31))
    assert not visitor.is_inside()


def test_what_was_typed_outlives_the_session(visitor, easy, add, frozen):
    add("clerk", unit="330000", login="who")
    frozen(AT)
    visitor.sign_in("who")
    frozen(AT + timedelta(minutes=31))
    typed, ours = {"claim": '退款"<b>'}, {"Sec-Fetch-Site": "same-origin"}
    late = visitor.client.post("/staff/complaints/new", data=typed, headers=ours)
    assert late.status_code == 401
    assert 'name="claim" value="退款&#34;&lt;b&gt;"' in late.text
    visitor.sign_in("who")
    again = visitor.client.post("/staff/complaints/new", data=typed, headers=ours)
    assert (again.status_code, "退款&#34;&lt;b&gt;" in again.text) == (400, True)
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', again.text).group(1)
    taken = visitor.client.post("/staff/complaints/new", data=typed | {"csrf_token": fresh})
    assert taken.status_code == 422 and "退款&#34;&lt;b&gt;" in taken.text


@pytest.mark.parametrize(
    ("typed", "headers"),
    [
        ({"claim": "退款"}, {"Sec-Fetch-Site": "cross-site"}),
        ({"new": "another-horse-43", "password": "x"}, {"Sec-Fetch-Site": "same-origin"}),
    ],
)
def test_a_foreign_page_or_a_secret_is_not_written_for_a_stranger(visitor, typed, headers):
    answer = visitor.client.post("/staff/complaints/new", data=typed, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_session_ends_after_twelve_hours_whatever_one_does(visitor, easy, add, frozen):
    add("clerk", unit="330000", login="who")
    frozen(AT)
    visitor.sign_in("who")
    for minutes in range(25, 12 * 60, 25):
        frozen(AT + timedelta(minutes=minutes))
        assert visitor.is_inside()
    frozen(AT + timedelta(hours=12, minutes=1))
    assert not visitor.is_inside()


def test_switching_an_account_off_ends_its_open_session(visitor, easy, add, house):
    new = add("clerk", unit="330000", login="who")
    visitor.sign_in("who")
    with transaction(house):
        commands.switch_off(house, new.id, by=SYSTEM, at=clock.now())
    assert not visitor.is_inside()


def test_a_temporary_password_must_be_replaced_before_anything_else(visitor, easy, house):
    new = commands.add_account(
        house, login="who", name="某", role="clerk", unit_code="330000", by=SYSTEM, at=AT
    )
    house.commit()
    assert visitor.sign_in("who", new.password).location == "/first-password"
    assert not visitor.is_inside()
    same = visitor.post("/first-password", current=new.password, new="short", repeated="short")
    assert same.status_code == 422
    assert "至少12个字符" in same.text
    done = visitor.post("/first-password", current=new.password, new=NEW, repeated=NEW)
    assert done.location == "/staff/"
    assert visitor.is_inside()


def test_staff_without_a_second_factor_set_one_up_before_they_are_in(visitor, add, house):
    new = add("clerk", unit="330000", login="who")
    assert visitor.sign_in("who").location == "/second-factor/enrolment"
    assert not visitor.is_inside()
    page = visitor.get("/second-factor/enrolment").text
    secret = house.get(Account, new.id).totp_secret
    assert secret in re.sub(r"\s", "", page)
    assert visitor.post("/second-factor/enrolment", code="000000").status_code == 422
    done = visitor.post("/second-factor/enrolment", code=pyotp.TOTP(secret).at(clock.now()))
    assert len(re.findall(r"<li><code>[0-9A-Z-]{19}</code></li>", done.text)) == 10
    assert 'href="/staff/"' in done.text
    assert visitor.is_inside()
    assert visitor.get("/second-factor/enrolment").location == "/account"


def enrol(house, new):
    commands.begin_second_factor(house, new.id, AT)
    secret = house.get(Account, new.id).totp_secret
    codes = commands.confirm_second_factor(house, new.id, pyotp.TOTP(secret).at(AT), AT)
    house.commit()
    return secret, codes


def test_a_code_is_asked_of_whoever_has_a_second_factor(visitor, easy, add, house):
    secret, _ = enrol(house, add("clerk", unit="330000", login="who"))
    assert visitor.sign_in("who").location == "/second-factor"
    assert not visitor.is_inside()
    wrong = visitor.post("/second-factor", code="000000")
    assert wrong.status_code == 422
    assert "验证码不正确" in wrong.text
    code = pyotp.TOTP(secret).at(clock.now())
    assert visitor.post("/second-factor", code=code).location == "/staff/"
    other = Visitor(visitor.client.application)
    other.sign_in("who")
    again = other.post("/second-factor", code=code)
    assert again.status_code == 422
    assert "已经用过" in again.text


def test_a_recovery_code_stands_in_for_the_telephone(visitor, easy, add, house):
    _, codes = enrol(house, add("clerk", unit="330000", login="who"))
    visitor.sign_in("who")
    assert visitor.post("/second-factor", code=codes[0]).location == "/staff/"


def test_the_password_alone_is_forgotten_after_ten_minutes(visitor, easy, add, house, frozen):
    secret, _ = enrol(house, add("clerk", unit="330000", login="who"))
    frozen(AT)
    visitor.sign_in("who")
    late = AT + timedelta(minutes=11)
    code = pyotp.TOTP(secret).at(late)
    page = visitor.get("/second-factor").text
    frozen(late)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    answer = visitor.client.post("/second-factor", data={"csrf_token": token, "code": code})
    assert answer.location == "/sign-in"
    assert not visitor.is_inside()


@pytest.mark.parametrize("step", ["/second-factor", "/first-password", "/second-factor/enrolment"])
def test_a_later_step_leads_a_stranger_back_to_the_first(visitor, step):
    assert visitor.get(step).location == "/sign-in"


def test_the_second_factor_cannot_be_passed_by_changing_the_password(visitor, easy, add, house):
    enrol(house, add("clerk", unit="330000", login="who"))
    visitor.sign_in("who")
    assert visitor.get("/first-password").location == "/sign-in"
    assert not visitor.is_inside()


def test_setting_up_a_second_factor_does_not_pass_by_the_first_password(visitor, house):
    new = commands.add_account(
        house, login="who", name="某", role="clerk", unit_code="330000", by=SYSTEM, at=AT
    )
    commands.begin_second_factor(house, new.id, AT)
    house.commit()
    visitor.sign_in("who", new.password)
    secret = house.get(Account, new.id).totp_secret
    done = visitor.post("/second-factor/enrolment", code=pyotp.TOTP(secret).at(clock.now()))
    assert 'href="/first-password"' in done.text
    assert not visitor.is_inside()


def test_an_institutions_user_needs_a_second_factor_only_where_it_is_demanded(visitor, add, bank):
    add("institution", institution=bank["ICBC"], login="who")
    assert visitor.sign_in("who").location == "/desk/"


def test_the_language_one_reads_in_is_remembered(visitor, easy, add, house):
    new = add("clerk", unit="330000", login="who")
    visitor.client.set_cookie("language", "en")
    visitor.sign_in("who")
    assert house.scalar(select(Account.language).where(Account.id == new.id)) == "en"


def test_signing_in_and_out_is_kept_in_the_trail(visitor, easy, add, house):
    new = add("clerk", unit="330000", login="who")
    visitor.sign_in("who", "wrong")
    visitor.sign_in("who")
    visitor.post("/sign-out", "/account")
    acts = house.scalars(
        text("SELECT act FROM audit_entry WHERE subject_id = :id ORDER BY id"), {"id": str(new.id)}
    ).all()
    assert acts == ["add_account", "fail_sign_in", "sign_in", "sign_out"]


def test_too_many_tries_from_one_address_are_held_up(visitor, easy):
    html = visitor.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', html).group(1)
    sent = [
        visitor.client.post("/sign-in", data={"csrf_token": token, "login": "", "password": ""})
        for _ in range(61)
    ]
    assert [answer.status_code for answer in sent] == [422] * 60 + [429]
    assert int(sent[-1].headers["Retry-After"]) > 0
