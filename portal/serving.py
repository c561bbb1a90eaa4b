"""How gunicorn serves the portal; the lower-case names are settings of gunicorn's."""

import gc
import os
import signal
import sys
from typing import Any

from flask import Flask
from gunicorn.errors import HaltServer

from portal.kernel.engines.processes import bind_to
from portal.settings import load

bind = os.environ.get("ZHUANBAN_BIND", "127.0.0.1:8000")
worker_class = "gthread"
# The application is loaded once and shared by its workers: half the memory, a quicker start.
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 15
# Requests after which a worker is replaced, against slow leaks; apart, so that not both at once.
max_requests = 50_000
max_requests_jitter = 10_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
limit_request_line = 4094
limit_request_fields = 60
loglevel = "warning"
accesslog = None
control_socket_disable = True


def post_fork(_server: Any, _worker: Any) -> None:
    """End a web worker with its master, however that one ends."""
    bind_to(os.getppid(), signal.SIGKILL)


def worker_exit(_server: Any, _worker: Any) -> None:
    """End a web worker at once: taking a large program apart piece by piece takes seconds."""
    sys.stdout.flush()
    os._exit(0)


def on_exit(_server: Any) -> None:
    """End the master at once too, its workers being gone; a fault keeps its exit code."""
    if not isinstance(sys.exc_info()[1], HaltServer):
        sys.stdout.flush()
        os._exit(0)


def application() -> Flask:
    """Return the application that the environment describes."""
    # Where it is installed, structlog loads it for tracebacks in colour that we never print.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    from portal.app import configure_logs, create_app

    # Nothing made here goes away again: no collector need walk it, now or in each worker, where
    # to look at an object is to copy its page.
    gc.disable()
    configure_logs()
    app = create_app(load(os.environ))
    gc.freeze()
    gc.enable()
    return app
