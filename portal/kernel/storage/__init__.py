"""Files that people upload and letters the portal writes: checked, addressed by content, encrypted.

    install(Store("file:///srv/zhuanban/files"))                  once per process
    stored = installed().put(session, upload.stream, upload.filename, at=at)

A file's name is a label for people and never a path.
"""

from portal.kernel.storage.kinds import EVIDENCE, TABLES
from portal.kernel.storage.labels import clean_label
from portal.kernel.storage.objects import Missing
from portal.kernel.storage.refusals import Refused
from portal.kernel.storage.scanner import Scanner
from portal.kernel.storage.store import (
    DEFAULT_LIMIT,
    Collected,
    Store,
    Stored,
    StoredObject,
    install,
    installed,
)

__all__ = [
    "DEFAULT_LIMIT",
    "EVIDENCE",
    "TABLES",
    "Collected",
    "Missing",
    "Refused",
    "Scanner",
    "Store",
    "Stored",
    "StoredObject",
    "clean_label",
    "install",
    "installed",
]
