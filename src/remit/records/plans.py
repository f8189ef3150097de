"""Does PostgreSQL plan a statement anew each time it is asked? Not one that is asked with every page.

Django writes the values of a statement into its text, so that the server meets each text for the first time. Here the text goes
without its values; asked a second time over one connection it is read and planned once, and kept there (`POSTGRES_OPTIONS` of the settings).
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
    usual, link.cursor_factory = link.cursor_factory, _binding()
    try:
        return connection.cursor()
    finally:
        link.cursor_factory = usual


@cache
def _binding() -> type[Any]:
    """Made when first needed: the driver of PostgreSQL is not loaded where it is not."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    class Binding(ServerBindingCursor):
        """Keeps the text of a statement that is planned already, for who logs or counts; psycopg keeps the others' only."""

        def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
            self._query = pgq
            super()._send_query_prepared(name, pgq, binary=binary)  # type: ignore[misc]

    return Binding
