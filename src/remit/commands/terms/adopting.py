"""What does `remit terms adopt` do: show every date, duty and form that would change, and with `--as` adopt the terms?"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from remit.commands.terms.said import Row, say
from remit.commands.terms.sources import Adopted, Source
from remit.rules.calendar import WorkCalendar, month_later
from remit.rules.forum_calendar import by_cadence
from remit.rules.outcomes import Refused
from remit.rules.terms_difference import difference
from remit.terms.bank_holidays import bank_holidays
from remit.terms.model import ForumTerms


def adopt(args: argparse.Namespace, source: Source) -> int:
    """Show what changes from that day on, and adopt it where somebody does so. Only forums that are switched on are asked about.

    Refuses: a forum that is not switched on.
    """
    until = args.until or month_later(args.since, 12) - timedelta(days=1)
    running = Adopted()
    if args.forum and args.forum not in running.forums():
        raise Refused(
            f"The forum {args.forum} is not switched on.",
            remedy="An administrator switches it on, on the page of seats and forums; then its terms can be changed.",
        )
    forums = [forum for forum in running.forums() if args.forum in (None, forum)]
    found = [
        (forum, running.in_force(forum, args.since), source.terms(forum)[0])
        for forum in forums
        if forum in source.forums()
    ]
    rows = [_row(forum, now, then, args.since, until) for forum, now, then in found]
    if args.as_user:
        for row, (_, _, then) in zip(rows, found, strict=True):
            row["adopted"] = _adopted(then, args)
    return say(args, rows, lambda shown: "\n\n".join(map(adoption_text, shown)))


def _row(forum: str, now: ForumTerms, then: ForumTerms, since: date, until: date) -> Row:
    changes = difference(
        by_cadence(now, since=since, until=until),
        by_cadence(then, since=since, until=until),
        since=since,
        until=until,
        calendar=WorkCalendar(bank_holidays()),
    )
    return {
        "forum": forum,
        "from": since.isoformat(),
        "to": until.isoformat(),
        "changes": [asdict(change) for change in changes],
        "adopted": None,
    }


def _adopted(terms: ForumTerms, args: argparse.Namespace) -> Row:
    from django.db import transaction

    from remit.casework.terms import adopt_terms
    from remit.commands.arrival import taken_now
    from remit.reading.viewers import viewer_named

    now = taken_now()
    with transaction.atomic():
        done = adopt_terms(
            terms=terms, effective_from=args.since, actor=viewer_named(args.as_user, now=now), now=now
        )
    return {"new": done.new, "meetings": done.meetings}


def adoption_text(row: Mapping[str, Any]) -> str:
    """What changes for a forum, in words."""
    lines = [f"{row['forum']} from {row['from']} (dates until {row['to']}):"]
    lines += [_change_text(change) for change in row["changes"]] or ["  nothing changes"]
    if row["adopted"]:
        lines.append("  adopted" if row["adopted"]["new"] else "  these terms were in force already")
    return "\n".join(lines)


def _change_text(change: Mapping[str, Any]) -> str:
    clause = f" ({change['clause']})" if change["clause"] else ""
    if change["before"] is None:
        return f"  new: {change['what']}{clause}: {change['after']}"
    if change["after"] is None:
        return f"  gone: {change['what']}{clause}: {change['before']}"
    return f"  {change['what']}{clause}: {change['before']} becomes {change['after']}"
