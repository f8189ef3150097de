"""No kind of term belongs to one forum: each is used by at least two, with other values."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import remit
from remit.terms import load, model
from remit.terms.placed import walk
from remit.terms.shipped import file_of
from remit.terms.values import Value

HERE = Path(__file__).parent
ELSEWHERE = HERE.parent / "authorities" / "elsewhere"
NEARBY = HERE / "nearby"
SRC = Path(remit.__file__).parent
ONE_VALUE_ONLY = {
    ("Attendance", "settled_by"),
    ("Cohort", "from"),
    ("Deadline", "action"),
    ("Owner", "lead"),
    ("Presenters", "settled_by"),
    ("Section", "settled_by"),
}
"""Fields that can say one thing only: that thing, or nothing."""


def forums() -> Iterator[model.ForumTerms]:
    for _, terms in forums_by_file():
        yield terms


def forums_by_file() -> Iterator[tuple[str, model.ForumTerms]]:
    """Sittings that share a file count as one."""
    for forum in load.forum_ids():
        yield file_of(forum), load.merged(forum)
    yield "nearby", load.merged("ror", NEARBY)
    for forum in load.forum_ids(ELSEWHERE):
        yield forum, load.merged(forum, ELSEWHERE)


def kinds_in(annotation: object) -> Iterator[type[Value]]:
    """Every kind of value that can stand where this is asked for, and in it."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
        for field in annotation.model_fields.values():
            yield from kinds_in(field.annotation)
    for part in get_args(annotation):
        yield from kinds_in(part)


def fields() -> Iterator[tuple[str, str]]:
    """Every field of every kind of value that a forum's terms can hold."""
    for kind in set(kinds_in(model.ForumTerms)):
        yield from ((kind.__name__, field.alias or name) for name, field in kind.model_fields.items())


def test_elsewhere_loads_and_is_not_like_ours():
    ours, (huddle, homeward) = (
        load.merged("ror"),
        [load.merged(one, ELSEWHERE) for one in load.forum_ids(ELSEWHERE)],
    )
    for theirs in (huddle, homeward):
        assert theirs.meets.on != ours.meets.on
        assert not {seat.id for seat in theirs.seats} & {seat.id for seat in ours.seats}
        assert not {outcome.id for outcome in theirs.outcomes} & {outcome.id for outcome in ours.outcomes}
    assert (str(huddle.meets.every), str(huddle.meets.first), huddle.quorum.chair) == (
        "2 weeks",
        "2026-01-06",
        "stop",
    )
    assert huddle.agenda.sections[0].takes == "open_actions"
    assert huddle.attendance.shown_to == "coordinator"


@pytest.fixture(scope="module")
def written():
    """For each field, which forums say it, and with which values."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file, terms in forums_by_file():
        for _, value in walk(terms):
            for name, field in type(value).model_fields.items():
                key, said = (type(value).__name__, field.alias or name), repr(getattr(value, name))
                found[key]["values"].add(said)
                if name in value.model_fields_set:
                    found[key]["forums"].add(file)
    return found


@pytest.mark.parametrize("kind, field", sorted(fields()))
def test_a_kind_of_term_that_only_one_forum_could_use_is_refused(written, kind, field):
    use = written[kind, field]
    assert len(use["forums"]) >= 2, f"{kind}.{field} is said by {len(use['forums'])} forum(s)"
    assert len(use["values"]) >= 2 or (kind, field) in ONE_VALUE_ONLY, (
        f"{kind}.{field} is always {use['values']}"
    )


def test_the_walk_saw_every_field():
    assert len(list(fields())) > 350


@pytest.mark.parametrize("act", model.ACTS)
def test_every_act_a_term_may_speak_of_is_spoken_of(act):
    said = "".join(f"{terms!r}" for terms in forums())
    assert f"'{act}'" in said


@pytest.mark.parametrize("choices", ["Takes", "Rating", "Rank", "EntryFact"])
def test_every_word_a_section_or_a_selection_may_use_is_used(choices):
    from remit.terms import agenda

    said = "".join(f"{terms.agenda!r}{terms.selection!r}{terms.cohorts!r}" for terms in forums())
    unused = {word for word in get_args(getattr(agenda, choices)) if f"'{word}'" not in said}
    assert unused <= {"manager", "last_action_on", "search_update", "on_list_since", "days_to_place"}


def test_no_forum_is_named_in_what_terms_can_say_or_in_the_rules():
    """Neither a forum's id nor one of its clauses stands in the code that any forum runs through."""
    names = re.compile(
        r"(ror|rrg|marp|pct-pre|pct-court|ppm|pf1|pf2|pf3|rap|clp)|(ROR|RRG|MARP|PCT|PPM|PF\d|RAP|CLP|GOV)-\d+"
    )
    walked = [path for layer in ("terms", "rules") for path in sorted((SRC / layer).rglob("*.py"))]
    found = [
        (path.name, node.value)
        for path in walked
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and names.fullmatch(node.value)
    ]
    assert len(walked) >= 30
    assert found == []
