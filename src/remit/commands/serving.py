"""How does gunicorn serve Remit? Its settings file, for `remit serve` and `remit demo`."""

from __future__ import annotations

import os
from typing import Any

wsgi_app = "remit.wsgi:application"
bind = os.environ.get("REMIT_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("REMIT_WORKERS", "2"))
threads = int(os.environ.get("REMIT_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112  # nosec B108: memory, for the workers' heartbeat only
timeout = 60
# Longer than a page waits before it asks again, and than a proxy keeps a connection by default: who asks over a connection
# in the moment it is closed is told nothing at all.
keepalive = 75
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
SAY = os.environ.get("REMIT_SAY_WHEN_READY", "")


def when_ready(server: Any) -> None:
    """Say where to go, once it can be gone to."""
    if SAY:
        print(SAY, flush=True)
