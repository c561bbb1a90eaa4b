"""The institutions file: all or nothing, in any order, and a second time nothing changes."""

import io
from dataclasses import asdict
from datetime import date, datetime

import pytest
import xlsxwriter
from sqlalchemy import func, select

from portal.institutions import queries
from portal.institutions.commands import import_register
from portal.institutions.export import as_csv, as_xlsx, lines
from portal.institutions.models import Institution, InstitutionAlias
from portal.institutions.queries.lists import aliases, visible_to
from portal.kernel import audit
from portal.kernel.actor import SYSTEM, Actor
from tests.factories import DAY
from tests.institutions.conftest import CONTRACT, FILE, bank, branch, load, sheet

ZHEJIANG = Actor("account", "supervisor", 7, "王主管", "330000", frozenset({"330000"}))


def rows(session) -> int:
    return session.scalar(select(func.count()).select_from(Institution))


def test_the_file_of_64_real_institutions_loads_with_all_its_names(register):
    assert rows(register) == 64
    assert register.scalar(select(func.count()).select_from(InstitutionAlias)) == 82
    icbc = queries.by_code(register, "ICBC")
    assert (icbc.name, icbc.short_name) == ("中国工商银行股份有限公司", "工商银行")
    assert aliases(register, icbc.id) == ["工行", "工商行", "ICBC"]


def test_a_second_import_of_the_same_file_changes_nothing(register):
    before = [row.version for row in register.scalars(select(Institution))]
    report = import_register(register, FILE, by=SYSTEM, at=DAY)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 64)
    register.commit()
    assert [row.version for row in register.scalars(select(Institution))] == before
    icbc = queries.by_code(register, "ICBC")
    assert len(audit.history(register, "institution", icbc.id)) == 1


def test_a_dry_run_says_the_same_and_stores_nothing(session):
    report = import_register(session, FILE, by=SYSTEM, at=DAY, dry_run=True)
    session.commit()
    assert report.as_json() == {
        "ok": True,
        "created": 64,
        "changed": 0,
        "unchanged": 0,
        "findings": [],
    }
    assert rows(session) == 0 and queries.register_revision(session) == 0


def test_parents_may_stand_below_their_branches_in_the_file(session):
    deep = branch("DEMO-XH", "DEMO-HZ", territory="330106")
    assert load(session, deep, branch("DEMO-HZ"), bank()).ok
    leaf, head = (queries.by_code(session, code) for code in ("DEMO-XH", "DEMO"))
    assert leaf.legal_entity_id == head.id
    assert (leaf.type, leaf.category) == ("banking", "股份制商业银行")


def test_one_bad_row_stores_nothing_of_the_file(session):
    report = load(session, bank("GOOD"), bank("BAD", uscc="911000001000039621"))
    assert not report.ok and rows(session) == 0
    assert audit.history(session, "institution", 1) == []


def test_only_what_differs_is_changed_and_an_empty_cell_keeps_what_is_stored(session):
    load(session, bank(phone="95599", aliases="示行"), bank("SAME"))
    report = load(session, bank(short_name="示例", phone=""), bank("SAME"))
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
    assert [asdict(change)["columns"] for change in report.changes] == [
        {"short_name": ["", "示例"]}
    ]
    row = session.scalars(select(Institution).where(Institution.code == "DEMO")).one()
    assert (row.phone, row.short_name, row.version) == ("95599", "示例", 2)
    assert aliases(session, row.id) == ["示行"]


def test_a_file_may_close_an_institution_and_enter_one_as_closed(session):
    load(session, bank(), bank("GONE", opened_on="1990-05-01", closed_on="2020-12-31"))
    assert load(session, bank(closed_on="2026-02-28")).changed == 1
    demo, gone = (queries.by_code(session, code) for code in ("DEMO", "GONE"))
    assert not demo.open and not gone.open
    trail = [entry.act for entry in audit.history(session, "institution", demo.id)]
    assert trail == ["institution_register", "institution_close"]


def test_a_head_closes_together_with_all_its_branches_but_not_without_them(session):
    load(session, bank(), branch("DEMO-HZ"))
    alone = load(session, bank(closed_on="2026-01-01"))
    assert [found.column for found in alone.findings] == ["closed_on"]
    together = (bank(closed_on="2026-01-01"), branch("DEMO-HZ", closed_on="2026-01-01"))
    assert load(session, *together).changed == 2


def test_a_changed_category_of_the_head_takes_its_stored_branches_along(session):
    load(session, bank(), branch("DEMO-HZ"))
    assert load(session, bank(category="国有大型商业银行")).ok
    assert queries.by_code(session, "DEMO-HZ").category == "国有大型商业银行"


def test_two_institutions_may_exchange_their_credit_codes(session):
    one, other = "91100000100003962T", "91350000158142711F"
    load(session, bank("A1", uscc=one), bank("B1", uscc=other))
    assert load(session, bank("A1", uscc=other), bank("B1", uscc=one)).changed == 2


def test_full_width_digits_and_spoken_booleans_are_understood(session):
    load(session, bank(phone="９５５８８", internet_channel="是", territory="０００００0"))
    row = session.scalars(select(Institution)).one()
    assert (row.phone, row.internet_channel, row.territory) == ("95588", True, "000000")


def test_a_workbook_with_numbers_and_dates_in_its_cells_is_understood(session):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        table, days = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        cells = bank(phone="", opened_on="", territory="") | {"phone": 95588, "territory": 0}
        for column, name in enumerate(CONTRACT):
            table.write(0, column, name)
            table.write(1, column, cells.get(name, ""))
        table.write_datetime(1, CONTRACT.index("opened_on"), datetime(2001, 2, 3), days)
    assert import_register(session, file.getvalue(), by=SYSTEM, at=DAY).ok
    row = session.scalars(select(Institution)).one()
    assert (row.phone, row.territory, row.opened_on) == ("95588", "000000", date(2001, 2, 3))


def test_art_6_a_bureau_imports_only_its_own_territory(session):
    load(session, bank())
    report = load(session, bank(), branch("DEMO-HZ"), by=ZHEJIANG)
    assert (report.ok, report.created, report.unchanged) == (True, 1, 1)
    refused = load(session, branch("DEMO-NB", territory="330203"), by=ZHEJIANG)
    assert [found.column for found in refused.findings] == ["territory"]
    assert load(session, bank(short_name="新"), by=ZHEJIANG).findings


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_what_is_exported_can_be_loaded_again_and_changes_nothing(register, write):
    load(register, branch("ICBC-HZ", "ICBC", phone="+85212345678", address="=1+1路"))
    body = write(list(lines(register, visible_to(SYSTEM))))
    report = import_register(register, body, by=SYSTEM, at=DAY)
    assert report.as_json()["findings"] == []
    assert (report.created, report.changed, report.unchanged) == (0, 0, 65)


def test_no_cell_of_an_export_is_a_live_formula(session):
    load(session, bank(name="=HYPERLINK(1)银行", short_name="+银行", address="@SUM(A1)"))
    text = as_csv(list(lines(session, visible_to(SYSTEM)))).decode("utf-8-sig")
    assert "'=HYPERLINK(1)银行,'+银行" in text and ",'@SUM(A1)," in text


def test_the_trail_names_the_row_of_the_file(session):
    assert load(session, bank("ONE"), bank("TWO")).ok
    two = queries.by_code(session, "TWO")
    assert audit.history(session, "institution", two.id)[0].facts["file_row"] == 3
    assert sheet(bank()).startswith(b"code,name,short_name,aliases,type")
