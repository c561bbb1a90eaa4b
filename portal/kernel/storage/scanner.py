"""ClamAV over its socket (INSTREAM): asked when configured, and then nothing passes unasked."""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

from portal.kernel.storage.refusals import Refused

_CHUNK = 64 * 1024
_LENGTH = struct.Struct(">L")
_LONGEST_REPLY = 4096


@dataclass(frozen=True)
class Scanner:
    """A clamd at `host:port` or at the path of its socket; `timeout` in seconds."""

    address: str
    timeout: float = 30.0

    def scan(self, file: BinaryIO, label: str) -> None:
        """Refuse a file in which clamd finds something, or that clamd could not judge."""
        try:
            with self._connect() as clamd:
                reply = self._ask(clamd, file)
        except (OSError, ValueError) as error:
            raise Refused("scanner_unavailable", label=label) from error
        if reply.endswith(b" FOUND"):
            raise Refused("infected", label=label)
        if reply != b"stream: OK":
            raise Refused("scanner_unavailable", label=label)

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            clamd = socket.socket(socket.AF_UNIX)
            clamd.settimeout(self.timeout)
            clamd.connect(self.address)
            return clamd
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), self.timeout)

    def _ask(self, clamd: socket.socket, file: BinaryIO) -> bytes:
        clamd.sendall(b"zINSTREAM\0")
        file.seek(0)
        while chunk := file.read(_CHUNK):
            clamd.sendall(_LENGTH.pack(len(chunk)) + chunk)
        clamd.sendall(_LENGTH.pack(0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY:
            part = clamd.recv(_LONGEST_REPLY)
            if not part:
                break
            reply += part
        return reply.rstrip(b"\0\n")
