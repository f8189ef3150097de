"""The two pages everything is held against: one that does nothing, and a plain table from one query."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from remit.records.placements_list import EntryDetail

COLUMNS = (
    "risk", "urgency", "age", "team", "worker", "legal_status", "current_placement", "search_update",
)  # fmt: skip
ROWS = 50
TABLE = engines.all()[0].from_string(
    "<!doctype html><html lang=en><title>Table</title><table><thead><tr>"
    + "".join(f"<th>{name}</th>" for name in COLUMNS)
    + "</tr></thead><tbody>{% for row in rows %}<tr>"
    + "".join(f"<td>{{{{ row.{name} }}}}</td>" for name in COLUMNS)
    + "</tr>{% endfor %}</tbody></table></html>"
)


def page(request: HttpRequest) -> HttpResponse:
    """A bare page: no query, no template."""
    return HttpResponse("<!doctype html><html lang=en><title>Page</title><p>Nothing.</p></html>")


def table(request: HttpRequest) -> HttpResponse:
    """A bare table of 50 rows and 8 columns: one query for whole rows, as anybody writes it, and one template."""
    return HttpResponse(TABLE.render({"rows": EntryDetail.objects.open().order_by("pk")[:ROWS]}, request))


urlpatterns = [path("bench/page", page), path("bench/table", table)]
