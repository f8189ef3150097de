"""Whatever is in a file, reading it answers; and what it says of a child comes out exactly."""

import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from remit.documents.action_list import ActionListFile, Mapping
from remit.documents.action_list.reading import read_here
from remit.documents.action_list.wire import from_plain, to_plain
from remit.documents.cells.safe import safe_text
from remit.documents.uploads.unreadable import Unreadable, UnreadableError
from tests.documents import uploads

settings.register_profile("documents", deadline=None)  # a busy machine is no mistake
settings.load_profile("documents")

IDS = st.from_regex(r"[A-Za-z0-9/_.-]{0,20}[0-9][A-Za-z0-9/_.-]{0,19}", fullmatch=True).filter(
    lambda text: text[0].isalnum()
)
SOUND = uploads.workbook([uploads.HEADERS, *uploads.rows(5)])
WORDS = st.sampled_from(
    [
        "Person ID",
        "Risk",
        "Urgency",
        "Days",
        "DOB",
        "SW / TM",
        "Name",
        "H",
        "31/02/2026",
        "TOTAL",
        "NORTH",
        "=1",
        "",
    ]
)
CELLS = st.one_of(WORDS, st.text(max_size=12), st.integers().map(str))


def answer(content: bytes, filename: str) -> ActionListFile | Unreadable:
    try:
        return read_here(content, filename)
    except UnreadableError as unreadable:
        return unreadable.answer


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.xlsm", "a"]))
def test_any_bytes_get_an_answer(content, filename):
    assert answer(content, filename)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_table_gets_an_answer_that_crosses_between_processes(lines, encoding):
    read = answer(uploads.table(*lines, encoding=encoding), "a.csv")
    if isinstance(read, ActionListFile):
        assert from_plain(list(to_plain(read))) == read


@settings(max_examples=60)
@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=40))
def test_a_workbook_with_any_damage_gets_an_answer(at, damage):
    assert answer(SOUND[:at] + damage + SOUND[at + len(damage) :], "a.xlsx")


@given(st.lists(IDS, min_size=1, max_size=8, unique=True))
def test_ids_survive_exactly_in_a_table(ids):
    read = read_here(
        uploads.table(["Person ID", "Risk"], *[[one, "H"] for one in ids], encoding="utf-8"), "a.csv"
    )
    shortened = {one for one in ids if "e+" in one.lower()}
    assert [row.person_id for row in read.rows] == [one for one in ids if one not in shortened]


@settings(max_examples=25)
@given(st.lists(IDS, min_size=1, max_size=8, unique=True))
def test_ids_survive_exactly_in_a_workbook(ids):
    read = read_here(uploads.workbook([["Person ID", "Risk"], *[[one, "H"] for one in ids]]), "a.xlsx")
    assert [row.person_id for row in read.rows] == ids


@example("\x0c=1+1")
@given(st.text(alphabet=string.printable + "“é=", max_size=30))
def test_text_made_safe_never_begins_a_formula(text):
    assert not safe_text(text).lstrip().startswith(("=", "+", "-", "@"))


@given(st.dictionaries(st.text(max_size=10), st.sampled_from(["high", "low"]), max_size=4))
def test_any_words_can_be_mapped(words):
    try:
        mapping = Mapping.from_json({"risk": words})
    except ValueError:
        return
    assert Mapping.from_json(mapping.to_json()) == mapping
