"""Files handed out: always as an attachment, named in any script, never sniffed."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from flask import Response, has_request_context, request

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\/:*?<>|\u202a-\u202e\u2066-\u2069]+")
_ENDING = re.compile(r"[A-Za-z0-9]{1,8}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")


def file_name(label: str) -> str:
    """Return a label as a safe file name; what people typed is a label only."""
    return _UNSAFE.sub("_", label).strip(" .")[:120] or "file"


def _plain(name: str) -> str:
    """Return the name for who reads ASCII only: after the address where none of it is ASCII."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not _ENDING.fullmatch(ending):
        stem, dot, ending = name, "", ""
    plain = stem.encode("ascii", "ignore").decode().strip(" .-_()")
    if not plain:
        last = request.path.rpartition("/")[2].partition(".")[0] if has_request_context() else ""
        plain = last if _WORD.fullmatch(last) else "download"
    return f"{plain}{dot}{ending}"


def attachment(
    body: bytes | Iterable[bytes], label: str, content_type: str, size: int | None = None
) -> Response:
    """Return bytes or a stream of bytes as a download."""
    response = Response(body, content_type=content_type)
    name = file_name(label)
    plain = _plain(name)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    if size is not None:
        response.headers["Content-Length"] = str(size)
    return response


def inline_pdf(body: bytes, label: str) -> Response:
    """Return one of our own letters to be shown in the browser."""
    response = attachment(body, label, "application/pdf", len(body))
    shown = response.headers["Content-Disposition"].replace("attachment", "inline", 1)
    response.headers["Content-Disposition"] = shown
    return response
