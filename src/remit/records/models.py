"""Every table, for Django to find. Import the module a model lives in, not this one."""

from remit.records.actions import Action, ActionUpdate
from remit.records.answers import Answer, Decision, PartSaid, ReleasedWording, Response
from remit.records.audit import AuditEvent, Look, LookPerson
from remit.records.backlog import BacklogWord
from remit.records.calendar_addresses import CalendarAddress
from remit.records.came_in import CameIn, MailLookedAt
from remit.records.children import Allocation, Identifier, Person, Restriction, Subject
from remit.records.cohort_stays import CohortStay
from remit.records.comments import Comment
from remit.records.corrections import MinutesAgreed, MinutesCorrection, MinutesVersion
from remit.records.duties import Duty
from remit.records.duty_steps import DutyStep, DutyWaiver
from remit.records.facts import (
    CarePeriod,
    ChildDetails,
    Contradiction,
    FactTakenBack,
    LeaverStatus,
    LegalStatus,
    MissingSpell,
    Order,
    Placement,
    Review,
    TemporaryMove,
    Unaccompanied,
    WeeklyCost,
    WorkerEpisode,
)
from remit.records.forums import Forum, SeatHolding, TermsVersion
from remit.records.history import PastDiscussion, PastMeeting
from remit.records.invitations import Invitation, InvitationAnswer, InvitationLink
from remit.records.list_exchanges import ExchangedRow, ListExchange
from remit.records.loads import KeptPreview, LoadRun, PreviewPage
from remit.records.meetings import (
    AgendaItem,
    AgendaReopening,
    Attendance,
    Meeting,
    PassedOver,
    RegisterEntry,
    SelectionPart,
    Waiver,
)
from remit.records.messages import LetterSent, Message, MessagePart
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.records.placements_list import (
    ActionList,
    EntryDetail,
    EntryEnding,
    Import,
    ListEntry,
    RememberedMapping,
)
from remit.records.reports import ReportText, SharedReport
from remit.records.sweep_marks import SweepMark
from remit.records.trajectories import Trajectory

__all__ = [
    "Action",
    "ActionList",
    "ActionUpdate",
    "AgendaItem",
    "AgendaReopening",
    "Allocation",
    "Answer",
    "Attendance",
    "AuditEvent",
    "BacklogWord",
    "CalendarAddress",
    "CameIn",
    "CarePeriod",
    "ChildDetails",
    "CohortStay",
    "Comment",
    "Contradiction",
    "Decision",
    "Duty",
    "DutyStep",
    "DutyWaiver",
    "EntryDetail",
    "EntryEnding",
    "ExchangedRow",
    "FactTakenBack",
    "Forum",
    "Identifier",
    "Import",
    "Invitation",
    "InvitationAnswer",
    "InvitationLink",
    "KeptPreview",
    "LeaverStatus",
    "LegalStatus",
    "LetterSent",
    "ListEntry",
    "ListExchange",
    "LoadRun",
    "Look",
    "LookPerson",
    "MailLookedAt",
    "Meeting",
    "Message",
    "MessagePart",
    "MinutesAgreed",
    "MinutesCorrection",
    "MinutesVersion",
    "MissingSpell",
    "Order",
    "PartSaid",
    "PassedOver",
    "PastDiscussion",
    "PastMeeting",
    "Person",
    "Placement",
    "PostHolding",
    "PreviewPage",
    "RegisterEntry",
    "ReleasedWording",
    "RememberedMapping",
    "ReportText",
    "Response",
    "Restriction",
    "Review",
    "SeatHolding",
    "SelectionPart",
    "SharedReport",
    "Staff",
    "Subject",
    "SweepMark",
    "TeamMembership",
    "TemporaryMove",
    "TermsVersion",
    "Trajectory",
    "Unaccompanied",
    "Unit",
    "Waiver",
    "WeeklyCost",
    "WorkerEpisode",
]
