"""Do the routes fit the forums they lead to? What they name has to be there, in the routes themselves or in a forum's terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from remit.rules.findings import Found
from remit.terms.conditions import COMPARISONS, understood
from remit.terms.model import ForumTerms
from remit.terms.routing import Routes, Row


def check_routes(
    routes: Routes, terms: Mapping[str, ForumTerms], *, known: Collection[str], own: Collection[str]
) -> Iterator[Found]:
    """What is wrong with the routes of an authority.

    `terms`: of each forum that is on. `known`: every forum there is, on or not. `own`: the rows the authority wrote or
    changed itself; of a row that ships, what leads to a forum that is off is not spoken of.
    """
    for place in routes.order:
        if place not in known and place not in routes.external:
            problem = f"The routes lead to `{place}`, which is neither a forum nor a destination outside."
            yield Found("error", None, f"order.{routes.order.index(place)}", problem, _one_of(known))
    for name, outside in routes.external.items():
        for forum in (outside.asked_by, outside.unless):
            if forum is not None and forum not in known:
                problem = f"`{name}` hangs on the forum `{forum}`, which there is not."
                yield Found("error", None, f"external.{name}", problem, _one_of(known))
    for number, row in enumerate(routes.routes):
        yield from (_at(number, found) for found in _row(row, routes, terms, known, own))


def _one_of(known: Iterable[str]) -> str:
    return f"The forums are {', '.join(known)}."


def _at(number: int, found: Found) -> Found:
    return Found(found.severity, found.clause, f"routes.{number}.{found.path}", found.problem, found.remedy)


def _row(
    row: Row, routes: Routes, terms: Mapping[str, ForumTerms], known: Collection[str], own: Collection[str]
) -> Iterator[Found]:
    clause = row.clauses[0]
    outside = routes.external.get(row.to)
    forum = outside.asked_by if outside else row.to
    if forum not in terms:
        if row.id in own and forum in known:
            problem = f"The route `{row.id}` leads to {forum}, which is not switched on."
            yield Found("warning", clause, "to", problem, "Switch the forum on, or take the route out.")
        return
    yield from _of_forum(row, terms[forum])
    yield from _figures(row, terms, known)
    if row.id in own:
        yield from _clauses(row, terms)


def _of_forum(row: Row, said: ForumTerms) -> Iterator[Found]:
    """What the row takes from the terms of the forum it leads to."""
    has = {
        "request": (said.short, [one.id for one in said.requests], [row.request] if row.request else []),
        "papers": (said.short, [one.id for one in said.papers], row.papers),
        "first": (said.short, [one.id for one in said.submission.first], row.first),
        "heard_by": (said.short, [one.id for one in said.owed], [row.heard_by.owed] if row.heard_by else []),
    }
    for key, (short, there, named) in has.items():
        for name in named:
            if name not in there:
                problem = f"The route `{row.id}` names `{name}`, which the terms of {short} do not have."
                remedy = f"They have: {', '.join(there)}." if there else "They have none; take it out."
                yield Found("error", row.clauses[0], key, problem, remedy)


def _figures(row: Row, terms: Mapping[str, ForumTerms], known: Collection[str]) -> Iterator[Found]:
    """The thresholds the condition asks for; the route leads nowhere where one is missing."""
    for test in understood(row.when).every_test():
        figure = test.against[0] if test.how in COMPARISONS else None
        if not isinstance(figure, str):
            continue
        forum, _, threshold = figure.partition(".")
        there = [one.id for one in terms[forum].thresholds] if forum in terms else []
        if threshold in there or (forum in known and forum not in terms):
            continue
        problem = (
            f"The route `{row.id}` asks for the figure `{figure}`, which there is not, so it leads nowhere."
        )
        remedy = f"{forum} has: {', '.join(there)}." if there else "Give the figure itself."
        yield Found("error", row.clauses[0], "when", problem, remedy)


def _clauses(row: Row, terms: Mapping[str, ForumTerms]) -> Iterator[Found]:
    """The clauses a route of the authority's own says it goes by."""
    there = {clause for said in terms.values() for clause in said.clauses}
    for clause in row.clauses:
        if clause not in there:
            problem = f"The route `{row.id}` goes by {clause}, which no forum that is on has."
            yield Found("warning", clause, "clauses", problem, "Name a clause of one of the forums.")
