"""`zhuanban up`: everything on one machine, in the foreground."""

import socket
import sys
import time
import urllib.error
import urllib.request

import click

from portal import settings as settings_of_house
from portal.cli.console import Act, data_directory, refuse
from portal.cli.environment import complete_environment, own_addresses
from portal.cli.parts import gunicorn_command
from portal.cli.supervisor import Part, Supervisor
from portal.kernel.engines import Engines, Home
from portal.settings import Settings

COMMAND_PATIENCE = 10.0  # for a short command that holds the data directory
PORT_PATIENCE = 5.0  # for a killed predecessor's port
READY_PATIENCE = 60.0
KINDS = {"email": "e-mail (ZHUANBAN_SMTP_URL)", "sms": "SMS (ZHUANBAN_SMS_URL)"}


def say(sentence: str) -> None:
    """Print one line at once."""
    click.echo(sentence)
    sys.stdout.flush()


@click.command(cls=Act)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--demo", is_flag=True, help="Seed a living demonstration; print its sign-ins.")
def up(port: int, host: str, demo: bool) -> None:
    """Run everything on one machine; Ctrl-C stops all of it."""
    home = Home(data_directory())
    took_over = _claim(home)
    try:
        _check_port(host, port, PORT_PATIENCE if took_over else 0.0)
        _run(home, host, port, demo)
    finally:
        home.release()


def _claim(home: Home) -> bool:
    """Take the data directory; return whether a killed predecessor had to be cleared away."""
    if not home.claim():
        holder = home.running()
        if holder is not None and holder.owner == "up" and holder.alive:
            at = f" at {holder.page}" if holder.page else ""
            refuse(
                f"already running on {home.path}{at} (process {holder.pid}): stop it,"
                " or name another directory with --data"
            )
        if not home.claim(COMMAND_PATIENCE):
            refuse(f"another zhuanban command is at work on {home.path}: wait until it ends")
    left = home.running() is not None
    home.clear_leftovers()
    return left


def _check_port(host: str, port: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            with socket.create_server((host, port)):
                return
        except OSError as error:
            if time.monotonic() > deadline:
                why = "is in use" if "in use" in str(error) else f"cannot be had ({error.strerror})"
                refuse(f"port {port} on {host} {why}: choose another with --port")
            time.sleep(0.1)


def _run(home: Home, host: str, port: int, demo: bool) -> None:
    began = time.monotonic()
    page = _page(host, port)
    engines = Engines(home, *own_addresses())
    supervisor = Supervisor(engines, {}, say)
    supervisor.listen()
    try:
        supervisor.environ = _environment(home, engines, host, port, demo)
        settings = settings_of_house.load(supervisor.environ)
        # The pages load while the engines start and the database is looked after; nobody is told
        # of them until all are ready.
        web = supervisor.start("web", gunicorn_command(settings))
        engines.start("up")
        sign_ins = _prepare(settings, demo)
        _await_page(supervisor, web, page)
        if not supervisor.stopping.is_set():
            _tell_ready(page, sign_ins, home, time.monotonic() - began)
        for name in ("worker", "timetable"):
            supervisor.start(name, [sys.executable, "-m", "portal.cli", name])
        _watch(supervisor, page)
        say("Stopping.")
    finally:
        supervisor.stop()
    say("Stopped.")


def _watch(supervisor: Supervisor, page: str) -> None:
    def tell() -> None:
        supervisor.engines.tell("up", page, supervisor.pids())

    tell()
    supervisor.watch(tell)


def _environment(home: Home, engines: Engines, host: str, port: int, demo: bool) -> dict[str, str]:
    environ = complete_environment(home.path, engines.addresses)
    environ.setdefault("ZHUANBAN_PUBLIC_URL", _page(host, port).rstrip("/"))
    environ |= {"ZHUANBAN_BIND": f"{host}:{port}", "PYTHONUNBUFFERED": "1"}
    return environ | ({"ZHUANBAN_DEMO": "1"} if demo else {})


def _page(host: str, port: int) -> str:
    return f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}/"


def _prepare(settings: Settings, demo: bool) -> list[str]:
    """Lay the database and the demonstration; return what to print about signing in."""
    from portal.cli.house import upgraded
    from portal.kernel.db import connect
    from portal.kernel.foundation import lay

    lay(settings)
    engine = connect(settings.database_url, pool_size=2)
    try:
        before = upgraded(engine)
        if not demo:
            return []
        if before.is_new:
            say("Making the demonstration; this once it takes a moment.")
        from portal.demo import seed

        return seed(engine, settings)
    finally:
        engine.dispose()


def _await_page(supervisor: Supervisor, web: Part, page: str) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while not _answers(page) and not supervisor.stopping.wait(0.05):
        if not web.alive:
            refuse(f"the web server ended at once; what it said is above and in {web.log}")
        if time.monotonic() > deadline:
            refuse(f"the web server does not answer after {READY_PATIENCE:.0f} s; see {web.log}")


def _answers(page: str) -> bool:
    try:
        with urllib.request.urlopen(f"{page}healthz", timeout=2) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def _tell_ready(page: str, sign_ins: list[str], home: Home, seconds: float) -> None:
    say(f"Ready in {seconds:.1f} s: {page}")
    for line in sign_ins:
        say(line)
    from portal.kernel import notices  # importing it at the head would delay the engines

    if unsent := notices.without_carrier():
        kinds = " or ".join(sorted(KINDS[kind] for kind in unsent))
        say(f"No {kinds} is set up: such notices are not sent, and complainants are told by hand.")
    say(f"Data and logs are in {home.path}. Ctrl-C stops everything.")
