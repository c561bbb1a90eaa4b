"""The virus scanner: what it lets pass, what it stops, and that nothing passes without it."""

import io
import socket
import socketserver
import threading

import pytest
from sqlalchemy import func, select

from portal.kernel.db import transaction
from portal.kernel.storage import Refused, Scanner, Store, StoredObject
from tests.kernel import samples
from tests.kernel.mailbox import AT


def put(store, session, data, label):
    with transaction(session):
        return store.put(session, io.BytesIO(data), label, at=AT)


@pytest.fixture
def clamd():
    """A scanner that finds something in whatever contains EICAR; gives its `host:port`."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            assert self.rfile.read(10) == b"zINSTREAM\0"
            data = b""
            while size := int.from_bytes(self.rfile.read(4)):
                data += self.rfile.read(size)
            verdict = b"Eicar FOUND" if b"EICAR" in data else b"OK"
            self.wfile.write(b"stream: " + verdict + b"\0")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_scanner_lets_good_files_pass_and_stops_the_others(files, session, clamd):
    store = Store(files.as_uri(), scanner=Scanner(clamd))
    assert store.verify(put(store, session, samples.PDF, "a.pdf").sha256)
    with pytest.raises(Refused) as refusal:
        put(store, session, b"EICAR test", "a.txt")
    assert refusal.value.code == "infected"


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense"])
def test_without_its_scanner_nothing_passes(files, session, address):
    store = Store(files.as_uri(), scanner=Scanner(address, timeout=2))
    with pytest.raises(Refused) as refusal:
        put(store, session, samples.PDF, "a.pdf")
    assert refusal.value.code == "scanner_unavailable"
    assert session.scalar(select(func.count()).select_from(StoredObject)) == 0


def test_a_scanner_that_hangs_is_not_waited_for_long(files, session):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = Store(
            files.as_uri(), scanner=Scanner(f"127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)
        )
        with pytest.raises(Refused, match="暂时不可用"):
            put(store, session, samples.PDF, "a.pdf")
