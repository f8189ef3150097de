"""Is somebody else named in a text? However it is written, but not inside other words."""

import pytest

from remit.documents.names import NamedChild, index_of, mentions, without_mentions

OWN = NamedChild(1, "Wren", "Tarn-Quillow", ("0012345",))
SIBLING = NamedChild(2, "Órla", "Tarn-Quillow", ("0012346",))
OTHER = NamedChild(3, "Bo", "O'Sprackling", ("A/778",))
FAR = NamedChild(4, "May", "Underbrook", ("555001",), by_parts=False)
INDEX = index_of([OWN, SIBLING, OTHER, FAR])


def found(text: str) -> list[tuple[str, bool]]:
    return [(one.written, one.certain) for one in mentions(text, INDEX, of=[1])]


@pytest.mark.parametrize(
    "text, written",
    [
        ("Órla Tarn-Quillow came too.", "Órla Tarn-Quillow"),
        ("ORLA TARN QUILLOW came too.", "ORLA TARN QUILLOW"),
        ("Tarn-Quillow, Orla: see there.", "Tarn-Quillow, Orla"),
        ("O\u0301rla Tarn-Quillow, decomposed.", "O\u0301rla Tarn-Quillow"),
        ("with Bo O’Sprackling’s mother", "Bo O’Sprackling"),
        ("see 0012346.", "0012346"),
        ("see 12346.", "12346"),
        ("see A/778", "A/778"),
        ("May Underbrook", "May Underbrook"),
    ],
)
def test_a_full_name_or_a_number_is_certain(text, written):
    assert found(text) == [(written, True)]


@pytest.mark.parametrize("text", ["Orla said no.", "orla's room", "(Bo)", "O'Sprackling"])
def test_one_part_of_a_name_is_found_but_not_certain(text):
    assert [certain for _, certain in found(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wren Tarn-Quillow stays.",
        "Wren said so, and 0012345 is the number.",
        "The Tarn-Quillow family.",
        "Bonfire, Oral hygiene, the Bow.",
        "In May we meet again; Underbrook is a street.",
        "120012346 is another number.",
    ],
)
def test_the_child_itself_and_other_words_are_not_found(text):
    assert found(text) == []


def test_several_are_found_in_their_order_each_at_its_place():
    text = "Orla and Bo O'Sprackling"
    hits = mentions(text, INDEX, of=[1])
    assert [text[hit.start : hit.end] for hit in hits] == ["Orla", "Bo O'Sprackling"]


def test_a_wording_to_begin_from_has_the_names_taken_out():
    text = "Orla and Bo O'Sprackling came."
    assert (
        without_mentions(text, mentions(text, INDEX, of=[1])) == "[another child] and [another child] came."
    )
