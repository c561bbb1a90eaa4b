"""A bulletin told: leaders, ties, changes and gaps in words; its files and charts."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from fractions import Fraction

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from disclosures.rules.bulletin import Material, Member, Tally, bulletin
from disclosures.rules.series import series_at
from disclosures.sheets.bulletin import bulletin_csv, bulletin_workbook
from disclosures.texts.charts import svg
from disclosures.texts.docx import bulletin_docx
from disclosures.texts.own import own_lines
from disclosures.texts.pdf import bulletin_pdf
from disclosures.texts.telling import tell
from disclosures.texts.told import Bars
from portal.filings.rules.periods import period

BIG, STOCK = "国有大型商业银行", "股份制商业银行"
NAMES = ("甲银行", "乙银行", "丙银行", "丁银行")


def made(now, before=None, metrics=None, text="2026Q3", compare="previous"):
    """Return the bulletin of four banks with these counts; half of each are about credit cards."""
    members = {n: Member(n, f"B{n}", name, BIG if n < 3 else STOCK) for n, name in enumerate(NAMES)}

    def tallies(counts):
        for bank, count in enumerate(counts):
            for business, part in (("B0402", count // 2), ("B05", count - count // 2)):
                if part:
                    yield Tally((bank,), business, "C07", part)

    settings = series_at("banking", period(text), compare=compare)
    return bulletin(
        settings,
        Material(
            unit="000000",
            members=members,
            categories=[BIG, STOCK],
            now=list(tallies(now)),
            before=None if before is None else list(tallies(before)),
            metrics={key: Fraction(value) for key, value in (metrics or {}).items()},
            offered={(bank, "信用卡") for bank in range(4)},
            printed_names={},
        ),
    )


def words(told):
    """Return every heading and sentence of a told bulletin."""

    def below(section):
        yield section.heading
        yield from section.paragraphs
        for each in section.sections:
            yield from below(each)

    return [text for section in told.sections for text in below(section)]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((40, 30, 20, 10), (20, 30, 20, 10), "银行业消费投诉100件，环比增长25.0%。"),
        ((40, 30, 20, 10), (80, 30, 20, 10), "银行业消费投诉100件，环比下降28.6%。"),
        ((40, 30, 20, 10), (20, 50, 20, 10), "银行业消费投诉100件，与第二季度相同。"),
        ((40, 30, 20, 10), (40, 30, 20, 0), "股份制商业银行10件，占10.0%，上期为零，不计算百分比"),
        ((40, 30, 20, 10), None, "银行业消费投诉100件。"),
    ],
)
def test_art_37_a_change_is_worded_by_its_direction_and_never_as_nought(now, before, said):
    compare = "previous" if before else "none"
    assert said in "".join(words(tell(made(now, before, compare=compare), kind="notice")))


@pytest.mark.parametrize(
    ("now", "heading"),
    [
        ((40, 30, 20, 0), "甲银行、乙银行的投诉量居国有大型商业银行前两位"),
        ((40, 30, 30, 0), "甲银行、乙银行、丙银行的投诉量居国有大型商业银行前列（有并列）"),
        ((40, 40, 30, 0), "甲银行、乙银行的投诉量居国有大型商业银行前两位"),
        ((40, 0, 0, 0), "国有大型商业银行：甲银行"),
    ],
)
def test_a_heading_names_who_leads_and_who_ties(now, heading):
    assert heading in words(tell(made(now, compare="none"), kind="disclosure"))


def test_a_break_is_told_and_not_compared_across():
    told = tell(made((4, 3, 2, 1), (1, 1, 1, 1), text="2022Q1"), kind="disclosure")
    assert "统计口径自2022年第一季度起调整，不作比较" in words(told)[1]
    assert "统计口径自2022年第一季度起调整，不作比较。" in told.notes


def test_rates_rank_by_themselves_and_who_lacks_a_denominator_is_named():
    outlets = {(0, "outlets"): 400, (1, "outlets"): 100}
    told = tell(made((40, 30, 20, 10), metrics=outlets, compare="none"), kind="disclosure")
    said = words(told)
    assert "国有大型商业银行每千营业网点投诉量：乙银行、甲银行居前两位" in said
    assert "每千营业网点投诉量的中位数为200.0件。" in said
    assert "未列示的机构没有本期经审核的业务量：丙银行。" in said


def test_english_holds_no_chinese_but_names():
    document = made((40, 30, 20, 10), (20, 30, 20, 10), {(0, "outlets"): 400})
    told = tell(document, kind="notice", language="en")
    rest = " ".join([told.title, *words(told), *told.notes])
    for name in NAMES:
        rest = rest.replace(name, "")
    assert not [letter for letter in rest if "\u4e00" <= letter <= "\u9fff"]
    assert "up 25.0% on the previous period" in rest


def test_an_institution_reads_its_own_lines_beside_the_medians_and_nothing_else():
    document = made((40, 30, 20, 10), metrics={(0, "outlets"): 400}, compare="none")
    own = own_lines(document, "B0", "zh")
    assert (own.category, own.rank, own.of) == (BIG, 1, 3)
    lines = {line.measure: (line.own, line.median) for line in own.lines}
    assert lines["投诉量（件）"] == ("40", "30.0")
    assert lines["每千营业网点投诉量"] == ("100.0", "100.0")
    assert lines["信用卡业务"] == ("20件，占本机构50.0%", "15")
    assert not any(name in str(own) for name in NAMES)
    assert own_lines(document, "X", "zh") is None


def test_pdf_and_docx_say_the_same_and_leave_room_for_demands():
    told = tell(made((40, 30, 20, 10), compare="none"), kind="notice", number="〔2026〕7号")
    pdf = bulletin_pdf(told, unit="某监管局", day=date(2026, 11, 9))
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    made_docx = docx.Document(
        io.BytesIO(bulletin_docx(told, unit="某监管局", day=date(2026, 11, 9)))
    )
    written = [paragraph.text for paragraph in made_docx.paragraphs]
    for said in ("甲银行、乙银行的投诉量居国有大型商业银行前两位", "〔2026〕7号", "某监管局"):
        assert said in "".join(text.split()) and any(said in each for each in written)
    assert "（请在此写明对机构的要求。）" in written and "（请在此写明" not in text
    assert ["1", "甲银行", "40", "44.4%", "—"] in [
        [cell.text for cell in row.cells] for table in made_docx.tables for row in table.rows
    ]


def test_the_workbook_holds_the_printed_figures_as_numbers_and_charts():
    document = made((40, 30, 20, 10), (20, 30, 20, 10), {(0, "outlets"): 400})
    body = bulletin_workbook(document)
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    rows = book.get_sheet_by_name(f"1 {BIG}").to_python()
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["机构"], first["件数"], first["占本类（%）"]) == ("甲银行", 40, 44.4)
    assert (first["变化（%）"], first["每千营业网点投诉量"]) == (100.0, 100.0)
    assert rows[2][5] == "与第二季度相同"
    assert document["sha256"] in str(book.get_sheet_by_name("说明").to_python())
    names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert sum(name.startswith("xl/charts/chart") for name in names) == 3


def test_the_csv_has_every_figure_once_and_nothing_a_spreadsheet_would_run():
    document = made((40, 30, 20, 10), (80, 30, 20, 10))
    document["categories"][0]["institutions"][0]["name"] = "=HYPERLINK(1)"
    body = bulletin_csv(document).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    counts = {
        r["name"]: r["value"]
        for r in rows
        if (r["level"], r["measure"]) == ("institution", "count")
    }
    assert counts == {"'=HYPERLINK(1)": "40", "乙银行": "30", "丙银行": "20", "丁银行": "10"}
    assert [r["value"] for r in rows if r["level"] == "total"] == ["100", "-28.6"]


def test_a_chart_is_one_well_formed_image_without_style_or_script():
    drawn = str(
        svg(
            Bars("<b>甲</b>", (("A & B", 1.0, "9"), ("很长很长很长很长的机构名称", 0.0, "0"))),
            "见表",
        )
    )
    root = ET.fromstring(drawn)
    assert root.get("role") == "img" and root.get("aria-label") == "<b>甲</b>。见表"
    assert "style" not in drawn and "script" not in drawn
    bars = root.findall("{http://www.w3.org/2000/svg}rect")
    assert [float(bar.get("width")) for bar in bars] == [440.0, 1.0]
