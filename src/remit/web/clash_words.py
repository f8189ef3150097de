"""How is it said that somebody is wanted at two meetings at once?"""

from __future__ import annotations

from remit.reading.clashes import ClashLine
from remit.rules.text import counted, listed
from remit.web import formats


def clash_words(line: ClashLine) -> str:
    """At the same time: Permanency Planning, 2pm to 4pm. You and Ada Sample sit on both."""
    hours = f"{formats.time(line.start)} to {formats.time(line.end)}"
    said = [f"At the same time: {line.forum_name}, {hours}."]
    who = [*(["you"] if line.you else []), *line.people]
    if line.others:
        more = "other person" if line.you else "person"
        who.append(counted(line.others, more, "other people" if line.you else "people"))
    if who:
        one = len(who) == 1 and not line.you and line.others < 2
        words = f"{listed(who)} {'sits' if one else 'sit'} on both."
        said.append(f"{words[:1].upper()}{words[1:]}")
    if line.services:
        said.append(f"Both have seats for {listed(line.services)}, and not all are filled.")
    return " ".join(said)
