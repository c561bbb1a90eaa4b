"""A start does no more than it must: what is seldom needed is loaded when it is needed."""

import subprocess
import sys

import pytest

from portal.migrations import found
from tests.ground import environment
from tests.portal.running import clean_environment

WEB = """
import sys
from portal import serving
serving.application()
"""
COMMAND = """
import os, sys
from portal.cli.house import upgraded
from portal.kernel.db import connect
from portal.kernel.foundation import lay
from portal.settings import load
lay(load(os.environ))
upgraded(connect(os.environ["DATABASE_URL"]))
"""
LOADED = "print(*{name.partition('.')[0] for name in sys.modules if sys.modules[name]})"


@pytest.fixture
def loaded(session, database_url, redis_url, files):
    """Returns the packages that a program has loaded at its end."""

    def run(program: str) -> set[str]:
        given = {**clean_environment(), **environment(files, database_url, redis_url)}
        command = [sys.executable, "-c", f"{program}\n{LOADED}"]
        done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    return run


def test_the_pages_start_without_what_few_of_them_need(loaded):
    packages = loaded(WEB)
    assert "flask" in packages
    assert not {"pypinyin", "xlsxwriter", "alembic", "rich", "docxtpl"} & packages


def test_a_database_in_shape_is_seen_to_be_so_without_the_migrations(loaded, session):
    found(session.get_bind())
    packages = loaded(COMMAND)
    assert "sqlalchemy" in packages
    assert not {"alembic", "mako", "flask"} & packages
