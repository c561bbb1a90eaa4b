"""`zhuanban up`, for real: it starts, mends itself, refuses a second one, and leaves nothing."""

import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.running import Up, eventually, free_port, zhuanban


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="zhuanban-up-"))
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def up(data: Path) -> Iterator[Up]:
    running = Up(data, free_port())
    try:
        running.await_line("Ready in")
        running.await_line("Data and logs")
        eventually(lambda: running.child("timetable") and running.child("worker"))
        yield running
    finally:
        if running.process.poll() is None:
            running.end()


def test_the_page_answers_when_it_says_so(up: Up):
    assert up.get("healthz") == 200
    assert up.get() == 200


def test_keys_are_made_once_for_their_owner_alone(up: Up, data: Path):
    assert (data / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert any(line.startswith("Made new keys") for line in up.said)


def test_a_second_one_on_the_same_data_says_so_in_one_line(up: Up, data: Path):
    second = zhuanban("up", "--data", data, "--port", str(free_port()))
    assert second.returncode == 1
    assert "already running on" in second.stderr and up.page in second.stderr
    assert second.stderr.count("\n") == 1 and second.stdout == ""
    assert up.get("healthz") == 200


def test_a_command_uses_the_engines_that_run(up: Up, data: Path):
    before = {process.pid for process in up.family()}
    told = zhuanban("--data", data, "db", "status")
    assert (told.returncode, told.stderr) == (0, "")
    assert {process.pid for process in up.family()} >= before


def test_a_restore_is_refused_while_it_runs(up: Up, data: Path):
    (data.parent / "backup.zip").touch()
    told = zhuanban("--data", data, "restore", data.parent / "backup.zip")
    assert told.returncode == 1 and "stop it first" in told.stderr


@pytest.mark.parametrize(
    "part", ["worker", "timetable", "valkey-server", "bin/postgres", "gunicorn"]
)
def test_a_part_that_is_killed_is_started_again(up: Up, part: str):
    victim = up.child(part)
    victim.kill()
    eventually(lambda: up.child(part).pid != victim.pid)
    eventually(lambda: up.get("readyz") == 200 and up.get() == 200)
    eventually(lambda: not up.zombies())


def test_ctrl_c_leaves_no_process_and_the_data_opens_again(up: Up, data: Path):
    left = up.end(signal.SIGINT)
    assert left == [] and up.process.returncode == 0
    assert not (data / "running.json").exists()
    again = Up(data, free_port())
    again.await_line("Ready in")
    assert not any(line.startswith("Made new keys") for line in again.said)
    assert again.get() == 200
    assert again.end(signal.SIGTERM) == []


def test_killed_outright_it_leaves_no_process_and_starts_again_on_the_same_port(data: Path):
    port = free_port()
    first = Up(data, port)
    first.await_line("Data and logs")
    assert first.end(signal.SIGKILL) == []
    second = Up(data, port)
    second.await_line("Ready in")
    assert second.get() == 200
    assert second.end() == []


def test_a_busy_port_is_one_clear_line_and_nothing_is_started(files: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = zhuanban("up", "--data", files / "data", "--port", port)
    assert told.returncode == 1
    assert (
        told.stderr == f"zhuanban: port {port} on 127.0.0.1 is in use: choose another with --port\n"
    )
    assert not (files / "data/postgres").exists()


def test_settings_that_are_wrong_are_named_before_anything_is_served(files: Path):
    told = zhuanban(
        "up", "--data", files / "data", "--port", str(free_port()), ZHUANBAN_UPLOAD_FILES="many"
    )
    assert told.returncode == 1
    assert "ZHUANBAN_UPLOAD_FILES must be a whole number" in told.stderr
