"""One child's extract and the minutes as Word files: what is in them, and how they are called."""

from datetime import date, time
from io import BytesIO

import pytest
from docx import Document

from remit.documents import extract, minutes
from remit.documents.minutes import Minutes, MinutesAction, MinutesItem, MinutesSeat, MinutesSection
from tests.factories.clock import london

ACTION = MinutesAction("Ask for a report", "Evettin Priskquist", london("2026-10-23 00:00"))


def an_extract(**fields: object) -> extract.Extract:
    values: dict[str, object] = {
        "forum": "Risk of Residential group",
        "short": "ROR",
        "date": date(2026, 10, 15),
        "person_id": "0012345",
        "name": "Wren Tarnquillow",
        "section": "Focus cases",
        "outcome_id": "support-at-home",
        "outcome": "Support at home",
        "why": "",
        "texts": (("Discussion", "First.\n\nSecond."),),
        "actions": (ACTION,),
        "approved_at": london("2026-10-16 10:00"),
        **fields,
    }
    return extract.Extract(**values)


def words(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_file_is_named_by_number_date_forum_and_outcome():
    assert extract.filename(an_extract()) == "0012345_2026-10-15_ror_support-at-home.docx"


@pytest.mark.parametrize(
    "given, name",
    [
        ({"person_id": "A/77 8"}, "A-77-8_2026-10-15_ror_support-at-home.docx"),
        ({"person_id": "../../etc"}, "etc_2026-10-15_ror_support-at-home.docx"),
        ({"person_id": ""}, "no-id_2026-10-15_ror_support-at-home.docx"),
    ],
)
def test_a_number_cannot_lead_out_of_the_folder(given, name):
    assert extract.filename(an_extract(**given)) == name


def test_a_long_outcome_is_cut_the_number_and_date_never():
    name = extract.filename(
        an_extract(person_id="9" * 40, outcome_id="a-very-long-outcome-" * 4, short="PANEL")
    )
    assert len(name) <= 80
    assert name.startswith("9" * 40 + "_2026-10-15_panel_")
    assert name.endswith(".docx")


def test_an_extract_says_what_was_decided_in_the_words_written():
    said = words(extract.write_extract(an_extract(why="No report yet")))
    for expected in (
        "Name: Wren Tarnquillow",
        "Person id: 0012345",
        "Meeting: 15 October 2026",
        "Outcome: Support at home",
        "Why: No report yet",
        "First.",
        "Second.",
        "Ask for a report",
        "22 October 2026 at 11:59pm",
        "16 October 2026 at 10am",
    ):
        assert expected in said


def test_what_a_word_file_cannot_hold_is_left_out():
    said = words(extract.write_extract(an_extract(texts=(("Discussion", "before\x0bafter\ud800"),))))
    assert "beforeafter" in said


def test_minutes_have_everybody_and_every_item():
    made = minutes.write_minutes(
        Minutes(
            forum="Risk of Residential group",
            short="ROR",
            date=date(2026, 10, 15),
            start=time(15),
            end=time(16, 30),
            approved_by="Ada Chairing",
            approved_at=london("2026-10-16 10:00"),
            quoracy="The chair is present",
            seats=(MinutesSeat("Brokerage", ("Somebody",)), MinutesSeat("Locality", ())),
            others=("A visitor",),
            sections=(
                MinutesSection(
                    "Focus cases",
                    (
                        MinutesItem(
                            "Wren Tarnquillow",
                            "0012345",
                            "high",
                            "Support at home",
                            "A worker",
                            (("Discussion", "Said."),),
                            (ACTION,),
                        ),
                    ),
                ),
                MinutesSection("Any other business", ()),
            ),
            waived=(("seat", "On leave, and nobody to send."),),
        )
    )
    said = words(made)
    for expected in (
        "Thursday 15 October 2026, 3pm to 4:30pm",
        "Approved by Ada Chairing on 16 October 2026 at 10am.",
        "Nobody recorded",
        "Also present: A visitor.",
        "Closed without",
        "A seat without an answer: On leave, and nobody to send.",
        "Wren Tarnquillow (0012345)",
        "Risk: High",
        "Nothing in this part of the agenda.",
    ):
        assert expected in said
