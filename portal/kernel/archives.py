"""An XLSX looked through before it is opened: what would cost memory or hide something is refused.

A clean sheet is passed over at the speed of a few searches in its text; only one in which
something odd may stand is looked at tag by tag.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, BinaryIO
from xml.etree import ElementTree

from portal.kernel.findings import N_, Finding

MAX_UNPACKED = 256 * 1024 * 1024
MAX_PARTS = 2000
MAX_COLUMNS = 200
_CHUNK = 1 << 20
_SHARED = "xl/sharedstrings.xml"
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_DECLARED = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_TAG = re.compile(rb"<(?:\w+:)?(row|c|f)\b([^<>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_TEXT_END = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si/>")
_TEXT_USE = re.compile(rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_TEXT_USE_PLAIN = re.compile(rb't="s"><v>([0-9]{1,9})<')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULAS_SHOWN = 50
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

DAMAGED = N_("文件已损坏或不是 XLSX 表格。请重新另存为 .xlsx，或 UTF-8 编码的 CSV。")


class Unreadable(Exception):
    """The file cannot be read as a table; `findings` say why and how to mend it.

    `code` names the fault for callers with sentences of their own, `sheet` where it stands.
    """

    def __init__(self, findings: list[Finding], code: str = "damaged", sheet: str = "") -> None:
        super().__init__(findings[0].text)
        self.findings = findings
        self.code = code
        self.sheet = sheet


def unreadable(reason: str, row: int = 0, code: str = "damaged", **facts: Any) -> Unreadable:
    """Return an Unreadable with one finding about the file or a row."""
    return Unreadable([Finding(row, "", "", reason, facts)], code)


@dataclass(frozen=True)
class Bounds:
    """How many rows and columns a sheet may have; with `first_only` no other sheet is asked."""

    rows: int
    columns: int = MAX_COLUMNS
    first_only: bool = False


@dataclass
class _Texts:
    """How often each shared text is used; a text stored once may still fill the memory."""

    lengths: list[int] = field(default_factory=list)
    uses: Counter[bytes] = field(default_factory=Counter)

    def too_large(self) -> bool:
        known = ((int(place), times) for place, times in self.uses.items())
        lengths = self.lengths
        used = sum(lengths[place] * times for place, times in known if place < len(lengths))
        return used > MAX_UNPACKED


def look_through(stream: BinaryIO, bounds: Bounds) -> None:
    """Raise Unreadable unless the archive may be opened, its checksums included."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _too_large()
        sheets = _sheets(archive)
        _check_kind(archive, {part.filename.lower() for part in parts})
        wanted = dict(list(sheets.items())[:1]) if bounds.first_only else sheets
        texts = _Texts()
        # A size may be a lie: reading every part once against its checksum finds that out.
        for part in parts:
            with archive.open(part) as content:
                if part.filename in wanted:
                    _check_sheet(archive, part, wanted[part.filename], bounds, texts)
                elif part.filename.lower() == _SHARED:
                    _measure(content.read(), texts)
                else:
                    markup = part.filename.lower().endswith((".xml", ".rels"))
                    while chunk := content.read(_CHUNK):
                        _check_markup(chunk if markup else b"")
        if texts.too_large():
            raise _too_large()


def _too_large() -> Unreadable:
    reason = N_("表格解压后过大（上限 %(megabytes)s MB）。请拆成几个文件，或另存为 CSV。")
    return unreadable(reason, code="unpacks_too_large", megabytes=MAX_UNPACKED // 1024 // 1024)


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    kinds = archive.read("[Content_Types].xml") if "[content_types].xml" in names else b""
    if "xl/vbaproject.bin" in names or _MACROS.search(kinds):
        raise unreadable(N_("表格里有宏。请另存为不含宏的 .xlsx。"), code="macros")


def _check_markup(text: bytes) -> None:
    if _DECLARED.search(text):
        reason = N_("表格里有不允许的文档类型声明。请用表格软件重新另存为 .xlsx。")
        raise unreadable(reason, code="entities")


def _measure(text: bytes, texts: _Texts) -> None:
    if text.startswith(_WIDE):
        raise unreadable(DAMAGED)
    _check_markup(text[:_CHUNK])
    ends = [0, *(found.end() for found in _TEXT_END.finditer(text))]
    texts.lengths = [after - before for before, after in zip(ends, ends[1:], strict=False)]


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return each sheet's part and name, in the order of the book."""
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        with archive.open(name) as part:
            head = part.read(_CHUNK)
            if head.startswith(_WIDE):
                raise unreadable(DAMAGED)
            _check_markup(head)
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for node in (node for node in book.iter() if node.tag.endswith("}sheet")):
        wanted = node.get(_RELATION) or next(v for k, v in node.items() if k.endswith("}id"))
        target = targets[wanted]
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        found[path] = node.get("name", "")
    if not found:
        raise unreadable(DAMAGED)
    return found


def _check_sheet(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, bounds: Bounds, texts: _Texts
) -> None:
    odd = _odd(bounds)
    suspicious = False
    with archive.open(part) as content:
        for number, text in enumerate(_pieces(content)):
            if number == 0 and text.startswith(_WIDE):
                raise unreadable(DAMAGED)
            _check_markup(text)
            suspicious = suspicious or bool(odd.search(text)) or _has_formula(text)
            texts.uses.update(_uses(text))
    if suspicious:
        with archive.open(part) as content:
            _look_closely(content, name, bounds)


def _has_formula(text: bytes) -> bool:
    # What is looked for first is found at the speed of memory, and is seldom there.
    return (b"<f" in text or b":f" in text) and bool(_FORMULA.search(text))


def _uses(text: bytes) -> list[bytes]:
    """Return the shared texts used in a piece: as every programme writes them, or however."""
    found = _TEXT_USE_PLAIN.findall(text)
    if len(found) == text.count(b'"s"') and b"'s'" not in text:
        return found
    return _TEXT_USE.findall(text)


@cache
def _odd(bounds: Bounds) -> re.Pattern[bytes]:
    """Return what finds a place beyond the bounds in the text of a sheet."""
    letters = _beyond(_letters(bounds.columns), "A", "Z")
    digits = _beyond(str(bounds.rows + 1), "0", "9")
    far = f"(?:{letters})[0-9]|[A-Z]*(?:{digits})[\"']"
    return re.compile(rf"""r\s*=\s*["'](?:{far})""".encode())


def _beyond(last: str, low: str, high: str) -> str:
    """Return a pattern of all words that stand behind `last`: the longer ones, then by letter."""
    found = [f"[{low}-{high}]{{{len(last) + 1},}}"]
    for place, sign in enumerate(last):
        if sign < high:
            rest = f"[{low}-{high}]{{{len(last) - place - 1}}}"
            found.append(f"{last[:place]}[{chr(ord(sign) + 1)}-{high}]{rest}")
    return "|".join(found)


def _letters(number: int) -> str:
    name = ""
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name


def _pieces(sheet: Any) -> Iterator[bytes]:
    """Yield a sheet's text in pieces that end before the end of an element."""
    rest = b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        end = text.rfind(b"</")
        if end > 0:
            yield text[:end]
            text = text[end:]
        rest = text
        if len(rest) > _CHUNK * 4:  # one text may be long, never four megabytes
            raise unreadable(DAMAGED)
    if rest:
        yield rest


def _look_closely(sheet: Any, name: str, bounds: Bounds) -> None:
    """Refuse formulas, and cells so far out that a dense table of them would fill the memory."""
    place, formulas = b"", []
    for text in _pieces(sheet):
        for found in _TAG.finditer(text):
            if found[1] == b"f":
                formulas.append(_formula(place.decode()))
                if len(formulas) >= _FORMULAS_SHOWN:
                    raise Unreadable(formulas, "formula", name)
            elif at := _PLACE.search(found[2]):
                place = at[1] + at[2]
                _check_place(at[1], at[2], bounds)
    if formulas:
        raise Unreadable(formulas, "formula", name)


def _check_place(letters: bytes, digits: bytes, bounds: Bounds) -> None:
    if int(digits[:9]) > bounds.rows + 1:
        reason = N_("表格超过 %(rows)s 行。请拆成几个文件，或另存为 CSV。")
        raise unreadable(reason, code="too_many_rows", rows=bounds.rows)
    if len(letters) > 2 or _column_number(letters) > bounds.columns:
        reason = N_("表格的列数超过 %(columns)s。请删去右侧多余的列。")
        raise unreadable(reason, code="too_many_columns", columns=bounds.columns)


def _formula(place: str) -> Finding:
    digits = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    reason = N_("这一格是公式。请复制后“选择性粘贴为数值”，再上传。")
    return Finding(int(digits or 0), place.removesuffix(digits), "", reason)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
