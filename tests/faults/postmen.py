"""A gateway and a mail server that can fall silent in the middle of a message."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes

from tests.kernel import postmen


@dataclass(frozen=True)
class Stage:
    """Where to fall silent: at the first message whose key begins so, taken by then or not."""

    beginning: str
    taken: bool = True


class Silence:
    """Falls silent once at each stage in turn, until told that it is over."""

    def __init__(self, *stages: Stage) -> None:
        self.fell = {stage: threading.Event() for stage in stages}
        self.over = threading.Event()
        self._lock = threading.Lock()

    def at(self, key: str) -> Stage | None:
        """Return the stage that this message begins, if it is the next."""
        with self._lock:
            ahead = (stage for stage, fell in self.fell.items() if not fell.is_set())
            following = next(ahead, None)
            if following is None or not key.startswith(following.beginning):
                return None
            self.fell[following].set()
            return following

    def keep(self) -> None:
        """Say nothing until it is over."""
        self.over.wait(600)


class _Sms(postmen.SmsHandler):
    """Notes each message by its key; what comes twice under one key is one message."""

    def do_POST(self):
        key, silence = self.headers["Idempotency-Key"], self.server.silence
        stage = silence.at(key)
        if stage is not None and not stage.taken:
            silence.keep()
            return
        self.rfile = _Replayed(self.rfile, int(self.headers["Content-Length"]))
        self.server.bodies.setdefault(key, set()).add(json.loads(self.rfile.body)["body"])
        if stage is not None:
            silence.keep()
            return
        super().do_POST()


class _Replayed:
    """A body that was read once and is read again by the handler below."""

    def __init__(self, stream, length):
        self.body = stream.read(length)

    def read(self, _length):
        return self.body

    def readline(self, *_):
        return b""

    def close(self):
        """Nothing is left to close."""


class _Mail(postmen.MailHandler):
    """Falls silent after the whole message came, before it says that it took it."""

    def on_data(self):
        self.say(354, "go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.mails.append(b"".join(lines))
        if self.server.silence.at("mail") is not None:
            self.server.silence.keep()
            return
        self.say(250, "taken")


class Post:
    """Both servers: what they received, as their receivers see it."""

    def __init__(self, sms, mail, silence: Silence) -> None:
        self.sms, self.mail, self.silence = sms, mail, silence

    @property
    def environ(self) -> dict[str, str]:
        """The settings that lead a portal to these servers."""
        return {
            "ZHUANBAN_SMS_URL": f"http://127.0.0.1:{self.sms.port}/send",
            "ZHUANBAN_SMS_TOKEN": "for tests",
            "ZHUANBAN_SMTP_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "ZHUANBAN_MAIL_FROM": "zhuanban@regulator.example",
        }

    def messages(self) -> dict[str, set[str]]:
        """Return the words of each SMS by its key; one key must always say the same."""
        return dict(self.sms.bodies)

    def mails(self) -> dict[str, set[str]]:
        """Return the words of each e-mail by its Message-ID."""
        found: dict[str, set[str]] = {}
        for raw in self.mail.mails:
            message = message_from_bytes(raw)
            words = message.get_payload(decode=True).decode()
            found.setdefault(message["Message-ID"], set()).add(words)
        return found


@contextmanager
def post_office(silence: Silence | None = None) -> Iterator[Post]:
    """Run both servers."""
    silence = silence or Silence()
    with postmen.sms_server() as sms, postmen.mail_server() as mail:
        for server, handler in ((sms, _Sms), (mail, _Mail)):
            server.RequestHandlerClass, server.silence = handler, silence
        sms.bodies, sms.daemon_threads = {}, True
        try:
            yield Post(sms, mail, silence)
        finally:
            silence.over.set()
