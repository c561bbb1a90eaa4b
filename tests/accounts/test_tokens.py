"""API tokens: shown once, found by their hash, ended by time, by hand or with the account."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.accounts import commands, queries
from tests.accounts.conftest import AT


@pytest.fixture
def token(house, add):
    """A clerk's token: (account id, NewToken)."""
    new = add("clerk", unit="330000", login="hotline")
    by = queries.actor_for(house, new.id)
    made = commands.create_token(house, new.id, label="热线", by=by, at=AT, days=30)
    house.commit()
    return new.id, made


def bearer(session, plain, at=AT):
    return commands.authenticate_bearer(session, f"Bearer {plain}", at)


def test_a_token_acts_with_the_role_and_territory_of_its_account(house, token):
    account_id, made = token
    actor = bearer(house, made.plain)
    assert (actor.account_id, actor.role, actor.unit_codes) == (account_id, "clerk", {"330000"})


def test_a_token_is_not_stored_in_the_clear(house, token):
    stored = house.execute(text("SELECT t::text FROM api_token t")).scalar()
    assert token[1].plain not in stored
    (view,) = queries.tokens_of(house, token[0])
    assert token[1].plain.startswith(view.prefix)
    assert len(view.prefix) == 10


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer zhb_nothing",
        "Bearer \x00",
        "Bearer zhb_" + "x" * 5000,
        "Basic emhhbmc6eA==",
        "zhb_nothing",
        "Bearer zhb_\ud800",
    ],
)
def test_anything_else_opens_nothing(house, token, header):
    assert commands.authenticate_bearer(house, header, AT) is None


def test_a_token_with_one_letter_changed_opens_nothing(house, token):
    plain = token[1].plain
    changed = plain[:-1] + ("A" if plain[-1] != "A" else "B")
    assert bearer(house, changed) is None


def test_the_scheme_may_be_written_in_any_case(house, token):
    assert commands.authenticate_bearer(house, f"bearer  {token[1].plain} ", AT)


def test_a_token_ends_with_its_last_day(house, token):
    assert bearer(house, token[1].plain, AT + timedelta(days=30, seconds=-1))
    assert bearer(house, token[1].plain, AT + timedelta(days=30)) is None


def test_a_revoked_token_opens_nothing(house, token, boss):
    account_id, made = token
    assert commands.revoke_token(house, account_id, made.id, boss, AT)
    assert not commands.revoke_token(house, account_id, made.id, boss, AT)
    assert bearer(house, made.plain) is None


def test_nobody_revokes_the_token_of_another_account(house, token, add, boss):
    other = add("clerk", unit="330000", login="li")
    assert not commands.revoke_token(house, other.id, token[1].id, boss, AT)
    assert bearer(house, token[1].plain)


def test_a_token_ends_with_its_account(house, token, boss):
    commands.switch_off(house, token[0], by=boss, at=AT)
    assert bearer(house, token[1].plain) is None


def test_a_use_is_noted_once_an_hour(house, token):
    account_id, made = token

    def used():
        return queries.tokens_of(house, account_id)[0].last_used_at

    for minutes in (0, 30, 59):
        bearer(house, made.plain, AT + timedelta(minutes=minutes))
        assert used() == AT
    bearer(house, made.plain, AT + timedelta(minutes=60))
    assert used() == AT + timedelta(minutes=60)


def test_making_and_revoking_are_kept_in_the_trail_without_the_secret(house, token, boss):
    account_id, made = token
    commands.revoke_token(house, account_id, made.id, boss, AT)
    trail = house.execute(text("SELECT string_agg(e::text, ' ') FROM audit_entry e")).scalar()
    assert "create_token" in trail
    assert "revoke_token" in trail
    assert made.plain not in trail
