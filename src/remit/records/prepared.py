"""How is a question put that comes with every page? Made into SQL once in a process, and asked again with other values.

To build a queryset and compile it takes Django longer than the database takes to answer it. A prepared question is built
from its shape alone, before any value is known: so nothing of whoever asked first can stay in it for who asks next.

    @prepared
    def held_seats() -> QuerySet[SeatHolding]:
        return SeatHolding.objects.on(Given("day")).filter(staff=Given("staff"), seat__in=GivenEach("seats"))

    held_seats(day=today, staff=7, seats=["chair", "fostering"])
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet

from remit.records.plans import binding_cursor

Row = TypeVar("Row")
MOST_TEXTS = 50
"""So many spellings of one statement are kept, which differ in how long the lists in it are."""


class Given(Expression):
    """The place of one value. It is never null: a null is asked for with `isnull`, which is another shape."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", (self,)

    def adapted(self, value: Any, connection: BaseDatabaseWrapper) -> list[Any]:
        """What the database is handed."""
        if value is None:
            raise ValueError(f"Nothing is given for {self.name}.")
        return [_adapted(value, connection)]


class GivenEach(Given):
    """The place of several values after `in`; none of them finds nothing. Not to be used in `exclude`."""

    def adapted(self, value: Collection[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        return [_adapted(one, connection) for one in value] or [None]


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


@dataclass(frozen=True)
class _Written:
    """A queryset with its SQL, cut at the places of its parameters."""

    rows: QuerySet[Any, Any]
    compiler: Any
    pieces: tuple[str, ...]
    parameters: tuple[Any, ...]
    names: frozenset[str]
    converters: Mapping[int, Any]
    texts: dict[tuple[int, ...], str] = field(default_factory=dict)

    def asked(self, given: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The rows as the database gives them."""
        with binding_cursor(connection) as cursor:
            cursor.execute(*self.sql(given, connection))
            rows = cursor.fetchall()
        return [row[: self.compiler.col_count] for row in rows] if self.compiler.has_extra_select else rows

    def sql(self, given: Mapping[str, Any], connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The statement and its values."""
        if missing := self.names - given.keys():
            raise TypeError(f"Not given: {', '.join(sorted(missing))}.")
        values: list[Any] = []
        lengths: list[int] = []
        for parameter in self.parameters:
            if not isinstance(parameter, Given):
                values.append(parameter)
                continue
            one = parameter.adapted(given[parameter.name], connection)
            values += one
            if isinstance(parameter, GivenEach):
                lengths.append(len(one))
        return self.text(tuple(lengths)), tuple(values)

    def text(self, lengths: tuple[int, ...]) -> str:
        """The statement with a place for each value, where so many are given for each list in it."""
        text = self.texts.get(lengths)
        if text is None:
            left = iter(lengths)
            places = [
                ", ".join(["%s"] * (next(left) if isinstance(one, GivenEach) else 1))
                for one in self.parameters
            ]
            text = "".join(chain.from_iterable(zip(self.pieces, [*places, ""], strict=True)))
            if len(self.texts) < MOST_TEXTS:
                self.texts[lengths] = text
        return text


class Prepared(Generic[Row]):
    """A question made into SQL once for each shape it has."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: dict[tuple[Hashable, ...], _Written | None] = {}

    def __call__(self, *shape: Hashable, **given: Any) -> list[Row]:
        """The rows. `shape` says how the question is built; `given` are the values it is asked with, those it needs or more."""
        if shape not in self._written:
            self._written[shape] = _written(self._build(*shape))
        written = self._written[shape]
        if written is None:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        # There is no public way to it: a raw queryset takes a statement as text, but knows no related rows and no tuples.
        # So the queryset is handed a query that answers with our rows where it would ask. Each kind of question has its
        # test in test_prepared.py, which tells of a Django that does this otherwise.
        compiler = copy.copy(written.compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_, **__: [written.asked(given, connection)]
        compiler.get_converters = lambda _: written.converters
        query = copy.copy(written.rows.query)
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(_over(written.rows, query))


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Prepare what this function builds. It sees the shape, never a value."""
    return Prepared(build)


def _written(rows: QuerySet[Any, Any]) -> _Written | None:
    """Compile a queryset; none where its shape can find nothing."""
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    pieces = tuple(sql.split("%s"))
    names = frozenset(one.name for one in parameters if isinstance(one, Given))
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return _Written(rows, compiler, pieces, tuple(parameters), names, converters)


def _over(rows: QuerySet[Any, Row], query: Any) -> QuerySet[Any, Row]:
    """A queryset like that one, over another query; a clone would copy the whole of the query with it."""
    made = rows.__class__(model=rows.model, query=query, using=DEFAULT_DB_ALIAS)
    made._iterable_class, made._fields = rows._iterable_class, rows._fields  # type: ignore[attr-defined]
    return made
