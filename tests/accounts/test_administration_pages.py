"""The administration of accounts over HTTP: in reach only, every secret shown once."""

import re

import pytest
from sqlalchemy import func, select

from portal.accounts import queries
from portal.accounts.models import Account
from tests.accounts.conftest import AT, PASSWORD, Visitor

ROOT = "/staff/accounts/"
NEW = {"name": "张三", "login": "zhang", "role": "triage", "unit": "330000", "institution": ""}


@pytest.fixture
def admin(inside, add):
    """The head office's administrator, signed in."""
    add("admin", unit="000000", login="boss")
    return inside("boss")


def temporary(page):
    return re.search(r"临时密码</dt>\s*<dd[^>]*>([A-Za-z0-9]{16})</dd>", page).group(1)


def test_a_new_account_is_opened_with_the_password_shown_once(admin, app, house):
    made = admin.post(f"{ROOT}new", **NEW)
    assert made.status_code == 200
    password = temporary(made.text)
    newcomer = Visitor(app)
    assert newcomer.sign_in("zhang", password).location == "/first-password"
    view = queries.account(house, house.scalar(select(Account.id).where(Account.login == "zhang")))
    assert (view.role, view.unit_code, view.name) == ("triage", "330000", "张三")


BAD = [
    ({"name": ""}, "请填写"),
    ({"login": ""}, "请填写"),
    ({"login": "a b"}, "不含空格"),
    ({"login": "boss"}, "已有人使用"),
    ({"login": "BOSS"}, "已有人使用"),
    ({"login": "x" * 65}, "最多64个字符"),
    ({"role": ""}, "角色"),
    ({"role": "root"}, "角色"),
    ({"unit": ""}, "监管人员须属于"),
    ({"unit": "999999"}, "监管机构"),
    ({"role": "institution", "institution": ""}, "填写机构代码"),
    ({"role": "institution", "institution": "NOBODY"}, "没有找到这个代码"),
    ({"name": "x" * 41}, "最多40个字符"),
    ({"name": "a\x00b"}, "无法保存的字符"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD)
def test_a_bad_entry_is_explained_and_nothing_is_stored(admin, house, wrong, words):
    answer = admin.post(f"{ROOT}new", **(NEW | wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert house.scalar(select(func.count()).select_from(Account)) == 1


def test_an_institutions_user_is_added_by_the_code_of_the_institution(admin, house, bank):
    made = admin.post(
        f"{ROOT}new", **(NEW | {"role": "institution_admin", "institution": "icbc", "unit": ""})
    )
    assert made.status_code == 200
    found = house.scalar(select(Account).where(Account.login == "zhang"))
    assert (found.institution_id, found.unit_code) == (bank["ICBC"], None)


def test_a_bureaus_administrator_adds_nobody_outside_its_territory(inside, add, house, bank):
    add("admin", unit="330000", login="zj")
    zj = inside("zj")
    assert zj.post(f"{ROOT}new", **(NEW | {"unit": "000000"})).status_code == 422
    assert zj.post(f"{ROOT}new", **(NEW | {"unit": "330200"})).status_code == 422
    head = NEW | {"role": "institution", "institution": "ICBC", "unit": ""}
    assert zj.post(f"{ROOT}new", **head).status_code == 422
    assert zj.post(f"{ROOT}new", **(head | {"institution": "ICBC-ZJ"})).status_code == 200
    assert zj.post(f"{ROOT}new", **(NEW | {"login": "li"})).status_code == 200


ACTS = ["", "/edit", "/closure", "/opening"]
POSTS = ["/edit", "/closure", "/opening", "/signing-out", "/unlocking", "/second-factor-reset"]
POSTS += ["/password"]


@pytest.mark.parametrize("act", ACTS)
def test_an_account_out_of_reach_is_not_found(inside, add, act):
    other = add("clerk", unit="330200")
    add("admin", unit="330000", login="zj")
    zj = inside("zj")
    assert zj.get(f"{ROOT}{other.id}{act}").status_code == 404
    assert zj.get(f"{ROOT}{2**63 - 1}{act}").status_code == 404
    assert zj.get(f"{ROOT}{2**64}{act}").status_code == 404


@pytest.mark.parametrize("act", POSTS)
def test_nothing_can_be_done_to_an_account_out_of_reach(inside, add, house, act):
    other = add("clerk", unit="330200")
    before = queries.account(house, other.id)
    add("admin", unit="330000", login="zj")
    answer = inside("zj").post(f"{ROOT}{other.id}{act}", ROOT + "new", **NEW, reason="x", version=1)
    assert answer.status_code == 404
    house.expire_all()
    assert queries.account(house, other.id) == before


@pytest.mark.parametrize(
    "role", ["clerk", "triage", "supervisor", "inspector", "statistician", "auditor"]
)
def test_no_other_role_administers_accounts(inside, add, role):
    add(role, unit="000000", login="who")
    assert inside("who").get(ROOT).status_code == 403


def test_an_institutions_administrator_manages_its_own_users_only(inside, add, bank, house):
    add("institution_admin", institution=bank["ICBC"], login="icbc")
    own = add("institution", institution=bank["ICBC-HZ"])
    other = add("institution", institution=bank["CCB"])
    icbc = inside("icbc")
    assert icbc.get(f"/desk/accounts/{own.id}").status_code == 200
    assert icbc.get(f"/desk/accounts/{other.id}").status_code == 404
    given = {"name": "李四", "login": "li", "role": "institution", "branch": "ICBC-ZJ"}
    assert icbc.post("/desk/accounts/new", **given).status_code == 200
    wrong = given | {"login": "wang", "branch": "CCB"}
    assert icbc.post("/desk/accounts/new", **wrong).status_code == 422
    staff = given | {"login": "wang", "role": "admin", "unit": "000000"}
    assert icbc.post("/desk/accounts/new", **staff).status_code == 422
    assert icbc.get("/staff/units").status_code == 403


def version(page):
    return re.search(r'name="version" value="(\d+)"', page).group(1)


def test_a_changed_role_ends_the_sessions_of_its_holder(admin, inside, add):
    new = add("clerk", unit="330000", login="who")
    holder = inside("who")
    page = admin.get(f"{ROOT}{new.id}/edit").text
    given = {"name": "某", "role": "auditor", "unit": "330200", "version": version(page)}
    assert admin.post(f"{ROOT}{new.id}/edit", **given).status_code == 303
    assert not holder.is_inside()
    assert holder.sign_in("who").location == "/staff/audit"


def test_of_two_administrators_at_once_the_second_is_told_so(admin, add):
    new = add("clerk", unit="330000", login="who")
    seen = version(admin.get(f"{ROOT}{new.id}/edit").text)
    given = {"name": "某", "role": "triage", "unit": "330000", "version": seen}
    assert admin.post(f"{ROOT}{new.id}/edit", **given).status_code == 303
    late = admin.post(f"{ROOT}{new.id}/edit", **(given | {"role": "auditor"}))
    assert late.status_code == 409
    assert "修改账号" in late.text


def test_nobody_takes_ones_own_rights_away(admin, add, house):
    own = house.scalar(select(Account.id).where(Account.login == "boss"))
    add("admin", unit="000000", login="second")
    page = admin.get(f"{ROOT}{own}/edit").text
    given = {"name": "boss", "role": "clerk", "unit": "000000", "version": version(page)}
    answer = admin.post(f"{ROOT}{own}/edit", **given)
    assert answer.status_code == 422
    assert "另一位管理员" in answer.text
    assert admin.post(f"{ROOT}{own}/closure", reason="x").status_code == 422


def test_switching_off_needs_a_reason_and_ends_sessions_and_switching_on_opens_again(
    admin, inside, add, visitor
):
    new = add("clerk", unit="330000", login="who")
    holder = inside("who")
    assert admin.post(f"{ROOT}{new.id}/closure", reason="").status_code == 422
    assert admin.post(f"{ROOT}{new.id}/closure", reason="离职").status_code == 303
    assert not holder.is_inside()
    assert "已停用" in visitor.sign_in("who").text
    assert admin.post(f"{ROOT}{new.id}/opening", reason="").status_code == 422
    assert admin.post(f"{ROOT}{new.id}/opening", reason="返岗").status_code == 303
    assert visitor.sign_in("who").status_code == 303


def test_a_temporary_password_replaces_the_old_one(admin, add, visitor):
    new = add("clerk", unit="330000", login="who")
    page = admin.post(f"{ROOT}{new.id}/password", f"{ROOT}{new.id}")
    password = temporary(page.text)
    assert visitor.sign_in("who", PASSWORD).status_code == 422
    assert visitor.sign_in("who", password).location == "/first-password"
    assert password not in admin.get(f"{ROOT}{new.id}").text


def test_a_locked_account_is_shown_and_unlocked(admin, add, visitor):
    new = add("clerk", unit="330000", login="who")
    for _ in range(5):
        visitor.sign_in("who", "wrong")
    assert "已锁定至" in admin.get(f"{ROOT}{new.id}").text
    admin.post(f"{ROOT}{new.id}/unlocking", f"{ROOT}{new.id}")
    assert visitor.sign_in("who").status_code == 303


def test_the_list_is_filtered_and_paged(admin, add):
    for number in range(55):
        add("clerk", unit="330000", login=f"clerk{number:02}", password="shared-horse-77")
    first = admin.get(ROOT).text
    assert "clerk54" in first
    assert "clerk00" not in first
    older = re.search(r'href="([^"]+)" rel="next"', first).group(1).replace("&amp;", "&")
    assert "clerk00" in admin.get(older).text
    found = admin.get(f"{ROOT}?q=CLERK07&role=clerk&unit=330000&state=on").text
    assert "clerk07" in found
    assert "clerk08" not in found
    assert "没有符合条件" in admin.get(f"{ROOT}?q=nobody").text
    assert admin.get(f"{ROOT}?q=%00&role=x&unit=%27&cursor=zzz").status_code == 200


def test_the_units_are_shown_as_a_tree(admin):
    page = admin.get("/staff/units").text
    assert "宁波监管局" in page
    assert "NB" in page


def test_the_acts_on_an_account_are_shown(admin, add):
    new = add("clerk", unit="330000", login="who")
    page = admin.get(f"{ROOT}{new.id}").text
    assert "开通账号" in page
    assert AT.year
