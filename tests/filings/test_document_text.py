"""The text of documents: read in a process of its own, whatever the document does to it."""

import io
import zipfile

import docx
import pytest

from portal.filings.rules.differences import paragraphs
from portal.kernel import document_text, letters
from portal.kernel.document_text import extract

WORDS = "第一条 本行建立消费投诉处理工作制度，明确分管高级管理人员、牵头部门和岗位职责。"


def written(*paragraphs, cells=()):
    """Return a DOCX of these paragraphs and one table row of cells."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        row = document.add_table(rows=1, cols=len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def printed():
    """Return a PDF with Chinese words."""
    facts = {"number": "TEST-2026-03-000001", "unit": "样例监管局", "date": "2026-03-02"}
    facts |= {"institution": "样例银行", "received_on": "2026-03-02", "code": None}
    facts |= {
        "addressee": "样例银行",
        "withdrawn_on": "2026-03-02",
        "link": "https://x.example",
        "relayed": [],
    }
    return letters.render("withdrawal", facts)


def test_the_text_of_a_docx_is_read_with_its_tables():
    found = extract(written(WORDS, "第二条 期限。", cells=("岗位", "负责人")), "docx")
    assert found.fault == ""
    assert found.text.splitlines() == [WORDS, "第二条 期限。", "岗位\t负责人"]


def test_the_text_of_a_chinese_pdf_is_read():
    found = extract(printed(), "pdf")
    assert found.fault == "" and "样例监管局" in found.text
    assert any("已于2026年3月2日撤回" in paragraph for paragraph in paragraphs(found.text))


def bomb():
    """Return a DOCX whose text unpacks to more than a reader may take."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (120 << 20))
    return file.getvalue()


def entities():
    """Return a DOCX whose text is a billion laughs."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(WORDS))) as right, zipfile.ZipFile(made, "w") as wrong:
        for part in right.infolist():
            body = right.read(part)
            if part.filename == "word/document.xml":
                laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 12))
                head = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'.encode()
                body = body.replace(b"<w:document", head + b"<w:document", 1)
                body = body.replace("第一条".encode(), b"&l11;", 1)
            wrong.writestr(part.filename, body)
    return made.getvalue()


HOSTILE = {
    "empty-pdf": (b"", "pdf", "damaged"),
    "noise-pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 64, "pdf", "damaged"),
    "cut-pdf": (None, "pdf", "damaged"),
    "no-zip": (b"PK\x03\x04 and no more", "docx", "damaged"),
    "bomb": (bomb, "docx", "too_large"),
    "no-text": (lambda: written("。"), "docx", "scanned"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_cannot_be_read_gives_its_fault_and_no_harm(name):
    body, kind, fault = HOSTILE[name]
    body = printed()[:900] if body is None else body() if callable(body) else body
    found = extract(body, kind)
    assert (found.text, found.fault) == ("", fault)


def test_entities_are_not_unfolded():
    found = extract(entities(), "docx")
    assert len(found.text) < 1000


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(document_text, "__name__", "tests.filings.endless")
    found = extract(b"%PDF", "pdf", seconds=1)
    assert found.fault == "too_slow"
