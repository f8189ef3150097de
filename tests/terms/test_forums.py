"""The files of all ten forums, and what seven of them inherit, against the catalogue of clauses."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from remit.rules.terms_check import check
from remit.terms import load
from remit.terms.placed import at, walk
from remit.terms.running import effects_given, not_running
from remit.terms.shipped import shipped_files

SHARED = Path(__file__).parents[3] / "shared" / "terms-of-reference"
beside = pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not beside the project")
FORUMS = ("ror", "rrg", "marp", "pct-pre", "pct-court", "ppm", "pf1", "pf2", "pf3", "rap", "clp")


@cache
def terms_of(forum: str):
    return load.merged(forum)


def test_ten_forums_ship_as_eleven_ids_in_this_order():
    assert load.forum_ids() == FORUMS


def test_there_are_161_clauses():
    clauses = {clause for forum in FORUMS for clause in terms_of(forum).clauses}
    assert len(clauses) == 161


def test_each_forum_can_be_listed_by_name_without_reading_all_of_it():
    assert load.forum_names() == tuple((forum, terms_of(forum).name) for forum in FORUMS)


@pytest.mark.parametrize("forum", FORUMS)
def test_every_reading_sets_values_that_are_there(forum):
    document = load.to_document(terms_of(forum))
    for clause in terms_of(forum).clauses.values():
        assert not clause.reading or clause.set_by
        for path in clause.set_by:
            at(document, path)  # raises where nothing stands


@pytest.mark.parametrize("forum", FORUMS)
def test_every_other_reading_can_be_read(forum):
    for clause in terms_of(forum).clauses.values():
        for other in clause.alternatives:
            assert load.read_otherwise(terms_of(forum), other.change) != terms_of(forum)


@pytest.mark.parametrize("forum", FORUMS)
def test_every_effect_of_every_clause_has_its_term(forum):
    terms = terms_of(forum)
    asked = {(clause, effect) for clause, said in terms.clauses.items() for effect in said.effects}
    assert asked <= set(effects_given(terms))


@pytest.mark.parametrize("forum", FORUMS)
def test_a_term_that_no_screen_carries_out_is_told_unless_another_does(forum):
    terms = terms_of(forum)
    told = {(line.clause, line.effect) for line in not_running(terms)}
    for (clause, effect), given in effects_given(terms).items():
        if effect in terms.clauses[clause].effects and not any(term.runs for term in given):
            assert (clause, effect) in told


@pytest.mark.parametrize("forum", FORUMS)
def test_the_terms_that_ship_have_no_error(forum):
    loaded = load.loaded(forum)
    found = check(loaded.terms, today=date(2026, 1, 5), place=loaded.place)
    assert [one for one in found if one.severity == "error"] == []


def test_what_a_forum_inherits_comes_after_its_own_and_says_where_from():
    marp = terms_of("marp")
    assert list(marp.clauses) == [f"MARP-{n}" for n in range(1, 16)] + [f"GOV-{n}" for n in range(1, 12)]
    assert {clause.inherited_from for clause in marp.clauses.values()} == {None, "gov"}
    assert list(marp.own_clauses) == [f"MARP-{n}" for n in range(1, 16)]


@pytest.mark.parametrize("forum, owed", [("marp", "days=3"), ("ppm", "days=3"), ("pf2", "working_days=3"), ("pf3", "working_days=3")])  # fmt: skip
def test_a_forums_own_clause_takes_the_place_of_an_inherited_one(forum, owed):
    terms = terms_of(forum)
    field, count = owed.split("=")
    assert getattr(terms.duty("send-minutes").due, field) == int(count)
    gives_way = terms.clauses["GOV-3"].gives_way_to
    assert terms.duty("send-minutes").clause == (gives_way or "GOV-3")


def test_the_two_sittings_of_one_forum_differ_in_day_and_cohort_only():
    pre, court = (load.to_document(terms_of(forum)) for forum in ("pct-pre", "pct-court"))
    assert {key for key in pre if pre[key] != court[key]} == {"id", "name", "meets", "cohorts", "clauses"}
    other = {clause for clause in pre["clauses"] if pre["clauses"][clause] != court["clauses"][clause]}
    assert other == {"PCT-2"}


def test_the_care_leavers_panel_has_the_tables_25_places_and_one_more():
    seats = [seat for seat in terms_of("clp").seats if seat.votes]
    assert sum(seat.holders for seat in seats) == 26
    assert terms_of("clp").seat("housing").holders == 5


def test_every_measure_says_what_over_what_from_where_over_how_long_and_what_of_the_unknown():
    for forum in FORUMS:
        for measure in terms_of(forum).measures:
            assert measure.numerator
            assert measure.period
            assert measure.missing


@beside
@pytest.mark.shared_data
def test_the_clauses_and_their_effects_are_those_of_the_catalogue():
    rows = {
        clause: set(effects.split(", "))
        for path in SHARED.glob("*.md")
        for clause, effects in re.findall(
            r"^\| ([A-Z0-9]+-\d+) \|.*?\| ([a-z, ]+) \|", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    ours = {clause: set(said.effects) for forum in FORUMS for clause, said in terms_of(forum).clauses.items()}
    assert len(rows) == 161
    assert ours == rows


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


def _prose() -> str:
    """Every sentence in the files; titles, and the names of posts and papers, are facts and stand as they are."""
    fields = {
        "says",
        "reading",
        "as_written",
        "purpose",
        "asks",
        "hint",
        "what",
        "met_by",
        "until",
        "missing",
        "when",
    }
    said = []
    for forum in FORUMS:
        for _, value in walk(terms_of(forum)):
            said += [str(found) for name in fields if isinstance(found := getattr(value, name, None), str)]
    return " . \n\x00 ".join(dict.fromkeys(said))


@beside
@pytest.mark.shared_data
def test_no_sentence_of_the_documents_is_copied():
    ours = set().union(*(_shingles(part) for part in _prose().split("\x00")))
    theirs = {
        path.name: _shingles(path.read_text(encoding="utf-8"))
        for path in [*SHARED.glob("*.md"), *SHARED.glob("sources/*.txt")]
    }
    assert len(ours) > 3000
    assert len(theirs) == 17
    assert {name: ours & said for name, said in theirs.items() if ours & said} == {}


def test_every_file_that_ships_is_some_forums():
    assert {path.name for path in shipped_files()} == {
        "shipped.yaml", "gov.yaml", "ror.yaml", "rrg.yaml", "marp.yaml", "pct.yaml", "ppm.yaml",
        "pf1.yaml", "pf2.yaml", "pf3.yaml", "rap.yaml", "clp.yaml",
    } | ({"routes.yaml"} & {path.name for path in shipped_files()})  # fmt: skip
