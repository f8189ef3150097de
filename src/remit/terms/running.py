"""Which effects of the clauses have a term, and which of those does the product carry out?"""

from collections import defaultdict
from collections.abc import Mapping

from remit.terms.follow_up import NotYet
from remit.terms.model import ForumTerms
from remit.terms.placed import Placed, placed
from remit.terms.values import Effect

Given = Mapping[tuple[str, Effect], tuple[Placed, ...]]


def effects_given(terms: ForumTerms) -> Given:
    """The terms that give each effect of each clause. A clause that gives way is given effect by what took its place."""
    found: dict[tuple[str, Effect], list[Placed]] = defaultdict(list)
    for term in placed(terms):
        for clause in (term.clause, *_gave_way_to(terms, term.clause)):
            for effect in sorted(term.gives):
                found[clause, effect].append(term)
    return {key: tuple(given) for key, given in found.items()}


def _gave_way_to(terms: ForumTerms, clause: str) -> tuple[str, ...]:
    return tuple(name for name, said in terms.clauses.items() if said.gives_way_to == clause)


def not_running(terms: ForumTerms) -> tuple[NotYet, ...]:
    """The effects that do not run, or not wholly: those the file says itself, and those only terms give that no screen knows."""
    said = {(line.clause, line.effect) for line in terms.not_yet}
    given = effects_given(terms)
    silent = [
        NotYet(clause=clause_id, effect=effect, missing=_only_written([term.path for term in given[key]]))
        for clause_id, clause in terms.clauses.items()
        for effect in clause.effects
        if (key := (clause_id, effect)) in given and key not in said
        if not any(term.runs for term in given[key])
    ]
    return (*terms.not_yet, *silent)


def _only_written(paths: list[str]) -> str:
    verb = "says" if len(paths) == 1 else "say"
    return f"{', '.join(paths)} {verb} what is meant; no screen carries it out yet."
