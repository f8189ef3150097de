"""`remit work`: do the long work that waits (large files to preview, load or undo), and end.

A page starts it where a file is too large to be loaded while somebody waits; a timer may start it too, as often as wanted.
Several at once share the work out. One that is killed loses nothing: another takes up what it left.
"""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event, Thread

from remit.commands.arrival import taken_now

EVERY_SECONDS = 2.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `work` to the command line."""
    says = "load, preview or undo the large files that wait, and end"
    parser = subparsers.add_parser("work", help=says, description=says)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what waits, one after the other."""
    done = work_off()
    print(f"{done} done." if done else "Nothing waits.", file=sys.stderr)
    return 0


def work_off() -> int:
    """Do the work that waits until none is left; answers with how many pieces."""
    from remit.casework.long_work import waiting

    # Also where it was started in the background, which ignores it: stopping work breaks it off by this signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    done = 0
    while (ref := waiting(taken_now())) is not None:
        _carried_out(ref)
        done += 1
    return done


def _carried_out(ref: str) -> None:
    """Do one piece of work, showing meanwhile that it goes on; where somebody stops it, break it off."""
    from django.db import connection

    from remit.casework.long_work import carry_out

    over, stopped = Event(), Event()
    beats = Thread(target=_beat, args=(ref, over, stopped), daemon=True)
    beats.start()
    try:
        try:
            carry_out(ref, now=taken_now())
        finally:
            over.set()
            beats.join()
    except KeyboardInterrupt:
        connection.close()  # whatever was written goes with it
        if not stopped.is_set():
            raise


def _beat(ref: str, over: Event, stopped: Event) -> None:
    from _thread import interrupt_main

    from django.db import DatabaseError, connection

    from remit.casework.long_work import beat

    try:
        while not over.wait(EVERY_SECONDS):
            try:
                if not beat(ref, taken_now()):
                    stopped.set()
                    interrupt_main()
                    return
            except DatabaseError:
                connection.close()  # SQLite lets nobody write while the work does: the next beat tries again
    finally:
        connection.close()
