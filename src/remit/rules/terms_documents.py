"""What do documents get wrong, whoever wrote them? General questions about dates, seats, duties and forms, asked of any terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from remit.rules.calendar import WorkCalendar, sittings
from remit.rules.clock import due_date
from remit.rules.deadlines import MeetingTime, Occasion, work_out
from remit.rules.findings import Found
from remit.rules.text import counted, listed
from remit.terms.model import Deadline, ForumTerms
from remit.terms.promised import promised

AN_ORDINARY_SPRING = date(2026, 2, 2)
"""From here on no bank holiday falls for two months: the arithmetic shows what the words themselves amount to."""
NO_HOLIDAYS = WorkCalendar()
TIME_TO_READ = 1
"""Working days, the meeting's own counted, that papers need to be read."""


def cutoffs_whose_halves_disagree(terms: ForumTerms) -> Iterator[Found]:
    """A weekday and a number of days that do not meet: the weekday before leaves fewer, the one that leaves enough more."""
    for one in promised(terms):
        if one.due.leaving is None or one.due.leaving.unit != "working days" or one.due.before is None:
            continue
        nearest, chosen = _days_left(terms, _without_leaving(one.due)), _days_left(terms, one.due)
        if nearest is not None and chosen is not None and nearest < one.due.leaving.count:
            problem = (
                f"{one.due.on} and {one.due.leaving} do not meet: the {one.due.on} before the meeting leaves "
                f"{nearest}, the one that leaves enough leaves {chosen}."
            )
            remedy = (
                "Choose one: the weekday, the number of days, or the weekday that leaves at least as many."
            )
            yield Found("finding", one.clause, f"{one.path}.due.leaving", problem, remedy)


def _without_leaving(due: Deadline) -> Deadline:
    return due.model_copy(update={"leaving": None})


def _an_ordinary_sitting(terms: ForumTerms) -> MeetingTime:
    meets = terms.meets
    until = AN_ORDINARY_SPRING + timedelta(days=400)
    day = next(sittings(meets, since=AN_ORDINARY_SPRING, until=until))
    return MeetingTime.on(day, meets.starts, meets.ends)


def _days_left(terms: ForumTerms, due: Deadline) -> int | None:
    """Working days from the deadline to an ordinary sitting: the first day not counted, the last counted."""
    meeting = _an_ordinary_sitting(terms)
    found = work_out(due, Occasion(meeting), NO_HOLIDAYS)
    return None if found is None else NO_HOLIDAYS.between(due_date(found.due), meeting.day)


def papers_too_late_to_be_read(terms: ForumTerms) -> Iterator[Found]:
    """What people are to have read comes in on the very day they sit."""
    cutoff, publication = terms.submission.cutoff, terms.submission.publication
    dues: list[tuple[str, str, Deadline]] = []
    if cutoff:
        dues.append(("submission.cutoff.due", cutoff.clause, cutoff.due))
    if publication:
        dues.append(("submission.publication.out", publication.clause, publication.out))
    for path, clause, due in dues:
        left = _days_left(terms, due)
        if left is not None and left < TIME_TO_READ:
            meeting = _an_ordinary_sitting(terms)
            found = work_out(due, Occasion(meeting), NO_HOLIDAYS)
            assert found is not None
            minutes = int((meeting.starts_at - found.due).total_seconds() // 60)
            problem = f"Papers may come in {_hours(minutes)} before the meeting; nobody can be sure to have read them."
            yield Found(
                "finding", clause, path, problem, "Set an earlier day, or send what is there the day before."
            )


def _hours(minutes: int) -> str:
    hours, rest = divmod(max(minutes, 0), 60)
    parts = [counted(hours, "hour")] if hours else []
    return listed([*parts, counted(rest, "minute")] if rest or not parts else parts)


def owed_by_nobody_or_at_no_time(terms: ForumTerms) -> Iterator[Found]:
    """A duty is told, and not who owes it, or not by when."""
    for owed in terms.owed:
        path = f"owed.{owed.id}"
        if owed.owed_by is None:
            problem = f"Nobody owes {owed.id} ({owed.what})."
            yield Found("error", owed.clause, path, problem, "Name who does under `owed_by`.")
        elif owed.owed_by.role and not terms.seats_of(owed.owed_by.role):
            problem = f"{owed.id} is owed by the {owed.owed_by.role}, and no seat has that role."
            yield Found("error", owed.clause, f"{path}.owed_by", problem, "Add such a seat, or name another.")
        if owed.due is None:
            problem = f"{owed.id} ({owed.what}) has no time by which it is done."
            yield Found("error", owed.clause, path, problem, "Say by when under `due`.")


def what_waits_for_what_is_due_later(terms: ForumTerms) -> Iterator[Found]:
    """Something waits for something else and is due no later than it: choosing and sending at one moment, say."""
    dues = {duty.id: duty.due for duty in terms.duties} | {owed.id: owed.due for owed in terms.owed}
    for owed in terms.owed:
        if owed.follows is None:
            continue
        if owed.follows not in dues:
            problem = f"{owed.id} follows {owed.follows}, which is not there."
            yield Found("error", owed.clause, f"owed.{owed.id}.follows", problem, "Correct the name.")
            continue
        if _no_later(terms, owed.due, dues[owed.follows]):
            problem = f"{owed.id} can only be done after {owed.follows}, and is due no later than it."
            yield Found("finding", owed.clause, f"owed.{owed.id}.due", problem, "Make the first due earlier.")


def _no_later(terms: ForumTerms, due: Deadline | None, first: Deadline | None) -> bool:
    if due is None or first is None or due.kind == "sitting" or first.kind == "sitting":
        return False
    occasion = Occasion(_an_ordinary_sitting(terms))
    then, before = work_out(due, occasion, NO_HOLIDAYS), work_out(first, occasion, NO_HOLIDAYS)
    return then is not None and before is not None and then.due <= before.due


def seats_nobody_is_named_for(terms: ForumTerms) -> Iterator[Found]:
    """The document leaves a seat blank, and something depends on who sits there."""
    for seat in terms.seats:
        if seat.to_be_named:
            owed = [one.id for one in terms.owed if one.owed_by and one.owed_by.seat == seat.id]
            owed += [one.id for one in terms.duties if one.owed_by.seat == seat.id]
            owed += [
                one.id for one in terms.duties if seat.role != "member" and one.owed_by.role == seat.role
            ]
            problem = f"{terms.short} names nobody for the seat {seat.name}"
            problem += f", which owes {listed(owed)}." if owed else "."
            remedy = "Name somebody; until then the chair owes what this seat does."
            yield Found("finding", seat.clause, f"seats.{seat.id}", problem, remedy)


def seats_that_only_absent_people_fill(terms: ForumTerms) -> Iterator[Found]:
    """A quorum that asks for more people than the seats it names can bring, or for a seat without a vote."""
    for name in terms.quorum.seats:
        seat = terms.seat(name)
        if not seat.votes:
            problem = f"The quorum asks for {seat.name}, which has no vote."
            yield Found(
                "error", terms.quorum.clause, "quorum.seats", problem, "Take it out, or give it a vote."
            )
    chairs = terms.seats_of("chair") + terms.seats_of("deputy")
    if not chairs:
        problem = "No seat chairs, so the forum is never without a shortfall."
        yield Found("error", terms.meets.clause, "seats", problem, "Give a seat the role chair.")


def forms_that_ask_twice(terms: ForumTerms) -> Iterator[Found]:
    """The same thing is asked for more than once: two questions of a form in the same words, or a paper under two ids."""
    for form in terms.forms:
        yield from _twice(
            f"forms.{form.id}.questions",
            [(question.id, question.asks, question.clause) for question in form.questions],
            f"The form {form.name}",
        )
    yield from _twice(
        "papers", [(paper.id, paper.name, paper.clause) for paper in terms.papers], "The list of papers"
    )


def _twice(path: str, asked: list[tuple[str, str, str]], where: str) -> Iterator[Found]:
    by_words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, words, clause in asked:
        by_words[" ".join(words.lower().split())].append((name, clause))
    for same in by_words.values():
        for name, clause in same[1:]:
            problem = f"{where} asks twice for the same: {same[0][0]} and {name}."
            yield Found("finding", clause, f"{path}.{name}", problem, "Ask once.")


def figures_that_cannot_be_measured(terms: ForumTerms) -> Iterator[Found]:
    """A measure without a source."""
    for measure in terms.measures:
        if measure.source is None:
            problem = f"{measure.name} is not measurable yet: nothing records it."
            yield Found(
                "finding",
                measure.clause,
                f"measures.{measure.id}",
                problem,
                "Name a source, or leave it out.",
            )


def reports_due_before_what_they_tell(terms: ForumTerms) -> Iterator[Found]:
    """A report on a month that falls due inside it."""
    for report in terms.reports:
        if report.due.anchor == "month" and report.due.before is not None:
            problem = f"{report.name} is due before the month it tells of is over."
            yield Found("error", report.clause, f"reports.{report.id}.due", problem, "Count `after: month`.")


QUESTIONS: tuple[Callable[[ForumTerms], Iterator[Found]], ...] = (
    cutoffs_whose_halves_disagree,
    papers_too_late_to_be_read,
    owed_by_nobody_or_at_no_time,
    what_waits_for_what_is_due_later,
    seats_nobody_is_named_for,
    seats_that_only_absent_people_fill,
    forms_that_ask_twice,
    figures_that_cannot_be_measured,
    reports_due_before_what_they_tell,
)
