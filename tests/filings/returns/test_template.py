"""The template as it lies on the desk of an institution: looked at as a spreadsheet stores it."""

import io
import re
import zipfile

import pytest

from portal.filings.returns.layout import CODES, Layout, layout_for
from portal.filings.returns.reference import Reference
from portal.filings.returns.template import template
from tests.filings.returns import drafts


def known(layout: str) -> Reference:
    """Return a reference for a form; the bancassurance report is quarterly."""
    return drafts.reference(layout, period="2026Q2" if layout == "bancassurance" else "2026H1")


def parts(body: bytes) -> dict[str, str]:
    """Return the XML of a workbook by part."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet_of(layout: Layout, body: bytes, title: str) -> str:
    """Return the XML of a sheet by its title."""
    book = parts(body)
    names = re.findall(r'<sheet name="([^"]+)"', book["xl/workbook.xml"])
    return book[f"xl/worksheets/sheet{names.index(title) + 1}.xml"]


@pytest.fixture(params=CODES)
def made(request) -> tuple[Layout, bytes]:
    """A form and its template."""
    reference = known(request.param)
    return drafts.form(reference), template(drafts.form(reference), reference, drafts.seal)


def test_no_cell_of_a_template_is_a_formula_or_a_link(made):
    for name, xml in parts(made[1]).items():
        assert not re.search(r"<f[ >]|<hyperlink|externalLink", xml), name


def test_every_sheet_is_locked_but_for_its_inputs(made):
    layout, body = made
    for sheet in layout.sheets:
        xml = sheet_of(layout, body, sheet.title)
        assert "<sheetProtection" in xml and "password" not in xml
    styles = parts(body)["xl/styles.xml"]
    assert '<protection locked="0"/>' in styles


def test_headings_stay_in_sight_and_are_printed_on_every_page(made):
    layout, body = made
    for sheet in layout.sheets:
        xml = sheet_of(layout, body, sheet.title)
        assert 'state="frozen"' in xml and 'ySplit="1"' in xml
        assert 'orientation="landscape"' in xml and 'fitToHeight="0"' in xml
    assert "_xlnm.Print_Titles" in parts(body)["xl/workbook.xml"]


def test_the_reference_is_hidden_so_that_no_menu_shows_it(made):
    book = parts(made[1])["xl/workbook.xml"]
    assert re.search(r'name="_reference"[^>]*state="veryHidden"', book)


def test_every_column_with_codes_has_its_list(made):
    layout, body = made
    for sheet in layout.sheets:
        wanted = sum(bool(column.codes) or column.type == "division" for column in sheet.columns)
        xml = sheet_of(layout, body, sheet.title)
        assert len(re.findall(r'<dataValidation type="list"', xml)) == wanted
        assert xml.count("<formula1>'代码'!") == wanted


def test_the_lists_hold_the_codes_of_the_institution():
    bank = sheet_of(*_template("banking"), "代码")
    insurer = _strings(_template("insurer")[1])
    assert "B0402 信用卡" in _strings(_template("banking")[1]) and bank
    assert "P01 机动车辆保险" in insurer and "B0402 信用卡" not in insurer


def _template(kind: str) -> tuple[Layout, bytes]:
    reference = drafts.reference(institution_type=kind, category="")
    return drafts.form(reference), template(drafts.form(reference), reference)


def _strings(body: bytes) -> str:
    return parts(body)["xl/sharedStrings.xml"]


def test_columns_with_a_note_show_it_when_the_cell_is_chosen():
    xml = sheet_of(*_template("banking"), "明细")
    assert 'promptTitle="投诉编号"' in xml and "不含个人信息" in xml
    assert re.search(r'<dataValidation type="date"[^>]*sqref="B2:B200001"', xml)


def test_the_guide_says_for_whom_for_when_and_by_when():
    text = _strings(_template("banking")[1])
    for said in ("临安农村商业银行", "ZJ-RCB-01", "2026-07-30", "第三十六条", "本期无投诉"):
        assert said in text


def test_a_name_that_looks_like_a_formula_stays_a_name():
    reference = drafts.reference(institution_name="=HYPERLINK(1)")
    body = template(drafts.form(reference), reference)
    assert not any("<f>" in xml for xml in parts(body).values())


def test_the_same_facts_give_the_same_bytes(made):
    layout, body = made
    assert template(layout, known(layout.code), drafts.seal) == body


def test_a_long_reference_survives_the_way_through_the_cells(tmp_path):
    many = tuple(
        drafts.Forwarded(f"ZJ-2026-03-{number:06d}", drafts.date(2026, 3, 2), "B0402", "returned")
        for number in range(3000)
    )
    draft = drafts.complaint_data(drafts.reference(forwarded=(*drafts.FORWARDED, *many)))
    assert drafts.check_of(draft, tmp_path).ok


def test_forms_are_dated_and_none_is_older_than_the_measures():
    assert layout_for("complaint_data", drafts.date(2020, 3, 31)).valid_from.year == 2020
    with pytest.raises(LookupError):
        layout_for("complaint_data", drafts.date(2019, 12, 31))
    with pytest.raises(KeyError):
        layout_for("nothing", drafts.date(2026, 6, 30))


def test_art_18_the_days_of_the_tiers_are_those_of_the_clocks():
    from forwarding.rules.clocks import HANDLING_NATURAL_DAYS, IN_FORCE

    days = {tier: amount.values[IN_FORCE] for tier, amount in HANDLING_NATURAL_DAYS.items()}
    assert dict(layout_for("complaint_data", drafts.date(2026, 6, 30)).tiers) == days


def test_the_metrics_are_those_the_register_keeps():
    from portal.filings.models.metric import METRICS

    lines = layout_for("metrics", drafts.date(2026, 6, 30)).sheets[0].lines
    assert tuple(line.code for line in lines) == METRICS
