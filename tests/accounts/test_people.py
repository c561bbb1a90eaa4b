"""Accounts: where they sit, who reaches whom, and what an administrator may not do to oneself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.accounts import commands, queries
from portal.accounts.queries.people import account_in_reach
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests.accounts.conftest import AT


def actor(session, new):
    return queries.actor_for(session, new.id)


def change(session, account_id, by, **values):
    given = {"name": "某人", "role": "triage", "unit_code": "330000"} | values
    commands.change_account(session, account_id, by=by, at=AT, **given)


def test_a_new_account_gets_a_temporary_password_that_must_be_changed(house, boss):
    new = commands.add_account(
        house, login="Zhang", name="张三", role="clerk", unit_code="330000", by=boss, at=AT
    )
    assert new.login == "zhang"
    assert len(new.password) == 16
    assert queries.account(house, new.id).must_change_password


def test_a_login_name_is_taken_once(house, add):
    add("clerk", unit="330000", login="zhang")
    with pytest.raises(commands.Taken):
        add("triage", unit="330200", login="ZHANG")


@pytest.mark.parametrize(
    ("role", "unit", "code"),
    [
        ("clerk", None, "role_does_not_fit_place"),
        ("institution", "330000", "role_does_not_fit_place"),
        ("boss", "330000", "role_does_not_fit_place"),
        ("clerk", "339999", "unknown_unit"),
    ],
)
def test_an_account_in_the_wrong_place_is_refused(house, add, role, unit, code):
    with pytest.raises(Breach) as breach:
        add(role, unit=unit)
    assert breach.value.code == code


@pytest.mark.parametrize(
    "values",
    [
        "'a', 'x', 'clerk', NULL, NULL",
        "'a', 'x', 'institution', '330000', NULL",
        "'a', 'x', 'nobody', '330000', NULL",
        "'A', 'x', 'clerk', '330000', NULL",
    ],
)
def test_the_database_itself_refuses_an_impossible_account(house, values):
    columns = "login, name, role, unit_code, institution_id, must_change_password, language,"
    rest = "active, sessions_from, created_at, version"
    with pytest.raises(IntegrityError):
        house.execute(
            text(
                f"INSERT INTO account ({columns} {rest}) VALUES"
                f" ({values}, true, 'zh', true, now(), now(), 1)"
            )
        )


def test_an_actor_reaches_its_unit_and_all_below(house, add):
    assert len(actor(house, add("triage", unit="000000")).unit_codes) == 37
    assert actor(house, add("triage", unit="330200")).unit_codes == {"330200"}


def test_an_institutions_actor_reaches_its_branches(house, add, bank):
    head = actor(house, add("institution", institution=bank["ICBC"]))
    branch = actor(house, add("institution", institution=bank["ICBC-ZJ"]))
    leaf = actor(house, add("institution_admin", institution=bank["ICBC-HZ"]))
    assert head.institution_ids == {bank["ICBC"], bank["ICBC-ZJ"], bank["ICBC-HZ"]}
    assert branch.institution_ids == {bank["ICBC-ZJ"], bank["ICBC-HZ"]}
    assert leaf.institution_ids == {bank["ICBC-HZ"]}
    assert not head.unit_codes


def test_an_unknown_account_or_one_switched_off_is_nobody(house, add, boss):
    new = add("clerk", unit="330000")
    commands.switch_off(house, new.id, by=boss, at=AT)
    assert actor(house, new) is None
    assert queries.actor_for(house, 999_999) is None
    commands.switch_on(house, new.id, by=boss, at=AT)
    assert actor(house, new)


def test_an_administrator_sees_the_accounts_of_its_own_unit_and_below(house, add, boss):
    here, there = add("clerk", unit="330000"), add("clerk", unit="330200")
    zhejiang = actor(house, add("admin", unit="330000"))
    assert account_in_reach(house, zhejiang, here.id)
    assert account_in_reach(house, zhejiang, there.id) is None
    assert account_in_reach(house, zhejiang, boss.account_id) is None
    assert account_in_reach(house, boss, there.id)


def test_a_bureaus_administrator_sees_the_institutions_of_its_territory(house, add, bank, boss):
    head = add("institution", institution=bank["ICBC"])
    branch = add("institution", institution=bank["ICBC-ZJ"])
    zhejiang = actor(house, add("admin", unit="330000"))
    ningbo = actor(house, add("admin", unit="330200"))
    assert account_in_reach(house, zhejiang, branch.id)
    assert account_in_reach(house, zhejiang, head.id) is None
    assert account_in_reach(house, ningbo, branch.id) is None
    assert account_in_reach(house, boss, head.id)


def test_an_institutions_administrator_sees_its_own_and_its_branches_users(house, add, bank):
    own = add("institution", institution=bank["ICBC-ZJ"])
    other = add("institution", institution=bank["CCB"])
    clerk = add("clerk", unit="330000")
    manager = actor(house, add("institution_admin", institution=bank["ICBC"]))
    assert account_in_reach(house, manager, own.id)
    assert account_in_reach(house, manager, other.id) is None
    assert account_in_reach(house, manager, clerk.id) is None


@pytest.mark.parametrize(
    "role", ["clerk", "triage", "supervisor", "inspector", "statistician", "auditor"]
)
def test_no_other_role_sees_accounts(house, add, role):
    other = add("clerk", unit="330000", login="li")
    assert account_in_reach(house, actor(house, add(role, unit="000000")), other.id) is None


def test_changed_rights_void_the_sessions_and_a_changed_name_does_not(house, add, boss):
    new = add("clerk", unit="330000")
    change(house, new.id, boss, role="clerk", name="新名")
    assert queries.actor_for(house, new.id, AT)
    before = queries.account(house, new.id)
    commands.change_account(
        house,
        new.id,
        name="新名",
        role="triage",
        unit_code="330000",
        by=boss,
        at=AT.replace(minute=5),
    )
    house.flush()
    assert queries.actor_for(house, new.id, AT) is None
    assert queries.account(house, new.id).version > before.version


def test_nobody_changes_ones_own_rights_or_switches_oneself_off(house, add, boss):
    add("admin", unit="000000", login="second")
    acts = (
        lambda: change(house, boss.account_id, boss, role="auditor", unit_code="000000"),
        lambda: commands.switch_off(house, boss.account_id, by=boss, at=AT),
        lambda: commands.issue_password(house, boss.account_id, by=boss, at=AT),
    )
    for act in acts:
        with pytest.raises(Breach) as breach:
            act()
        assert breach.value.code == "not_ones_own_account"


def test_the_last_administrator_of_the_head_office_stays(house, add, boss):
    for act in (
        lambda: commands.switch_off(house, boss.account_id, by=SYSTEM, at=AT),
        lambda: change(house, boss.account_id, SYSTEM, role="auditor", unit_code="000000"),
    ):
        with pytest.raises(Breach) as breach:
            act()
        assert breach.value.code == "last_admin"
    add("admin", unit="000000", login="second")
    commands.switch_off(house, boss.account_id, by=SYSTEM, at=AT)


def test_every_act_on_an_account_is_kept_in_the_trail_with_its_unit(house, add, boss):
    new = add("clerk", unit="330000")
    change(house, new.id, boss)
    commands.switch_off(house, new.id, by=boss, at=AT)
    commands.switch_on(house, new.id, by=boss, at=AT)
    commands.issue_password(house, new.id, by=boss, at=AT)
    rows = house.execute(
        text("SELECT act, unit_code FROM audit_entry WHERE subject_id = :id ORDER BY id"),
        {"id": str(new.id)},
    ).all()
    assert [tuple(row) for row in rows] == [
        (act, "330000")
        for act in (
            "add_account",
            "change_account",
            "switch_off_account",
            "switch_on_account",
            "issue_password",
        )
    ]


def test_a_search_takes_signs_of_sql_as_they_are(house, add, boss):
    add("clerk", unit="330000", login="100_sure")
    add("clerk", unit="330000", login="other")

    def found(text):
        return [view.login for view in queries.accounts_page(house, boss, {"q": text}).items]

    assert found("%") == []
    assert found("_") == ["100_sure"]
    assert found("\\") == []
    assert found("OTHER") == ["other"]
