"""Walking the pages as somebody: every link there is, and every address whether it is linked or not."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from pypdf import PdfReader

from remit.casework.answer_links import new_address
from remit.records.actions import Action
from remit.records.came_in import CameIn
from remit.records.children import Subject
from remit.records.duties import Duty
from remit.records.forums import Forum, SeatHolding
from remit.records.invitations import Invitation
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.messages import Message
from remit.records.people import Staff
from remit.records.placements_list import Import, ListEntry
from remit.rules.cohorts import COHORTS
from remit.web.routes import TABLE, Route

HREF = re.compile(r'(?:href|src|hx-get|action)="([^"#][^"]*)"')
PDF = ".pdf"
"""Takes a second or more to write: one of each kind is asked for, of the last minutes that were approved."""
LEFT_ALONE = ("/static/", "/sign-out")
ENOUGH = 10
"""So many addresses of one route are opened, the first found; of the page of a child, all."""


@dataclass
class Page:
    """What came back for one address."""

    address: str
    status: int
    text: str
    """All that a reader or a program could see in it, headers too; files opened."""


@dataclass
class Walk:
    """The pages somebody was shown."""

    pages: list[Page] = field(default_factory=list)

    @property
    def opened(self) -> list[Page]:
        return [page for page in self.pages if page.status == 200]


def walk(client: Client, *, limit: int = 2000) -> Walk:
    """Follow every link from the home page, then ask for every address with everything there is."""
    waiting = deque(["/"])
    seen: set[str] = {"/"}
    done = Walk()
    unlinked = addresses()
    asked_of: Counter[str] = Counter()
    while len(done.pages) < limit:
        if not waiting:
            waiting.extend(address for address in unlinked if address not in seen)
            seen.update(waiting)
            unlinked = []
            if not waiting:
                break
        address = waiting.popleft()
        route = route_of(address)
        asked_of[route] += 1
        if asked_of[route] > ENOUGH and route != "case":
            continue
        page = asked(client, address)
        done.pages.append(page)
        for link in links(page):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return done


def route_of(address: str) -> str:
    """The name of the route an address belongs to."""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return "nowhere"


def asked(client: Client, address: str) -> Page:
    """One page, whatever its status."""
    response = client.get(address)
    body = response.getvalue() if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return Page(address, response.status_code, f"{headers}\n{readable(body)}")


def readable(body: bytes) -> str:
    """The text of a page or JSON, or of all that is in a Word file, workbook or PDF."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            parts = [f"{name}\n{opened.read(name).decode(errors='replace')}" for name in opened.namelist()]
        return html.unescape("\n".join(parts))
    if body[:4] == b"%PDF":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return html.unescape(body.decode(errors="replace"))


def links(page: Page) -> Iterator[str]:
    """Addresses of ours that the page names."""
    for found in HREF.findall(page.text):
        whole = urlsplit(urldefrag(urljoin(f"http://testserver{page.address}", found)).url)
        address = whole.path + (f"?{whole.query}" if whole.query else "")
        if whole.netloc == "testserver" and not address.startswith(LEFT_ALONE) and not address.endswith(PDF):
            yield address


def addresses() -> list[str]:
    """Every route with everything that could stand in its address."""
    return [
        reverse(route.name, kwargs=dict(zip(names, values, strict=True)))
        for route in TABLE.values()
        if route.name != "sign_out"
        for names, values in _fillings(route)
    ]


def _fillings(route: Route) -> Iterator[tuple[list[str], tuple[object, ...]]]:
    names = [part.split(":")[-1].split(">")[0] for part in route.path.split("<")[1:]]
    if "date" in names and "item" in names:
        for date, item in AgendaItem.objects.values_list("meeting__date", "ref").order_by("pk")[::9]:
            known = {"forum": "ror", "date": date.isoformat(), "item": item, "question": "discussion"}
            yield names, tuple(known[name] for name in names)
        return
    if route.path.endswith(PDF):
        yield names, tuple(_of_the_last_minutes(name) for name in names)
        return
    for values in product(*(_values(name) for name in names)):
        yield names, values


def _of_the_last_minutes(name: str) -> object:
    approved = Meeting.objects.filter(minutes_approved_at__isnull=False).order_by("date").last()
    return approved.date.isoformat() if name == "date" and approved else next(iter(_values(name)))


def _values(name: str) -> list[object]:
    known = {
        "forum": lambda: Forum.objects.values_list("slug", flat=True),
        "date": lambda: [
            day.isoformat() for day in Meeting.objects.order_by("date").values_list("date", flat=True)[:6]
        ],
        "item": lambda: AgendaItem.objects.order_by("pk").values_list("ref", flat=True)[::9],
        "entry": lambda: ListEntry.objects.order_by("pk").values_list("ref", flat=True)[::5],
        "child": lambda: Subject.objects.filter(kind="person").values_list("ref", flat=True),
        "action": lambda: Action.objects.values_list("ref", flat=True),
        "person": lambda: Staff.objects.order_by("pk").values_list("ref", flat=True)[:3],
        "seat": lambda: ["fostering", "coordinator"],
        "holding": lambda: SeatHolding.objects.order_by("pk").values_list("pk", flat=True)[:1],
        "held": lambda: Import.objects.values_list("ref", flat=True),
        "load": lambda: Import.objects.values_list("ref", flat=True),
        "book": lambda: Import.objects.values_list("ref", flat=True),
        "past": lambda: Import.objects.values_list("ref", flat=True),
        "kind": lambda: ["ssda903", "people"],
        "fact": lambda: ["placement", "review"],
        "since": lambda: ["2026-10-12"],
        "section": lambda: ["focus", "other", "actions", "any-other-business"],
        "ending": lambda: ["xlsx", "csv"],
        "letter": lambda: ["focus-case-mail", "selected-notice"],
        "mail": lambda: CameIn.objects.order_by("pk").values_list("ref", flat=True)[:5],
        "message": lambda: Message.objects.order_by("pk").values_list("ref", flat=True)[:5],
        "report": lambda: ["monthly-pack", "two-monthly-analysis"],
        "occasion": lambda: ["2026-09", "2026-10", "2026-10-29"],
        "secret": lambda: ["nobodys-address"],
        "invitation": lambda: [
            new_address(row, now=row.made_at).rsplit("/", 1)[1]
            for row in Invitation.objects.order_by("pk")[::60]
        ],
        "asked": lambda: Invitation.objects.order_by("pk").values_list("ref", flat=True)[::60],
        "question": lambda: ["discussion"],
        "stay": lambda: Attendance.objects.order_by("pk").values_list("ref", flat=True)[::40],
        "cohort": lambda: list(COHORTS),
        "duty": lambda: Duty.objects.filter(state="open").order_by("pk").values_list("ref", flat=True)[:3],
    }
    return list(known[name]())
