"""The two pages everything is held against: one that does nothing, and a plain table from one query."""

import jinja2
from django.http import HttpRequest, HttpResponse
from django.urls import path

from remit.records.placements_list import EntryDetail

COLUMNS = (
    "risk", "urgency", "age", "team", "worker", "legal_status", "current_placement", "search_update",
)  # fmt: skip
ROWS = 50
TABLE = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><html lang=en><title>Table</title><table><thead><tr>"
    "{% for name in columns %}<th>{{ name }}</th>{% endfor %}</tr></thead><tbody>"
    "{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}"
    "</tbody></table></html>"
)


def page(request: HttpRequest) -> HttpResponse:
    """A bare page: no query, no template."""
    return HttpResponse("<!doctype html><html lang=en><title>Page</title><p>Nothing.</p></html>")


def table(request: HttpRequest) -> HttpResponse:
    """A bare table of 50 rows and 8 columns, from one query through a template."""
    rows = EntryDetail.objects.open().order_by("pk").values_list(*COLUMNS)[:ROWS]
    return HttpResponse(TABLE.render(columns=COLUMNS, rows=rows))


urlpatterns = [path("bench/page", page), path("bench/table", table)]
