"""Which children come before the forum, how are they chosen, and in what order does the meeting take them?"""

from typing import ClassVar, Literal

from pydantic import Field

from remit.terms.acts import CommentsEnd, MeetingAct, Settled
from remit.terms.deadline import Deadline
from remit.terms.sitting import SeatRole
from remit.terms.values import (
    ClauseRef,
    CohortRef,
    Effect,
    Force,
    Planned,
    SeatRef,
    SectionRef,
    SelectionRef,
    Span,
    Term,
    TermId,
    Words,
)

Rating = Literal["high", "medium", "low", "unrated"]
Rank = Literal["risk", "urgency", "days_to_place"]
Takes = Literal["selection", "rest_of_cohort", "open_actions", "business", "analysis", "requests", "cohort"]
Source = Literal[
    "action_list",
    "residential_placements",
    "reviewed_placements",
    "irregular_placements",
    "distant_placements",
    "pre_proceedings",
    "court_proceedings",
    "looked_after_children",
    "care_leavers",
]
Grouping = Literal["child", "family", "team"]
EntryFact = Literal[
    "person_id",
    "initials",
    "age",
    "team",
    "worker",
    "manager",
    "legal_status",
    "current_placement",
    "placement_required",
    "urgency",
    "days_to_place",
    "risk",
    "on_list_since",
    "last_action_on",
    "search_update",
    "comments",
]


class Untouched(Term):
    """An entry nobody has touched for so long is flagged."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    after: Span
    clause: ClauseRef


class Rhythm(Planned):
    """How often each of a cohort comes up. `line`: a word about everyone; `discussed`: the longest between two discussions."""

    line: Span | None = None
    discussed: Span
    sooner: tuple[Words, ...] = ()
    clause: ClauseRef


class Cohort(Term):
    """Whom the forum must look at, computed from the record.

    By rating: which are `discussed` and which only `shown`. `only` narrows it, `until` says when somebody leaves it.
    `together`: what stands as one. Of an action list alone do cases come onto an agenda so far; who is in the other computed
    cohorts (`rules.forum_cohorts`) is seen by whoever runs the forum.
    """

    id: TermId
    source: Source = Field(alias="from")
    discussed: tuple[Rating, ...] = ()
    shown: tuple[Rating, ...] = ()
    only: Words | None = None
    until: Words | None = None
    together: Grouping = "child"
    untouched: Untouched | None = None
    rhythm: Rhythm | None = None
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        return self.source == "action_list"


class TakingPart(Term):
    """Which seats are to be among those who choose; their absence warns or stops."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"gate"})
    seats: tuple[SeatRef, ...]
    absent: Force = "warn"
    clause: ClauseRef


class Late(Term):
    """A case that joins the cohort between two acts joins the selection; these ratings may be left out, with a reason."""

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"duty"})
    since: MeetingAct = Field(alias="from")
    until: MeetingAct = Field(alias="to")
    may_be_left_out: tuple[Rating, ...] = ()
    clause: ClauseRef


class Selection(Term):
    """Choosing cases from a cohort. `as_a_rule` are suggested, `asks_why` need a reason, `rated_first` cannot be chosen until rated.

    `capacity` is a number, or what the meeting's length holds at the section's slot; more than fit is a warning.
    """

    effect_in: ClassVar[dict[Effect, tuple[str, ...]]] = {"gate": ("asks_why", "rated_first")}
    id: TermId
    cohort: CohortRef
    section: SectionRef
    as_a_rule: tuple[Rating, ...]
    asks_why: tuple[Rating, ...] = ()
    rated_first: bool = False
    rank_by: tuple[Rank, ...]
    capacity: int | Literal["what_fits"] = "what_fits"
    taking_part: TakingPart | None = None
    late: Late | None = None
    clause: ClauseRef


class Slot(Term):
    """How long a case usually has; any length may be given."""

    usual: Span
    clause: ClauseRef


class Comments(Term):
    """Members write about the cases of this part of the agenda, each under their own name.

    `from` one act `to` another, at the latest until the meeting closes. `seats`: only who holds one of these writes; without it every member does.
    """

    since: MeetingAct = Field(alias="from")
    until: CommentsEnd = Field(alias="to")
    seats: tuple[SeatRef, ...] = ()
    clause: ClauseRef


class Section(Term):
    """A part of the agenda and what fills it.

    `settled_by`: what is in it is discussed, or waived with a reason, before that act. `frozen_by`: a live view until
    that act, then a snapshot. `columns`: which facts of an entry it shows. `only`: at which meetings it stands on the
    agenda. `comments`: who may write about its cases outside the discussion.
    """

    effect_in: ClassVar[dict[Effect, tuple[str, ...]]] = {"duty": ("settled_by",)}
    id: TermId
    name: Words
    takes: Takes
    of: SelectionRef | None = None
    cohort: CohortRef | None = None
    slot: Slot | None = None
    settled_by: Settled | None = None
    frozen_by: MeetingAct | None = None
    columns: tuple[EntryFact, ...] = ()
    comments: Comments | None = None
    only: Deadline | None = None
    clause: ClauseRef

    @property
    def runs(self) -> bool:
        return self.takes not in ("requests", "cohort")

    @property
    def one_by_one(self) -> bool:
        """Whether cases are put there one by one, and each is left in an outcome: chosen, asked for, or of a cohort."""
        return self.takes in ("selection", "requests", "cohort")


class Agenda(Term):
    """The order of business, who drafts it and who confirms it. `reorderable`: it may be flexed to people's availability."""

    sections: tuple[Section, ...] = Field(min_length=1)
    reorderable: bool = True
    drafted_by: SeatRole = "coordinator"
    confirmed_by: SeatRole = "chair"
    clause: ClauseRef
