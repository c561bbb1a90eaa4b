"""An archive of a case's papers, built in a temporary file that has no name on the disk."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from forwarding.models import Attachment
from portal.kernel import storage
from portal.kernel.storage import clean_label

CASE, LETTERS, REPORTS = "材料", "公文", "机构报告"
_IN_MEMORY = 8_000_000
_MISSING = "（文件缺失）"


def folder_of(file: Attachment) -> str:
    """Return the folder a file belongs to: letters, an institution's report, or the case."""
    if file.purpose == "letter":
        return LETTERS
    return CASE if file.forwarding_id is None else REPORTS


def archive(
    files: Iterable[Any],
    made: Mapping[str, bytes],
    folder: Callable[[Any], str] = folder_of,
) -> IO[bytes]:
    """Return a ZIP at its beginning: `made` by name first, then the files in their folders.

    Files have a `label` and a `sha256`; `folder` says where each belongs. Names are labels only:
    no path, no drive, no way up, numbered so that none falls on another. What the store has lost
    is named in the list of contents and left out.
    """
    out: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
    lines = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in made.items():
            target.writestr(name, body)
            lines.append(name)
        for serial, file in enumerate(files, start=1):
            name = f"{folder(file)}/{serial:03}-{_safe(file.label)}"
            lines.append(name if _copied(target, name, file) else f"{name}{_MISSING}")
        target.writestr("目录.txt", "\r\n".join(["\ufeff编号与文件", *lines, ""]))
    out.seek(0)
    return out


def _safe(label: str) -> str:
    return PurePosixPath(clean_label(label.replace("\0", ""))).name


def _copied(target: zipfile.ZipFile, name: str, file: Any) -> bool:
    try:
        chunks = storage.installed().open(file.sha256)
        first = next(chunks, b"")
    except storage.Missing:
        return False
    with target.open(name, "w", force_zip64=True) as entry:
        entry.write(first)
        for chunk in chunks:
            entry.write(chunk)
    return True
