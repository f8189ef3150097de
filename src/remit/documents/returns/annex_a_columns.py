"""How do councils write the headings of lists 8 and 9 of Annex A? Each column's meaning, the likeliest words first."""

from __future__ import annotations

from remit.documents.returns import annex_a_words as words
from remit.documents.returns.meant import Meaning, child_id, day, number, short, text, yes_no

_SHARED = (
    Meaning(
        "child",
        "The child's id",
        (
            r"(child|young person|person|client)?s? ?unique (id|identifier|reference)( number)?",
            r"(child|yp|person|client|case|lcs|mosaic|liquidlogic|la child|ssda903|903|system|local)s? ?(id|identifier|ref|reference|number|no|id number)",
            r"(unique )?(id|identifier)|child|unique (child|young person|person|client)s? ?(id|identifier|reference|number)",
            r"(?!.*(worker|carer|parent|mother|provider|placement)).*\b(child|young person|yp|care leaver|leaver|person|client|mosaic|lcs|case)s?\b.*\b(id|identifier)\b.*",
        ),
        child_id,
        must_stand=True,
        must_say=True,
    ),
    Meaning(
        "sex",
        "Sex",
        (
            r"gender|sex",
            r"(childs? )?(gender|sex)( code)?",
            r"(?!.*(exploit|abuse|identity)).*\b(gender|sex)\b.*",
        ),
        words.sex,
        lenient=True,
    ),
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
            r".*social worker.*name.*|(key|lead) ?(worker|practitioner|professional)( name)?|case ?holder|(allocated )?practitioner",
            r"(?!.*(date|visit|seen|manager|team)).*\bworker\b.*",
        ),
        text,
    ),
)
LOOKED_AFTER = (
    *_SHARED,
    Meaning("unaccompanied", "Unaccompanied", (r".*(uasc|unaccompanied).*",), yes_no, lenient=True),
    Meaning("since", "Start of care", (
        r"date started to be looked after|(date )?(became|becoming) (looked after|lac|cla)( date)?",
        r"(lac|cla|cic|looked after|care|period of care)( episode| period)? (start|started|start date|started date|date started|commenced)",
        r"(start date|date started|date of start) .*(looked after|lac|cla|care)|date (entered|came into|into) care",
        r"start of (the )?(current )?(lac|cla|cic|care|looked after|period of care)( episode| period)?|(date )?(of )?(entry|admission)( in)?to (care|lac|cla)",
        r"(lac|cla|cic|care|looked after) (from|since|began|begun|date)|date (of )?(lac|cla|cic)( start| episode)?|.*\b(became|becoming) (looked after|lac|cla|cic)\b.*",
    ), day),
    Meaning("need", "Category of need", (r"(childs )?category of need( code)?|need code|cin code", r".*category of need.*|.*primary need.*", r"(?!.*(special|education|\bsen\b)).*\bneeds?\b.*"), words.need, lenient=True),
    Meaning("second_period", "Second period", (r".*second or subsequent.*", r".*(second|subsequent|repeat|2nd).*(period|lac|looked after).*", r"second|subsequent"), yes_no, lenient=True),
    Meaning("legal_status_since", "Start of legal status", (r"start date of current legal status|(current )?legal status (start|start date|date|from|since)", r".*legal status.*(date|start|from|since).*|.*(date|start).*legal status.*", r"ls (start|start date|date|from|since)"), day),
    Meaning("legal_status", "Legal status", (r"(childs )?(current |latest )?legal status( code)?", r".*legal status.*", r"ls( code)?|(?!.*(date|start|from|since)).*\blegal (basis|order|position)\b.*"), text),
    Meaning("last_review", "Latest review", (r"date of (the )?latest (statutory )?review|(lac|cla|cic|looked after|statutory) review( date)?|(last|latest) (statutory |lac |cla )?review( date)?", r".*(latest|last|recent).*review.*", r"(statutory |lac |cla |cic )?review date|date (of )?(statutory |lac |cla |cic )?review|date reviewed"), day),
    Meaning("last_visit", "Last visit", (r"date of (the )?last social work(er)? visit|(last|latest) (social work(er)?|sw|statutory) visit( date)?", r"(?!.*iro).*(latest|last|recent).*visit.*", r"(?!.*(iro|dent|health|optic|school)).*last seen.*"), day),
    Meaning("plan", "Permanence plan", (r"what is the permanence plan for this child|(permanence|care) plan", r".*permanen(ce|cy).*plan.*|.*plan.*permanen(ce|cy).*", r"(current )?plan( type)?"), text),
    Meaning("placements_in_a_year", "Placements in a year", (r".*(number|no|count).*placements.*",), number, lenient=True),
    Meaning("until", "End of care", (r"date ceased to be looked after|(lac|cla|cic|looked after|care)( episode| period)? (end|ended|end date|ended date|date ended|ceased)", r".*date.*ceased.*looked after.*|date (left|ceased) care"), day),
    Meaning("ended_because", "Reason care ended", (r"reason ceased to be looked after|reason (for )?(leaving|ceasing|ended|ceased).*", r".*reason.*(ceas|leav|end).*"), words.ended, lenient=True),
    Meaning("placement_since", "Start of placement", (r"start date of most recent placement|(current |latest |most recent )?placement (start|start date|date|from|since|started)", r".*(start|date|from).*placement( start)?.*", r"placement (began|begun|commenced|date)|date (child )?placed"), day),
    Meaning("provider", "Provider", (r"placement provider( code| type)?|provider( code| type)?", r".*provi(der|sion).*", r"prov( code| type)?"), words.provider, lenient=True),
    Meaning("placement_postcode", "Placement postcode", (r"placement post ?code|post ?code( of)? (the )?(current )?placement", r"(?!.*home).*post ?code.*", r"p/c( of)?( the)? placement|placement p/c"), words.postcode, lenient=True),
    Meaning("urn", "URN", (r"urn( of placement)?|placement urn|ofsted urn", r".*\burn\b.*", r".*\bofsted\b.*(number|no|ref|reference|id|registration)"), short, lenient=True),
    Meaning("inside", "Inside or outside the authority", (r"placement location|location( of placement)?", r".*(in/out|inside|outside|in or out|out of (area|authority|borough|county|la)).*|.*placement location.*", r"ooa|placed (in|out)( y/?n)?"), words.inside, lenient=True),
    Meaning("authority_of_placement", "Authority of the placement", (r"(la|local authority|authority)( of)?( the)? placement|placement (la|local authority|authority)", r".*\b(la|authority)\b.*placement.*|.*placement.*\b(la|authority)\b.*", r".*\b(la|authority|council)\b.*\bplaced\b.*"), text),
    Meaning("placement", "Placement", (r"(current |latest )?placement (type|code|type code|category)|type of placement|placement", r".*placement type.*|.*type of placement.*"), text),
)  # fmt: skip
LEAVERS = (
    *_SHARED,
    Meaning("unaccompanied", "Unaccompanied", (r".*(uasc|unaccompanied).*",), yes_no, lenient=True),
    Meaning("adviser", "Personal adviser", (r"allocated personal advis[eo]r|personal advis[eo]r( name)?|pa( name)?|allocated pa", r".*personal advis[eo]r.*", r".*\badvis[eo]r\b.*"), text),
    Meaning("eligibility", "Eligibility", (r"eligibility( category| status)?", r".*eligib.*|(care )?leav(er|ing)( care)? (status|category|type)|cl (status|category|type)"), text),
    Meaning("pathway_review", "Pathway plan review", (r"latest pathway plan( review)?( date)?|(date of )?(last|latest) pathway plan( review)?( date)?", r".*pathway.*", r"(date )?pp (review|reviewed|plan|date)( on| date)?"), day),
    Meaning("in_touch", "In touch", (r"(la )?in touch( y/?n)?", r"(?!.*(last|latest|date)).*in touch.*", r".*contact (within|in).*weeks.*"), words.in_touch, lenient=True),
    Meaning("last_contact", "Latest contact", (r"(latest|last) (date of )?contact( date)?|date of (latest|last) contact", r"(?!.*(within|in the last).*weeks).*contact.*|.*(date|last|latest).*in touch.*"), day),
    Meaning("suitable", "Suitability", (r"suitability( of accommodation)?|accommodation suitability", r".*suitab.*"), words.suitable, lenient=True),
    Meaning("accommodation", "Accommodation", (r"(type of )?accommodation( type| code)?", r".*accomm?odation.*", r"living arrangements?|where living|lives in"), words.accommodation, lenient=True),
    Meaning("activity", "Activity", (r"activity( status| code)?|(main )?activity", r".*(activity|eet).*", r"ete( status)?"), words.activity, lenient=True),
)  # fmt: skip
DAYS = frozenset(one.field for one in (*LOOKED_AFTER, *LEAVERS) if one.read is day)
"""The fields that say a day."""
DECIDES = {
    "8": {
        "born": "Date of Birth",
        "since": "Date Started to be Looked After",
        "legal_status": "Child's Legal Status",
        "legal_status_since": "Start date of current legal status",
        "placement": "Placement Type",
        "placement_since": "Start Date of Most Recent Placement",
    },
    "9": {"born": "Date of Birth", "eligibility": "Eligibility Category"},
}
"""Columns without which cohorts cannot be told from a list, as Ofsted names them."""
