"""Passwords and the lock, against a real database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts import commands, queries
from portal.accounts.commands import passwords
from portal.accounts.models import Account, SignInTries
from portal.accounts.rules import SignInRules
from portal.kernel.audit import AuditEntry
from portal.kernel.db import make_session, transaction
from tests.accounts.conftest import AT, PASSWORD

RULES = SignInRules()


def check(session, login, password, at=AT):
    with transaction(session):
        return commands.check_password(session, login, password, at, RULES)


def acts(session, account_id):
    found = select(AuditEntry.act).where(AuditEntry.subject_id == str(account_id))
    return list(session.scalars(found.order_by(AuditEntry.id)))


def test_the_right_password_opens_the_account_in_any_case_of_the_name(house, add):
    new = add("triage", unit="330000", login="zhang")
    assert check(house, " ZHANG ", PASSWORD).account_id == new.id


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("zhang", "wrong"),
        ("zhang", ""),
        ("zhang", PASSWORD + " "),
        ("nobody", PASSWORD),
        ("", ""),
        ("zhang\x00", PASSWORD),
        ("zhang", "\x00" * 50),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("\ud800", "\ud800"),
    ],
)
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(house, add, login, password):
    add("triage", unit="330000", login="zhang")
    outcome = check(house, login, password)
    assert (outcome.account_id, outcome.refusal) == (None, "wrong")


@pytest.mark.parametrize("login", ["zhang", "nobody"])
def test_five_failures_lock_a_name_whether_or_not_it_exists(house, add, login):
    add("triage", unit="330000", login="zhang")
    outcomes = [check(house, login, "wrong").refusal for _ in range(5)]
    assert outcomes == ["wrong"] * 4 + ["locked"]
    locked = check(house, login, PASSWORD, AT + timedelta(minutes=14))
    assert locked.refusal == "locked"
    assert locked.locked_until == AT + timedelta(minutes=15)


def test_a_lock_ends_by_itself(house, add):
    new = add("triage", unit="330000", login="zhang")
    for _ in range(5):
        check(house, "zhang", "wrong")
    assert check(house, "zhang", PASSWORD, AT + timedelta(minutes=15)).account_id == new.id


def test_a_lock_of_one_name_does_not_touch_another(house, add):
    add("triage", unit="330000", login="zhang")
    other = add("clerk", unit="330000", login="li")
    for _ in range(5):
        check(house, "zhang", "wrong")
    assert check(house, "li", PASSWORD).account_id == other.id


def test_an_administrator_unlocks_at_once(house, add, boss):
    new = add("triage", unit="330000", login="zhang")
    for _ in range(5):
        check(house, "zhang", "wrong")
    assert queries.locked_until(house, "zhang", AT) is not None
    commands.unlock(house, new.id, boss, AT)
    assert check(house, "zhang", PASSWORD).account_id == new.id
    assert "unlock_account" in acts(house, new.id)


def test_the_password_alone_does_not_clear_failures_but_a_full_sign_in_does(house, add):
    new = add("triage", unit="330000", login="zhang")
    for _ in range(4):
        check(house, "zhang", "wrong")
    assert check(house, "zhang", PASSWORD).account_id == new.id
    assert house.scalar(select(SignInTries.failed)) == 4
    commands.signed_in(house, new.id, AT)
    assert house.scalar(select(SignInTries.failed)) is None


def test_failures_and_locks_of_a_real_account_are_kept_in_the_trail(house, add):
    new = add("triage", unit="330000", login="zhang")
    for _ in range(5):
        check(house, "zhang", "wrong")
    assert acts(house, new.id) == ["add_account", *["fail_sign_in"] * 4, "lock_out"]


def test_ten_guesses_at_once_are_counted_one_by_one(database, house, add):
    add("triage", unit="330000", login="zhang")

    def guess(_):
        with make_session(database) as session:
            return check(session, "zhang", "wrong").refusal

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(guess, range(10)))
    assert outcomes == ["locked"] * 6 + ["wrong"] * 4


def test_what_was_mistyped_as_a_name_is_not_kept_in_the_clear(house):
    check(house, "my-secret-password-typed-as-name", "x")
    stored = house.execute(text("SELECT t::text FROM sign_in_tries t")).scalar()
    assert "secret" not in stored
    assert house.scalar(text("SELECT count(*) FROM audit_entry")) == 0


def test_an_account_switched_off_is_told_so_only_with_the_right_password(house, add, boss):
    new = add("triage", unit="330000", login="zhang")
    commands.switch_off(house, new.id, by=boss, at=AT)
    assert check(house, "zhang", PASSWORD).refusal == "off"
    assert check(house, "zhang", "wrong").refusal == "wrong"


def test_an_account_without_a_password_cannot_be_opened_with_any(house, boss):
    new = commands.add_account(
        house,
        login="hotline",
        name="热线",
        role="clerk",
        unit_code="330000",
        by=boss,
        at=AT,
        with_password=False,
    )
    assert new.password is None
    assert check(house, "hotline", "").refusal == "wrong"


def test_passwords_are_kept_as_argon2id(house, add):
    add("triage", unit="330000", login="zhang")
    assert house.scalar(select(Account.password_hash)).startswith("$argon2id$")
    # The tests themselves hash cheaply; an installation must not.
    assert passwords.COST == {"time_cost": 2, "memory_cost": 19_456, "parallelism": 1}


def change(session, account_id, current, new, at=AT):
    with transaction(session):
        return commands.change_password(session, account_id, current, new, at, RULES)


def test_a_changed_password_replaces_the_old_one(house, add):
    new = add("triage", unit="330000", login="zhang")
    assert change(house, new.id, PASSWORD, "another-horse-43") is None
    assert check(house, "zhang", PASSWORD).refusal == "wrong"
    assert check(house, "zhang", "another-horse-43").account_id == new.id
    assert acts(house, new.id)[1] == "change_password"


@pytest.mark.parametrize(
    ("current", "fresh", "fault"),
    [
        ("wrong", "another-horse-43", "wrong_current"),
        (PASSWORD, "short", "short"),
        (PASSWORD, PASSWORD, "same"),
        (PASSWORD, "password12345", "common"),
    ],
)
def test_a_password_that_cannot_be_taken_changes_nothing(house, add, current, fresh, fault):
    new = add("triage", unit="330000", login="zhang")
    assert change(house, new.id, current, fresh) == fault
    assert check(house, "zhang", PASSWORD).account_id == new.id


def test_guessing_the_present_password_of_an_open_session_locks_too(house, add):
    new = add("triage", unit="330000", login="zhang")
    for _ in range(5):
        change(house, new.id, "wrong", "another-horse-43")
    assert change(house, new.id, PASSWORD, "another-horse-43") == "locked"


def test_a_changed_password_voids_the_sessions_begun_before(house, add):
    new = add("triage", unit="330000", login="zhang")
    before, after = AT + timedelta(seconds=1), AT + timedelta(minutes=2)
    assert queries.actor_for(house, new.id, before)
    change(house, new.id, PASSWORD, "another-horse-43", AT + timedelta(minutes=1))
    assert queries.actor_for(house, new.id, before) is None
    assert queries.actor_for(house, new.id, after)


def test_a_temporary_password_must_be_changed_and_opens_a_locked_account(house, add, boss):
    new = add("triage", unit="330000", login="zhang")
    for _ in range(5):
        check(house, "zhang", "wrong")
    with transaction(house):
        temporary = commands.issue_password(house, new.id, by=boss, at=AT)
    assert check(house, "zhang", temporary).account_id == new.id
    assert queries.account(house, new.id).must_change_password
    assert change(house, new.id, temporary, "another-horse-43") is None
    assert not queries.account(house, new.id).must_change_password
