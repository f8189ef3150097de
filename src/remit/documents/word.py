"""How is a Word document put together? Headings, facts, tables and people's own words, in one plain look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

BLACK = RGBColor(0x0B, 0x0C, 0x0C)
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sound(text: str) -> str:
    """The text without characters a Word file cannot hold."""
    return _NOT_XML.sub("", text)


class Word:
    """A document being written."""

    def __init__(self, title: str, *, language: str) -> None:
        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title, "Remit", language
        properties.comments = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        self._look(language)

    def _look(self, language: str) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        marked = OxmlElement("w:lang")
        marked.set(qn("w:val"), language)
        normal.element.get_or_add_rPr().append(marked)
        for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 13), ("Heading 3", 11)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
            style.font.color.rgb = BLACK
            fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
            if fonts is not None:
                for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                    fonts.attrib.pop(qn(f"w:{theme}"), None)

    def heading(self, text: str, *, level: int) -> None:
        """A heading; level 0 is the title."""
        self.document.add_heading(sound(text), level)

    def paragraph(self, text: str) -> None:
        """A sentence or two of ours."""
        self.document.add_paragraph(sound(text))

    def written(self, text: str) -> None:
        """Words as somebody wrote them: a paragraph for each of theirs."""
        for part in re.split(r"\n\s*\n", sound(text).strip()):
            self.document.add_paragraph(part)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels and what they say, a line each."""
        for label, text in rows:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(f"{sound(label)}: ").bold = True
            paragraph.add_run(sound(text))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose first row is its heading, repeated on each page."""
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        _fill(table, 0, heads, bold=True)
        _repeated(table)
        for row in rows:
            table.add_row()
            _fill(table, len(table.rows) - 1, row, bold=False)
        self.document.add_paragraph()


def _fill(table: Table, place: int, texts: Sequence[str], *, bold: bool) -> None:
    for cell, text in zip(table.rows[place].cells, texts, strict=True):
        cell.paragraphs[0].add_run(sound(text)).bold = bold


def _repeated(table: Table) -> None:
    """Mark the first row as the table's heading, for the next page and for who listens to it."""
    marked = OxmlElement("w:tblHeader")
    marked.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(marked)


def to_bytes(word: Word) -> bytes:
    """The finished file."""
    made = BytesIO()
    word.document.save(made)
    return made.getvalue()
