"""Days and times as they are typed on the command line, refused in plain words."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from remit.rules.clock import LONDON, end_of_day, instant


def day(text: str) -> date:
    """A day such as 2026-10-01."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{text} is not a day. Write one like 2026-10-01.") from wrong


def moment(text: str) -> datetime:
    """A time such as 2026-10-01T16:00: a day alone means its end, a time without a zone is England's."""
    try:
        if len(text) == 10:
            return end_of_day(date.fromisoformat(text))
        said = datetime.fromisoformat(text)
        at = said if said.tzinfo else instant(said.date(), said.time())
        return at.astimezone(LONDON)
    except (ValueError, OverflowError) as wrong:  # the first and the last day there are have none beside them
        problem = f"{text} is not a time. Write one like 2026-10-01T16:00, or a day like 2026-10-01."
        raise argparse.ArgumentTypeError(problem) from wrong
