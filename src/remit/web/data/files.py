"""Files to take away: the template of a file of staff, and all that is wrong with a file."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from remit.documents.cells.safe import safe_text
from remit.documents.returns.templates import COLUMNS, template
from remit.reading import loads as reading
from remit.rules.outcomes import NotFound
from remit.web.cohorts.views import EXCEL
from remit.web.middleware import Request
from remit.web.minutes.views import handed_out

HEADS = ("Table or sheet", "Row", "Column", "What is wrong", "What to do")


@require_GET
def template_file(request: Request, kind: str) -> HttpResponse:
    """An empty file of people, seats or allocations, with its headings explained."""
    if kind not in COLUMNS:
        raise NotFound("template")
    return handed_out(template(kind), EXCEL, f"{kind}.xlsx")


@require_GET
def faults_file(request: Request, load: str) -> HttpResponse:
    """Every fault of a held file, as a .csv that Excel opens; where it is held no longer, its page says what became of it."""
    faults = reading.faults_of(request.viewer, ref=load, now=request.now)
    if faults is None:
        return redirect("data_load", load=load)
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(HEADS)
    for fault in faults:
        cells = (fault["table"], fault["row"] or "", fault["column"], fault["problem"], fault["remedy"])
        rows.writerow([safe_text(str(cell)) for cell in cells])
    return handed_out(made.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "faults.csv")
