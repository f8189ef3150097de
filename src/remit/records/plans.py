"""Does PostgreSQL plan a statement anew each time it is asked? Not one that is asked with every page.

Django writes the values of a statement into its text, so that the server meets each text for the first time. Here the
text goes without its values; asked a second time over one connection it is read and planned once, and kept there
(`POSTGRES_OPTIONS` of the settings).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def binding_cursor(connection: BaseDatabaseWrapper) -> Any:
    """A cursor of Django's that hands the server the values apart from the statement, where the database is PostgreSQL."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    link: Any = connection.connection
    # For this one cursor, and through Django, which counts, logs and closes it like its own: a cursor made by hand would
    # pass all of that by, and Django's setting for it (`server_side_binding`) would hold for every statement there is.
    usual, link.cursor_factory = link.cursor_factory, _binding()
    try:
        return connection.cursor()
    finally:
        link.cursor_factory = usual


@cache
def _binding() -> type[Any]:
    """Made when first needed: the driver of PostgreSQL is not loaded where it is not."""
    from psycopg import Cursor

    class Binding(Cursor[Any]):
        """Keeps the text of a statement that is planned already, for who logs or counts."""

        # Django reads the text off `_query`, which psycopg fills only while a statement is not planned yet; neither has
        # a public way to it. Should a later version rename this, the log lacks those texts and nothing else.
        def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
            self._query = pgq
            super()._send_query_prepared(name, pgq, binary=binary)

    return Binding
