"""An installation of its own for the benchmarks: data directory, running `up`, its processes."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ZHUANBAN = Path(sys.executable).with_name("zhuanban")
_EASED = {"ZHUANBAN_RATE_LIMITS": "0", "ZHUANBAN_REQUIRE_TOTP": "0"}
"""One client stands for many people here, and signs in without a telephone."""


@dataclass(frozen=True)
class Installation:
    """A running portal: where its data are and on which port it answers."""

    data: Path
    port: int
    process: subprocess.Popen[str]

    def run(self, *arguments: str) -> str:
        """Run a command on this installation and return what it printed."""
        command = [str(ZHUANBAN), "--data", str(self.data), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def json(self, *arguments: str) -> Any:
        """Run a command with --json and return its document."""
        return json.loads(self.run(*arguments, "--json"))

    def memory(self) -> dict[str, int]:
        """Return resident megabytes by part: each web process and the worker."""
        found: dict[str, int] = {}
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                words = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environ = (status.parent / "environ").read_bytes()
                text = status.read_text()
            except OSError:
                continue
            if str(self.data).encode() not in environ or "zhuanban" in words.split(" ")[0]:
                continue
            part = _part(words)
            resident = re.search(r"VmRSS:\s+(\d+)", text)
            if part and resident:
                name = f"{part} {sum(k.startswith(part) for k in found) + 1}"
                found[name] = int(resident[1]) // 1024
        return found


def _part(words: str) -> str | None:
    return next((p for p in ("gunicorn", "worker", "timetable") if p in words), None)


@contextmanager
def installation() -> Iterator[Installation]:
    """Start a portal on an empty data directory and take it down with all it wrote."""
    data = Path(tempfile.mkdtemp(prefix="zhuanban-bench-"))
    data.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(ZHUANBAN), "--data", str(data), "up", "--port", str(port)]
    process = subprocess.Popen(
        command, env={**os.environ, **_EASED}, stdout=subprocess.PIPE, text=True
    )
    try:
        _await_ready(process)
        yield Installation(data, port, process)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(data, ignore_errors=True)


def _await_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    deadline = time.monotonic() + 120
    for line in process.stdout:
        if line.startswith("Ready"):
            return
        if time.monotonic() > deadline:
            break
    raise RuntimeError("the portal did not come up")
