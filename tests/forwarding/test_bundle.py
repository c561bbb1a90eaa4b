"""What an institution takes along: its own cases alone, masked unless a reason, inert, logged."""

import io
import zipfile
from datetime import timedelta

import pytest
from python_calamine import load_workbook
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import take_along
from forwarding.commands.letters import store_letter
from forwarding.jobs import bundle as making
from forwarding.lifecycle import FORWARDING
from forwarding.models import Complaint
from portal.kernel import audit, outbox, storage, tasks
from portal.kernel.law import Breach
from portal.kernel.workbook import CUT, LONGEST_CELL, inert
from tests import factories as make

AT = make.DAY + timedelta(hours=2)
REASON = "导入本行投诉管理系统。"


@pytest.fixture
def bank(house, database):
    """A bank with a branch, each with a user, and the worker that makes what is asked for."""

    class Bank:
        head = make.make_institution(house)
        branch = make.make_institution(house, parent=head, territory="330000")
        user = make.make_desk_user(house, head.id)

        @staticmethod
        def take(*rows, clear=False, by=None, reason=REASON):
            by = by or Bank.user
            ids = [row.id for row in rows]
            task = take_along.ask_for_bundle(house, ids, reason=reason, clear=clear, by=by, at=AT)
            house.commit()
            outbox.drain(database, lambda: AT)
            house.expire_all()
            return house.get_one(tasks.Task, task.id)

    return Bank


def forwarded(session, institution_id, **changes):
    return make.forwardings_of(session, make.forwarded(session, institution_id, **changes))[0]


def opened(task):
    archive = zipfile.ZipFile(io.BytesIO(storage.installed().read(task.outcome["sha256"])))
    sheet = load_workbook(io.BytesIO(archive.read(making.LIST))).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    return archive, [dict(zip(header, row, strict=True)) for row in rows]


def acts(session, row):
    return audit.history(session, "complaint", row.complaint_id)


def test_the_list_and_each_cases_files_are_in_it(house, bank):
    row = forwarded(house, bank.branch.id)
    store_letter(house, row, at=make.DAY)
    make.attached(house, row.complaint, make.make_file(house, label="../../合同.pdf"))
    number = row.complaint.number
    archive, (line,) = opened(bank.take(row))
    assert line["投诉编号"] == line["材料文件夹"] == number
    assert line["投诉请求"] == "要求退还多收的年费。" and line["办理期限"] == "2026-03-18"
    names = sorted(archive.namelist())
    assert [n.split("/")[0] for n in names] == [number, number, making.LIST]
    assert all(".." not in n and not n.startswith("/") for n in names)
    assert any(n.endswith("合同.pdf") for n in names) and archive.testzip() is None


def test_art_22_people_are_masked_and_each_case_is_on_record(house, bank):
    row = forwarded(house, bank.head.id)
    archive, (line,) = opened(bank.take(row))
    assert "王小明" not in str(line) and "13812341234" not in str(line)
    (entry,) = [e for e in acts(house, row) if e.act == "forwarding.take_along"]
    assert entry.reason == REASON and entry.facts["clear"] is False
    assert not [e for e in acts(house, row) if e.act == "party.reveal"]


def test_art_22_in_the_clear_each_person_shown_is_logged_with_the_reason(house, bank):
    row = forwarded(house, bank.head.id)
    _archive, (line,) = opened(bank.take(row, clear=True))
    assert (line["投诉人"], line["电话"]) == ("王小明", "13812341234")
    (entry,) = [e for e in acts(house, row) if e.act == "party.reveal"]
    assert entry.reason == REASON
    posted = str(house.scalars(select(outbox.OutboxMessage.payload)).all())
    assert REASON not in posted and "王小明" not in posted


@pytest.mark.parametrize("start", ["=1+1", "+8610", "-2", "@SUM(A1)"])
def test_no_cell_is_a_formula(house, bank, start):
    row = forwarded(house, bank.head.id, facts=f"{start} 客服不肯退还多收的年费，态度恶劣。")
    archive, (line,) = opened(bank.take(row))
    assert line["主要事实和理由"].startswith(f"'{start}")
    inner = zipfile.ZipFile(io.BytesIO(archive.read(making.LIST)))
    assert b"<f>" not in inner.read("xl/worksheets/sheet1.xml")


def test_a_cell_longer_than_a_spreadsheet_takes_says_that_it_is_cut():
    assert inert("字" * 40_000).endswith(CUT) and len(inert("字" * 40_000)) == LONGEST_CELL
    assert inert("=x") == "'=x" and inert("x=") == "x=" and inert("") == ""


@pytest.mark.parametrize("state", ["returned", "withdrawn"])
def test_art_11_15_what_was_returned_or_withdrawn_comes_without_content(house, bank, state):
    row = forwarded(house, bank.head.id)
    make.attached(house, row.complaint, make.make_file(house))
    if state == "returned":
        make.returned(house, row)
    else:
        FORWARDING.move(row, "withdraw")
    house.flush()
    number = row.complaint.number
    archive, (line,) = opened(bank.take(row, clear=True))
    assert line["投诉编号"] == number and archive.namelist() == [making.LIST]
    shown = str(line)
    for kept in ("年费", "王小明", "13812341234", "合同"):
        assert kept not in shown
    assert not [e for e in acts(house, row) if e.act == "party.reveal"]


def test_another_institutions_cases_are_left_out_and_alone_are_nothing(house, bank):
    other = make.make_institution(house)
    own, strange = forwarded(house, bank.head.id), forwarded(house, other.id)
    number = house.get_one(Complaint, own.complaint_id).number
    _archive, lines = opened(bank.take(own, strange))
    assert [line["投诉编号"] for line in lines] == [number]
    with pytest.raises(Breach) as refused:
        bank.take(strange)
    assert refused.value.code == "bundle_empty"
    below = make.make_desk_user(house, bank.branch.id)
    with pytest.raises(Breach):
        bank.take(own, by=below)


@pytest.mark.parametrize(
    ("count", "reason", "code"),
    [(1, " 略 ", "bundle_reason_missing"), (501, REASON, "bundle_too_large")],
)
def test_what_cannot_be_asked_for(house, bank, count, reason, code):
    row = forwarded(house, bank.head.id)
    ids = [row.id, *range(10_000, 10_000 + count - 1)]
    with pytest.raises(Breach) as refused:
        take_along.ask_for_bundle(house, ids, reason=reason, clear=False, by=bank.user, at=AT)
    assert refused.value.code == code


def test_too_many_bytes_are_refused_and_leave_nothing_on_record(house, bank, monkeypatch):
    monkeypatch.setattr(making, "LARGEST", 10)
    row = forwarded(house, bank.head.id)
    make.attached(house, row.complaint, make.make_file(house))
    task = bank.take(row)
    assert (task.state, task.outcome) == ("refused", {"why": "too_large"})
    assert not [e for e in acts(house, row) if e.act == "forwarding.take_along"]


def test_a_lost_file_is_counted_and_the_others_come(house, bank, files):
    row = forwarded(house, bank.head.id)
    make.attached(house, row.complaint, make.make_file(house))
    lost = make.make_file(house, b"%PDF-1.4\nlost\n%%EOF\n", label="a.pdf")
    make.attached(house, row.complaint, lost)
    house.commit()
    storage.installed().objects.delete(lost.sha256)
    task = bank.take(row)
    names = opened(task)[0].namelist()
    assert task.outcome["missing"] == 1
    assert any("合同" in name for name in names) and not any("a.pdf" in name for name in names)


def test_the_file_is_removed_after_its_time(house, bank):
    task = bank.take(forwarded(house, bank.head.id))
    store, sha256 = storage.installed(), task.outcome["sha256"]
    assert not take_along.is_over(task, AT + take_along.KEPT_FOR - timedelta(seconds=1))
    assert take_along.is_over(task, AT + take_along.KEPT_FOR)
    store.collect(house, AT.replace(year=2100))
    assert not store.objects.exists(sha256)
