"""How does one's own home page read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from remit.reading.actions import ActionLine
from remit.reading.children import ChildLine
from remit.reading.home import MOST_DUTIES, Home, MeetingLine, OwedLine
from remit.reading.invited import InvitedLine
from remit.reading.watching import MOST_COUNTED, MOST_SHOWN, Watched, WatchedMeeting
from remit.rules.answering import Reply, shown_hours, wish
from remit.rules.invitation_words import ANSWERED
from remit.web import formats
from remit.web.fields import lowered
from remit.web.meeting_words import stage

HEARD_SHOWN = 10
OTHERS_SHOWN = 5
ASKED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty: what, for what, by when, and where it is done."""

    what: str
    about: str
    clause: str
    due: str
    overdue: bool
    href: str
    owner: str
    since: str = ""
    """Since when it is with this person, because it was not done in time."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting to come."""

    name: str
    href: str
    when: str
    state: str
    next: str
    next_href: str
    child: str
    child_href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something one is asked to come to."""

    name: str
    href: str
    """Where it is answered; empty once it takes no answers."""
    what: str
    when: str
    place: str
    answer: str
    """The answer that stands, in words; empty where there is none."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page, ready to be shown."""

    owed: tuple[Owed, ...]
    later: str
    owed_by_others: tuple[Owed, ...]
    owed_by_others_later: tuple[Owed, ...]
    """Those that do not fit the first screen, folded away: the first due, and so what is overdue longest, stand before."""
    others_folded: str
    """How many those are, and how many of them are overdue, in words."""
    escalated: tuple[Owed, ...]
    actions: tuple[ActionLine, ...]
    asked: tuple[Asked, ...]
    asked_later: tuple[Asked, ...]
    """Those that do not fit the first screen, folded away."""
    unanswered: str
    """How many wait for an answer, in words; empty where none does."""
    meetings: tuple[Sitting, ...]
    heard: tuple[Sitting, ...]
    heard_later: tuple[Sitting, ...]
    """Those that do not fit the first screen, folded away."""
    children: tuple[ChildLine, ...]
    watched: Watched
    watched_words: str
    watched_title: str
    watches: bool
    """Whether this person answers for children at all."""
    coming: tuple[WatchedMeeting, ...]
    """For who assures quality: the next meetings of every forum."""
    minuted: tuple[WatchedMeeting, ...]
    """For the same: meetings closed lately, the latest first."""
    nothing: bool
    """Whether nothing is owed, asked or to be gone to: said once then, not three times."""


def present(
    home: Home,
    actions: tuple[ActionLine, ...],
    watched: Watched,
    seen: tuple[WatchedMeeting, ...],
    invited: tuple[InvitedLine, ...],
    *,
    now: datetime,
) -> HomePage:
    """The home page of one person."""
    others = tuple(_owed(line) for line in home.owed_by_others)
    return HomePage(
        owed=tuple(_owed(line) for line in home.owed),
        later=_later(home, now),
        owed_by_others=others[:OTHERS_SHOWN],
        owed_by_others_later=others[OTHERS_SHOWN:],
        others_folded=_folded(others[OTHERS_SHOWN:]),
        escalated=tuple(_owed(line) for line in home.escalated),
        actions=actions,
        asked=tuple(_asked(line) for line in invited[:ASKED_SHOWN]),
        asked_later=tuple(_asked(line) for line in invited[ASKED_SHOWN:]),
        unanswered=_unanswered(invited),
        meetings=tuple(_sitting(line) for line in home.meetings),
        heard=tuple(_sitting(line) for line in home.cases_heard[:HEARD_SHOWN]),
        heard_later=tuple(_sitting(line) for line in home.cases_heard[HEARD_SHOWN:]),
        children=home.children,
        watched=watched,
        watched_words=_watched_words(watched),
        watched_title="Open actions about your children"
        if home.children
        else "Open actions about your teams’ children",
        watches=watched.answers,
        coming=tuple(one for one in seen if not one.closed),
        minuted=tuple(one for one in reversed(seen) if one.closed),
        nothing=not (home.owed or home.escalated or actions or home.meetings or invited),
    )


def _watched_words(watched: Watched) -> str:
    if not watched.in_all:
        return "Nobody else has an open action about them."
    many = f"{MOST_COUNTED} or more" if watched.in_all >= MOST_COUNTED else str(watched.in_all)
    are = "is" if watched.in_all == 1 else "are"
    past = _of_them_past(watched)
    first = f". The first {MOST_SHOWN} due" if watched.in_all > MOST_SHOWN else ""
    return f"{many} {are} open{past}{first}."


def _of_them_past(watched: Watched) -> str:
    if watched.in_all == 1:
        return ", and past its date" if watched.past else ", and not past its date"
    return f", {watched.past or 'none'} of them past {'its' if watched.past == 1 else 'their'} date"


def _later(home: Home, now: datetime) -> str:
    """What is said of duties that are not listed yet."""
    if not home.later_owed:
        return ""
    more = "More" if home.later_owed >= MOST_DUTIES else f"{home.later_owed} more"
    are = "is" if home.later_owed == 1 else "are"
    return f"{more} {are} due later, and will stand here from two weeks before."


def _folded(rest: tuple[Owed, ...]) -> str:
    late = sum(one.overdue for one in rest)
    return f"Show {len(rest)} more" + (f", {late} of them overdue" if late else "")


def _owed(line: OwedLine) -> Owed:
    about = f"{line.forum_name}, {formats.date(line.meeting_on)}" if line.meeting_on else line.forum_name
    about = ": ".join(part for part in (line.subject_name, line.asked or about) if part)
    due, owner = formats.due(line.due_at), line.owner or "Nobody holds this seat"
    since = formats.due(line.escalated_at) if line.escalated_at else ""
    return Owed(line.what, about, line.clause, due, line.overdue, _where(line), owner, since)


DONE_ON = {
    "selection-finished": ("selection", ("planned", "issued")),
    "case-selected": ("selection", ("planned", "issued")),
    "agenda-drafted": ("agenda", ("planned", "issued")),
    "agenda-confirmed": ("agenda", ("planned", "issued")),
    "meeting-opened": ("room", ("issued",)),
    "outcome-recorded": ("room", ("open",)),
    "meeting-closed": ("closing", ("open",)),
    "minutes-approved": ("minutes", ("closed",)),
}
"""For each act that discharges a duty: the page it is done on, and in which states of the meeting that page is there."""


def _where(line: OwedLine) -> str:
    """The page on which a duty is done; while that is not there yet, the page of its meeting. None for a hidden child."""
    if line.hidden:
        return ""
    if line.on_list:
        return f"{reverse('action_list')}?untouched=yes"
    if line.sheet:
        return reverse("sheet", kwargs={"item": line.sheet})
    if line.action:
        return reverse("action", kwargs={"action": line.action})
    if not (line.forum and line.meeting):
        return ""
    if line.report_for:
        at = {"forum": line.forum, "report": line.term, "occasion": line.report_for}
        return reverse("report", kwargs=at)
    page, states = DONE_ON.get(line.met_by, ("meeting", ()))
    return reverse(
        page if line.meeting_state in states else "meeting",
        kwargs={"forum": line.forum, "date": line.meeting},
    )


NEXT = {
    "": ("", "meeting"),
    "select": ("Choose the cases", "selection"),
    "draft": ("Draft the agenda", "agenda"),
    "confirm": ("Confirm the agenda", "agenda"),
    "read": ("Read the agenda", "agenda"),
    "open": ("Open the meeting", "room"),
    "room": ("Go to the room", "room"),
    "approve": ("Approve the minutes", "minutes"),
}
"""What each next step is called, and the page it is done on."""


def _unanswered(invited: tuple[InvitedLine, ...]) -> str:
    waiting = sum(line.takes_answers and not line.reply for line in invited)
    return f"{formats.count(waiting, 'invitation')} not answered yet." if waiting else ""


def _asked(line: InvitedLine) -> Asked:
    times = wish(Reply(line.reply, None, line.can_from, line.can_until))
    more = f": {line.sends}" if line.sends else f" ({times})" if times else ""
    case = f"the case of {line.child_name}" if line.child_name else "the time of a case"
    return Asked(
        name=line.forum_name,
        href=reverse("my_invitation", kwargs={"asked": line.ref}) if line.takes_answers else "",
        what=f"For {case}, as {line.role}" if line.of_case else f"As {line.role}",
        when=f"{formats.weekday(line.starts_at)}, {shown_hours(line.starts_at, line.ends_at)}",
        place=line.place,
        answer=f"{ANSWERED[line.reply]}{more}" if line.reply else "",
    )


def _state(line: MeetingLine) -> str:
    if line.state == "closed" and not line.approved:
        return "closed, minutes not approved yet"
    return lowered(stage(line.state, drafted=line.drafted)[0])


def _at(line: MeetingLine) -> str:
    """The hour of a meeting or a case; in words where a case has none."""
    if line.child_ref and not line.confirmed:
        return "agenda not confirmed yet"
    return f"among {lowered(line.part)}" if line.part else formats.time(line.slot or line.start)


def _sitting(line: MeetingLine) -> Sitting:
    where = {"forum": line.forum, "date": line.nominal}
    words, page = NEXT[line.next]
    return Sitting(
        name=line.forum_name,
        href=reverse("meeting", kwargs=where),
        when=f"{formats.weekday(line.date)}, {_at(line)}",
        state=_state(line),
        next=words,
        next_href=reverse(page, kwargs=where),
        child=line.child_name,
        child_href=reverse("case", kwargs={"child": line.child_ref}) if line.child_ref else "",
    )
