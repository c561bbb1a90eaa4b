"""A published bulletin as a file: JSON byte for byte, extract, CSV, XLSX, PDF, DOCX."""

import hashlib

from flask import Response, request

from disclosures.models import Edition
from disclosures.queries.editions import extract
from disclosures.rules.bulletin import canonical
from disclosures.sheets.bulletin import bulletin_csv, bulletin_workbook
from disclosures.texts.docx import DOCX_TYPE, bulletin_docx
from disclosures.texts.pdf import bulletin_pdf
from disclosures.texts.telling import tell
from disclosures.texts.told import Told
from portal.kernel.clock import business_date
from portal.web import downloads
from portal.web.db import session
from portal.web.i18n import language

ENDINGS = ("json", "csv", "xlsx", "pdf", "docx")
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": DOCX_TYPE,
}
_SECONDS = 300


def told_of(row: Edition, tongue: str, addressees: str = "") -> Told:
    """Return an edition told in a language."""
    return tell(
        row.document, kind=row.kind, language=tongue, number=row.number, addressees=addressees
    )


def file_of(row: Edition, unit: str, ending: str, *, public: bool) -> Response:
    """Return an edition as a file; `public` ones bear a tag that caches know them by."""
    tongue = language()
    tag = hashlib.sha256(f"{row.sha256}{row.number}{ending}{tongue}".encode()).hexdigest()[:32]
    if public and request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        body = _made(row, unit, ending, tongue)
        name = f"bulletin-{row.sector}-{row.period}-{row.id}.{ending}"
        answer = downloads.attachment(body, name, TYPES[ending], len(body))
    return _public(answer, tag) if public else answer


def extract_of(row: Edition) -> Response:
    """Return the extract of a public edition, from which anybody computes it again."""
    tag = hashlib.sha256(f"extract {row.sha256}".encode()).hexdigest()[:32]
    if request.if_none_match.contains(tag):
        return _public(Response(status=304), tag)
    body = canonical(extract(session(), row.id) or {})
    name = f"bulletin-{row.sector}-{row.period}-{row.id}-extract.json"
    return _public(downloads.attachment(body, name, "application/json", len(body)), tag)


def _public(answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    answer.vary.add("Cookie")  # the language is in a cookie
    answer.vary.add("Accept-Language")
    return answer


def _made(row: Edition, unit: str, ending: str, tongue: str) -> bytes:
    if ending == "json":
        return canonical(row.document)
    if ending == "csv":
        return bulletin_csv(row.document)
    told = told_of(row, tongue)
    day = business_date(row.published_at or row.drafted_at)
    if ending == "xlsx":
        return bulletin_workbook(row.document, tongue)
    make = bulletin_pdf if ending == "pdf" else bulletin_docx
    return make(told, unit=unit, day=day)
