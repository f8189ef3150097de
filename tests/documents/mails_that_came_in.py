"""Mails as servers and people send them, made up: reports of what came back, and what nobody should send."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

POSTMASTER = "MAILER-DAEMON@mail.council.example"


def a_report(
    about: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    to: str = "gone@council.example",
    whole: bool = False,
) -> bytes:
    """A delivery report as Postfix writes it, with the head lines of the original or the whole of it."""
    original = f"From: remit@remit.invalid\r\nTo: {to}\r\nMessage-ID: {about}\r\nSubject: A notice\r\n"
    last = (
        f"Content-Type: message/rfc822\r\n\r\n{original}\r\nThe text.\r\n"
        if whole
        else f"Content-Type: text/rfc822-headers\r\n\r\n{original}"
    )
    return (
        f"Return-Path: <>\r\nFrom: {POSTMASTER} (Mail Delivery System)\r\nTo: remit@remit.invalid\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <report-{status}-{about[1:13]}@mail.council.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="parts"\r\n\r\n'
        "--parts\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is the mail system.\r\n\r\n"
        "--parts\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mail.council.example\r\n\r\nFinal-Recipient: rfc822; {to}\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 {status} No\r\n\r\n"
        f"--parts\r\n{last}\r\n--parts--\r\n"
    ).encode()


def a_mail(
    text: str = "Good morning.",
    *,
    sender: str = "somebody@council.example",
    subject: str = "A question",
    files: dict[str, bytes] | None = None,
    **heads: str,
) -> bytes:
    """A mail a person wrote, with files."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, "remit@remit.invalid", subject
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def a_calendar_mail(calendar: bytes, *, sender: str, number: int) -> bytes:
    """The mail a calendar programme sends with an answer, the calendar beside the text and once more attached."""
    head = f"From: {sender}\r\nMessage-ID: <reply-{number}@council.example>\r\nMIME-Version: 1.0\r\n"
    parts = 'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAccepted\r\n'
    calendar_head = "--b\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return (head + parts + calendar_head).encode() + base64.encodebytes(calendar) + b"\r\n--b--\r\n"


def nested(deep: int) -> bytes:
    """A mail in a mail in a mail."""
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n' for level in range(deep)
    )
    return f"From: a@council.example\r\nMIME-Version: 1.0\r\n{head}Content-Type: text/plain\r\n\r\nx".encode()


def within(deep: int) -> bytes:
    """The same without a boundary: each mail is the whole of another."""
    return (
        b"From: a@council.example\r\nMIME-Version: 1.0\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * deep
    )


HOSTILE = {
    "nothing": b"",
    "nothing but a line": b"\r\n\r\n",
    "no mail at all": bytes(range(256)) * 40,
    "nested with boundaries": nested(180),
    "nested with many boundaries": nested(5_000),
    "nested without boundaries": within(3_000),
    "an unknown character set": (
        b"From: =?x-nonsense?B?////?= <a@council.example>\r\nContent-Type: text/plain; charset=x-nonsense\r\n\r\n\xff\xfe"
    ),
    "a character set that is none": b'From: a@council.example\r\nContent-Type: text/plain; charset="\x00\xff"\r\n\r\nx',
    "base64 that is none": (
        b"From: a@council.example\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Type: application/octet-stream; name=a.xlsx\r\n\r\n!!!!=="
    ),
    "a head without end": b"From: a@council.example\r\nSubject: " + b"x" * 300_000,
    "two senders": b"From: a@council.example\r\nFrom: b@council.example\r\n\r\nx",
    "a sender in pieces": b'From: "a\r\n b" <<a@@council.example>, \r\n\r\nx',
    "a file name in pieces": (
        b"From: a@council.example\r\nContent-Type: application/x; name*0*=utf-8''%ff%00; name*2=.xlsx\r\n\r\nx"
    ),
    "a report with nothing in it": b"From: a@council.example\r\nContent-Type: message/delivery-status\r\n\r\n",
    "only HTML": b"From: a@council.example\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
}
