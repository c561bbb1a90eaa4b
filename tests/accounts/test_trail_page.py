"""The audit trail as an auditor sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text

from portal.accounts import jobs, queries
from portal.kernel import audit, clock, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.db import transaction
from tests.accounts.conftest import AT

PATH = "/staff/audit"
MANY = text(
    "INSERT INTO audit_entry (at, act, actor_kind, actor_role, account_id, actor_name, unit_code,"
    " subject_kind, subject_id, facts) SELECT now(), 'act' || n % 300, 'account', 'clerk', n % 400,"
    " 'name' || n % 400, '330000', 'case', n, '{}' FROM generate_series(1, 20000) n"
)


@pytest.fixture
def auditor(inside, add):
    """The head office's auditor, signed in."""
    add("auditor", unit="000000", login="audit")
    return inside("audit")


def note(house, act="look", subject=("case", 1), at=AT, unit="330000", by=SYSTEM, **facts):
    with transaction(house):
        audit.record(house, by=by, act=act, subject=subject, at=at, unit_code=unit, **facts)


def test_every_filter_narrows_the_trail(auditor, house):
    note(house, act="act_one", subject=("case", "A1"), reason="理由甲")
    note(house, act="act_two", subject=("case", "A2"), at=AT + timedelta(days=40), reason="理由乙")
    both = auditor.get(PATH).text
    assert "理由甲" in both
    assert "理由乙" in both
    for query in ("act=act_two", "kind=case&subject=A2", "since=2026-03-01&until=2026-03-31"):
        page = auditor.get(f"{PATH}?{query}").text
        assert "理由乙" in page
        assert "理由甲" not in page


def test_the_last_day_of_a_period_counts_in_shanghai(auditor, house):
    late = clock.start_of(AT.date() + timedelta(days=1)) - timedelta(seconds=1)
    note(house, at=late, reason="当天最后一秒")
    note(house, at=late + timedelta(seconds=1), reason="次日零点")
    page = auditor.get(f"{PATH}?since=2026-02-10&until=2026-02-10").text
    assert "当天最后一秒" in page
    assert "次日零点" not in page


def test_somebodys_acts_are_found_by_login_and_by_name(auditor, house, add):
    new = add("clerk", unit="330000", login="who")
    note(house, by=queries.actor_for(house, new.id), reason="他做的")
    note(house, reason="别人做的")
    page = auditor.get(f"{PATH}?who=WHO").text
    assert "他做的" in page
    assert "别人做的" not in page


def test_a_bureaus_auditor_sees_its_own_territory_only(inside, add, house):
    add("auditor", unit="330000", login="zj")
    note(house, reason="浙江的", unit="330000")
    note(house, reason="宁波的", unit="330200")
    page = inside("zj").get(PATH).text
    assert "浙江的" in page
    assert "宁波的" not in page


def test_sealed_and_unsealed_acts_are_told_apart(auditor, house):
    note(house, act="first")
    assert "待封存" in auditor.get(f"{PATH}?act=first").text
    with transaction(house):
        audit.seal(house)
    page = auditor.get(f"{PATH}?act=first").text
    assert ">待封存<" not in page
    assert "#" in page


def test_the_check_of_the_chain_is_done_by_the_worker_and_shown(auditor, house, database):
    note(house)
    with transaction(house):
        audit.seal(house)
    answer = auditor.post("/staff/audit/verification", PATH)
    assert answer.status_code == 303
    assert jobs.CHECK in outbox.topics()
    assert outbox.drain(database, clock.now) >= 1
    assert "核对无误" in auditor.get(PATH).text


@pytest.mark.parametrize("role", ["admin", "triage", "supervisor", "clerk", "inspector"])
def test_nobody_but_an_auditor_reads_the_trail(inside, add, role):
    add(role, unit="000000", login="who")
    assert inside("who").get(PATH).status_code == 403


@pytest.mark.parametrize("path", ["/staff/accounts/", "/staff/units"])
def test_an_auditor_reads_nothing_else_of_ours(auditor, path):
    assert auditor.get(path).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["since=x", "since=9999-99-99", "who=%00", "subject=" + "9" * 500, "cursor=x", "act=%FF"],
)
def test_bad_filters_are_told_and_left_out(auditor, query):
    assert auditor.get(f"{PATH}?{query}").status_code == 200


def test_the_trail_is_paged(auditor, house):
    for number in range(60):
        note(house, act=f"act{number:02}")
    first = auditor.get(PATH).text
    assert "act59" in first
    assert "act00" not in first
    assert 'rel="next"' in first


def plan_of(database, session, actor, filters) -> str:
    """Return how PostgreSQL looks for the trail's page."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    event.listen(database, "before_cursor_execute", note)
    queries.trail_page(session, actor, filters)
    event.remove(database, "before_cursor_execute", note)
    statement, parameters = asked[-1]
    lines = session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(line for (line,) in lines)


@pytest.mark.parametrize(
    ("filters", "indexes"),
    [
        ({"act": "act7"}, {"act"}),
        ({"who": "name7"}, {"actor_name"}),
        ({"who": "who"}, {"actor_name", "account_id"}),
        ({"kind": "case", "subject": "7"}, {"subject_kind"}),
    ],
)
def test_what_is_rare_is_found_by_an_index(database, house, add, filters, indexes):
    boss = queries.actor_for(house, add("auditor", unit="000000", login="who").id)
    house.execute(MANY)
    house.commit()
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE audit_entry"))
    plan = plan_of(database, house, boss, filters)
    assert all(f"ix_audit_entry_{name}" in plan for name in indexes), plan
