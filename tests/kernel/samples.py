"""Small real files of each kind, and hostile ones, made on the spot."""

import io
import struct
import wave
import zipfile
import zlib

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(50) + b"\xff\xd9"
MP3 = b"\xff\xfb\x90\x64" + bytes(413)
AMR = b"#!AMR\n" + bytes(32)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(16)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(16)
EXE = b"MZ\x90\x00" + bytes(200)
RAR = b"Rar!\x1a\x07\x00" + bytes(20)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_WORD = OLD_WORD + "EncryptedPackage".encode("utf-16-le") + bytes(64)


def png() -> bytes:
    """Return a picture of one dot."""

    def part(name: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(part(*p) for p in parts)


def wav() -> bytes:
    """Return a tenth of a second of silence."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return buffer.getvalue()


TYPES = "<Types><Override ContentType='application/vnd.openxmlformats…main+xml'/></Types>"
MACRO_TYPES = (
    "<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled'/></Types>"
)


def archive(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of the given parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def docx(**more: str | bytes) -> bytes:
    """Return a Word document, with more parts if wished."""
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": "<w/>", **more})


def xlsx(**more: str | bytes) -> bytes:
    """Return a spreadsheet, with more parts if wished."""
    return archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x/>", **more})


def macro_docx() -> bytes:
    """Return a document whose types say macros and which carries them."""
    return archive(
        {"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "", "word/vbaProject.bin": "x"}
    )


def bomb() -> bytes:
    """Return 300 MB of nothing in 300 KB."""
    nothing = bytes(100 * 1024 * 1024)
    return docx(**{f"word/media/{n}.bin": nothing for n in range(3)})


def crowded() -> bytes:
    """Return an archive of six thousand empty parts."""
    return docx(**{f"p{n}": "" for n in range(6000)})


def locked_zip() -> bytes:
    """Return a document whose parts carry the mark of a password."""
    data = bytearray(docx())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def overlapping() -> bytes:
    """Return an archive whose directory lists one packed part many times over."""
    noise = bytes(range(256)) * 4
    data = docx(**{"word/a.bin": noise, "word/b.bin": noise})
    start = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry, rest = bytearray(data[start:end]), bytearray(data[end:])
    struct.pack_into("<L", entry, 20, 40_000_000)
    struct.pack_into("<L", entry, 24, 40_000_000)
    return data[:start] + bytes(entry) + bytes(rest)
