"""A stored file as a file on the disk, for readers that need one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.kernel import storage


@contextmanager
def stored_file(sha256: str, label: str) -> Iterator[Path]:
    """Give the path of a copy in a directory that nobody else may enter; it is gone afterwards."""
    suffix = ".csv" if label.lower().endswith(".csv") else ".xlsx"
    with tempfile.TemporaryDirectory(prefix="return-") as private:
        path = Path(private) / f"return{suffix}"
        with path.open("wb") as file:
            for chunk in storage.installed().open(sha256):
                file.write(chunk)
        yield path
