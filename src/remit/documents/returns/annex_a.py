"""What do lists 8 and 9 of Ofsted's Annex A say? Asked only inside the process made for the file."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, get_type_hints

from remit.documents.action_list.text import folded
from remit.documents.returns import annex_a_words as words
from remit.documents.returns.meant import (
    Meaning,
    Understood,
    day,
    lacking,
    number,
    short,
    text,
    understand,
    yes_no,
)
from remit.documents.returns.meant_columns import Columns, read_columns
from remit.documents.returns.model import LeaverRow, LookedAfterRow
from remit.documents.returns.opened import open_return
from remit.documents.returns.said import Said
from remit.documents.returns.wire import plain_columns, said_plain
from remit.documents.uploads.grid import GridSheet
from remit.documents.uploads.limits import ROOMS
from remit.documents.uploads.unreadable import UnreadableError
from remit.rules.leavers import birthday
from remit.rules.returned import OLDEST_IN_A_RETURN, years_old
from remit.rules.text import shown_date

_SHARED = (
    Meaning(
        "child",
        "The child's id",
        (
            r"(child|young person|person|client)?s? ?unique (id|identifier|reference)( number)?",
            r"(child|yp|person|client|case|lcs|mosaic|liquidlogic|la child|ssda903|903|system|local)s? ?(id|identifier|ref|reference|number|no|id number)",
            r"(unique )?(id|identifier)|child",
        ),
        short,
        must_stand=True,
        must_say=True,
    ),
    Meaning("sex", "Sex", (r"gender|sex", r"(childs? )?(gender|sex)( code)?"), words.sex, lenient=True),
    Meaning(
        "ethnicity",
        "Ethnicity",
        (r"ethnicity|ethnic (origin|group|code)", r".*ethnic.*"),
        words.ethnicity,
        lenient=True,
    ),
    Meaning(
        "born", "Date of birth", (r"dob|date of birth|birth ?date|d o b", r".*(date of birth|dob)( .*)?"), day
    ),
    Meaning(
        "disabled",
        "Disability",
        (r"(does the child have a )?disab(ility|led)( y/?n)?", r".*disab.*"),
        yes_no,
        lenient=True,
    ),
    Meaning(
        "team",
        "Team",
        (r"allocated team", r"(current |social work(er)? )?team( name)?", r".*\bteam\b.*"),
        text,
    ),
    Meaning(
        "worker",
        "Worker",
        (
            r"allocated worker",
            r"(allocated |current )?(social worker|case ?worker|worker|sw)( name)?",
            r".*social worker.*name.*",
        ),
        text,
    ),
)
_LOOKED_AFTER = (
    *_SHARED,
    Meaning("unaccompanied", "Unaccompanied", (r".*(uasc|unaccompanied).*",), yes_no, lenient=True),
    Meaning("since", "Start of care", (
        r"date started to be looked after|(date )?(became|becoming) (looked after|lac|cla)( date)?",
        r"(lac|cla|cic|looked after|care|period of care)( episode| period)? (start|started|start date|started date|date started|commenced)",
        r"(start date|date started|date of start) .*(looked after|lac|cla|care)|date (entered|came into|into) care",
    ), day),
    Meaning("need", "Category of need", (r"(childs )?category of need( code)?|need code|cin code", r".*category of need.*|.*primary need.*"), words.need, lenient=True),
    Meaning("second_period", "Second period", (r".*second or subsequent.*", r".*(second|subsequent|repeat).*(period|lac|looked after).*"), yes_no, lenient=True),
    Meaning("legal_status_since", "Start of legal status", (r"start date of current legal status|(current )?legal status (start|start date|date|from|since)", r".*legal status.*(date|start|from|since).*|.*(date|start).*legal status.*"), day),
    Meaning("legal_status", "Legal status", (r"(childs )?(current |latest )?legal status( code)?", r".*legal status.*"), text),
    Meaning("last_review", "Latest review", (r"date of (the )?latest (statutory )?review|(lac|cla|cic|looked after|statutory) review( date)?|(last|latest) (statutory |lac |cla )?review( date)?", r".*(latest|last|recent).*review.*"), day),
    Meaning("last_visit", "Last visit", (r"date of (the )?last social work(er)? visit|(last|latest) (social work(er)?|sw|statutory) visit( date)?", r"(?!.*iro).*(latest|last|recent).*visit.*"), day),
    Meaning("plan", "Permanence plan", (r"what is the permanence plan for this child|(permanence|care) plan", r".*permanence.*plan.*"), text),
    Meaning("placements_in_a_year", "Placements in a year", (r".*(number|no|count).*placements.*",), number, lenient=True),
    Meaning("until", "End of care", (r"date ceased to be looked after|(lac|cla|cic|looked after|care)( episode| period)? (end|ended|end date|ended date|date ended|ceased)", r".*date.*ceased.*looked after.*|date (left|ceased) care"), day),
    Meaning("ended_because", "Reason care ended", (r"reason ceased to be looked after|reason (for )?(leaving|ceasing|ended|ceased).*", r".*reason.*(ceas|leav|end).*"), words.ended, lenient=True),
    Meaning("placement_since", "Start of placement", (r"start date of most recent placement|(current |latest |most recent )?placement (start|start date|date|from|since|started)", r".*(start|date|from).*placement( start)?.*"), day),
    Meaning("provider", "Provider", (r"placement provider( code| type)?|provider( code| type)?", r".*provi(der|sion).*"), words.provider, lenient=True),
    Meaning("placement_postcode", "Placement postcode", (r"placement post ?code|post ?code( of)? (the )?(current )?placement", r"(?!.*home).*post ?code.*"), words.postcode, lenient=True),
    Meaning("urn", "URN", (r"urn( of placement)?|placement urn|ofsted urn", r".*\burn\b.*"), short, lenient=True),
    Meaning("inside", "Inside or outside the authority", (r"placement location|location( of placement)?", r".*(in/out|inside|outside|in or out|out of (area|authority|borough|county|la)).*|.*placement location.*"), words.inside, lenient=True),
    Meaning("authority_of_placement", "Authority of the placement", (r"(la|local authority|authority)( of)?( the)? placement|placement (la|local authority|authority)", r".*(la|authority).*placement.*|.*placement.*(la|authority).*"), text),
    Meaning("placement", "Placement", (r"(current |latest )?placement (type|code|type code|category)|type of placement|placement", r".*placement type.*|.*type of placement.*"), text),
)  # fmt: skip
_LEAVERS = (
    *_SHARED,
    Meaning("unaccompanied", "Unaccompanied", (r".*(uasc|unaccompanied).*",), yes_no, lenient=True),
    Meaning("adviser", "Personal adviser", (r"allocated personal advis[eo]r|personal advis[eo]r( name)?|pa( name)?|allocated pa", r".*personal advis[eo]r.*"), text),
    Meaning("eligibility", "Eligibility", (r"eligibility( category| status)?", r".*eligib.*|(care )?leav(er|ing)( care)? (status|category|type)"), text),
    Meaning("pathway_review", "Pathway plan review", (r"latest pathway plan( review)?( date)?|(date of )?(last|latest) pathway plan( review)?( date)?", r".*pathway.*"), day),
    Meaning("in_touch", "In touch", (r"(la )?in touch( y/?n)?", r".*in touch.*"), words.in_touch, lenient=True),
    Meaning("last_contact", "Latest contact", (r"(latest|last) (date of )?contact( date)?|date of (latest|last) contact", r".*contact.*"), day),
    Meaning("suitable", "Suitability", (r"suitability( of accommodation)?|accommodation suitability", r".*suitab.*"), words.suitable, lenient=True),
    Meaning("accommodation", "Accommodation", (r"(type of )?accommodation( type| code)?", r".*accommodation.*"), words.accommodation, lenient=True),
    Meaning("activity", "Activity", (r"activity( status| code)?|(main )?activity", r".*(activity|eet).*"), words.activity, lenient=True),
)  # fmt: skip
_NAMED_8 = re.compile(r"list[ _-]*8\b|^8\b|looked after|\b(lac|cla|cic)\b")
_NAMED_9 = re.compile(r"list[ _-]*9\b|^9\b|care[ _-]*leav|leaving[ _-]*care")
_NAMED_OTHER = re.compile(r"list[ _-]*(1|2|3|4|5|6|7|10|11|12)\b")
_ENOUGH = 4


def answer(content: bytes, request: Mapping[str, Any], allow_rows: Callable[[int], None]) -> Iterable[object]:
    """The job the sandbox is given: the lists read, as plain values."""
    opened = open_return(content, str(request["filename"]), allow_rows, ROOMS["return"])
    said, today = Said(), date.fromisoformat(str(request["today"]))
    for fault in opened.faults:
        said.fault(fault.table, fault.row, fault.column, fault.problem, fault.remedy)
    found = _lists(opened.sheets)
    if not found and not said.faults:
        raise UnreadableError(
            "It has no list 8 or 9 of Annex A.",
            "Load the workbook with the sheets “List 8” and “List 9”, or a .csv of one of them, with its headers.",
        )
    read = {name: _one(name, sheets, said) for name, sheets in sorted(found.items())}
    sound = [one for one in read.values() if one]
    made_on = _made_on(sound, today)
    for one in sound:
        one.rows = one.rows.without(_unbelievable(one, said, made_on, today))
        one.rows = one.rows.without(_begun_after_care(one, said))
        one.rows = one.rows.without(_said_again(one, said))
    if eight := read.get("8"):
        _say_grown_up(eight, said, today, age=int(request["grown_up_at"]))
    return _plain(request, content, read, said)


def _lists(sheets: Sequence[GridSheet]) -> dict[str, list[tuple[GridSheet, Understood]]]:
    """Which sheet is which list: by its name where that says so, else by which list's columns fit better."""
    found: dict[str, list[tuple[GridSheet, Understood]]] = defaultdict(list)
    for sheet in sheets:
        eight = understand(sheet, _LOOKED_AFTER, least=_ENOUGH)
        nine = understand(sheet, _LEAVERS, least=_ENOUGH)
        name = folded(sheet.name)
        if _NAMED_OTHER.search(name):
            continue
        if nine and (_NAMED_9.search(name) or (not _NAMED_8.search(name) and _is_nine(eight, nine))):
            found["9"].append((sheet, nine))
        elif eight and (_NAMED_8.search(name) or _is_eight(eight)):
            found["8"].append((sheet, eight))
    return found


def _is_nine(eight: Understood | None, nine: Understood) -> bool:
    own = {"eligibility", "adviser", "pathway_review", "accommodation"} & set(nine.at)
    return len(own) > 1 and not (eight and _is_eight(eight))


def _is_eight(eight: Understood) -> bool:
    return len({"legal_status", "placement", "since", "placement_since", "provider"} & set(eight.at)) > 2


@dataclass
class _Read:
    """A list with its rows."""

    name: str
    headers: Mapping[str, str]
    rows: Columns


def _one(name: str, sheets: Sequence[tuple[GridSheet, Understood]], said: Said) -> _Read | None:
    if len(sheets) > 1:
        names = " and ".join(f"“{sheet.name}”" for sheet, _ in sheets)
        problem = f"There are {len(sheets)} lists {name}: {names}."
        said.fault(f"List {name}", None, "", problem, "Leave one in.")
        return None
    sheet, understood = sheets[0]
    meanings = _LOOKED_AFTER if name == "8" else _LEAVERS
    if lacks := lacking(understood, meanings):
        problem = f"No column was recognised as {lacks[0].lower()}."
        said.fault(sheet.name, understood.row, "", problem, "Name it “Child Unique ID”.")
        return None
    try:
        rows = read_columns(sheet, understood, meanings, said, child_field="child")
    except UnreadableError as unreadable:
        said.fault(sheet.name, None, "", unreadable.answer.problem, unreadable.answer.remedy)
        return None
    return _Read(sheet.name, understood.headers, rows)


def _made_on(read: Iterable[_Read], today: date) -> date:
    """About when the lists were made: the latest day in them that is not in the future. Ages are asked on it."""
    said = chain.from_iterable(set(column) for one in read for column in one.rows.says.values())
    return max((one for one in said if isinstance(one, date) and one <= today), default=today)


def _unbelievable(read: _Read, said: Said, made_on: date, today: date) -> set[int]:
    """The places of the rows whose days cannot be right: each is said, and set aside."""
    rows, gone = read.rows, set()
    days = zip(rows.of("born"), rows.of("since"), rows.of("until"), strict=True)
    for place, (born, since, until) in enumerate(days):
        if not _believable(read, place, (born, since, until), said, made_on, today):
            gone.add(place)
    return gone


def _believable(
    read: _Read,
    place: int,
    days: tuple[date | None, date | None, date | None],
    said: Said,
    made_on: date,
    today: date,
) -> bool:
    born, since, until = days
    row = read.rows.rows[place]
    if born is not None and born > today:
        field, problem = "born", f"The date of birth, {shown_date(born)}, is in the future."
    elif born is not None and (age := years_old(born, made_on)) > OLDEST_IN_A_RETURN:
        field, problem = "born", f"Born on {shown_date(born)}, this person would be {age}."
    elif since is not None and since > today:
        field, problem = "since", f"Care begins on {shown_date(since)}, which is in the future."
    elif since is not None and until is not None and until < since:
        field, problem = (
            "until",
            f"Care ends on {shown_date(until)}, before it begins on {shown_date(since)}.",
        )
    else:
        if since is not None and born is not None and since < born:
            says = f"Care begins on {shown_date(since)}, before the birth on {shown_date(born)}. Both were read as they stand."
            said.notice("begin before birth", read.name, row, read.headers["since"], says)
        return True
    said.fault(read.name, row, read.headers[field], problem, "Put the date right, or take the row out.")
    said.aside(read.name, row, read.rows.of("child")[place])
    return False


def _begun_after_care(read: _Read, said: Said) -> set[int]:
    """The places of the rows on which a legal status or a placement begins once care is over: each is said, and set aside."""
    rows, gone = read.rows, set()
    for field, what in (("legal_status_since", "The legal status"), ("placement_since", "The placement")):
        for place, (since, until) in enumerate(zip(rows.of(field), rows.of("until"), strict=True)):
            if since is None or until is None or since <= until or place in gone:
                continue
            problem = f"{what} begins on {shown_date(since)}, after care ended on {shown_date(until)}."
            remedy = "Put the date right, or take the row out."
            said.fault(read.name, rows.rows[place], read.headers[field], problem, remedy)
            said.aside(read.name, rows.rows[place], rows.of("child")[place])
            gone.add(place)
    return gone


def _say_grown_up(read: _Read, said: Said, today: date, *, age: int) -> None:
    """Who is grown up by now and is on the list without an end of care: nobody is looked after so any more."""
    rows = read.rows
    asked = zip(
        rows.rows,
        rows.of("child"),
        rows.of("born"),
        rows.of("until"),
        rows.of("legal_status"),
        rows.of("placement"),
        strict=True,
    )
    for row, child, born, until, legal, placed in asked:
        if born is None or until is not None or today.year - born.year < age or birthday(born, age) > today:
            continue
        if _stays(born, words.legal_status(legal or ""), words.placement(placed or ""), today):
            continue
        says = (
            f"Child {child} turned {age} on {shown_date(birthday(born, age))} and has no end of care. They do not count as"
            " looked after from that day. Give the day on which care ended."
        )
        said.notice("go on beyond 18", read.name, row, read.headers.get("until", ""), says, of=(str(child),))


def _stays(born: date, status: str, place: str, today: date) -> bool:
    """Whether somebody who is grown up can be looked after all the same."""
    from remit.terms.cohort_codes_file import cohort_codes  # slow to import, and seldom asked

    return cohort_codes().stays_looked_after(years_old(born, today), status=status, place=place, on=today)


def _said_again(read: _Read, said: Said) -> set[int]:
    """The places of the rows that say of a child what an earlier row says in the same words."""
    rows, children = read.rows, read.rows.of("child")
    again: set[int] = set()
    if len(set(children)) == len(children):
        return again
    seen: dict[str, int] = {}
    for place, child in enumerate(children):
        before = seen.setdefault(child, place)
        if before == place:
            continue
        kind, words_after = "stand there twice", " too, and the rows do not say the same. Both were read."
        if rows.alike(before, place):
            kind, words_after = "say the same twice", " already, in the same words."
            again.add(place)
        says = f"{child} is on row {rows.rows[before]}{words_after}"
        said.notice(kind, read.name, rows.rows[place], read.headers["child"], says, of=(child,))
    return again


def _looked_after(rows: Columns) -> Mapping[str, Sequence[Any]]:
    """The rows of list 8, by the fields of `LookedAfterRow`."""
    return {
        "legal_status": rows.each("legal_status", lambda said: words.legal_status(said or "")),
        "legal_status_written": rows.text("legal_status"),
        "placement": rows.each("placement", lambda said: words.placement(said or "")),
        "placement_written": rows.text("placement"),
    }


def _leavers(rows: Columns) -> Mapping[str, Sequence[Any]]:
    """The rows of list 9, by the fields of `LeaverRow`."""
    home = rows.each("accommodation", lambda said: said or ("", None))
    suits = zip(home, rows.of("suitable"), strict=True)
    return {
        "eligibility": rows.each("eligibility", lambda said: words.eligibility(said or "")),
        "eligibility_written": rows.text("eligibility"),
        "accommodation": [letter for letter, _ in home],
        "suitable": [by_code if said is None else said for (_, by_code), said in suits],
    }


def _plain(
    request: Mapping[str, Any], content: bytes, read: Mapping[str, _Read | None], said: Said
) -> Iterator[object]:
    yield {
        "filename": str(request["filename"]),
        "digest": hashlib.sha256(content).hexdigest(),
        "lists": sorted(read),
        **said_plain(said),
    }
    for name, kind, own in (("8", LookedAfterRow, _looked_after), ("9", LeaverRow, _leavers)):
        if one := read.get(name):
            for batch in plain_columns(kind, _fields(kind, one.rows, own(one.rows))):
                yield [name, batch]


def _fields(
    kind: type[LookedAfterRow] | type[LeaverRow], rows: Columns, own: Mapping[str, Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    """A column for each field of the rows: what is not in `own` is as the sheet has it."""
    for name, said in get_type_hints(kind).items():
        if name in own:
            yield own[name]
        elif name == "row":
            yield rows.rows
        elif name == "child_is_number":
            yield [row in rows.numbers for row in rows.rows]
        else:
            yield rows.text(name) if said is str else rows.of(name)
