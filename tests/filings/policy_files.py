"""Documents of policies for tests."""

import io

import docx

from portal.filings.commands.documents import put_document
from portal.kernel import storage
from portal.kernel.actor import SYSTEM

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = (
    "第一条 为规范消费投诉处理工作，制定本办法。",
    "第二条 分管高级管理人员负责消费投诉处理工作，消费者权益保护部牵头。",
    "第三条 自收到投诉之日起十五日内作出处理决定。",
)


def written(*paragraphs: str) -> bytes:
    """Return a DOCX of these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs or TEXT:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def stored(session, row, at, *, content_type=DOCX, body=None) -> None:
    """Put a document into a filing."""
    file = io.BytesIO(body or written())
    kept = storage.installed().put(session, file, "制度.docx", at=at)
    put_document(session, row, kept, by=SYSTEM, at=at)
    row.content_type = content_type
    session.flush()
