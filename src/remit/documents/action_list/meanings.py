"""Which words on a header mean which field? The names councils and their case systems give to the same column.

To teach Remit another name for a column, add it here. Case, spaces and punctuation do not matter.
"""

from __future__ import annotations

import re

from remit.documents.action_list.model import Field
from remit.documents.cells.text import folded, letters_only

NAMES: dict[Field, tuple[str, ...]] = {
    Field.PERSON_ID: (
        "person id", "person no", "person number", "person ref", "mosaic", "mosaic id", "mosaic no", "mosaic number",
        "mosaic person id", "liquidlogic", "liquidlogic id", "liquid logic", "liquid logic id", "ll id", "lcs", "lcs id",
        "lcs no", "lcs number", "ics id", "ics no", "ics number", "frameworki id", "fwi id", "carefirst id", "eclipse id",
        "azeus id", "protocol id", "child id", "child no", "child number", "child ref", "child unique id", "childs id",
        "client id", "client no", "service user id", "young person id", "yp id", "cla id", "lac id", "case id",
        "case number", "case no", "system id", "id", "id no", "id number", "unique id", "social care id",
    ),
    Field.REFERENCE: (
        "ref", "reference", "ref no", "ref number", "reference no", "reference number", "list ref", "referral ref",
        "search ref", "placement ref", "request ref", "request id", "referral id", "referral no",
    ),
    Field.INITIALS: (
        "initials", "name (initials)", "child initials", "childs initials", "yp initials", "initials of child",
        "child (initials)", "young person (initials)", "initial", "cyp initials",
    ),
    Field.NAME: (
        "name", "child", "child name", "childs name", "name of child", "young person", "young person name", "yp",
        "yp name", "full name", "surname, forename", "surname forename", "forename surname", "surname, first name",
        "last name, first name", "first name surname", "first name and surname", "child young person", "cyp name", "client name",
    ),
    Field.FAMILY_NAME: ("surname", "family name", "last name", "child surname", "childs surname"),
    Field.GIVEN_NAME: ("forename", "given name", "first name", "forenames", "first names", "child forename"),
    Field.DATE_OF_BIRTH: ("dob", "date of birth", "birth date", "birthdate", "child dob", "childs dob", "yp dob", "d.o.b / edd"),
    Field.AGE: ("age", "age (years)", "age in years", "current age", "child age", "age now", "yp age"),
    Field.TEAM: (
        "team", "allocated team", "sw team", "social work team", "locality", "area team", "current team",
        "responsible team", "service team", "team name", "locality team", "service / team", "team / service",
    ),
    Field.WORKER: (
        "worker", "allocated worker", "social worker", "sw", "allocated social worker", "allocated sw", "case worker",
        "caseworker", "childs social worker", "key worker", "lead worker", "worker name", "sw name", "social worker name",
    ),
    Field.MANAGER: (
        "manager", "team manager", "tm", "team leader", "allocated manager", "responsible manager", "sw manager",
        "line manager", "atm", "team manager name", "tm name", "practice manager",
    ),
    Field.WORKER_AND_MANAGER: (
        "sw / tm", "sw and tm", "sw & tm", "social worker / team manager", "social worker and team manager",
        "worker / manager", "worker and manager", "sw/atm/tm", "social worker / manager", "allocated worker / team manager",
    ),
    Field.DUTY_WORKER: (
        "duty worker", "duty officer", "placement officer", "placements officer", "brokerage officer", "commissioning officer",
        "brokerage worker", "placement worker", "search officer", "broker", "duty", "placements duty worker", "po", "lead officer",
    ),
    Field.REFERRER: ("referrer", "referred by", "referring worker", "requested by", "requester", "referring social worker"),
    Field.LEGAL_STATUS: ("legal", "legal status", "legal basis", "current legal status", "status (legal)", "legal order", "ls"),
    Field.CURRENT_PLACEMENT: (
        "current placement", "placement", "current placement type", "present placement", "current address type",
        "where now", "currently placed", "placement now", "current accommodation", "current provision", "living with",
    ),
    Field.PLACEMENT_REQUIRED: (
        "placement required", "placement sought", "placement type sought", "type of placement sought", "placement requested",
        "placement type required", "type of placement required", "placement needed", "placement type", "search type", "type sought",
        "type required", "required placement", "requested placement", "looking for", "search for", "provision required",
        "accommodation required", "type of search", "type of placement", "placement search type", "placement type requested",
    ),
    Field.URGENCY: (
        "urgency", "priority", "priority (1-3)", "needed by", "required by", "when needed", "how urgent", "timescale",
        "timescales", "timeframe", "urgency of placement", "placement urgency", "priority level", "search priority", "needed when",
        "how soon", "how quickly", "how soon needed", "when is it needed",
    ),
    Field.DAYS_TO_PLACE: (
        "days to place", "days", "days left", "days until needed", "no of days to place", "number of days to place",
        "search days", "days to move", "days remaining", "days to find placement",
    ),
    Field.RISK: (
        "risk", "risk of resi", "risk of residential", "at risk of residential", "at risk of resi", "risk (h/m/l)", "risk level",
        "risk rating", "ror", "ror rating", "ror risk", "ror level", "resi risk", "residential risk", "risk of residential (h/m/l)",
        "risk of residential placement", "risk of residential care", "rag", "rag rating", "ror h/m/l", "risk of resi level",
    ),
    Field.ON_LIST_SINCE: (
        "date on list", "on list since", "date added", "date added to list", "date referred", "referral date", "date of referral",
        "date received", "date referral received", "referral received", "listed on", "list date", "date of request", "request date",
        "date requested", "date put on list", "added to list", "date search started", "search start date", "added",
    ),
    Field.LAST_ACTION_ON: (
        "date last action", "last action", "date of last action", "last action date", "last updated", "date last updated",
        "last update", "date of last update", "date updated", "updated", "last contact", "last reviewed",
    ),
    Field.SEARCH_UPDATE: (
        "search update", "update", "updates", "search updates", "search progress", "search notes", "search status", "latest update",
        "placement search update", "search", "progress", "brokerage update", "latest search update",
    ),
    Field.COMMENTS: (
        "comments", "comment", "comments / next steps", "next steps", "notes", "ror comments", "additional comments", "remarks",
        "other comments", "next steps / comments", "notes / comments", "further information", "other information",
    ),
}  # fmt: skip

_PATTERNS: tuple[tuple[str, Field], ...] = (
    (r"\b(comments?|notes|next steps|remarks)$", Field.COMMENTS),
    (r"^(date|last|next)\b.*\b(action|updated?)\b", Field.LAST_ACTION_ON),
    (r"\bupdates?$", Field.SEARCH_UPDATE),
    (r"\b(d\W?o\W?b|date of birth)\b", Field.DATE_OF_BIRTH),
    (r"^date\b.*\b(list|listed|referred|referral|added|received)\b", Field.ON_LIST_SINCE),
    (r"\b(mosaic|liquid ?logic|lcs|ics|eclipse|person|child)\b.*\b(id|no|number|ref|reference)\b", Field.PERSON_ID),
    (r"\brisk\b.*\b(resi|residential|level|rating|ror|h\W?m\W?l)\b|\b(resi|residential|ror)\b.*\brisk\b", Field.RISK),
    (r"\b(urgency|priority)\b", Field.URGENCY),
    (r"\blegal\b.*\bstatus\b", Field.LEGAL_STATUS),
    (r"\bcurrent\b.*\b(placement|provision|accommodation)\b", Field.CURRENT_PLACEMENT),
    (r"\b(placement|provision)\b.*\b(required|sought|requested|needed)\b", Field.PLACEMENT_REQUIRED),
    (r"\bdays\b.*\b(place|placement|left|needed|move)\b", Field.DAYS_TO_PLACE),
    (r"\b(sw|social worker|worker)\b.*\b(tm|team manager|manager)\b", Field.WORKER_AND_MANAGER),
    (r"\bduty\b|\b(placements?|brokerage|commissioning) officer\b", Field.DUTY_WORKER),
    (r"\bteam (manager|leader)\b", Field.MANAGER),
    (r"\bsocial worker\b", Field.WORKER),
    (r"\bteam$|^team\b", Field.TEAM),
    (r"\binitials\b", Field.INITIALS),
)  # fmt: skip

_BY_NAME = {letters_only(name): field for field, names in NAMES.items() for name in names}
_BY_PATTERN = tuple((re.compile(pattern), field) for pattern, field in _PATTERNS)
TOLD, _NAMED, _GROUPED, _LIKELY = 8, 4, 3, 2
"""How sure: a person said so, the header is a known name, it is with its group heading, it looks like one."""
LONGEST_HEADER = 80


def meaning_of(header: str, group: str) -> tuple[Field, int] | None:
    """The field a header means and how sure that is, perhaps with the help of the group heading above it."""
    if not header or len(header) > LONGEST_HEADER:
        return None
    if field := _BY_NAME.get(letters_only(header)):
        return field, _NAMED
    if group and (field := _BY_NAME.get(letters_only(f"{group} {header}"))):
        return field, _GROUPED
    plain = folded(header)
    return next(((field, _LIKELY) for pattern, field in _BY_PATTERN if pattern.search(plain)), None)
