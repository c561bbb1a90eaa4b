"""Every mapped table of the house: for migrations, backups and the tests' template."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import MetaData

from portal.kernel.db import Base

_ROOT = Path(__file__).parent.parent
_PACKAGES = ("portal", "forwarding", "inspections", "disclosures")


def mapping_modules() -> Iterator[str]:
    """Yield the names of the modules that map a table, found by reading, not importing, them."""
    for package in _PACKAGES:
        for source in sorted((_ROOT / package).rglob("*.py")):
            if "    __tablename__ =" in source.read_text(encoding="utf-8"):
                parts = source.relative_to(_ROOT).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__")


def metadata() -> MetaData:
    """Import whatever maps a table and return the tables' metadata."""
    for name in mapping_modules():
        importlib.import_module(name)
    return Base.metadata
