"""Passwords, login names, places and the lock, without a database."""

from datetime import timedelta

import pytest

from portal.accounts import rules
from portal.accounts.rules import SignInRules, Tries
from portal.kernel.actor import INSTITUTION_ROLES, STAFF_ROLES
from tests.accounts.conftest import AT

FAULTS = [
    ("kurz", "short"),
    ("elevenchars", "short"),
    ("x" * 129, "long"),
    ("zhang.san.2026", "own_name"),
    ("ZHANG.SAN!!99", "own_name"),
    ("aaaaaaaaaaaaaa", "common"),
    ("123456789012", "common"),
    ("abcdefghijkl", "common"),
    ("password1234", "common"),
    ("Password!2345", "common"),
    ("qwerty123456", "common"),
    ("admin1234567", "common"),
    ("woaini1314520", "common"),
    ("correct-horse-42", None),
    ("我的密码有十二个汉字哦对", None),
    ("7vQ2-mmT9-xx01", None),
    ("password-zebra-ozean-laut", None),
]


@pytest.mark.parametrize(("password", "fault"), FAULTS)
def test_a_password_is_refused_for_a_reason_that_can_be_told(password, fault):
    assert rules.password_fault(password, "zhang.san", "张三") == fault


def test_a_login_name_is_the_same_in_any_width_and_case():
    assert rules.login_of(" Ｚhang.San ") == "zhang.san"
    assert rules.is_login("zhang.san@nfra.example")
    assert rules.is_login("张三")


@pytest.mark.parametrize("login", ["", "a", "a b", "a\x00b", "a\nb", "<a>", "a/b", "x" * 65, "ABC"])
def test_a_login_name_that_cannot_be_typed_or_shown_is_refused(login):
    assert not rules.is_login(login)


def test_a_login_name_made_from_a_name_can_be_used():
    assert rules.login_from("Hotline system 1") == "hotline.system.1"
    assert rules.is_login(rules.login_from("热线 系统"))


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_staff_sit_at_a_unit_and_nowhere_else(role):
    assert rules.fits_place(role, "330000", None)
    assert not rules.fits_place(role, None, 1)
    assert not rules.fits_place(role, "330000", 1)
    assert not rules.fits_place(role, None, None)


@pytest.mark.parametrize("role", INSTITUTION_ROLES)
def test_an_institutions_user_sits_at_an_institution_and_nowhere_else(role):
    assert rules.fits_place(role, None, 1)
    assert not rules.fits_place(role, "330000", None)
    assert not rules.fits_place(role, "330000", 1)


def test_nobody_has_an_unknown_role():
    assert not rules.fits_place("boss", "330000", None)
    assert not rules.fits_place("boss", None, 1)


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour():
    tries, policy = Tries(), SignInRules()
    for _ in range(4):
        tries = tries.after_failure(AT, policy)
        assert not tries.is_locked(AT)
    tries = tries.after_failure(AT, policy)
    assert tries.is_locked(AT + timedelta(minutes=14, seconds=59))
    assert not tries.is_locked(AT + timedelta(minutes=15))


def test_failures_of_long_ago_do_not_count_towards_the_lock():
    tries, policy = Tries(), SignInRules()
    for day in range(9):
        tries = tries.after_failure(AT + timedelta(days=day), policy)
    assert tries.failed == 1


def test_the_second_factor_is_asked_of_staff_and_on_demand_of_institutions():
    assert SignInRules().needs_second_factor("clerk")
    assert not SignInRules().needs_second_factor("institution")
    assert SignInRules(totp_for_institutions=True).needs_second_factor("institution_admin")
    assert not SignInRules(totp_for_staff=False).needs_second_factor("admin")
