"""An institution's administrator and the users of it and its branches (Arts. 4, 22)."""

from dataclasses import replace

import pytest

from portal.accounts import commands, queries
from portal.kernel import audit
from portal.kernel.law import Breach
from tests.accounts.conftest import AT
from tests.accounts.test_administration_pages import version

ROOT = "/desk/accounts/"


@pytest.fixture
def own(house, add, bank):
    """The administrator of the bank, who has signed in below as `icbc`."""
    new = add("institution_admin", institution=bank["ICBC"], login="icbc")
    return queries.actor_for(house, new.id)


@pytest.fixture
def icbc(own, inside):
    return inside("icbc")


def breach_of(act):
    with pytest.raises(Breach) as caught:
        act()
    return caught.value.code


def test_branches_are_picked_from_a_list_that_holds_no_other_banks(icbc, add, bank):
    add("institution", institution=bank["CCB"], login="ccb")
    page = icbc.get(f"{ROOT}new").text
    for code in ("ICBC", "ICBC-ZJ", "ICBC-HZ"):
        assert f'<option value="{code}"' in page
    assert "CCB" not in page
    assert 'value="admin"' not in page
    assert "ccb" not in icbc.get(ROOT).text


def test_a_user_is_moved_to_another_branch_and_signs_in_again(icbc, inside, add, bank, house):
    new = add("institution", institution=bank["ICBC-HZ"], login="teller")
    holder = inside("teller")
    seen = version(icbc.get(f"{ROOT}{new.id}/edit").text)
    given = {"name": "柜员", "role": "institution_admin", "branch": "ICBC-ZJ", "version": seen}
    assert icbc.post(f"{ROOT}{new.id}/edit", **given).status_code == 303
    house.expire_all()
    view = queries.account(house, new.id)
    assert (view.role, view.institution_id) == ("institution_admin", bank["ICBC-ZJ"])
    assert not holder.is_inside()
    last = audit.history(house, "account", new.id)[-1]
    assert last.facts["moved"] == [bank["ICBC-HZ"], bank["ICBC-ZJ"]]


def test_no_user_is_moved_to_another_bank(icbc, own, add, bank, house):
    new = add("institution", institution=bank["ICBC-HZ"], login="teller")
    seen = version(icbc.get(f"{ROOT}{new.id}/edit").text)
    given = {"name": "柜员", "role": "institution", "branch": "CCB", "version": seen}
    assert icbc.post(f"{ROOT}{new.id}/edit", **given).status_code == 422
    place = {"unit_code": None, "institution_id": bank["CCB"]}
    assert (
        breach_of(
            lambda: commands.change_account(
                house, new.id, name="柜员", role="institution", **place, by=own, at=AT
            )
        )
        == "account_outside_reach"
    )


def test_the_list_is_narrowed_to_one_branch(icbc, add, bank):
    add("institution", institution=bank["ICBC-HZ"], login="hangzhou")
    add("institution", institution=bank["ICBC-ZJ"], login="zhejiang")
    page = icbc.get(f"{ROOT}?branch=ICBC-HZ").text
    assert "hangzhou" in page
    assert "zhejiang" not in page


def test_a_user_is_signed_out_everywhere_and_the_act_is_kept(icbc, inside, add, bank, house):
    new = add("institution", institution=bank["ICBC-HZ"], login="teller")
    holder = inside("teller")
    assert icbc.post(f"{ROOT}{new.id}/signing-out", f"{ROOT}{new.id}").status_code == 303
    assert not holder.is_inside()
    assert audit.history(house, "account", new.id)[-1].act == "end_sessions"


def test_switching_on_again_keeps_its_reason(icbc, add, bank, house):
    new = add("institution", institution=bank["ICBC-HZ"], login="teller")
    icbc.post(f"{ROOT}{new.id}/closure", reason="离职")
    icbc.post(f"{ROOT}{new.id}/opening", reason="返岗")
    assert [line.reason for line in audit.history(house, "account", new.id)[-2:]] == [
        "离职",
        "返岗",
    ]
    assert "返岗" in icbc.get(f"{ROOT}{new.id}").text


def test_a_branchs_administrator_does_nothing_above_the_branch(own, add, bank, house):
    below = queries.actor_for(house, add("institution_admin", institution=bank["ICBC-ZJ"]).id)
    for act in (commands.switch_off, commands.switch_on, commands.issue_password):
        code = breach_of(lambda act=act: act(house, own.account_id, by=below, at=AT))
        assert code == "account_outside_reach"
    given = {"name": "某", "role": "institution", "login": "who", "institution_id": bank["ICBC"]}
    assert (
        breach_of(lambda: commands.add_account(house, **given, by=below, at=AT))
        == "account_outside_reach"
    )


def test_of_two_administrators_who_switch_each_other_off_one_stays(own, add, bank, house):
    other = queries.actor_for(house, add("institution_admin", institution=bank["ICBC"]).id)
    commands.switch_off(house, other.account_id, by=own, at=AT, reason="离职")
    code = breach_of(lambda: commands.switch_off(house, own.account_id, by=other, at=AT))
    assert code == "no_longer_administrator"
    assert queries.account(house, own.account_id).active


def test_an_administrator_made_an_ordinary_user_meanwhile_acts_no_more(own, add, bank, house):
    stale = replace(own, role="institution_admin")
    other = add("institution", institution=bank["ICBC"])
    commands.change_account(
        house, own.account_id, name="某", role="institution", unit_code=None,
        by=queries.actor_for(house, add("institution_admin", institution=bank["ICBC"]).id), at=AT,
    )  # fmt: skip
    code = breach_of(lambda: commands.issue_password(house, other.id, by=stale, at=AT))
    assert code == "no_longer_administrator"
