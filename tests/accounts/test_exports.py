"""Lists as files: a reason, what may stand in them, small at once, large by the worker."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.kernel import clock, exports, outbox, tasks
from portal.kernel.audit import AuditEntry
from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import Visitor

load_handlers()
NEW = "/staff/exports/new/complaints?queue=all"


@pytest.fixture
def cases(house, frozen):
    """Two complaints of one territory and one of another; returns their numbers."""
    frozen("2026-03-04T10:00+08:00")
    bank = make.make_institution(house)
    own = [make.forwarded(house, bank.id).number, make.receive_complaint(house).number]
    other = make.receive_complaint(house, territory="110101").number
    house.commit()
    return own, other


@pytest.fixture
def officer(app, house, cases):
    """An officer of triage of the territory of two of the complaints."""
    return Visitor(app).enter(house, "triage", unit_code="330000")


def ask(user, page=NEW, **fields):
    """Ask for a file with the key of its page."""
    key = user.get(page).text.split('name="key"')[1].split('value="')[1].split('"')[0]
    sent = {"key": key, "form": "csv", "people": "none", "reason": "季度核对。"}
    return user.post(page, sent | fields, page=page)


def lines(answer):
    """Return the lines of a CSV."""
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_small_list_is_handed_out_at_once_within_the_territory(officer, cases, house):
    own, other = cases
    assert "导出" in officer.get("/staff/?queue=all").text
    there = ask(officer).headers["Location"]
    head, *rows = lines(officer.get(there))
    assert {row[0] for row in rows} == set(own) and other not in str(rows)
    assert "投诉人" not in head and "王小明" not in str(rows)
    noted = house.scalars(select(AuditEntry).where(AuditEntry.act == "ledger.export")).one()
    assert (noted.reason, noted.article, noted.facts["rows"]) == ("季度核对。", "22", 2)
    assert noted.facts["columns"] == head and noted.facts["filters"] == {"queue": "all"}


def test_two_clicks_make_one_file(officer, house):
    first, second = (ask(officer, key="twice").headers["Location"] for _ in range(2))
    assert first == second
    assert house.scalar(select(func.count()).select_from(tasks.Task)) == 1


def test_art_22_people_stand_in_it_as_its_reader_may_see_them(officer, cases):
    masked = lines(officer.get(ask(officer, people="masked").headers["Location"]))
    clear = lines(officer.get(ask(officer, people="clear").headers["Location"]))
    person, narrative = masked[0].index("投诉人"), clear[0].index("事实")
    assert {row[person][1:] for row in masked[1:]} == {"**"} and "事实" not in masked[0]
    assert all("*" not in row[person] and row[narrative] for row in clear[1:])


@pytest.mark.parametrize(("role", "may"), [("statistician", ["none"]), ("inspector", ["masked"])])
def test_who_may_not_see_people_is_not_handed_them(app, house, cases, role, may):
    user = Visitor(app).enter(house, role, unit_code="330000")
    assert ask(user, people="clear").status_code == 422
    assert [p for p in ("none", "masked") if ask(user, people=p).status_code == 303][-1:] == may


@pytest.mark.parametrize("role", ["auditor", "admin"])
def test_who_sees_no_cases_is_handed_none(app, house, cases, role):
    user = Visitor(app).enter(house, role, unit_code="330000")
    assert user.get(NEW).status_code == 404


def test_art_22_a_reason_is_asked_for(officer, house):
    answer = ask(officer, reason="查")
    assert answer.status_code == 422 and "不少于4个字" in answer.text
    assert ask(officer, reason="").status_code == 422
    assert house.scalar(select(func.count()).select_from(tasks.Task)) == 0


def test_a_large_list_is_made_by_the_worker_and_kept_for_a_time(officer, database, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    there = ask(officer, form="xlsx").headers["Location"]
    assert "正在制作" in officer.get(there).text and officer.get(f"{there}/file").status_code == 404
    outbox.drain(database, clock.now)
    assert "下载文件" in officer.get(there).text and "完成" in officer.get("/staff/exports").text
    file = officer.get(f"{there}/file")
    assert file.data[:2] == b"PK" and file.headers["Cache-Control"] == "no-store"
    monkeypatch.setattr(exports, "KEPT_FOR", timedelta())
    assert (
        "已过保留期" in officer.get(there).text and officer.get(f"{there}/file").status_code == 404
    )


def test_a_file_is_its_askers_alone(officer, app, house):
    there = ask(officer).headers["Location"]
    other = Visitor(app).enter(house, "triage", unit_code="330000")
    assert other.get(there).status_code == 404
    assert "还没有导出过" in other.get("/staff/exports").text


def test_the_worker_makes_nothing_for_who_may_no_longer_have_it(
    officer, house, database, monkeypatch
):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    there = ask(officer, people="clear").headers["Location"]
    monkeypatch.setattr("portal.accounts.jobs.may", lambda _by, wanted: wanted == "complaints.view")
    outbox.drain(database, clock.now)
    assert "没有制作" in officer.get(there).text
    assert house.scalars(select(AuditEntry).where(AuditEntry.act == "ledger.export")).all() == []


def test_broken_off_work_leaves_nothing_and_is_done_again(officer, house, database, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    there = ask(officer).headers["Location"]
    kept = exports.note
    monkeypatch.setattr(exports, "note", _fail)
    outbox.drain(database, clock.now, limit=1)
    assert "正在制作" in officer.get(there).text
    monkeypatch.setattr(exports, "note", kept)
    outbox.drain(database, lambda: clock.now() + timedelta(hours=1))
    assert "下载文件" in officer.get(there).text
    found = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "ledger.export")
    assert house.scalar(found) == 1


def _fail(*_args):
    raise OSError("the disk is full")


@pytest.mark.parametrize(
    "address",
    [
        "/staff/exports/new/complaints?queue=none",
        "/staff/exports/new/complaints?nonsense=1",
        "/staff/exports/new/complaints?due_from=tomorrow",
        "/staff/exports/new/complaints?amount_from=NaN",
        "/staff/exports/new/nothing",
        "/staff/exports/nobody",
    ],
)
def test_what_no_list_leads_to_is_not_found(officer, address):
    assert officer.get(address).status_code == 404


def test_what_was_searched_for_is_not_in_the_trail(officer, house):
    there = ask(officer, "/staff/exports/new/complaints?queue=all&q=王小明").headers["Location"]
    assert lines(officer.get(there))[1:]
    noted = house.scalars(select(AuditEntry).where(AuditEntry.act == "ledger.export")).one()
    assert noted.facts["filters"] == {"queue": "all", "q": "…"}


@pytest.mark.parametrize("kind", sorted(exports.ledgers()))
def test_every_ledger_is_handed_to_who_may_have_it_in_both_forms(app, house, cases, kind):
    roles = {"audit": "auditor"}
    user = Visitor(app).enter(house, roles.get(kind, "supervisor"), unit_code="330000")
    page = f"/staff/exports/new/{kind}"
    head, *_rows = lines(user.get(ask(user, page, form="csv").headers["Location"]))
    assert len(head) > 5 and len(set(head)) == len(head)
    assert user.get(ask(user, page, form="xlsx").headers["Location"]).data[:2] == b"PK"
    assert Visitor(app).enter(house, "admin", unit_code="330000").get(page).status_code == 404
