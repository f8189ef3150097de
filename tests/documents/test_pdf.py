"""PDF files: tagged, named, with bookmarks, nothing fetched; and refused with the remedy where they cannot be written."""

import sys
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from remit.documents.pdf import Paper, that_can_be_written, to_pdf
from remit.rules.outcomes import Refused


def a_paper() -> Paper:
    paper = Paper("Papers & more", language="en-GB")
    paper.heading("Papers & more", level=0)
    paper.facts([("Name", "Órla <b>")])
    for name in ("First", "Second"):
        paper.new_page()
        paper.heading(name, level=1)
        paper.written("One paragraph.\n\nAnother.\x07")
        paper.table(("Team", "Count"), [("North", "3"), ("A long name of a team", "12")])
    return paper


@pytest.fixture(scope="module")
def read() -> PdfReader:
    return PdfReader(BytesIO(to_pdf(a_paper())))


def test_it_is_tagged_in_english_and_titled_for_who_listens_to_it(read):
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert read.metadata.title == "Papers & more"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_its_headings_are_bookmarks_and_each_part_begins_a_page(read):
    title, below = read.outline
    assert title["/Title"] == "Papers & more"
    assert [one["/Title"] for one in below] == ["First", "Second"]
    assert len(read.pages) == 3


def test_what_people_wrote_is_shown_as_they_wrote_it(read):
    text = "\n".join(page.extract_text() for page in read.pages)
    for words in ("Órla <b>", "One paragraph.", "A long name of a team", "12"):
        assert words in text, words


def test_without_what_writes_it_pdf_is_refused_with_the_remedy_and_the_other_ways_are_left(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Refused) as refused:
        to_pdf(a_paper())
    assert "scripts/system-packages.sh pango" in refused.value.remedy
    ways = {"docx": bytes, "pdf": bytes}
    assert list(that_can_be_written(ways)) == ["docx"]


def test_a_document_fetches_nothing(tmp_path):
    dot = tmp_path / "dot.png"
    Image.new("RGB", (4, 4)).save(dot)
    paper = Paper("Papers", language="en-GB")
    paper.heading("Papers", level=0)
    paper.drawing(f'<img alt="A dot" src="{dot.as_uri()}">')
    read = PdfReader(BytesIO(to_pdf(paper)))
    assert not list(read.pages[0].images)
