"""The workbook of a meeting as a file: the whole of it, or one child's sheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from remit.documents.pack import filename, write_pack
from remit.documents.workbook import write_workbook
from remit.reading.pack import pack
from remit.reading.workbook import workbook
from remit.web.middleware import Request
from remit.web.minutes.views import EXCEL, PDF, handed_out


@require_GET
def whole(request: Request, forum: str, date: str) -> HttpResponse:
    """The whole workbook."""
    made = workbook(request.viewer, forum=forum, nominal=date, now=request.now)
    return handed_out(write_workbook(made), EXCEL, made.filename)


@require_GET
def sheet(request: Request, forum: str, date: str, child: str) -> HttpResponse:
    """One child's sheet."""
    made = workbook(request.viewer, forum=forum, nominal=date, child=child, now=request.now)
    return handed_out(write_workbook(made), EXCEL, made.filename)


@require_GET
def pack_file(request: Request, forum: str, date: str) -> HttpResponse:
    """The papers of the meeting as one PDF."""
    made = pack(request.viewer, forum=forum, nominal=date, now=request.now)
    return handed_out(write_pack(made), PDF, filename(made))
