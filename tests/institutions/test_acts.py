"""Acts on the register: each writes its row and its line in the trail, or nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.institutions import commands
from portal.institutions.entry import Channels, Particulars
from portal.institutions.faults import Unfit
from portal.institutions.models import Institution
from portal.institutions.queries import by_code, card, find
from portal.institutions.queries.lists import aliases
from portal.kernel import audit
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.db import make_session
from portal.kernel.law import Breach
from tests.factories import DAY, make_institution
from tests.faults.gates import waiting
from tests.portal.running import eventually

ZHEJIANG = Actor("account", "supervisor", 7, "王主管", "330000", frozenset({"330000"}))
BANK = Particulars(
    name="示例银行股份有限公司",
    short_name="示例银行",
    type="banking",
    category="股份制商业银行",
    territory="000000",
)
HANGZHOU = Particulars(
    name="示例银行杭州分行", level="branch", parent_code="DEMO", territory="330100"
)


@pytest.fixture
def head(session) -> Institution:
    """A legal entity of the whole country."""
    row = commands.add(session, "DEMO", BANK, by=SYSTEM, at=DAY)
    session.commit()
    return row


@pytest.fixture
def local(session, head) -> Institution:
    """A branch in Hangzhou."""
    row = commands.add(session, "DEMO-HZ", HANGZHOU, by=ZHEJIANG, at=DAY)
    session.commit()
    return row


def acts(session, row) -> list[tuple[str, str | None]]:
    return [(entry.act, entry.article) for entry in audit.history(session, "institution", row.id)]


def edit(session, row, stated, by=SYSTEM, version=None):
    version = row.version if version is None else version
    return commands.edit(session, row.id, stated, version=version, by=by, at=DAY)


def close(session, row, day=date(2026, 3, 1), by=SYSTEM):
    given = {"closed_on": day, "reason": "合并解散", "version": row.version}
    return commands.close(session, row.id, **given, by=by, at=DAY)


def test_a_branch_takes_type_category_and_legal_entity_from_its_parent(session, head, local):
    assert (local.type, local.category) == ("banking", "股份制商业银行")
    assert local.legal_entity_id == head.id
    assert acts(session, local) == [("institution_register", "42")]


def test_a_deeper_branch_belongs_to_the_same_legal_entity(session, head, local):
    below = replace(HANGZHOU, name="示例银行西湖支行", parent_code="DEMO-HZ", territory="330106")
    row = commands.add(session, "DEMO-XH", below, by=ZHEJIANG, at=DAY)
    assert row.legal_entity_id == head.id and row.parent_id == local.id
    seen = card(session, row.id)
    assert seen is not None and seen.open and seen.label == "示例银行西湖支行"


def test_what_is_corrected_stands_in_the_trail_with_before_and_after(session, head):
    edit(session, head, replace(BANK, short_name="示范银行"))
    entry = audit.history(session, "institution", head.id)[-1]
    assert entry.facts == {"changed": {"short_name": ["示例银行", "示范银行"]}}
    assert head.version == 2 and head.pinyin_key.startswith("shi fan")


def test_saving_without_a_change_writes_nothing(session, head):
    edit(session, head, BANK)
    assert head.version == 1 and len(acts(session, head)) == 1


def test_a_legal_entitys_new_category_goes_down_to_its_branches(session, head, local):
    edit(session, head, replace(BANK, category="国有大型商业银行"))
    session.commit()
    assert session.get(Institution, local.id).category == "国有大型商业银行"


def test_moving_a_branch_moves_what_is_below_it(session, head, local):
    other = replace(BANK, name="另一示例银行", short_name="另例银行")
    new = commands.add(session, "OTHER", other, by=SYSTEM, at=DAY)
    below = replace(HANGZHOU, name="西湖支行", parent_code="DEMO-HZ")
    leaf = commands.add(session, "DEMO-XH", below, by=SYSTEM, at=DAY)
    edit(session, local, replace(HANGZHOU, parent_code="OTHER"))
    assert session.get(Institution, leaf.id).legal_entity_id == new.id
    assert acts(session, local)[-1] == ("institution_correct", "4")
    assert "DEMO-XH" in {found.code for found in find(session, SYSTEM, "另例银行")}


def test_art_4_a_circle_is_refused_and_nothing_is_stored(session, head, local):
    below = replace(HANGZHOU, name="西湖支行", parent_code="DEMO-HZ")
    commands.add(session, "DEMO-XH", below, by=SYSTEM, at=DAY)
    session.commit()
    with pytest.raises(Unfit, match="循环"):
        edit(session, local, replace(HANGZHOU, parent_code="DEMO-XH"))
    session.rollback()
    assert session.get(Institution, local.id).parent_id == head.id


def test_the_second_of_two_officers_is_told_that_another_was_first(session, head):
    edit(session, head, replace(BANK, short_name="先到"), version=1)
    with pytest.raises(StaleDataError):
        edit(session, head, replace(BANK, short_name="后到"), version=1)


def test_changing_only_aliases_also_counts_as_a_new_version(session, head):
    given = {"version": 1, "by": SYSTEM, "at": DAY}
    commands.set_aliases(session, head.id, ("示行", "示例"), **given)
    session.commit()
    assert aliases(session, head.id) == ["示行", "示例"]
    with pytest.raises(StaleDataError):
        commands.set_aliases(session, head.id, ("别的",), **given)


def test_art_6_a_bureau_keeps_its_own_branches_and_not_the_legal_entity(session, head, local):
    edit(session, local, replace(HANGZHOU, short_name="杭州分行"), by=ZHEJIANG)
    for act in (
        lambda: edit(session, head, replace(BANK, short_name="x"), by=ZHEJIANG),
        lambda: close(session, head, by=ZHEJIANG),
        lambda: edit(session, local, replace(HANGZHOU, territory="330203"), by=ZHEJIANG),
    ):
        with pytest.raises(Breach) as refused:
            act()
        assert (refused.value.code, refused.value.article) == ("institution_outside_reach", "6")


def test_art_8_channels_are_kept_and_the_notice_mailbox_stays_out_of_the_trail(session, head):
    wanted = Channels(phone="0571-87654321转802", notice_email="ts@example.cn")
    commands.set_channels(session, head.id, wanted, version=1, by=SYSTEM, at=DAY)
    entry = audit.history(session, "institution", head.id)[-1]
    assert (entry.act, entry.article) == ("institution_channels", "8")
    changed = {"phone": ["", "0571-87654321转802"], "notice_email": []}
    assert entry.facts == {"changed": changed}


def test_art_28_an_institution_is_closed_and_reopened_and_never_removed(session, head):
    close(session, head)
    assert (head.state, head.closed_on) == ("closed", date(2026, 3, 1))
    assert not by_code(session, "DEMO").open
    given = {"version": head.version, "by": SYSTEM, "at": DAY}
    commands.reopen(session, head.id, reason="重新开业", **given)
    assert (head.state, head.closed_on) == ("open", None)
    done = [("institution_close", "28"), ("institution_reopen", "28")]
    assert acts(session, head)[1:] == done


def test_an_institution_with_open_branches_is_not_closed(session, head, local):
    with pytest.raises(Breach) as refused:
        close(session, head)
    assert refused.value.code == "institution_has_open_branches"
    close(session, local)
    assert close(session, head).state == "closed"


def test_a_branch_is_not_reopened_below_a_closed_parent(session, head, local):
    close(session, local)
    close(session, head)
    given = {"version": local.version, "by": SYSTEM, "at": DAY}
    with pytest.raises(Breach) as refused:
        commands.reopen(session, local.id, reason="恢复营业", **given)
    assert refused.value.code == "institution_parent_closed"


def test_closing_twice_and_reopening_what_is_open_are_refused(session, head):
    given = {"version": head.version, "by": SYSTEM, "at": DAY}
    with pytest.raises(Breach, match="institution_not_closed"):
        commands.reopen(session, head.id, reason="没有关过", **given)
    close(session, head)
    with pytest.raises(Breach, match="institution_not_open"):
        close(session, head)


def test_a_closing_day_is_not_in_the_future_nor_before_the_opening(session):
    row = commands.add(session, "DEMO", replace(BANK, opened_on=DAY.date()), by=SYSTEM, at=DAY)
    with pytest.raises(Unfit, match="不能晚于今天"):
        close(session, row, DAY.date() + timedelta(days=1))
    with pytest.raises(Unfit, match="不能早于开业日期"):
        close(session, row, DAY.date() - timedelta(days=1))
    assert close(session, row, DAY.date()).state == "closed"


def test_the_database_itself_refuses_rows_that_cannot_be(session, head):
    for broken in ("state = 'closed'", "level = 'branch'", "code = 'bad code'", "type = 'bank'"):
        with pytest.raises(IntegrityError):
            session.connection().exec_driver_sql(f"UPDATE institution SET {broken}")
        session.rollback()


def test_the_factory_of_other_packages_reaches_the_same_register(session):
    parent = make_institution(session, "TEST", short_name="试验银行", aliases=("试行",))
    assert find(session, SYSTEM, "试行")[0].id == parent.id


def test_two_officers_register_the_same_code_at_once_and_one_is_told(database, session):
    commands.add(session, "DEMO", BANK, by=SYSTEM, at=DAY)
    other = replace(BANK, name="另一示例银行")
    with ThreadPoolExecutor(1) as pool, make_session(database) as second:
        late = pool.submit(commands.add, second, "DEMO", other, by=SYSTEM, at=DAY)
        eventually(lambda: waiting(database) == 1)
        session.commit()
        with pytest.raises(Unfit, match="已用于"):
            late.result(timeout=20)


def test_two_moves_at_once_cannot_make_a_circle(database, session, head):
    for code in ("B1", "B2"):
        commands.add(session, code, replace(HANGZHOU, name=code), by=SYSTEM, at=DAY)
    session.commit()
    ids = {code: by_code(session, code).id for code in ("B1", "B2")}
    under = {"B1": replace(HANGZHOU, name="B1", parent_code="B2")}
    under["B2"] = replace(HANGZHOU, name="B2", parent_code="B1")
    given = {"version": 1, "by": SYSTEM, "at": DAY}
    commands.edit(session, ids["B1"], under["B1"], **given)
    with ThreadPoolExecutor(1) as pool, make_session(database) as second:
        late = pool.submit(commands.edit, second, ids["B2"], under["B2"], **given)
        eventually(lambda: waiting(database) == 1)
        session.commit()
        with pytest.raises(Unfit, match="循环"):
            late.result(timeout=20)
