"""The shell with sample pages."""

import pytest

from portal.web import access, nav
from tests.web import sample


@pytest.fixture
def app(app):
    """The application with the sample pages; the accounts' own loader is put back afterwards."""
    tables = access._loaders, access._policy, nav._entries
    before = [dict(table) for table in tables]
    sample.install(app)
    yield app
    for kept, table in zip(before, tables, strict=True):
        table.clear()
        table.update(kept)
