"""The sample pages in a real browser: served from this process, so that tests may reach into what they show."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Handler(WSGIHandler):
    """Each request has a thread of its own; its connection goes with it."""

    def __call__(self, *args):
        try:
            return super().__call__(*args)
        finally:
            connections.close_all()


@contextmanager
def served() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(Handler())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
