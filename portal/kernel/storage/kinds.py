"""The kinds of file that may be stored, known by their content and not by their name."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from portal.kernel.storage import office
from portal.kernel.storage.labels import extension_of
from portal.kernel.storage.refusals import Refused

_HEAD = 4096
_PDF_TAIL = 4096
_CHUNK = 1 << 20
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_PDF_OVERLAP = 64
_UNREADABLE_SIGNS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_TEXT_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Kind:
    """One kind of content: its name, how its head is recognised, what is checked beyond that."""

    name: str
    recognise: Callable[[bytes], bool]
    check: Callable[[BinaryIO, str], None] | None = None


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _check_pdf(file: BinaryIO, label: str) -> None:
    rest = b""
    for chunk in _chunks(file):
        if _PDF_ENCRYPTED.search(rest + chunk):
            raise Refused("encrypted", label=label)
        rest = chunk[-_PDF_OVERLAP:]
    file.seek(max(0, file.seek(0, 2) - _PDF_TAIL))
    if b"%%EOF" not in file.read():
        raise Refused("damaged", label=label)


def _check_png(file: BinaryIO, label: str) -> None:
    file.seek(max(0, file.seek(0, 2) - _HEAD))
    if b"IEND" not in file.read():
        raise Refused("damaged", label=label)


def _is_text(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            if _UNREADABLE_SIGNS.search(decoder.decode(chunk)):
                return False
        return not _UNREADABLE_SIGNS.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def _encoding_of(file: BinaryIO, label: str) -> str:
    for encoding in _TEXT_ENCODINGS:
        if _is_text(file, encoding):
            return encoding.removesuffix("-sig")
    raise Refused("text_encoding", label=label)


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return True
    # A frame begins with eleven set bits; layer 0, bit rate 15 and sample rate 3 do not exist.
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[2] >> 4 != 15
        and (head[2] >> 2) & 3 != 3
    )


_MP4_BRANDS = (b"isom", b"iso", b"mp4", b"M4A", b"M4V", b"avc1", b"3gp", b"dash", b"MSNV")

PDF = Kind("PDF", lambda h: h.startswith(b"%PDF-"), _check_pdf)
JPEG = Kind("JPEG", lambda h: h.startswith(b"\xff\xd8\xff"))
PNG = Kind("PNG", lambda h: h.startswith(b"\x89PNG\r\n\x1a\n") and h[12:16] == b"IHDR", _check_png)
OFFICE = Kind("Office", lambda h: h.startswith(b"PK\x03\x04"))
OLD_OFFICE = Kind("Office 97–2003", lambda h: h.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
WAV = Kind("WAV", lambda h: h.startswith(b"RIFF") and h[8:12] == b"WAVE")
AMR = Kind("AMR", lambda h: h.startswith(b"#!AMR"))
MP4 = Kind("MP4", lambda h: h[4:8] == b"ftyp" and h[8:].startswith(_MP4_BRANDS))
MP3 = Kind("MP3", _is_mp3)
TEXT = Kind("TXT", lambda h: False)

# MP3 stands last: its mark is the weakest.
_RECOGNISED = (PDF, JPEG, PNG, OFFICE, OLD_OFFICE, WAV, AMR, MP4, MP3)


@dataclass(frozen=True)
class Format:
    """What an extension promises: the kind of content and the type it is served as."""

    kind: Kind
    content_type: str


_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    "pdf": Format(PDF, "application/pdf"),
    "jpg": Format(JPEG, "image/jpeg"),
    "jpeg": Format(JPEG, "image/jpeg"),
    "png": Format(PNG, "image/png"),
    "docx": Format(OFFICE, _OFFICE_TYPE + "wordprocessingml.document"),
    "xlsx": Format(OFFICE, _OFFICE_TYPE + "spreadsheetml.sheet"),
    "txt": Format(TEXT, "text/plain"),
    "csv": Format(TEXT, "text/csv"),
    "mp3": Format(MP3, "audio/mpeg"),
    "wav": Format(WAV, "audio/wav"),
    "amr": Format(AMR, "audio/amr"),
    "m4a": Format(MP4, "audio/mp4"),
    "mp4": Format(MP4, "video/mp4"),
}
EVIDENCE = tuple(extension for extension in FORMATS if extension != "csv")
TABLES = ("csv", "xlsx")
_ARCHIVES = ("zip", "rar", "7z", "tar", "gz", "bz2", "xz", "tgz")
_OLD = ("doc", "xls", "ppt", "dot", "xlt", "wps", "et")
_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm")


def recognise(file: BinaryIO, label: str, allowed: tuple[str, ...]) -> tuple[str, str]:
    """Return the label, given an extension if it had none, and the content type, or refuse."""
    file.seek(0)
    head = file.read(_HEAD)
    found = next((kind for kind in _RECOGNISED if kind.recognise(head)), None)
    extension = extension_of(label) or _extension_for(found, allowed)
    if extension not in allowed:
        raise _not_allowed(extension, label, allowed)
    expected = FORMATS[extension].kind
    if found is OLD_OFFICE and expected is OFFICE:
        raise Refused("encrypted" if office.is_locked(file) else "old_office", label=label)
    if found is not (None if expected is TEXT else expected):
        actual = found.name if found else _guess(head)
        raise Refused("mislabelled", label=label, extension=extension, actual=actual)
    named = label if extension_of(label) else f"{label}.{extension}"
    return named, _content_type(file, label, extension)


def _content_type(file: BinaryIO, label: str, extension: str) -> str:
    """Look into the file as far as its kind asks for it, and return the type to serve it as."""
    form = FORMATS[extension]
    if form.kind is TEXT:
        return f"{form.content_type}; charset={_encoding_of(file, label)}"
    if form.kind is OFFICE:
        office.check(file, label, extension)
    elif form.kind.check:
        form.kind.check(file, label)
    return form.content_type


def _extension_for(found: Kind | None, allowed: tuple[str, ...]) -> str:
    plain = [e for e in allowed if FORMATS[e].kind is found and found is not OFFICE]
    return plain[0] if plain else ""


def _not_allowed(extension: str, label: str, allowed: tuple[str, ...]) -> Refused:
    if extension in _ARCHIVES:
        return Refused("archive", label=label)
    if extension in _OLD:
        return Refused("old_office", label=label)
    if extension in _MACROS:
        return Refused("macros", label=label)
    return Refused("kind_not_allowed", label=label, allowed=", ".join(allowed))


def _guess(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return "?"
    return found[0].extension.lstrip(".").upper() or "?"
