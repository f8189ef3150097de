"""One letter to look over and send; and the list of messages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import delivery, letters, mailbox
from remit.reading import came_in as incoming
from remit.reading import letters as reading
from remit.reading.messages import outbox
from remit.rules.outcomes import Refused, Stale
from remit.web import formats
from remit.web.letters.came_in import present_came_in
from remit.web.letters.forms import LetterForm
from remit.web.letters.presenters import present_letter, present_outbox
from remit.web.middleware import Request
from remit.web.once import once


@once
@require_http_methods(["GET", "POST"])
def letter(request: Request, forum: str, date: str, letter: str) -> HttpResponse:
    """A letter with everybody it goes to and the words it will have; sent by one button."""
    page = reading.letter_page(request.viewer, forum=forum, nominal=date, letter=letter, now=request.now)
    first = {"seen": page.head.revision, "heading": page.heading, "text": page.text}
    form = LetterForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            sent = letters.send_letter(
                meeting_id=page.head.id,
                letter=letter,
                actor=request.viewer,
                now=request.now,
                **form.cleaned_data,
            )
        except Stale as refusal:
            form.meet_stale(refusal, revision=page.head.revision)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            copied = f", copied to {sent.copied}" if sent.copied else ""
            said = f"Sent to {formats.count(sent.to, 'person', 'people')}{copied}."
            messages.success(request, f"{said} Each mail goes to the mail server by itself.")
            return redirect("letter", forum=forum, date=date, letter=letter)
    context = {"page": present_letter(page), "form": form}
    status = 409 if form.stale else 422 if form.errors else 200
    return render(request, "letters/letter.html", context, status=status)


@require_GET
def messages_list(request: Request) -> HttpResponse:
    """What waits, what was handed over, what went wrong."""
    found = outbox(
        request.viewer,
        state=request.GET.get("state", "")[:20],
        after=request.GET.get("after", "")[:12],
        now=request.now,
    )
    page = present_outbox(found, incoming.mailbox_state())
    waiting = incoming.set_aside(request.viewer)
    return render(request, "letters/messages.html", {"page": page, "waiting": waiting})


@require_GET
def came_in(request: Request) -> HttpResponse:
    """What came in by mail, and what became of it."""
    found = incoming.came_in(
        request.viewer,
        after=request.GET.get("after", "")[:12],
        only_waiting=request.GET.get("only") == "set-aside",
        now=request.now,
    )
    return render(request, "letters/came_in.html", {"page": present_came_in(found)})


@once
@require_POST
def again(request: Request, message: str) -> HttpResponse:
    """Try a message again that failed."""
    delivery.try_again(message_ref=message, actor=request.viewer, now=request.now)
    messages.success(request, "The message is tried again.")
    return redirect("messages")


@once
@require_POST
def dealt_with(request: Request, mail: str) -> HttpResponse:
    """Say of a mail that was set aside that it is dealt with."""
    mailbox.deal_with_mail(mail_ref=mail, actor=request.viewer, now=request.now)
    messages.success(request, "The mail is marked as dealt with.")
    return redirect("came_in")
