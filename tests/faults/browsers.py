"""Browsers over real sockets that go on trying, as a patient person does."""

import http.client
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
UNAVAILABLE = "系统暂时无法使用"


@dataclass
class Browser:
    """One visitor with cookies; `statuses` counts what was answered."""

    port: int
    cookie: str = ""
    statuses: Counter[int] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Send one request and return status and page (or the address it leads to)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(data or {}), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        finally:
            connection.close()
        if (given := answer.getheader("Set-Cookie")) is not None:
            self.cookie = given.split(";")[0]
        self._note(answer.status, body)
        return answer.status, answer.getheader("Location") or body

    def _note(self, status: int, body: str) -> None:
        self.statuses[status] += 1
        if status == 503 and UNAVAILABLE not in body:
            self.unclear.append(body)

    def hand_in(self, draft: str, patience: float = 60.0) -> str:
        """Hand in a draft, again and again while the portal is unavailable; return the receipt."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            status, page = self.ask("GET", f"{draft}/check")
            if status == 200:
                sent = {"csrf_token": _TOKEN.search(page)[1], "declaration": "y"}
                status, page = self.ask("POST", f"{draft}/check", sent)
            if status == 303:
                return page
            assert status == 503, f"{status}: {page}"
            time.sleep(0.1)
        raise AssertionError(f"{draft} could not be handed in: {self.statuses}")
