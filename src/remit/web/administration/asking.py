"""One page that asks something and does it: the shape of most pages of administration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from remit.web.forms import Form
from remit.web.middleware import Request


def ask(
    request: Request,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    button: str,
    done: str,
    back: str,
    caption: str = "Administration",
    intro: str = "",
    warning: bool = False,
    template: str = "administration/ask.html",
    **more: object,
) -> HttpResponse:
    """Show the form; when it is sent and sound, act, say what was done, and go back. A refusal stands beside its field."""
    if request.method == "POST" and form.is_valid() and form.carries_out(lambda: act(form.cleaned_data)):
        messages.success(request, done)
        return redirect(back)
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "caption": caption,
        "intro": intro,
        "warning": warning,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
