"""The page on which a person says which text stands where file and Remit were both changed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from remit.casework.choosing import choose_texts
from remit.reading.list_preview import Preview
from remit.rules.list_merge import CHOICES, Choice
from remit.rules.outcomes import Refused, Stale
from remit.web.errors import ANOTHER_PAGE
from remit.web.forms import Form
from remit.web.imports.forms import ApplyForm
from remit.web.imports.views import page_of, show
from remit.web.middleware import Request
from remit.web.once import once


class ChoicesForm(Form):
    """Which text stands in each cell of one page, or in all of a kind; where none is chosen it is decided later."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    basis = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.CharField(required=False, max_length=300)
    alike = forms.ChoiceField(choices=[(one, one) for one in CHOICES], required=False)

    def __init__(self, page: Preview, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = page.conflicts
        for number, _ in enumerate(self.lines, start=1):
            self.fields[f"keep-{number}"] = forms.ChoiceField(
                choices=[(one, one) for one in CHOICES], required=False
            )

    def chosen(self) -> dict[str, Choice | None]:
        """By cell which text stands; none of the page where it is said for all of a kind."""
        given = self.cleaned_data
        if given["alike"]:
            return {}
        return {
            line.key: cast(Choice, given[f"keep-{number}"]) or None
            for number, line in enumerate(self.lines, start=1)
            if given[f"keep-{number}"] or line.choice
        }

    def all_alike(self) -> tuple[str, Choice] | None:
        """The kind of which all are decided at once, and how."""
        given = self.cleaned_data
        return (given["kind"], cast(Choice, given["alike"])) if given["alike"] else None


@once
@require_POST
def conflicts(request: Request, held: str) -> HttpResponse:
    """Keep which text stands. Where record or preview moved, the preview comes again as it is now."""
    page = page_of(request, held, "conflicts")
    form = ChoicesForm(page, request.POST)
    if not form.is_valid():
        return show(request, page, ApplyForm.of(page), status=422)
    try:
        choose_texts(
            import_ref=held,
            seen=form.cleaned_data["seen"],
            basis=form.cleaned_data["basis"],
            choices=form.chosen(),
            alike=form.all_alike(),
            actor=request.viewer,
            now=request.now,
        )
    except ANOTHER_PAGE:
        raise
    except Stale as stale:
        page = page_of(request, held, "summary")
        return show(request, page, ApplyForm.of(page), status=409, moved=stale.problem)
    except Refused as refusal:
        apply = ApplyForm.of(page)
        apply.refuse(refusal)
        return show(request, page, apply, status=422)
    messages.success(request, "Your choices are kept, and take effect when you load the list.")
    part = "conflicts" if page_of(request, held, "conflicts").counts["undecided"] else "summary"
    return redirect(f"{reverse('import_preview', kwargs={'held': held})}?part={part}")
