"""How does a part of `remit terms` say its answer: one JSON document, or words?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from remit.rules.clock import ends_a_day, local

DONE, REFUSED, USAGE = 0, 1, 2
Row = dict[str, Any]


def say(args: argparse.Namespace, found: Any, in_words: Callable[[Any], str]) -> int:
    """Print an answer; answers with the exit code of what is done."""
    print(as_json(found) if args.json else in_words(found))
    return DONE


def as_json(found: object) -> str:
    """One JSON document, for people to read too."""
    return json.dumps(found, ensure_ascii=False, indent=2)


def wrong_usage(problem: str) -> int:
    """Say what was asked for and is not there."""
    print(problem, file=sys.stderr)
    return USAGE


def moment(at: datetime) -> str:
    """An instant as clocks in England show it, with its offset. The end of a day is its last second."""
    shown = local(at - timedelta(seconds=1) if ends_a_day(at) else at)
    return shown.isoformat(timespec="seconds")
