"""Does everything a forum's terms name stand in them? Seats, sections, questions, outcomes, clauses."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import get_args

from remit.terms.forms import Outcome, Question
from remit.terms.model import MEETING_ACTS, Evidence, ForumTerms
from remit.terms.placed import walk
from remit.terms.values import Refers, Value


@dataclass(frozen=True, slots=True)
class Dangling:
    """A value that names something which is not there, or does not fit."""

    path: str
    problem: str
    remedy: str


def dangling(terms: ForumTerms) -> tuple[Dangling, ...]:
    """Every name in the terms that leads nowhere, and every id given twice."""
    return (
        *_named_twice(terms),
        *_named_nowhere(terms),
        *_sections_unfilled(terms),
        *_comments_never_taken(terms),
        *_never_asked(terms),
        *_due_times_nowhere(terms),
        *_lists_never_flagged(terms),
    )


def _named_nowhere(terms: ForumTerms) -> Iterator[Dangling]:
    known = _known(terms)
    for path, value in walk(terms):
        for field, target in _references(type(value)).items():
            for name in _names(getattr(value, field)):
                if name not in known[target]:
                    alias = type(value).model_fields[field].alias or field
                    yield _missing(f"{path}.{alias}", name, target, known[target])


def _missing(path: str, name: str, target: str, known: Iterable[str]) -> Dangling:
    near = get_close_matches(name, known, 1)
    remedy = (
        f"Did you mean {near[0]}?"
        if near
        else f"Add it under `{target.split('.')[0]}`, or name one that is there."
    )
    return Dangling(path, f"There is no {_what(target)} {name} in these terms.", remedy)


def _what(target: str) -> str:
    return target.split(".")[-1].removesuffix("s").replace("dutie", "duty")


def _known(terms: ForumTerms) -> dict[str, tuple[str, ...]]:
    return {
        "clauses": tuple(terms.clauses),
        "seats": tuple(seat.id for seat in terms.seats),
        "cohorts": tuple(cohort.id for cohort in terms.cohorts),
        "selection": tuple(selection.id for selection in terms.selection),
        "agenda.sections": tuple(section.id for section in terms.agenda.sections),
        "forms.*.questions": tuple(question.id for question in terms.questions),
        "outcomes": tuple(outcome.id for outcome in terms.outcomes),
        "duties": tuple(duty.id for duty in terms.duties),
        "requests": tuple(request.id for request in terms.requests),
        "papers": tuple(paper.id for paper in terms.papers),
        "forms": tuple(form.id for form in terms.forms),
        "letters": tuple(letter.id for letter in terms.letters),
        "measures": tuple(measure.id for measure in terms.measures),
    }


@cache
def _references(kind: type[Value]) -> dict[str, str]:
    """The fields of a kind of value that name something else, and where that stands."""
    found = {}
    for name, field in kind.model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, Refers)] or list(
            _marks(field.annotation)
        )
        if marks:
            found[name] = marks[0].to
    return found


def _marks(annotation: object) -> Iterator[Refers]:
    for part in (*getattr(annotation, "__metadata__", ()), *get_args(annotation)):
        if isinstance(part, Refers):
            yield part
        elif get_args(part):
            yield from _marks(part)


def _names(value: object) -> Iterable[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, tuple) else ()


def _named_twice(terms: ForumTerms) -> Iterator[Dangling]:
    lists = {target: names for target, names in _known(terms).items() if "*" not in target}
    lists |= {f"forms.{form.id}.questions": tuple(q.id for q in form.questions) for form in terms.forms}
    lists |= {
        field: tuple(item.id for item in getattr(terms, field))
        for field in ("gates", "owed", "notices", "letters", "paperwork", "neighbours", "reports")
    }
    for target, names in lists.items():
        for name in (name for name, times in Counter(names).items() if times > 1):
            yield Dangling(
                f"{target}.{name}",
                f"The id {name} is given twice under {target}.",
                "Give one of them another id.",
            )


def _due_times_nowhere(terms: ForumTerms) -> Iterator[Dangling]:
    """A letter that names a due time names one of these terms, of a duty that runs."""
    known = [duty.id for duty in terms.duties] + [owed.id for owed in terms.owed if owed.runs]
    for letter in terms.letters:
        for name in letter.dues:
            if name not in known:
                yield _missing(f"letters.{letter.id}.says", name, "owed", known)


def _lists_never_flagged(terms: ForumTerms) -> Iterator[Dangling]:
    """A list that somebody is held to keep says after how long an entry is flagged."""
    flagged = {one.id for one in terms.cohorts if one.source == "action_list" and one.untouched is not None}
    known = {one.id for one in terms.cohorts}
    for owed in terms.owed:
        kept = owed.met_by.kept if isinstance(owed.met_by, Evidence) else None
        if kept in known - flagged:
            yield Dangling(
                f"owed.{owed.id}.met_by.kept",
                f"Nothing says when an entry of {kept} is untouched for too long, so nobody can be held to it.",
                "Add `untouched` to that cohort, which comes from the action list, or name another.",
            )


def _sections_unfilled(terms: ForumTerms) -> Iterator[Dangling]:
    for section in terms.agenda.sections:
        if (section.takes in ("selection", "rest_of_cohort")) != (section.of is not None):
            problem = f"A section that takes {section.takes} "
            problem += (
                "needs `of`, the selection it goes by." if section.of is None else "has no use for `of`."
            )
            yield Dangling(
                f"agenda.sections.{section.id}.of", problem, "Only selection and rest_of_cohort go by one."
            )
        if (section.takes == "cohort") != (section.cohort is not None):
            problem = f"A section that takes {section.takes} "
            problem += "needs `cohort`, whom." if section.cohort is None else "has no use for `cohort`."
            yield Dangling(f"agenda.sections.{section.id}.cohort", problem, "Only cohort names one.")


def _comments_never_taken(terms: ForumTerms) -> Iterator[Dangling]:
    for section in terms.agenda.sections:
        said = section.comments
        if said is None:
            continue
        if section.takes not in ("selection", "rest_of_cohort"):
            yield Dangling(
                f"agenda.sections.{section.id}.comments",
                f"{section.name} takes no cases, so there is nothing to comment on.",
                "Leave `comments` out, or put it where cases stand.",
            )
        if MEETING_ACTS.index(said.since) >= MEETING_ACTS.index(said.until):
            yield Dangling(
                f"agenda.sections.{section.id}.comments.to",
                f"Comments would end with {said.until}, before they begin with {said.since}.",
                "Name an act in `to` that comes after the one in `from`.",
            )


def _never_asked(terms: ForumTerms) -> Iterator[Dangling]:
    for form in terms.forms:
        if form.asked_at == "item" and not form.sections:
            yield Dangling(
                f"forms.{form.id}",
                f"The form {form.id} is asked about cases, and no part of the agenda asks it.",
                "Add `sections`, the parts of the agenda whose cases it is about, or say `asked_at`.",
            )
    for outcome in terms.outcomes:
        for question_id in outcome.requires:
            asked = [question for question in terms.questions if question.id == question_id]
            if asked and not any(_is_asked(question, outcome) for question in asked):
                yield Dangling(
                    f"outcomes.{outcome.id}.requires",
                    f"{outcome.id} requires {question_id}, which is not asked with that outcome.",
                    f"Add {outcome.id} to `when: outcome` of the question, or leave `when` out.",
                )


def _is_asked(question: Question, outcome: Outcome) -> bool:
    return question.when is None or not question.when.outcome or outcome.id in question.when.outcome
