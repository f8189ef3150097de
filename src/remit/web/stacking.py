"""How does a wide table read on a phone? Each cell behind its heading, the cells of a row under each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

STACKED_FROM = 3
"""Tables of so many columns are too wide for a phone."""
TAG = re.compile(r"<(tr|th|td)((?:\s[^>]*)?)>")
ROLES = {"tr": "row", "th": "rowheader", "td": "cell"}
"""What each part is: said outright, since a table whose cells stand under each other is none to every reader."""


def stacked(rows: Markup, columns: Sequence[str | tuple[str, str]]) -> Markup:
    """The rows of a table, each cell with the heading it stands behind on a phone."""
    headings = [escape(column if isinstance(column, str) else column[0]) for column in columns]
    place = 0

    def labelled(found: re.Match[str]) -> str:
        nonlocal place
        tag = found[1]
        if tag == "tr":
            place = -1
            return f'<tr{found[2]} role="row">'
        place += 1
        label = f' data-label="{headings[place]}"' if tag == "td" and place < len(headings) else ""
        return f'<{tag}{found[2]} role="{ROLES[tag]}"{label}>'

    return Markup(TAG.sub(labelled, str(rows)))  # nosec B704: the rows are markup, the headings escaped
