"""What do a forum's terms want done about each of its sittings, and by when?"""

from collections.abc import Iterator
from dataclasses import dataclass

from remit.terms.deadline import Deadline
from remit.terms.model import Evidence, ForumTerms

_WITH_A_SITTING = ("meeting", "next_meeting")


@dataclass(frozen=True, slots=True)
class Promised:
    """One thing to be done, the clause that asks for it, where it stands, and by when."""

    clause: str
    what: str
    due: Deadline
    path: str
    kept: bool = False
    """Whether the product holds somebody to it."""


def promised(terms: ForumTerms) -> tuple[Promised, ...]:
    """Everything that falls due with each sitting, before or after it; what waits for an event of its own is left out."""
    return tuple(one for one in every_promise(terms) if goes_with_a_sitting(one.due))


def goes_with_a_sitting(due: Deadline) -> bool:
    """Whether it is counted from the meeting, or falls on one."""
    return due.kind == "sitting" or due.anchor in _WITH_A_SITTING


def every_promise(terms: ForumTerms) -> Iterator[Promised]:
    """Everything with a time, in the order of the file. What is due when an action is stands with the action."""
    for duty in terms.duties:
        if duty.due.kind != "action" and duty.per != "action":
            yield Promised(duty.clause, duty.what, duty.due, f"duties.{duty.id}", kept=True)
    if terms.actions and terms.actions.due.kind != "action":
        what = "Actions agreed at this meeting are due, and told of"
        yield Promised(terms.actions.clause, what, terms.actions.due, "actions", kept=True)
    for owed in terms.owed:
        of_one_child = owed.per == "child" and owed.due is not None and owed.due.anchor == "next_meeting"
        if owed.due is not None and owed.due.kind != "action" and not of_one_child:
            yield Promised(owed.clause, owed.what, owed.due, f"owed.{owed.id}", kept=owed.runs)
    yield from _submission(terms)
    held = {one.met_by.sent for one in terms.owed if one.runs and isinstance(one.met_by, Evidence)}
    for letter in terms.letters:
        if letter.by is not None:
            path = f"letters.{letter.id}"
            yield Promised(letter.clause, letter.what, letter.by, path, kept=letter.id in held)
    for report in terms.reports:
        path = f"reports.{report.id}"
        yield Promised(report.clause, report.name, report.due, path, kept=report.runs)


def _submission(terms: ForumTerms) -> Iterator[Promised]:
    cutoff, publication = terms.submission.cutoff, terms.submission.publication
    if cutoff:
        yield Promised(cutoff.clause, cutoff.what, cutoff.due, "submission.cutoff")
    if publication:
        path = "submission.publication"
        yield Promised(publication.clause, "The pack goes out", publication.out, path)
        if publication.supplement:
            yield Promised(publication.clause, "The supplement goes out", publication.supplement, path)
