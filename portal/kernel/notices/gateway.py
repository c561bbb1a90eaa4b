"""SMS over an HTTP gateway: one JSON POST, safe to repeat by its Idempotency-Key."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from portal.kernel.notices.message import Notice, Proof, Undeliverable

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LONGEST_REPLY = 64 * 1024
_BAD_MESSAGE = {400, 404, 410, 413, 422}
_BAD_TOKEN = {401, 403}


class Gateway:
    """A gateway that takes {"to", "body"} and answers 2xx with {"id"}; `timeout` in seconds.

    Redirects are not followed and no proxy is asked: the token goes to this host alone.
    """

    def __init__(self, url: str, token: str, *, timeout: float = 10.0) -> None:
        self._url = urlsplit(url)
        host = self._url.hostname
        if not host or self._url.scheme not in ("http", "https"):
            raise ValueError("the SMS gateway must be https://HOST/PATH")
        if self._url.scheme == "http" and host not in _LOOPBACK:
            raise ValueError("the SMS gateway needs https://, for a token and a number travel")
        if not token.isascii() or not token.isprintable():
            raise ValueError("the SMS gateway's token must be plain ASCII")
        self._token = token
        self._timeout = timeout

    def carry(self, notice: Notice) -> Proof:
        """Hand one message to the gateway."""
        try:
            status, reply = self._post(notice)
        except (OSError, http.client.HTTPException):
            raise Undeliverable(False, "unreachable") from None
        if status in _BAD_MESSAGE:
            raise Undeliverable(True, "refused")
        if not 200 <= status < 300:
            raise Undeliverable(False, "misconfigured" if status in _BAD_TOKEN else "busy")
        return Proof("gateway", _reference(reply), notice.at)

    def _post(self, notice: Notice) -> tuple[int, bytes]:
        connection = self._connect()
        path = self._url.path or "/"
        try:
            connection.request(
                "POST",
                f"{path}?{self._url.query}" if self._url.query else path,
                json.dumps({"to": notice.to, "body": notice.body}, ensure_ascii=False).encode(),
                {
                    "Authorization": f"Bearer {self._token}",
                    "Content-Type": "application/json; charset=utf-8",
                    "Accept": "application/json",
                    "Idempotency-Key": notice.key,
                },
            )
            response = connection.getresponse()
            return response.status, response.read(_LONGEST_REPLY)
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._url.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)


def _reference(reply: bytes) -> str:
    """Return the gateway's name for the message; an answer without one is proof all the same."""
    try:
        found = json.loads(reply)
    except ValueError:
        return ""
    name = found.get("id", "") if isinstance(found, dict) else ""
    return str(name)[:200] if isinstance(name, str | int) else ""
