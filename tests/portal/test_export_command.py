"""`zhuanban export`: whole ledgers as files, people hidden unless a reason is given and kept."""

import csv
import json

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.kernel.audit import AuditEntry
from tests import factories as make
from tests.portal.conftest import run

__all__ = ["run"]


@pytest.fixture
def cases(session):
    """Two complaints, one of them forwarded."""
    make.make_units(session)
    make.make_calendar(session)
    bank = make.make_institution(session)
    found = [make.forwarded(session, bank.id), make.receive_complaint(session)]
    session.commit()
    return found


def told(path):
    """Return the rows of a CSV by their headings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_complaints_are_written_whole_with_people_partly_hidden(run, cases, files, session):
    out = files / "all.csv"
    said = run("export", "complaints", "--out", out, "--json")
    assert said.code == 0 and json.loads(said.out) == {"file": str(out), "rows": 2}
    assert {row["编号"] for row in told(out)} == {case.number for case in cases}
    assert {row["投诉人"] for row in told(out)} == {"王**"} and "事实" not in told(out)[0]
    assert out.stat().st_mode & 0o077 == 0
    noted = session.scalars(select(AuditEntry).where(AuditEntry.act == "ledger.export")).one()
    assert (noted.facts["rows"], noted.facts["people"]) == (2, "masked")


def test_with_a_reason_people_stand_in_it_in_full_and_the_reason_is_kept(
    run, cases, files, session
):
    out = files / "all.xlsx"
    assert run("export", "complaints", "--out", out, "--with-personal-data", "调查需要").code == 0
    head, *rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert {row[head.index("投诉人")] for row in rows} == {"王小明"}
    assert {row[head.index("请求")] for row in rows} == {"要求退还多收的年费。"}
    noted = session.scalars(select(AuditEntry).where(AuditEntry.act == "ledger.export")).one()
    assert (noted.reason, noted.facts["people"]) == ("调查需要", "clear")


def test_a_period_narrows_it_to_what_was_received_then(run, cases, files):
    day = cases[0].received_on
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    for period, count in ((quarter, 2), (f"{day.year - 1}", 0)):
        said = run("export", "complaints", "--period", period, "--out", files / "p.csv", "--json")
        assert json.loads(said.out)["rows"] == count


def test_forwardings_are_written_too(run, cases, files):
    assert run("export", "forwardings", "--out", files / "f.csv").code == 0
    assert [row["编号"] for row in told(files / "f.csv")] == [cases[0].number]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("complaints", "--out", "all.pdf"), "ends in .csv or .xlsx"),
        (("complaints", "--out", "all.csv", "--period", "2022Q5"), "is no period"),
        (("complaints", "--out", "all.csv", "--with-personal-data", " "), "say why"),
        (("forwardings", "--out", "all.csv", "--with-personal-data", "调查需要"), "no personal"),
        (("complaints", "--out", "nowhere/all.csv"), "No such file"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    run, session, files, monkeypatch, words, sentence
):
    monkeypatch.chdir(files)
    said = run("export", *words)
    assert (said.code, said.out) == (1, "") and said.err.count("\n") == 1
    assert sentence in said.err and list(files.glob("*all*")) == []
