"""What did a meeting decide about one child? The extract for that child's file, with no other child in it."""

from __future__ import annotations

from datetime import datetime

from remit.documents.extract import Extract
from remit.documents.minutes import MinutesAction
from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.minutes_texts import actions_of, index_of_children, text_line
from remit.records.answers import Decision
from remit.records.children import Identifier
from remit.records.closing_facts import waived_at
from remit.records.corrections import MinutesVersion
from remit.records.duty_facts import acts_of
from remit.records.item_texts import ACTION, OUTCOME_WHY, texts_of
from remit.records.meetings import AgendaItem
from remit.records.terms_store import terms_by_id
from remit.records.visibility import child_facts
from remit.rules.access import Said, may_read
from remit.rules.endings import Ending, ending
from remit.rules.minutes import why_not_extract, why_not_hand_out_extract
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


def extract(viewer: Viewer, *, item_ref: str, now: datetime) -> Extract:
    """What a meeting decided about one child, for that child's file; the child is noted as exported.

    Only wording that was written about this child, or released for it, enters; no address, no other child.
    Refuses: no such item for this viewer; before the act the terms name, most often the approval of the minutes; a text
    that may name another child, while the minutes are a draft; a case that the meeting closed without having discussed.
    """
    item = (
        AgendaItem.objects.select_related("meeting__forum", "meeting__terms", "subject__person", "snapshot")
        .defer("meeting__terms__document")
        .filter(ref=item_ref, title="")
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .first()
    )
    if item is None:
        raise NotFound("extract")
    facts = child_facts([item.subject_id], now=now)[item.subject_id]
    said = Said(item.meeting.forum.slug, item.meeting.closed_at, item.meeting.date)
    if not may_read(viewer, facts, said, now=now):
        looks.shown(looks.DENIED, [item.subject_id])
        raise NotFound("extract")
    terms = terms_by_id(item.meeting.terms_id, item.meeting.terms.digest)
    waiting = _waiting(item) if item.meeting.minutes_approved_at is None else ()
    refuse_if(why_not_hand_out_extract(terms, acts_of(item.meeting), open_texts=waiting))
    left = _left_now(item, terms)
    refuse_if(why_not_extract(discussed=left.extract))
    looks.shown(looks.EXPORTED, [item.subject_id])
    return _extract(item, terms, left)


def _left_now(item: AgendaItem, terms: ForumTerms) -> Ending:
    decided = Decision.objects.filter(item=item, superseded_at__isnull=True)
    outcome = decided.values_list("outcome", flat=True).first() or ""
    return ending(terms, ref=item.ref, state=item.state, outcome=outcome, waived=waived_at(item.meeting))


def _waiting(item: AgendaItem) -> tuple[str, ...]:
    """The texts about the child that may name another one, and for which nobody released a wording."""
    items = AgendaItem.objects.filter(meeting=item.meeting, title="")
    index = index_of_children(items.values_list("subject_id", flat=True))
    texts = (text_line(text, item, index) for text in texts_of(item.meeting)[item.pk])
    return tuple(text.name for text in texts if text.needs_release)


def _extract(item: AgendaItem, terms: ForumTerms, left: Ending) -> Extract:
    """The reason why the meeting closed without an outcome stays out: it may name another child."""
    meeting = item.meeting
    texts = texts_of(meeting)[item.pk]
    issued = {text.key: text.issued for text in texts}
    ids = Identifier.objects.on(meeting.date).filter(person=item.subject_id, scheme=Identifier.PERSON_ID)
    actions = actions_of(meeting).get(item.pk, [])
    return Extract(
        forum=terms.name,
        short=terms.short,
        date=meeting.date,
        person_id=ids.values_list("value", flat=True).first() or "",
        name=name_of(item.subject.person),
        section=terms.section(item.section).name,
        outcome_id=left.id,
        outcome=left.name,
        why=issued.get(OUTCOME_WHY, ""),
        texts=tuple(
            (text.name, text.issued)
            for text in texts
            if text.issued.strip() and text.key != OUTCOME_WHY and not text.key.startswith(ACTION)
        ),
        actions=tuple(
            MinutesAction(issued.get(action.key, action.what), action.lead, action.due_at, action.key)
            for action in actions
            if issued.get(action.key, action.what).strip()
        ),
        approved_at=meeting.minutes_approved_at,
        corrected=MinutesVersion.objects.filter(corrections__item=item)
        .order_by("number")
        .values_list("number", "at")
        .last(),
    )
