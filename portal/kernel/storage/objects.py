"""Where sealed files lie: a directory or an S3 bucket, written in one step or not at all."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, from_url

_PART = 5 * 1024 * 1024
_SHA256 = re.compile("[0-9a-f]{64}")
_SCHEMES = ("file", "s3", "memory")


class Missing(LookupError):
    """No file is stored under this SHA-256."""


class Objects:
    """Sealed files by the SHA-256 of their plain content, fanned out over two levels of folders."""

    def __init__(self, url: str) -> None:
        scheme = urlsplit(url).scheme
        if scheme not in _SCHEMES:
            raise ValueError("the file store must be file:///DIRECTORY or s3://BUCKET/PREFIX")
        self._root: Path | None = None
        if scheme == "file":
            self._root = Path(unquote(urlsplit(url).path))
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._store = LocalStore(self._root) if self._root else from_url(url)

    @staticmethod
    def _path(sha256: str) -> str:
        if not _SHA256.fullmatch(sha256):
            raise Missing(sha256)
        return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def write(self, sha256: str, chunks: Iterable[bytes]) -> None:
        """Write an object in one step; when this returns, it survives a power cut."""
        path = self._path(sha256)
        obstore.put(self._store, path, iter(chunks), chunk_size=_PART)
        if self._root:
            _make_durable(self._root, self._root / path)

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield an object's bytes; raises Missing before the first."""
        try:
            found = obstore.get(self._store, self._path(sha256))
        except FileNotFoundError:
            raise Missing(sha256) from None
        return (bytes(chunk) for chunk in found)

    def head(self, sha256: str, length: int) -> bytes:
        """Return an object's first bytes; raises Missing."""
        try:
            return bytes(obstore.get_range(self._store, self._path(sha256), start=0, length=length))
        except FileNotFoundError:
            raise Missing(sha256) from None

    def exists(self, sha256: str) -> bool:
        """Whether an object is there."""
        try:
            obstore.head(self._store, self._path(sha256))
        except FileNotFoundError:
            return False
        return True

    def delete(self, sha256: str) -> None:
        """Remove an object; nothing happens when there is none."""
        try:
            obstore.delete(self._store, self._path(sha256))
        except FileNotFoundError:
            return

    def older_than(self, instant: datetime) -> Iterator[str]:
        """Yield the names of the objects last written before `instant`."""
        for page in obstore.list(self._store):
            for item in cast(list[dict[str, Any]], page):
                name = item["path"].rpartition("/")[2]
                if item["last_modified"] < instant and _SHA256.fullmatch(name):
                    yield name


def _make_durable(root: Path, path: Path) -> None:
    """Flush a file and the folders that name it, up to the store's root."""
    for place in (path, *(p for p in path.parents if p == root or root in p.parents)):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
