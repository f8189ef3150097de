"""How do the terms of reference read as pages: each clause with its reading, its effects and the terms that give them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from remit.rules.text import listed
from remit.terms import load
from remit.terms.model import Clause, ForumTerms, Meets
from remit.terms.placed import Placed, at, placed
from remit.terms.running import effects_given, not_running
from remit.terms.told import told_whole

MADE = "<!-- Made by `remit docs` from the forum's file. Change that, not this. -->"
DECIDES = {True: "It decides.", False: "It tracks.", None: "Its document does not say whether it decides."}


def rulebook() -> dict[str, str]:
    """A page for each forum and one that lists them, by file name."""
    forums = {forum: load.merged(forum) for forum in load.forum_ids()}
    made = {f"{forum}.md": "\n".join(_page(terms)) for forum, terms in forums.items()}
    return {"README.md": "\n".join(_contents(forums.values())), **made}


def _contents(forums: Iterable[ForumTerms]) -> Iterator[str]:
    yield from (
        MADE,
        "",
        "# Rulebook",
        "",
        "| forum | clauses | approved | review due |",
        "|---|---|---|---|",
    )
    for terms in forums:
        own = len(terms.own_clauses)
        inherited = len(terms.clauses) - own
        counted = f"{own}" + (f" and {inherited} inherited" if inherited else "")
        yield f"| [{terms.name}]({terms.id}.md) | {counted} | {terms.approved_on or 'not said'} | {terms.review_due or 'not said'} |"
    yield ""


def _page(terms: ForumTerms) -> Iterator[str]:
    yield from (MADE, "", f"# {terms.name} ({terms.short})", "", terms.purpose, "", DECIDES[terms.decides])
    yield f"{_sits(terms.meets)} ({terms.meets.clause})"
    approved, due = terms.approved_on or "on a day not given", terms.review_due
    yield f"Approved: {approved}. Review due: {due or 'on a day not given'}."
    yield from ("", "## Seats", "", "| seat | role | places | for | clause |", "|---|---|---|---|---|")
    for seat in terms.seats:
        name = f"{seat.name} (to be named)" if seat.to_be_named else seat.name
        places = f"{seat.holders}{', in turn' if seat.rotates else ''}"
        yield f"| {name} | {seat.role} | {places} | {listed(seat.represents)} | {seat.clause} |"
    yield from ("", "## Clauses", "")
    for clause_id, clause in terms.clauses.items():
        yield from _clause(terms, clause_id, clause)


def _sits(meets: Meets) -> str:
    often = f"every {meets.every}" if meets.every.count > 1 else f"every {meets.every.unit[:-1]}"
    which = (
        ""
        if meets.week is None
        else f", {'the last' if meets.week == 'last' else f'number {meets.week}'} of the month"
    )
    since = f", counted from {meets.first.day} {meets.first:%B %Y}" if meets.first else ""
    return f"It sits {often} on {meets.on}{which}, {meets.starts:%H:%M} to {meets.ends:%H:%M}{since}."


def _clause(terms: ForumTerms, clause_id: str, clause: Clause) -> Iterator[str]:
    yield from (f"### {clause_id}", "", clause.says, "")
    if clause.inherited_from:
        gives_way = f" It gives way to {clause.gives_way_to} here." if clause.gives_way_to else ""
        yield from (f"Inherited from {clause.inherited_from}.{gives_way}", "")
    if clause.as_written:
        yield from (f"As written: {clause.as_written}", "")
    if clause.reading:
        yield from (f"Reading: {clause.reading}", "")
        document = load.to_document(terms)
        yield from (f"- `{path}`: {_value(document, path)}" for path in clause.set_by)
        yield from [""] if clause.set_by else []
    for other in clause.alternatives:
        yield from (f"It could also be read: {other.says}.", "")
    yield f"Effects: {listed(clause.effects)}."
    yield ""
    for found in _terms(terms, clause_id):
        yield f"- `{found.path}` ({listed(sorted(found.gives))}): {told_whole(found.term)}"
    for line in not_running(terms):
        if line.clause == clause_id:
            yield f"- Not yet ({line.effect}): {line.missing}"
    yield ""


def _value(document: dict[str, object], path: str) -> str:
    try:
        value = at(document, path)
    except KeyError:
        return "taken out"
    if isinstance(value, list):
        return (
            listed([str(item.get("id", "")) if isinstance(item, dict) else str(item) for item in value])
            or "none"
        )
    if isinstance(value, dict):
        return ", ".join(f"{key} {said}" for key, said in value.items() if said not in (None, [], False))
    return str(value)


def _terms(terms: ForumTerms, clause_id: str) -> list[Placed]:
    """The clause's own terms; of one that gave way, those that took its place."""
    own = [found for found in placed(terms) if found.clause == clause_id]
    if own:
        return own
    given = effects_given(terms)
    return list(
        dict.fromkeys(found for (clause, _), terms in given.items() if clause == clause_id for found in terms)
    )
