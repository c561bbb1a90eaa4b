"""Clients for the benchmarks: keep-alive connections, wall-clock times of single requests."""

import http.client
import math
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Measured:
    """Times of single requests in seconds, and the wall time of all of them."""

    times: list[float]
    wall: float

    @property
    def per_second(self) -> float:
        """Requests finished per second of wall time."""
        return len(self.times) / self.wall

    def percentile(self, share: float) -> float:
        """Return the time in milliseconds within which a share of the requests ended."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


class Client:
    """One browser with one connection and a cookie jar of one cookie per name."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Return (status, body, Location) of one request."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.split(";")[0]
        return answer.status, text, answer.getheader("Location") or ""

    def token(self, path: str) -> str:
        """Return the CSRF token of a page, good for every form of this browser."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.send("GET", path)[1])
        if found is None:
            raise RuntimeError(f"{path} carries no form")
        return found[1]


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(requests: Iterable[Callable[[], object]]) -> Measured:
    """Do requests one after the other."""
    began = time.perf_counter()
    times = [timed(request) for request in requests]
    return Measured(times, time.perf_counter() - began)


def at_once(clients: list[list[Callable[[], object]]]) -> Measured:
    """Let several clients work through their requests at the same time."""
    kept: list[list[float]] = [[] for _ in clients]

    def work(place: int) -> None:
        kept[place] = [timed(request) for request in clients[place]]

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(clients))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured([t for times in kept for t in times], time.perf_counter() - began)
