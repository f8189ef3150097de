"""A worker is killed at random while it delivers, again and again: is every message handed over, and what is repeated?

    scripts/with-postgres.sh .venv/bin/python -m benchmarks.killed_worker [--kills 100] [--messages 60] [--seed 1]

Each worker is a process of its own over a connection of its own, ended by SIGKILL after a random part of a second. The
mail server is another process: it writes the id of a mail down, waits a little, and only then says that it took it, so
that workers die on either side of that. It fails where a message was not handed over, where another id than a message's
own came in, or where a mail was repeated that the server had answered for and Remit had written down.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings.testing")

BEGIN = datetime(2026, 10, 14, 9, tzinfo=UTC)
LONGEST = 300
"""Seconds for the whole drill."""


def serve_mail(listening: socket.socket, written: Path) -> None:
    """Take mail, one conversation at a time, writing each id down before it is answered for. Never returns."""
    with written.open("a", buffering=1) as log:
        while True:
            conversation, _ = listening.accept()
            try:
                _converse(conversation, log.write)
            except OSError:
                pass
            finally:
                conversation.close()


def _converse(conversation: socket.socket, note) -> None:
    say = conversation.sendall
    say(b"220 drill\r\n")
    lines = conversation.makefile("rb")
    for line in lines:
        word = line.split(None, 1)[0].upper() if line.strip() else b""
        if word == b"DATA":
            say(b"354 go on\r\n")
            for part in lines:
                if part == b".\r\n":
                    break
                if part.lower().startswith(b"message-id:"):
                    note(part.split(b":", 1)[1].decode().strip() + "\n")
            time.sleep(random.random() * 0.01)
            say(b"250 taken\r\n")
        elif word == b"QUIT":
            say(b"221 bye\r\n")
            return
        else:
            say(b"250 drill\r\n")


def deliver_at(port: int, at: datetime) -> None:
    """Be a worker at that moment."""
    from django.db import connections

    from remit.casework.delivery import deliver
    from remit.commands.mails.mail_server import mail_server

    connections.close_all()
    with mail_server(f"smtp://127.0.0.1:{port}", sender="remit@council.example") as way:
        deliver(way.send, clock=lambda: at)


def forked(work, *parts) -> int:
    """Do this in a process of its own; answers with its id."""
    pid = os.fork()
    if pid == 0:
        try:
            work(*parts)
        finally:
            os._exit(0)
    return pid


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--messages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    import remit.casework.delivery
    import remit.commands.mails.mail_server  # noqa: F401  before the workers begin
    from remit.casework.outbox import post
    from remit.records.messages import Message

    call_command("migrate", verbosity=0)
    for number in range(args.messages):
        post(
            key=f"drill:{number}",
            kind="drill",
            to=f"reader{number}@example.invalid",
            heading="A drill",
            text="Look.",
            now=BEGIN,
        )
    ids = dict(Message.objects.values_list("message_id", "key"))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(50)
    port = listening.getsockname()[1]
    connections.close_all()
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "taken"
        taken.touch()
        server = forked(serve_mail, listening, taken)
        began, kills, mid_way, at = time.monotonic(), 0, 0, BEGIN
        try:
            while kills < args.kills and time.monotonic() - began < LONGEST:
                if not Message.objects.filter(state="waiting").exists():
                    Message.objects.update(
                        state="waiting", taken_until=None, next_try_at=BEGIN, handed_at=None
                    )
                    taken.write_text("")
                connections.close_all()
                worker = forked(deliver_at, port, at)
                time.sleep(random.random() * 0.8)
                os.kill(worker, signal.SIGKILL)
                os.waitpid(worker, 0)
                kills, at = kills + 1, at + timedelta(minutes=11)  # past the lease of the one that was killed
                mid_way += Message.objects.filter(state="waiting", taken_until__isnull=False).exists()
                at = BEGIN + timedelta(minutes=11 * (kills % 400))
                if kills % 400 == 0:
                    Message.objects.update(taken_until=None)
            connections.close_all()
            deliver_at(port, at + timedelta(hours=1))
        finally:
            os.kill(server, signal.SIGKILL)
            os.waitpid(server, 0)
        came = Counter(taken.read_text().split())
    waiting = Message.objects.exclude(state="handed-over").count()
    strange = set(came) - set(ids)
    lost = set(ids) - set(came)
    repeated = sum(times - 1 for times in came.values())
    print(
        f"{kills} workers killed, {mid_way} with a message in hand; {len(ids)} messages: {len(lost)} lost,"
        f" {waiting} not handed over, {repeated} repeated under their own id, {len(strange)} under another."
    )
    sound = not (waiting or strange or lost) and repeated <= mid_way and mid_way > 0
    print("Nothing was lost." if sound else "FAILED")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
