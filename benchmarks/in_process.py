"""What does each main page cost in one process, without a server? For who wants to make one quicker.

Each is asked for again and again beside the bare table, and the quickest is taken, in processor time of this process alone,
so that other work on the machine changes it little. `make bench ARGS=--in-process` prepares a database for it.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from types import ModuleType
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from benchmarks import floors
from remit.web import urls

ROUNDS, EACH = 12, 4
FLOORS = (
    {"name": "bare page", "path": "/bench/page", "status": 200},
    {"name": "bare table", "path": "/bench/table", "status": 200},
)
Ask = Callable[[], bytes]


def carry_out() -> dict[str, float]:
    """Milliseconds of the quickest answer of each page; which pages there are is read from standard input."""
    prepared = json.load(sys.stdin)
    together = ModuleType("together")
    together.__dict__.update({**vars(urls), "urlpatterns": [*floors.urlpatterns, *urls.urlpatterns]})
    with override_settings(ROOT_URLCONF=together):
        return quickest(
            {page["name"]: asking(page, prepared["sessions"]) for page in (*FLOORS, *prepared["pages"])}
        )


def quickest(asked: Mapping[str, Ask], rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds of the quickest answer, by page."""
    best = dict.fromkeys(asked, float("inf"))
    for number in range(rounds + 1):
        for name, ask in asked.items():
            for _ in range(EACH):
                began = time.process_time()
                ask()
                took = (time.process_time() - began) * 1000
                if number:  # the first round only warms up
                    best[name] = min(took, best[name])
    return best


def asking(page: Mapping[str, Any], sessions: Mapping[str, str]) -> Ask:
    """How to ask for this page once; fails where it answers otherwise than it should."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": page["path"],
        "QUERY_STRING": page.get("query", "").lstrip("?"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    if "as" in page:
        environ["HTTP_COOKIE"] = f"remit_session={sessions[page['as']]}"
    if page["status"] == 204:
        environ["HTTP_X_REMIT_REFRESH"] = "1"
    handler = WSGIHandler()

    def ask() -> bytes:
        told: list[str] = []
        response = handler(dict(environ), lambda status, headers: told.append(status))
        body = b"".join(response)
        response.close()
        if not told[0].startswith(str(page["status"])):
            raise AssertionError(f"{page['path']} answered {told[0]}")
        return body

    return ask
