"""Asking for one page again and again, by one client or several at once, bounded in count and in time."""

import http.client
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.counting import ANSWERED, ASKED

LONGEST_ANSWER = 60


class Unexpected(Exception):
    """A page that did not answer as it should."""


@dataclass
class Taken:
    """Seconds of each answer, and how many were not what they should be."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    processor: float = 0
    """Seconds of processor time the server used for all of them."""


@dataclass(frozen=True, eq=False)
class Target:
    """A page to ask for: where, by whom, and the status it answers with."""

    name: str
    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def ask(self, **also: str) -> tuple[float, int, Mapping[str, str]]:
        """Ask once over a connection of its own; seconds until the last byte, bytes, headers."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_ANSWER)
        try:
            connection.request("GET", self.path, headers={**self.headers, "Connection": "close", **also})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        took = time.perf_counter() - began
        if response.status != self.status:
            raise Unexpected(f"{self.path} answered {response.status} instead of {self.status}.")
        return took, len(body), dict(response.getheaders())

    def queries(self) -> int:
        """How many queries one answer takes."""
        return int(self.ask(**{ASKED: "1"})[2][ANSWERED])


def times(target: Target, taken: Taken, *, clients: int, count: int, seconds: float) -> None:
    """Ask at most `count` times, within so many seconds, once for each client at least; what it took goes into `taken`."""
    until = time.monotonic() + seconds
    left = iter(range(count))
    lock = threading.Lock()

    def client() -> None:
        first = True
        while first or time.monotonic() < until:
            with lock:
                if next(left, None) is None:
                    return
            first = False
            try:
                taken.seconds.append(target.ask()[0])
            except (Unexpected, OSError, http.client.HTTPException):
                taken.failed += 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
