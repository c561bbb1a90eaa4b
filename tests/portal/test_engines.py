"""The embedded servers: real ones, as root and as anybody, wherever the data directory lies."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis

from portal.kernel.engines import EngineFailure, Engines, Home, Postgres, binaries, keeper, reach


def ask(url: str, question: str):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_command_finds_the_engines_started_by_another_and_the_last_one_ends_them(files: Path):
    with reach(files / "data") as mine:
        assert Redis.from_url(mine.redis_url).ping()
        with reach(files / "data") as theirs:
            assert theirs == mine
            assert ask(theirs.database_url, "SELECT current_user") == "zhuanban"
        server = psutil.Process(
            int((files / "data/postgres/postmaster.pid").read_text().split()[0])
        )
    assert not server.is_running()
    assert Home(files / "data").running() is None


def test_data_survives_a_stop_and_chinese_letters_make_trigrams(files: Path):
    with reach(files / "data") as first, psycopg.connect(first.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '消费投诉' AS words")
    with reach(files / "data") as second:
        assert ask(second.database_url, "SELECT words FROM kept") == "消费投诉"
        assert ask(second.database_url, "SELECT '投' ~ '^[[:alpha:]]$'")


@pytest.mark.parametrize("name", ["数据 目录, 一", "x" * 90], ids=["strange", "long"])
def test_a_directory_with_a_strange_or_long_name_will_do(files: Path, name: str):
    with reach(files / name) as found:
        assert ask(found.database_url, "SELECT 1") == 1
        assert Redis.from_url(found.redis_url).ping()


def test_addresses_that_are_given_take_over(files: Path):
    with reach(files / "data", "postgresql://elsewhere/db", "redis://elsewhere/0") as found:
        assert found.database_url == "postgresql://elsewhere/db"
    assert not (files / "data").exists()


def test_the_server_runs_as_another_user_when_we_are_root(files: Path):
    chosen = keeper.choose(files / "none yet")
    assert (chosen is None) == (os.geteuid() != 0)
    with reach(files / "data"):
        owner = (files / "data/postgres/PG_VERSION").stat().st_uid
        assert owner == (chosen.uid if chosen else os.geteuid())
        assert (files / "data").stat().st_mode & 0o077 == 0


def test_programs_that_the_other_user_cannot_reach_are_copied_and_removed(
    files: Path, monkeypatch: pytest.MonkeyPatch
):
    found = binaries.find_postgres()
    hidden = binaries.copy_postgres(found, files / "hidden")
    (files / "hidden").chmod(0o700)
    monkeypatch.setattr("portal.kernel.engines.postgres.find_postgres", lambda: hidden)
    server = Postgres(files / "pg", files / "run", files / "log")
    server.start()
    copy = server.scratch
    try:
        assert ask(server.url(), "SELECT 1") == 1
        assert (copy is not None) == (os.geteuid() == 0)
    finally:
        server.stop()
    assert copy is None or not copy.exists()


def test_a_version_that_cannot_read_the_files_says_so(files: Path):
    with reach(files / "data"):
        pass
    (files / "data/postgres/PG_VERSION").write_text("12\n")
    with pytest.raises(EngineFailure, match="written by PostgreSQL 12"), reach(files / "data"):
        pass


HOLDER = """
    import sys, time
    from pathlib import Path
    from portal.kernel.engines import reach
    with reach(Path(sys.argv[1])) as found:
        print(found.database_url, flush=True)
        time.sleep(60)
"""


def test_a_killed_holder_leaves_no_process_and_its_data_opens_again(files: Path):
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(files / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        url = holder.stdout.readline().strip()
        assert ask(url, "SELECT 1") == 1
        servers = psutil.Process(holder.pid).children()
        holder.send_signal(signal.SIGKILL)
    assert len(servers) == 2
    _, alive = psutil.wait_procs(servers, timeout=10)
    assert alive == []
    with reach(files / "data") as found:
        assert ask(found.database_url, "SELECT 1") == 1


def test_a_pid_file_that_names_another_program_is_not_believed(files: Path):
    with reach(files / "data"):
        pass
    (files / "data/postgres/postmaster.pid").write_text(f"{os.getpid()}\n")
    with reach(files / "data") as found:
        assert ask(found.database_url, "SELECT 1") == 1


def test_a_place_that_cannot_be_written_is_one_clear_line():
    with pytest.raises(EngineFailure, match="choose another with --data") as raised:
        Home(Path("/proc/nowhere")).claim()
    assert "\n" not in str(raised.value)


def test_an_engine_that_died_is_noticed(files: Path):
    home = Home(files / "data")
    assert home.claim()
    engines = Engines(home)
    engines.start("test")
    try:
        engines.valkey.process.kill()
        engines.valkey.process.wait()
        assert [server.alive for server in engines.servers] == [True, False]
    finally:
        engines.stop()
        home.release()
