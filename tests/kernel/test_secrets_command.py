"""`zhuanban secrets`: a new key, its rotation, and the old key's leave."""

import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from portal.kernel import storage
from portal.kernel.db import transaction
from portal.kernel.foundation import lay
from portal.kernel.notices import mailbox
from tests.ground import environment
from tests.kernel import samples
from tests.kernel.mailbox import AT, write_letter
from tests.portal.running import clean_environment


@pytest.fixture
def zhuanban(settings, session):
    """Runs a command on the test's own installation; gives what it printed."""

    def run(*arguments, **changes):
        given = environment(settings.data, settings.database_url, settings.redis_url)
        done = subprocess.run(
            [sys.executable, "-m", "portal.cli", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            env=clean_environment() | given | changes,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_everything_moves_to_a_new_key_and_the_old_one_can_go(zhuanban, session, settings):
    write_letter(session, "k:1", body="正文")
    with transaction(session):
        stored = storage.installed().put(session, io.BytesIO(samples.PDF), "a.pdf", at=AT)
    name, _, keys = zhuanban("secrets", "new-key").strip().partition("=")
    assert name == "ZHUANBAN_FIELD_KEYS"
    done = json.loads(zhuanban("secrets", "rotate", "--json", ZHUANBAN_FIELD_KEYS=keys))
    assert done == {"rows": {"mailbox_message": 1}, "files": 1}
    told = zhuanban("secrets", "status", ZHUANBAN_FIELD_KEYS=keys)
    assert "key 1: 0 values, 0 files (old, used by nothing" in told
    lay(replace(settings, field_keys=keys.split(",")[0]))
    session.expire_all()
    assert mailbox.latest(session, 1).items[0].body == "正文"
    assert storage.installed().verify(stored.sha256)


def test_a_key_that_is_used_but_not_held_is_named(zhuanban, session):
    write_letter(session, "k:1")
    keys = zhuanban("secrets", "new-key").strip().partition("=")[2].split(",")[0]
    told = json.loads(zhuanban("secrets", "status", "--json", ZHUANBAN_FIELD_KEYS=keys))
    assert [(k["key"], k["active"], k["held"], k["values"] > 0) for k in told["keys"]] == [
        (2, True, True, False),
        (1, False, False, True),
    ]


def test_keys_in_the_data_directory_are_replaced_in_place(zhuanban, settings):
    given = environment(settings.data, settings.database_url, settings.redis_url)
    file = settings.data / "secrets.env"
    names = ("ZHUANBAN_SECRET_KEY", "ZHUANBAN_FIELD_KEYS", "ZHUANBAN_BLIND_KEY")
    file.write_text("".join(f"{name}='{given[name]}'\n" for name in names))
    told = zhuanban("secrets", "new-key", ZHUANBAN_FIELD_KEYS="")
    assert f"Key 2 is in {file}" in told
    lines = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert lines["ZHUANBAN_FIELD_KEYS"].endswith(given["ZHUANBAN_FIELD_KEYS"])
    assert lines["ZHUANBAN_FIELD_KEYS"].startswith("2:")
    assert set(lines) == set(names)
    assert file.stat().st_mode & 0o777 == 0o600
