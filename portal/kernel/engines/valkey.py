"""One embedded Valkey over a Unix socket; it holds the doorbell only, never the truth."""

import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from portal.kernel.engines.binaries import find_valkey
from portal.kernel.engines.failure import EngineFailure
from portal.kernel.engines.processes import spawn, stop

START_PATIENCE = 60.0


class Valkey:
    """A server with its files in `folder` and its socket in `sockets`."""

    label = "Valkey"

    def __init__(self, folder: Path, sockets: Path, log: Path) -> None:
        self.folder = folder
        self.socket = sockets / "valkey.sock"
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for redis-py and RQ."""
        return f"unix://{quote(str(self.socket))}?db=0"

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Run the server and wait until it answers."""
        server = find_valkey()
        for folder in (self.folder, self.socket.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        command = [str(server)]
        for key, value in settings.items():
            command += [f"--{key}", value]
        self.process = spawn(command, log=self.log)
        self._await_answer()

    def stop(self) -> None:
        """End the server once its file is written."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM, patience=10)
            self.process = None

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while not self._answers():
            if not self.alive:
                self.process = None
                raise EngineFailure(f"Valkey ended at once; see {self.log}")
            if time.monotonic() > deadline:
                raise EngineFailure(f"Valkey does not answer; see {self.log}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        """Ask in Redis's own words: importing its client costs more than starting the server."""
        try:
            with socket.socket(socket.AF_UNIX) as asked:
                asked.settimeout(5)
                asked.connect(str(self.socket))
                asked.sendall(b"PING\r\n")
                return asked.recv(7).startswith(b"+PONG")
        except OSError:
            return False
