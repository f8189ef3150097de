"""Sittings of a forum: when, what is on the agenda, who was there."""

from __future__ import annotations

from django.db import models

from remit.records.children import Subject
from remit.records.forums import Forum, TermsVersion
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW, ref_field
from remit.records.placements_list import EntryDetail, ListEntry


class Meeting(models.Model):
    """One sitting, unique by its nominal date: moved or cancelled, it keeps it, so that planning again never doubles it."""

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        ISSUED = "issued", "agenda issued"
        OPEN = "open", "open"
        CLOSED = "closed", "closed"
        CANCELLED = "cancelled", "cancelled"

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="meetings")
    nominal_date = models.DateField()
    extraordinary = models.BooleanField(default=False)
    date = models.DateField()
    start = models.TimeField()
    end = models.TimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    why_changed = models.CharField(max_length=500, blank=True)
    """Why it was moved or cancelled."""
    times_changed = models.PositiveIntegerField(default=0)
    """How often it was moved or cancelled: calendars take the later word by it."""
    last_changed_at = models.DateTimeField(null=True, blank=True)
    """When it was last moved or cancelled."""
    revision = models.PositiveBigIntegerField(default=0)
    """Moves with every change of the meeting, its agenda, its attendance, its answers or its actions."""
    selected_at = models.DateTimeField(null=True, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    members_until = models.DateTimeField(null=True, blank=True)
    """Until when members see what stood on it, set at closing where the terms say; otherwise the rule's own length holds."""
    minutes_approved_at = models.DateTimeField(null=True, blank=True)
    minutes_approved_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    current_item = models.ForeignKey(
        "AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "nominal_date"], name="one_meeting_a_nominal_date")
        ]
        indexes = [models.Index(fields=["forum", "date"], name="meetings_by_date")]


class SelectionPart(models.Model):
    """Who took part in selecting the focus cases of a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="selection_parts")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "staff"], name="takes_part_once")]


class PassedOver(models.Model):
    """A late addition that is discussed among the other cases, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="passed_over")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "entry"], name="passed_over_once")]


class AgendaReopening(models.Model):
    """An agenda that had been issued was taken back to a draft, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reopenings")
    why = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AgendaItem(models.Model):
    """Something to be discussed: a case in one of the sections of the terms, or a matter of business."""

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        DISCUSSED = "discussed", "discussed"
        DEFERRED = "deferred", "deferred"
        WITHDRAWN = "withdrawn", "withdrawn"

    ref = ref_field()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    section = models.CharField(max_length=30)
    """Id of a section in the meeting's terms."""
    position = models.PositiveIntegerField()
    """Order within the section; renumbered under the meeting's lock."""
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="items")
    """The child, or the forum itself for a matter of business."""
    entry = models.ForeignKey(
        ListEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    snapshot = models.ForeignKey(
        EntryDetail, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """What the action list said when the meeting opened."""
    title = models.CharField(max_length=200, blank=True)
    """Of a matter of business; empty for a case, and `title=""` is how queries ask for cases."""
    request = models.CharField(max_length=60, blank=True)
    """Id of the kind of request in the meeting's terms, where somebody asked the forum about the child."""
    why = models.CharField(max_length=500, blank=True)
    """Why a case was chosen against the rule (a Low one), or why an item was added in the room."""
    suggestion = models.CharField(max_length=300, blank=True)
    """The reason the suggestion gave when it was taken."""
    left_why = models.CharField(max_length=500, blank=True)
    """Why it was withdrawn or deferred."""
    late = models.BooleanField(default=False)
    slot_at = models.TimeField(null=True, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    """When the meeting last came to it before it was settled."""
    settled_at = models.DateTimeField(null=True, blank=True)
    """When its outcome was last recorded at the meeting, or it was noted there."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    deferred_to = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "entry"],
                condition=models.Q(entry__isnull=False) & ~models.Q(state="withdrawn"),
                name="a_case_stands_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "subject"],
                condition=models.Q(entry__isnull=True, title="") & ~models.Q(state="withdrawn"),
                name="a_case_off_the_list_stands_once",
            ),
        ]
        indexes = [models.Index(fields=["subject", "meeting"], name="items_of_a_subject")]

    @property
    def is_case(self) -> bool:
        """Whether it is about a child, and no matter of business."""
        return not self.title


class Attendance(models.Model):
    """Somebody's presence at a meeting: an interval and a capacity. Wrong rows are struck out, not deleted."""

    class Capacity(models.TextChoices):
        HOLDER = "holder", "holder of the seat"
        DEPUTY = "deputy", "deputy"
        SUBSTITUTE = "substitute", "substitute"
        CASE = "case", "for a case"
        OBSERVER = "observer", "observer"

    class Answer(models.TextChoices):
        PRESENT = "present", "present"
        APOLOGIES = "apologies", "apologies"

    ref = ref_field()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.CharField(max_length=60, blank=True)
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    name = models.CharField(max_length=150, blank=True)
    """Of a substitute or guest without an account."""
    service = models.CharField(max_length=120, blank=True)
    """Service area a substitute comes from."""
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.PRESENT)
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    """The case somebody came for."""
    reason = models.CharField(max_length=500, blank=True)
    """Why somebody who was to come for a case did not."""
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["meeting"], condition=KNOWN_NOW, name="attendance_known")]


class Waiver(models.Model):
    """Something left unfinished at closing, and the reason the meeting closed without it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="waivers")
    what = models.CharField(max_length=100)
    """The key of the unfinished thing, e.g. "outcome:<item ref>"."""
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "what"], name="waived_once")]


class RegisterEntry(models.Model):
    """One line of the forum's register (its case tracker), written when the meeting closes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="register")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="register_entry")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=30)
    risk = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    worker_present = models.CharField(max_length=10, blank=True)
    seats_present = models.PositiveSmallIntegerField()
    seats_in_all = models.PositiveSmallIntegerField()
    team = models.CharField(max_length=120, blank=True)
