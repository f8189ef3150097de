"""How is a PDF put together? The same parts as a Word document, as tagged PDF (PDF/UA) that a screen reader reads in order.

It is written by WeasyPrint, which needs Pango on the machine. Where that is missing, nothing else is: PDF is refused, with
what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from remit.documents.word import sound
from remit.rules.outcomes import Refused

LOOK = """
@page { size: A4; margin: 18mm 18mm 20mm; @bottom-right { content: counter(page) " of " counter(pages); font-size: 9pt; } }
body { font-family: Arial, "Liberation Sans", "DejaVu Sans", sans-serif; font-size: 10.5pt; line-height: 1.35; color: #0b0c0c; }
h1 { font-size: 20pt; margin: 0 0 8pt; } h2 { font-size: 15pt; margin: 16pt 0 6pt; }
h3 { font-size: 12.5pt; margin: 12pt 0 4pt; } h4 { font-size: 10.5pt; margin: 8pt 0 2pt; }
h1, h2, h3, h4 { break-after: avoid; }
p { margin: 0 0 5pt; } .written { white-space: pre-wrap; }
table { table-layout: fixed; border-collapse: collapse; width: 100%; margin: 4pt 0 10pt; }
th, td { border: 0.6pt solid #505a5f; padding: 2.5pt 5pt; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; } svg { width: 100%; max-height: 80mm; margin: 4pt 0; }
.new-page { break-before: page; }
"""


class Paper:
    """A document being written, with the parts of `word.Word`; its headings are the bookmarks."""

    def __init__(self, title: str, *, language: str) -> None:
        self.title, self.language = title, language
        self._parts: list[str] = []
        self._turn = False

    def new_page(self) -> None:
        """Let the next heading begin a page."""
        self._turn = bool(self._parts)

    def heading(self, text: str, *, level: int) -> None:
        """A heading; level 0 is the title."""
        tag = f"h{min(level, 3) + 1}"
        turned = ' class="new-page"' if self._turn else ""
        self._turn = False
        self._parts.append(f"<{tag}{turned}>{_said(text)}</{tag}>")

    def paragraph(self, text: str) -> None:
        """A sentence or two of ours."""
        self._parts.append(f"<p>{_said(text)}</p>")

    def written(self, text: str) -> None:
        """Words as somebody wrote them: a paragraph for each of theirs."""
        for part in re.split(r"\n\s*\n", sound(text).strip()):
            self._parts.append(f'<p class="written">{escape(part)}</p>')

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels and what they say, a line each."""
        self._parts += [f"<p><strong>{_said(label)}:</strong> {_said(text)}</p>" for label, text in rows]

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose first row is its heading, repeated on each page.

        Its columns are given their widths here: to try out how they fit takes the writer ten times as long as all the rest.
        """
        lines = [tuple(row) for row in rows]
        widths = "".join(f'<col style="width: {width}%">' for width in _widths(heads, lines))
        above = "".join(f'<th scope="col">{_said(head)}</th>' for head in heads)
        below = "".join(f"<tr>{''.join(f'<td>{_said(cell)}</td>' for cell in line)}</tr>" for line in lines)
        self._parts.append(
            f"<table><colgroup>{widths}</colgroup><thead><tr>{above}</tr></thead><tbody>{below}</tbody></table>"
        )

    def drawing(self, svg: str) -> None:
        """A drawing of `charts`; its name and description come with it."""
        self._parts.append(svg)

    @property
    def html(self) -> str:
        return (
            f'<!DOCTYPE html><html lang="{self.language}"><head><meta charset="utf-8"><title>{_said(self.title)}</title>'
            f"<style>{LOOK}</style></head><body>{''.join(self._parts)}</body></html>"
        )


NARROW, WIDE = 8, 48
"""Characters that a column is reckoned to need at least, and at most."""


def _widths(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> list[int]:
    """The share of each column in per cent, by the longest text in it."""
    needs = [
        min(WIDE, max(NARROW, *(len(row[place]) for row in (heads, *lines)))) for place in range(len(heads))
    ]
    return [round(100 * need / sum(needs)) for need in needs]


def _said(text: str) -> str:
    return escape(sound(text))


def to_pdf(paper: Paper) -> bytes:
    """The finished file. It fetches nothing: all that is in it was handed over. Refuses: the machine lacks what writes it."""
    html, fetcher = _writer()
    made: bytes | None = html(string=paper.html, url_fetcher=fetcher(allowed_protocols=())).write_pdf(
        pdf_variant="pdf/ua-1"
    )
    assert made is not None
    return made


Writer = Callable[[Any], bytes]


def that_can_be_written(ways: Mapping[str, Writer]) -> Mapping[str, Writer]:
    """Of the ways to write something, by the ending of the file, those this machine has: PDF only where it can."""
    try:
        _writer()
    except Refused:
        return {ending: write for ending, write in ways.items() if ending != "pdf"}
    return ways


def _writer() -> tuple[Any, Any]:
    """What writes PDF, and what would fetch for it."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (OSError, ImportError):
        raise Refused(
            "This server cannot write PDF: Pango is not installed on it.",
            remedy="Take the Word file. Whoever runs Remit installs it with scripts/system-packages.sh pango.",
        ) from None
    return HTML, URLFetcher
