"""Time-based codes: each good once, a step early or late, and recovery codes instead."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, text

from portal.accounts import commands, queries
from portal.accounts.models import Account, RecoveryCode
from portal.accounts.rules import SignInRules
from portal.kernel.db import transaction
from tests.accounts.conftest import AT

RULES = SignInRules()


@pytest.fixture
def enrolled(house, add):
    """An account with a confirmed factor: (account id, secret, recovery codes)."""
    new = add("triage", unit="330000", login="zhang")
    commands.begin_second_factor(house, new.id, AT)
    secret = house.get(Account, new.id).totp_secret
    earlier = AT - timedelta(hours=1)
    codes = commands.confirm_second_factor(house, new.id, code_at(secret, earlier), earlier)
    house.commit()
    return new.id, secret, codes


def code_at(secret, at):
    return pyotp.TOTP(secret).at(at)


def verify(session, account_id, code, at=AT):
    with transaction(session):
        return commands.verify_second_factor(session, account_id, code, at, RULES)


def test_a_code_of_now_opens_the_account(house, enrolled):
    account_id, secret, _ = enrolled
    assert verify(house, account_id, code_at(secret, AT)).account_id == account_id


def test_a_code_is_good_once_only(house, enrolled):
    account_id, secret, _ = enrolled
    code = code_at(secret, AT)
    assert verify(house, account_id, code).account_id == account_id
    assert verify(house, account_id, code, AT + timedelta(seconds=5)).refusal == "replayed"
    assert verify(house, account_id, code, AT + timedelta(seconds=29)).refusal == "replayed"


def test_an_earlier_code_is_refused_after_a_later_one_was_used(house, enrolled):
    account_id, secret, _ = enrolled
    later = AT + timedelta(seconds=30)
    assert verify(house, account_id, code_at(secret, later)).account_id
    assert verify(house, account_id, code_at(secret, AT)).refusal == "replayed"


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_clock_one_step_off_is_borne(house, enrolled, seconds):
    account_id, secret, _ = enrolled
    code = code_at(secret, AT + timedelta(seconds=seconds))
    assert verify(house, account_id, code).account_id == account_id


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_a_clock_two_steps_off_is_not(house, enrolled, seconds):
    account_id, secret, _ = enrolled
    code = code_at(secret, AT + timedelta(seconds=seconds))
    assert verify(house, account_id, code).refusal == "wrong"


@pytest.mark.parametrize("code", ["", "000000", "12345", "１２３４５６", "abc", "\x00", "9" * 300])
def test_a_wrong_code_is_refused(house, enrolled, code):
    account_id, secret, _ = enrolled
    if code == code_at(secret, AT):  # one in a million: then this one is wrong
        code = "000001"
    assert verify(house, account_id, code).refusal == "wrong"


def test_blanks_in_a_code_do_not_matter(house, enrolled):
    account_id, secret, _ = enrolled
    code = code_at(secret, AT)
    assert verify(house, account_id, f" {code[:3]} {code[3:]} ").account_id == account_id


def test_five_wrong_codes_lock_the_account_for_the_right_one_too(house, enrolled):
    account_id, secret, _ = enrolled
    for _ in range(5):
        verify(house, account_id, "x")
    outcome = verify(house, account_id, code_at(secret, AT))
    assert (outcome.refusal, outcome.locked_until) == ("locked", AT + timedelta(minutes=15))


def test_a_recovery_code_opens_once(house, enrolled):
    account_id, _, codes = enrolled
    assert len(set(codes)) == 10
    assert verify(house, account_id, codes[3].lower().replace("-", " ")).account_id == account_id
    assert verify(house, account_id, codes[3]).refusal == "wrong"
    assert verify(house, account_id, codes[4]).account_id == account_id


def test_a_recovery_code_of_another_account_is_worth_nothing(house, enrolled, add):
    _, _, codes = enrolled
    other = add("clerk", unit="330000", login="li")
    commands.begin_second_factor(house, other.id, AT)
    secret = house.get(Account, other.id).totp_secret
    commands.confirm_second_factor(house, other.id, code_at(secret, AT), AT)
    assert verify(house, other.id, codes[0]).refusal == "wrong"


def test_secret_and_recovery_codes_are_not_stored_in_the_clear(house, enrolled):
    _, secret, codes = enrolled
    dump = house.execute(
        text(
            "SELECT string_agg(a::text, '') || (SELECT string_agg(r::text, '')"
            " FROM recovery_code r) FROM account a"
        )
    ).scalar()
    assert secret.encode().hex() not in dump
    assert secret not in dump
    assert not any(code in dump for code in codes)


def test_a_secret_is_confirmed_by_a_right_code_only_and_only_once(house, add):
    new = add("triage", unit="330000", login="zhang")
    assert commands.confirm_second_factor(house, new.id, "000000", AT) is None
    assert commands.begin_second_factor(house, new.id, AT)
    secret = house.get(Account, new.id).totp_secret
    wrong = code_at(secret, AT + timedelta(hours=1))
    assert commands.confirm_second_factor(house, new.id, wrong, AT) is None
    assert not queries.account(house, new.id).has_second_factor
    assert commands.confirm_second_factor(house, new.id, code_at(secret, AT), AT)
    assert queries.account(house, new.id).has_second_factor
    assert commands.confirm_second_factor(house, new.id, code_at(secret, AT), AT) is None
    assert not commands.begin_second_factor(house, new.id, AT)


def test_asking_twice_for_a_secret_gives_the_same_until_it_is_confirmed(house, add):
    new = add("triage", unit="330000", login="zhang")
    commands.begin_second_factor(house, new.id, AT)
    first = house.get(Account, new.id).totp_secret
    commands.begin_second_factor(house, new.id, AT)
    assert house.get(Account, new.id).totp_secret == first


def test_the_code_that_confirmed_a_secret_does_not_open_the_account_again(house, add):
    new = add("triage", unit="330000", login="zhang")
    commands.begin_second_factor(house, new.id, AT)
    code = code_at(house.get(Account, new.id).totp_secret, AT)
    commands.confirm_second_factor(house, new.id, code, AT)
    assert verify(house, new.id, code).refusal == "replayed"


def test_a_reset_takes_secret_and_recovery_codes_away_and_voids_sessions(house, enrolled, boss):
    account_id, secret, codes = enrolled
    later = AT + timedelta(minutes=1)
    with transaction(house):
        commands.reset_second_factor(house, account_id, boss, later)
    assert verify(house, account_id, code_at(secret, AT)).refusal == "off"
    assert house.scalars(select(RecoveryCode)).all() == []
    assert queries.actor_for(house, account_id, AT) is None
