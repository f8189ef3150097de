"""In which words does somebody read a text who reads by one child alone? Without the names of other children.

What goes into an extract is looked through by a person before the minutes are approved. What is written of an action
afterwards is looked through by nobody, so the names that are found in it are taken out where it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from remit.documents.names import Mention, NamedChild, index_of, mentions, without_mentions, word_set
from remit.records.known_children import children_written
from remit.records.meetings import AgendaItem

KEPT_BACK = "Its words are not for this child’s record"
"""Stands where somebody released an empty wording: the text stays out of what is read by the child."""


def without_others(texts: Iterable[str], *, of: int, meeting_ids: Collection[int] = ()) -> Mapping[str, str]:
    """Each of these texts about the child `of`, without the names and numbers of other children.

    By one part of a name children are found who stood on the agenda of one of these meetings, or share a family name
    with one who did. Four queries at most, none without a text.
    """
    written = {text for text in texts if text.strip()}
    if not written:
        return {}
    items = AgendaItem.objects.filter(meeting__in=meeting_ids, title="")
    near = {of, *items.values_list("subject_id", flat=True)}
    index = index_of(
        NamedChild(child.subject, child.given_name, child.family_name, child.ids, child.near)
        for child in children_written(word_set(written), near=near)
    )
    return {
        text: without_mentions(text, filter(_is_a_name, mentions(text, index, of=[of]))) for text in written
    }


def _is_a_name(found: Mention) -> bool:
    """A full name or a number is; one part of a name is, unless it is written small as any other word."""
    return found.certain or found.written[:1].isupper()
