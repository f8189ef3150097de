"""What does each column of a file of people, seats or allocations mean? And: a workbook to start from, with that beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from remit.rules.viewers import Post


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it means, how it may look, and when it is needed."""

    heading: str
    means: str
    example: str
    needed: str = "If you have it"


ALWAYS = "Always"
POSTS = tuple(post.value.replace("_", " ") for post in Post)
_USERNAME = "The name somebody signs in with: small letters, figures, full stops, hyphens and @ only."
_FROM = Column("From", "The first day it is so. Blank: from today.", "01/09/2026")
_UNTIL = "The first day it is no longer so. Blank: it goes on."

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "people": (
        Column("Username", _USERNAME, "first.last", "Always, or an email address instead"),
        Column("Name", "First and last name.", "First Last", ALWAYS),
        Column("Email", "Their work address.", "first.last@council.example"),
        Column("Job title", "As it should be shown beside the name.", "Social worker"),
        Column(
            "Role",
            f"A post, which says what they may see: {', '.join(POSTS)}. Blank for everybody else: they see their"
            " own children and forums. Who has two posts stands on two rows.",
            "team manager",
        ),
        Column("Team", "The team they work in or manage. A team Remit does not know is made.", "North support",
               "For a team manager"),
        Column("Service", "The service the team belongs to, or that they manage.", "North locality",
               "For a service manager, and for a new team"),
        Column("Area", "The area of the head of service.", "Localities",
               "For a head of service, and for a new service"),
        _FROM,
        Column("Until", "The day they have left: they cannot sign in from that day. Blank: they stay.", "31/10/2026"),
    ),
    "seats": (
        Column("Forum", "The forum, by its name or short name.", "ROR", ALWAYS),
        Column("Seat", "The seat, as the forum's terms name it.", "Fostering", ALWAYS),
        Column("Username", "Who holds it: user name, email address or full name.", "first.last", ALWAYS),
        Column("Deputy", "“yes” for a deputy. “no” or blank: the holder.", "no"),
        _FROM,
        Column("Until", _UNTIL, "31/03/2027"),
    ),
    "allocations": (
        Column("Child id", "The child's id in your case system. Zeros before it count.", "0012345", ALWAYS),
        Column("Worker", "Who works with the child: user name, email address or full name.", "first.last",
               "Always, or a team"),
        Column("Team", "The team the child is with. Blank: the worker's own.", "North support",
               "Where no worker is named"),
        _FROM,
        Column("Until", _UNTIL, "31/10/2026"),
    ),
}  # fmt: skip
"""The columns in the order of a template."""
ROWS = 2_000
"""So many rows below the headings take text and offer choices."""


def template(kind: str, first: Sequence[str] = ()) -> bytes:
    """A workbook with the headings of a kind of file, and on a second sheet what each column means.

    `first`: what stands in the first column already, a row each.
    """
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True, "bottom": 1})
    text, wrapped = (
        book.add_format({"num_format": "@"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet, told = book.add_worksheet(kind.capitalize()), book.add_worksheet("What to write")
    for at, column in enumerate(COLUMNS[kind]):
        sheet.set_column(at, at, max(14, len(column.example) + 2), text)
        sheet.write_string(0, at, column.heading, bold)
        choices = {"Role": POSTS, "Deputy": ("yes", "no")}.get(column.heading)
        if choices:
            offered = {"validate": "list", "source": list(choices), "error_type": "warning"}
            sheet.data_validation(1, at, ROWS, at, offered)
    for row, words in enumerate(first, start=1):
        sheet.write_string(row, 0, words, text)
    sheet.freeze_panes(1, 0)
    told.set_column(0, 0, 16, wrapped)
    told.set_column(1, 1, 80, wrapped)
    told.set_column(2, 3, 28, wrapped)
    for at, words in enumerate(("Heading", "Meaning", "Needed", "Like this")):
        told.write_string(0, at, words, bold)
    for row, column in enumerate(COLUMNS[kind], start=1):
        for at, words in enumerate((column.heading, column.means, column.needed, column.example)):
            told.write_string(row, at, words, wrapped)
    book.close()
    return made.getvalue()
