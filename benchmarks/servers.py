"""gunicorn as `remit serve` runs it, on this machine only, and stopped whatever happens."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
START_SECONDS = 60
_DIE_WITH_PARENT = 1


@dataclass(frozen=True)
class Server:
    """A server that answers: where, and its first process."""

    port: int
    pid: int

    def workers(self) -> list[int]:
        """Its processes that answer, as they are now."""
        return _children(self.pid)

    def processor_seconds(self) -> float:
        """Processor time its workers have used so far: other work on the machine hardly changes it."""
        return sum(_used(pid) for pid in _children(self.pid))

    def memory_of_workers(self) -> list[float]:
        """Resident memory of each worker, in megabytes."""
        return sorted(_resident(pid) for pid in _children(self.pid))


@contextmanager
def serving(settings: str, database: str) -> Iterator[Server]:
    """Serve with these settings from that database until the block is left."""
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", "python:remit.commands.serving",
        "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--max-requests", "0",
    ]  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "REMIT_DATABASE_URL": database}
    # Its first process gets the signal to stop even where this one is killed.
    process = subprocess.Popen(command, env=environment, preexec_fn=_stop_with_parent, start_new_session=True)
    try:
        _wait_until_served(process, port)
        yield Server(port, process.pid)
    finally:
        _stop(process)


def _stop_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _wait_until_served(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}.")
        if len(_children(process.pid)) == WORKERS:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    return
        time.sleep(0.1)
    raise RuntimeError("The server did not start in time.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def _used(pid: int) -> float:
    own, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(own) + int(system)) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
