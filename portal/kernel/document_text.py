"""The text of a PDF or DOCX, read in a process of its own that may not take much or last long.

    extract(body, "pdf")        # Extracted("第一条 …", "") or Extracted("", "scanned")

What a document does to its reader (a bomb, an endless loop, a fault in a library) ends with that
process; the caller learns a fault: scanned, damaged, too_large, too_slow.
"""

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KINDS = ("pdf", "docx")
MAX_CHARACTERS = 2_000_000
MAX_PAGES = 1_000
_MEMORY = 1 << 30
_SECONDS = 30
_UNPACKED = 96 << 20
_LEAST = 20


@dataclass(frozen=True)
class Extracted:
    """The text of a document, or why there is none."""

    text: str
    fault: str


def extract(body: bytes, kind: str, *, seconds: int = _SECONDS) -> Extracted:
    """Return the text of a document of one of KINDS; never raises for what the document holds."""
    if kind not in KINDS:
        raise ValueError(f"no text is read out of {kind}")
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, kind, str(seconds)],
            input=body,
            capture_output=True,
            timeout=seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Extracted("", "too_slow")
    try:
        found = json.loads(done.stdout)
        return Extracted(found["text"], found["fault"])
    except (ValueError, KeyError):
        # Killed by its own limits, or by a fault that no Python sees.
        return Extracted("", "too_slow" if done.returncode < 0 else "damaged")


def _main() -> None:
    kind, seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        text, fault = _read(sys.stdin.buffer.read(), kind)
    except MemoryError:
        text, fault = "", "too_large"
    except Exception:  # whatever a library makes of a hostile file, it is no document to read
        text, fault = "", "damaged"
    sys.stdout.buffer.write(json.dumps({"text": text, "fault": fault}).encode())


def _read(body: bytes, kind: str) -> tuple[str, str]:
    parts: list[str] = []
    left = MAX_CHARACTERS
    for part in _pdf(body) if kind == "pdf" else _docx(body):
        parts.append(part[:left])
        left -= len(part)
        if left <= 0:
            return "", "too_large"
    text = "\n".join(parts).replace("\x00", "")
    return (text, "") if len("".join(text.split())) >= _LEAST else ("", "scanned")


def _pdf(body: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded().replace("\r\n", "\n")
        text.close()
        page.close()


def _docx(body: bytes) -> Iterator[str]:
    import docx

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
            raise MemoryError
    yield from _blocks(docx.Document(io.BytesIO(body)))


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                # A merged cell is given once for each column it spans.
                cells = {cell._tc: " ".join(cell.text.split()) for cell in row.cells}
                yield "\t".join(cells.values())
        else:
            yield block.text


if __name__ == "__main__":
    _main()
