"""Letters as PDF: a Typst template each in templates/letters, its facts handed over as JSON.

What people wrote never becomes part of the source: a template sets it as text. The files are
PDF/A-2a to be kept (Art. 28) and PDF/UA-1 to be read aloud, with a Chinese font inside; the same
facts give the same bytes, so that a letter made twice is stored once.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from portal.kernel.clock import start_of

LETTERS = Path(__file__).parents[2] / "templates" / "letters"
_STANDARDS: Any = ["a-2a", "ua-1"]
_NO_GLYPH = "〓"  # what printers set for a sign they have no type for
_PROBES = 200
# Signs that the fonts are known to have; a test prints every one.
KNOWN = "\n\x20-\x7e\u00b7\u2014\u2018-\u201d\u2026\u3000-\u3015\u4e00-\u9fa5\uff01-\uff5e"
_KNOWN = re.compile(f"[{KNOWN}]*")
_lock = Lock()


class UnknownLetter(LookupError):
    """There is no such letter."""


class WrongFacts(ValueError):
    """The facts do not fit the letter; the head of its template lists what it needs."""


def render(name: str, facts: Mapping[str, Any]) -> bytes:
    """Return the letter as PDF; `facts` are JSON-ready, dates may be dates, "date" is required.

    Control and direction signs are taken out, signs no font has print as 〓. Raises
    UnknownLetter and WrongFacts.
    """
    source = LETTERS / f"{name}.typ"
    if not name.isidentifier() or name == "letter" or not source.exists():
        raise UnknownLetter(name)
    try:
        dated = date.fromisoformat(str(facts["date"]))
        words = json.dumps(_clean(facts), ensure_ascii=False)
    except (KeyError, ValueError, TypeError) as error:
        raise WrongFacts(f"letter {name}: {error}") from error
    try:
        return _compile(source, words, int(start_of(dated).timestamp()))
    except typst.TypstError as error:
        raise WrongFacts(f"letter {name}: {error.message}") from error


@cache
def _compiler() -> typst.Compiler:
    folder = str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    return typst.Compiler(root=LETTERS, font_paths=fonts, ignore_system_fonts=True)


def _compile(source: Any, words: str, timestamp: int) -> bytes:
    with _lock:  # one compiler holds the fonts for all threads
        made = _compiler().compile(
            source,
            format="pdf",
            sys_inputs={"data": words},
            pdf_standards=_STANDARDS,
            timestamp=timestamp,
        )
    assert isinstance(made, bytes)
    return made


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _printable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", text)
    if not _KNOWN.fullmatch(text):
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")
        unknown = sorted(set(_KNOWN.sub("", text)))
        lacking = [c for n, c in enumerate(unknown) if n >= _PROBES or not _has_glyph(c)]
        text = text.translate({ord(c): _NO_GLYPH for c in lacking})
    return text


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    probe = b'#set text(font: "Noto Serif SC")\n#set document(title: "p")\n#sys.inputs.data'
    try:
        _compile(probe, sign, 0)
    except typst.TypstError:
        return False
    return True
