"""Real servers for the tests: one PostgreSQL and one Valkey per run, an empty database per test.

The controller of a parallel run starts them and builds the template; its workers copy it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import redis
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import settings as settings_of_house
from portal.accounts.commands import passwords
from portal.kernel import notices
from portal.kernel.db import connect, make_session
from portal.kernel.foundation import lay
from portal.settings import Settings
from tests.compiled import share_addresses, share_statements, share_templates
from tests.ground import Ground, environment

_GROUND = pytest.StashKey[Ground]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep what the environment sets for a real installation out of the tests."""
    for name in settings_of_house.names():
        os.environ.pop(name, None)
    share_addresses()
    share_statements()
    # A hash that takes a fiftieth of a second, for thousands of invented people, is half a minute.
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    # A busy machine is no fault of the code under test.
    hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
    hypothesis.settings.load_profile("house")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Start the servers for a parallel run and tell each worker where they are."""
    config = node.config
    if _GROUND not in config.stash:
        config.stash[_GROUND] = Ground.start()
    node.workerinput["ground"] = config.stash[_GROUND].addresses()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers with the run and leave nothing behind."""
    ground = config.stash.get(_GROUND, None)
    if ground is not None:
        ground.stop()


@pytest.fixture(scope="session")
def ground(request: pytest.FixtureRequest) -> Ground:
    """The servers of this run; started at first need when the run is not parallel."""
    config = request.config
    if _GROUND not in config.stash:
        given = getattr(config, "workerinput", {}).get("ground")
        config.stash[_GROUND] = Ground.reached(*given) if given else Ground.start()
    return config.stash[_GROUND]


@pytest.fixture
def database_url(ground: Ground) -> Iterator[str]:
    """The address of a database that is this test's own, with every table and no row."""
    with ground.lend() as url:
        yield url


@pytest.fixture
def redis_url(ground: Ground, worker_id: str) -> Iterator[str]:
    """The address of an empty Redis database that no other worker uses."""
    number = int(worker_id.removeprefix("gw") or 0) % 16 if worker_id != "master" else 0
    url = ground.redis_url.replace("db=0", f"db={number}")
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture
def files() -> Iterator[Path]:
    """A folder that is gone after the test."""
    folder = Path(tempfile.mkdtemp(prefix="zhuanban-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def settings(database_url: str, redis_url: str, files: Path) -> Settings:
    """The settings of an installation that exists for this test alone."""
    return settings_of_house.load(environment(files, database_url, redis_url))


@pytest.fixture
def database(settings: Settings, database_url: str) -> Iterator[Engine]:
    """An engine on the test's own database, with keys and files laid; notices can be read."""
    lay(settings)
    notices.install(mailbox=True)
    engine = connect(database_url, pool_size=4)
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session on the test's own database."""
    with make_session(database) as session:
        yield session


@pytest.fixture
def app(settings: Settings):
    """The web application on the test's own database; notices can be read in the mailbox."""
    from portal.app import create_app
    from tests.web.pagecheck import CheckingClient

    app = create_app(settings)
    share_templates(app)
    notices.install(mailbox=True)
    app.testing = True
    app.test_client_class = CheckingClient
    yield app
    engine = app.extensions.get("engine")
    if engine is not None:
        engine.dispose()


@pytest.fixture
def sample_app(settings: Settings):
    """The application with the shell's sample pages; what they declare is taken back."""
    from portal.app import create_app
    from tests.web import sample
    from tests.web.pagecheck import CheckingClient

    app = create_app(settings)
    share_templates(app)
    app.testing = True
    app.test_client_class = CheckingClient
    with sample.installed(app):
        yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def client(app):
    """A browser without JavaScript; every page it fetches is checked."""
    return app.test_client()


@pytest.fixture
def frozen() -> Iterator["Frozen"]:
    """Stops the clock: `frozen("2026-02-10T09:00+08:00")`; call it again to move on."""
    clock = Frozen()
    yield clock
    clock.release()


class Frozen:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self._traveller: time_machine.travel | None = None

    def __call__(self, instant) -> None:
        """Put the clock at an aware datetime or an ISO 8601 text with its zone."""
        self.release()
        self._traveller = time_machine.travel(instant, tick=False)
        self._traveller.start()

    def release(self) -> None:
        """Let the clock run again."""
        if self._traveller is not None:
            self._traveller.stop()
            self._traveller = None
