"""DOCX and XLSX: the archive is judged by its directory before anything in it is unpacked."""

import struct
import zipfile
from typing import BinaryIO

from portal.kernel.storage.refusals import Refused

MAX_PARTS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 8 * 1024 * 1024
_MAX_DIRECTORY = 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END_SEARCH = 65_536 + _END.size
_LOCKED = 0x1
_TYPES = "[Content_Types].xml"
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20


def is_locked(file: BinaryIO) -> bool:
    """Whether an old container holds an encrypted document, as Office writes under a password."""
    file.seek(0)
    rest = b""
    while chunk := file.read(_CHUNK):
        if _PACKAGE in rest + chunk:
            return True
        rest = chunk[-len(_PACKAGE) :]
    return False


def check(file: BinaryIO, label: str, extension: str) -> None:
    """Refuse an archive that is damaged, locked, a bomb, has macros or is another document."""
    size = file.seek(0, 2)
    _check_directory(file, label, size)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_totals(parts, label, size)
            types = _read_types(archive, label, extension)
            names = {part.filename.casefold() for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Refused("damaged", label=label) from error
    if b"macroenabled" in types.lower() or any(n.endswith("vbaproject.bin") for n in names):
        raise Refused("macros", label=label)
    if _MAIN[extension] not in names:
        actual = next((e.upper() for e, main in _MAIN.items() if main in names), "ZIP")
        raise Refused("mislabelled", label=label, extension=extension, actual=actual)


def _check_directory(file: BinaryIO, label: str, size: int) -> None:
    # zipfile holds the whole directory in memory, so its size is looked at first.
    file.seek(max(0, size - _END_SEARCH))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Refused("damaged", label=label)
    _, _, _, _, parts, directory, _, _ = _END.unpack_from(tail, at)
    if parts > MAX_PARTS or directory > _MAX_DIRECTORY:
        raise Refused("bomb", label=label)


def _check_totals(parts: list[zipfile.ZipInfo], label: str, size: int) -> None:
    if any(part.flag_bits & _LOCKED for part in parts):
        raise Refused("encrypted", label=label)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    # Parts that share the same bytes pack to more than the file itself: only bombs do that.
    if unpacked > MAX_UNPACKED or packed > size or unpacked > max(_SMALL, MAX_RATIO * size):
        raise Refused("bomb", label=label)


def _read_types(archive: zipfile.ZipFile, label: str, extension: str) -> bytes:
    try:
        part = archive.getinfo(_TYPES)
    except KeyError:
        raise Refused("mislabelled", label=label, extension=extension, actual="ZIP") from None
    if part.file_size > _MAX_DIRECTORY:
        raise Refused("bomb", label=label)
    with archive.open(part) as types:
        return types.read(_MAX_DIRECTORY)
