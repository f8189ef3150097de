"""What do the pages of the record and the sweep cost in an authority of this size? In one process, on PostgreSQL.

`make bench ARGS=--england` asks it of 600 children looked after and of 84,000, and sets the two beside each other.
"""

import resource
import time
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.in_process import Ask, asking
from remit.casework.sweeping import sweep_all
from remit.documents.reports import WRITTEN
from remit.reading.figures import report_document, told_report
from remit.reading.viewers import viewer_for
from remit.records.children import Allocation
from remit.records.cohort_stays import CohortStay
from remit.records.people import PostHolding, Staff
from remit.rules.viewers import Post

NOW = settings.FIXED_NOW
ROUNDS = 15
PAST, KNOWN = (
    "as_of-day=1&as_of-month=10&as_of-year=2025",
    "known_at-day=1&known_at-month=10&known_at-year=2026",
)
PAGES = {
    "looked after": "/cohorts/looked-after",
    "looked after, a year ago": f"/cohorts/looked-after?{PAST}",
    "looked after, as known on a day": f"/cohorts/looked-after?{KNOWN}",
    "residential": "/cohorts/residential",
    "residential, a year ago": f"/cohorts/residential?{PAST}",
    "out of authority": "/cohorts/out-of-authority",
    "unregistered": "/cohorts/unregistered",
    "care leavers": "/cohorts/care-leavers",
    "second review": "/cohorts/second-review",
    "action list": "/cohorts/action-list",
    "aged 10 to 12": "/cohorts/looked-after?age_from=10&age_to=12",
    "who entered and left": "/cohorts/looked-after/moves",
    "residential, as known on a day": f"/cohorts/residential?{KNOWN}",
}


def carry_out() -> dict[str, object]:
    """Pages by name and viewer, with statements and the quickest of many answers in milliseconds; and seconds of sweeps."""
    found = {}
    for role, (who, pages) in _asked().items():
        session = _session(who)
        for name, address in pages.items():
            found[f"{name}, {role}"] = _measured(address, session)
    reports = _reports()
    return {
        "pages": found,
        "reports": reports,
        "file": _file(),
        "sweep": _sweeps(),
        "stays": CohortStay.objects.count(),
    }


def _reports() -> dict[str, float]:
    """Seconds of the pack of last month, on the page and as files; the quickest of three."""
    viewer = viewer_for(_asked()["director"][0].pk, now=NOW)
    month = (NOW.date().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    asked = {"forum": "ror", "report": "monthly-pack", "occasion": month, "now": NOW}
    took: dict[str, list[float]] = {}
    for _ in range(3):
        began = time.perf_counter()
        told_report(viewer, **asked, current=True)
        took.setdefault("counted anew", []).append(time.perf_counter() - began)
        for ending, write in WRITTEN.items():
            began = time.perf_counter()
            write(report_document(viewer, **asked))
            took.setdefault(ending, []).append(time.perf_counter() - began)
    return {what: min(seconds) for what, seconds in took.items()}


def _asked() -> Mapping[str, tuple[Staff, Mapping[str, str]]]:
    """The director, who sees all, and the manager of one team, who sees few; each with what they ask for."""
    posts = PostHolding.objects.open().select_related("staff").order_by("-pk")
    director = posts.filter(post=Post.DIRECTOR).first().staff
    manager = posts.filter(post=Post.TEAM_MANAGER).first().staff
    held = Allocation.objects.open().filter(worker__isnull=False).select_related("person__subject")
    child = held.order_by("-pk").first().person.subject.ref
    return {
        "director": (director, {**PAGES, "case": f"/children/{child}"}),
        "team manager": (manager, {name: PAGES[name] for name in ("looked after", "residential")}),
    }


def _session(who: Staff) -> str:
    client = Client()
    client.force_login(who, backend="remit.records.accounts.Accounts")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _asking(address: str, session: str) -> Ask:
    path, _, query = address.partition("?")
    return asking({"path": path, "query": query, "status": 200, "as": "them"}, {"them": session})


def _measured(address: str, session: str) -> dict[str, float]:
    ask = _asking(address, session)
    rows = ask().count(b"<tr") - 1
    processor, clock = [], []
    for _ in range(ROUNDS):
        began, there = time.process_time(), time.perf_counter()
        ask()
        processor.append(time.process_time() - began)
        clock.append(time.perf_counter() - there)
    return {
        "queries": _statements(ask),
        "rows": rows,
        "processor": min(processor) * 1000,
        "clock": min(clock) * 1000,
    }


def _statements(ask: Ask) -> int:
    counted = []

    def count(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        ask()
    return len(counted)


def _file() -> dict[str, float]:
    """Seconds, megabytes and memory of the file for Excel of everybody looked after."""
    (who, _) = _asked()["director"]
    ask = _asking("/cohorts/looked-after/file.xlsx", _session(who))
    began = time.perf_counter()
    size = len(ask())
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": size / 1e6, "resident_megabytes": memory}


def _sweeps() -> dict[str, float]:
    """Seconds of a sweep after every fifth row that says who is in which cohort was lost, and of one with nothing to do."""
    CohortStay.objects.extra(where=["id %% 5 = 0"]).delete()
    found = {}
    for what in ("a fifth lost", "nothing to do"):
        began = time.perf_counter()
        sweep_all(now=NOW)
        found[what] = time.perf_counter() - began
    return found
