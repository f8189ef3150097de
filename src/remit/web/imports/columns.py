"""The page on which a person says what the columns and words of a list mean."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.imports import correct_mapping
from remit.documents.action_list import MappingError
from remit.reading import imports as reading
from remit.reading.list_preview import preview
from remit.rules.outcomes import Refused, Stale
from remit.web.errors import ANOTHER_PAGE
from remit.web.imports.forms import ColumnsForm
from remit.web.middleware import Request
from remit.web.once import once


@once
@require_http_methods(["GET", "POST"])
def columns(request: Request, held: str) -> HttpResponse:
    """Correct what the columns and the words for risk and urgency mean, and keep it for the next list like it."""
    if reading.result(request.viewer, ref=held, now=request.now).state != "held":
        return redirect("import_result", held=held)
    page = preview(request.viewer, ref=held, part="columns", now=request.now)
    assert page.held is not None
    form = ColumnsForm(page, request.POST or None, initial={"seen": page.held.version, "remember": True})
    if request.method == "POST" and form.is_valid() and _corrected(request, held, form):
        return redirect("import_preview", held=held)
    context = {
        "form": form,
        "held": held,
        "filename": page.file.filename,
        "columns": [form[name] for name, _ in form.columns],
        "risk_words": [form[name] for name, _ in form.risk_words],
        "urgency_words": [form[name] for name, _ in form.urgency_words],
    }
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


def _corrected(request: Request, held: str, form: ColumnsForm) -> bool:
    """Whether the verb took it; what it refused stands in the form."""
    try:
        correct_mapping(
            import_ref=held,
            seen=form.cleaned_data["seen"],
            mapping=form.given(),
            remember=form.cleaned_data["remember"],
            actor=request.viewer,
            now=request.now,
        )
    except MappingError as error:
        form.add_error(None, str(error))
    except (*ANOTHER_PAGE, Stale):
        raise
    except Refused as refusal:
        form.refuse(refusal)
    else:
        messages.success(request, "The file was read again with what you said.")
        return True
    return False
