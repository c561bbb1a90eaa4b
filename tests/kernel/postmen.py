"""Real servers on this machine that take e-mail and SMS, and can be told to misbehave."""

import json
import socketserver
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate(folder: Path) -> Path:
    """Write a certificate of `localhost` with its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    draft = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    draft = draft.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    draft = draft.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    draft = draft.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    file = folder / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(
        secret + draft.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return file


class MailHandler(socketserver.StreamRequestHandler):
    """One conversation in SMTP; answers may be overridden by `server.answers[verb]`."""

    def handle(self):
        """Speak until the client quits."""
        self.say(220, "localhost")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper().decode()
            self.server.heard.append(line.decode().strip())
            if verb in self.server.answers:
                self.say(self.server.answers[verb], "as told")
            elif getattr(self, f"on_{verb.lower()}", self.on_other)():
                return

    def say(self, code, text):
        """Answer in one line."""
        self.wfile.write(f"{code} {text}\r\n".encode())

    def on_ehlo(self):
        """Offer what the server can do."""
        offers = ["localhost", "AUTH PLAIN", *(["STARTTLS"] if self.server.tls else [])]
        for offer in offers[:-1]:
            self.wfile.write(f"250-{offer}\r\n".encode())
        self.say(250, offers[-1])

    def on_star(self):
        """Begin TLS."""
        self.say(220, "go")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb", buffering=0)
        self.server.heard.append("(TLS)")

    def on_auth(self):
        """Let everybody in."""
        self.say(235, "welcome")

    def on_data(self):
        """Take a message."""
        self.say(354, "go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.mails.append(b"".join(lines))
        self.say(self.server.answers.get("END", 250), "taken")

    def on_quit(self):
        """Say goodbye."""
        self.say(221, "bye")
        return True

    def on_other(self):
        """Agree."""
        self.say(250, "fine")


@contextmanager
def mail_server(pem: Path | None = None, *, wrapped: bool = False, **answers: int):
    """Run a mail server; `answers` maps a verb (or END of data) to the code it gets."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailHandler, False)
    server.daemon_threads = True
    server.mails, server.heard, server.answers, server.tls = [], [], answers, None
    server.server_bind()
    server.server_activate()
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        if wrapped:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        else:
            server.tls = context
    yield from _running(server)


class SmsHandler(BaseHTTPRequestHandler):
    """Takes one message per request; a key seen before gives the first answer again."""

    def do_POST(self):
        """Note the message and answer as the server was told."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        self.server.requests.append((self.path, dict(self.headers), json.loads(body)))
        self.server.sent.setdefault(key, f"sms-{len(self.server.sent) + 1}")
        status, reply = self.server.answer or (201, json.dumps({"id": self.server.sent[key]}))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(reply.encode())

    def log_message(self, *_):
        """Keep quiet."""


@contextmanager
def sms_server(answer: tuple[int, str] | None = None):
    """Run an SMS gateway that answers as told."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), SmsHandler)
    server.requests, server.sent, server.answer = [], {}, answer
    yield from _running(server)


def _running(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    server.port = server.server_address[1]
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
