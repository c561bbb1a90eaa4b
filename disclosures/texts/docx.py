"""A told bulletin as DOCX, in which its editor writes the closing demands."""

import io
from datetime import date

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from disclosures.texts.saying import Saying
from disclosures.texts.told import Section, Table, Told
from portal.kernel.findings import N_

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def bulletin_docx(told: Told, *, unit: str, day: date) -> bytes:
    """Return the DOCX of a bulletin; the last section waits for the demands."""
    say = Saying(told.language)
    made = docx.Document()
    _prepare(made, told, unit)
    made.add_heading(told.title, level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if told.number:
        made.add_paragraph(told.number).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if told.addressees:
        made.add_paragraph(told.addressees + ("：" if told.language == "zh" else ":"))
    for section in told.sections:
        _section(made, section, 1)
    made.add_heading(say(N_("工作要求")), level=1)
    made.add_paragraph(told.demands or say(N_("（请在此写明对机构的要求。）")))
    made.add_heading(say(N_("说明")), level=1)
    for note in told.notes:
        made.add_paragraph(note, style="List Bullet")
    made.add_paragraph(f"{unit}　{day.isoformat()}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph(f"SHA-256: {told.sha256}")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _prepare(made: Document, told: Told, unit: str) -> None:
    made.core_properties.title, made.core_properties.author = told.title, unit
    made.core_properties.language = "zh-CN" if told.language == "zh" else "en"
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")


def _section(made: Document, section: Section, level: int) -> None:
    made.add_heading(section.heading, level=level)
    for text in section.paragraphs:
        made.add_paragraph(text)
    if section.table is not None:
        _table(made, section.table)
    for below in section.sections:
        _section(made, below, min(level + 1, 4))


def _table(made: Document, table: Table) -> None:
    grid = made.add_table(rows=1, cols=len(table.heads), style="Light Grid Accent 1")
    for cell, head in zip(grid.rows[0].cells, table.heads, strict=True):
        cell.text = head
    for row in table.rows:
        cells = grid.add_row().cells
        for place, text in enumerate(row):
            cells[place].text = text
            if place in table.numeric:
                cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph()
