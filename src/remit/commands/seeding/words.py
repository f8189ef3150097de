"""What is written about made-up cases? Plausible sentences in which nobody is named."""

from __future__ import annotations

SEARCHES = (
    "Sent to 14 agencies; two offers, neither can take the school run.",
    "In-house search open; a carer is being assessed.",
    "Sent to the framework again with the new profile; no offer yet.",
    "One agency may have a match from the end of the month; visit to be arranged.",
    "Search paused while the family meeting is held.",
    "Profile rewritten with the worker; goes out tomorrow.",
    "Three refusals: distance, matching with a child in the home, no vacancy.",
)
EXTRAS = (
    (("EHCP", "Yes"), ("Siblings", "1 in the same home")),
    (("EHCP", "In progress"),),
    (("Siblings", "2, placed apart"), ("Interpreter", "Yes")),
    (("Missing episodes", "3 since September"),),
)
CONSIDERATIONS = (
    "Two agencies could take the case with a support package; the weekly cost would be about £1,150.",
    "An in-house carer comes free next month and knows the school.",
    "Nothing offered within 40 miles; residential providers have written unasked.",
    "The present home would go on with outreach four evenings a week.",
)
ON_THE_TELEPHONE = {
    "reason-for-risk": "The carers rang: they will keep going until the end of term, not longer.",
}
"""What the coordinator wrote down while the worker had the sheet at a desk."""
AT_A_DESK = {
    "reason-for-risk": "The carers gave notice on Friday. They could be asked again once evenings are covered.",
    "what-would-help": "Somebody in the home from four to eight, five days a week.",
}
"""What the worker wrote into the workbook meanwhile."""
SHEET = {
    "reason-for-risk": (
        "The carers gave 28 days’ notice after two weekends with the police at the door.",
        "The third move in a year is likely unless evenings are covered.",
        "The assessment ended, and no family the child knows can offer a room.",
    ),
    "support-in-place": (
        "Outreach on two evenings, a mentor at school, family time on Sundays.",
        "A therapeutic worker weekly; the carers have respite once a month.",
        "School, the youth worker, and a sleep clinic from next week.",
    ),
    "what-would-help": (
        "Somebody in the home from four to eight, and a plan for weekends.",
        "A carer without other children, near enough to keep the school.",
        "Respite every second weekend while the new plan beds in.",
    ),
    "childs-view": (
        "Wants to stay at this school and to see the dog.",
        "Says that moving again would be the end of trying.",
        "Would live with the aunt “if she had me”.",
    ),
    "alternatives-tried": (
        "A connected carer was assessed and withdrew in August.",
        "Two foster homes were visited; neither could take the school run.",
        "Supported lodgings were thought of; too soon, says the worker.",
    ),
    "childs-need": (
        "An adult who is there in the evening and does not raise their voice.",
        "One place, one school, one plan until summer.",
        "Quiet mornings, and somebody who knows what to do at night.",
    ),
}
"""What a social worker writes on a child’s sheet, three ways."""
SAID_BEFORE = (
    "Outreach starts on Monday; the carers asked for weekends too.",
    "A carer we assessed in summer has a free room from next month and would like to be asked.",
    "No change with us since last week.",
)
COMMENTING = ("team Placement support", "service Fostering and sufficiency")
"""Who writes them, in turn."""
DISCUSSIONS = (
    "The worker set out the last fortnight. The present home can hold for three weeks if evenings are covered. "
    "School attendance is the strongest thing there is and the group does not want it lost.",
    "The group heard that notice stands. Family time goes well and should shape where the next home is.",
    "Placement support described what the carers find hardest. Nobody thought residential care would answer it.",
    "The risk is at weekends. Police and health have been asked for what they know before any move.",
    "The group went through what has been tried since summer and what each attempt broke on.",
)
ALTERNATIVES = (
    "Outreach from the edge-of-care team, possible from Monday. A relative abroad: ruled out for now. "
    "Specialist fostering: sought.",
    "Respite every second weekend so that the present carers can go on. In-house therapeutic foster home: full until spring.",
    "Shared care with a grandparent, being assessed. Residential care would mean a new school and is not wanted.",
    "Intensive family support for twelve weeks; supported lodgings later on.",
)
INTERIM = "The present carers go on until the start, with outreach each evening; the key worker visits the new home first."
STEP_DOWN = "Family finding goes on from the first day; reviewed at six weeks with fostering in the room."
ACTIONS = (
    "Send the new profile to the framework and to the two neighbouring authorities",
    "Ask the edge-of-care team for outreach on four evenings a week",
    "Hold a family group meeting and send its plan to the coordinator",
    "Agree with school how transport would work from each possible home",
    "Visit the home that was offered and report on the match",
    "Ask health for the date of the therapy assessment",
    "Cost the support package that would let the present carers go on",
)
UPDATES = (
    "Done; two answers came back and are on the list.",
    "Asked on Monday and again today; an answer is promised for Friday.",
    "Held; the plan is with the coordinator.",
    "Agreed in principle; the paper follows.",
)
COMMENTS = (
    "No change since last week.",
    "Carers ask for a break at half term.",
    "Matching meeting on Tuesday.",
    "Move went well; one more visit planned.",
    "Waiting for the court date.",
)
ABSENCES = ("In court with another child.", "On leave; no cover in the team.", "Called to an emergency.")
LOW_WHY = "Low by the list, but the notice and the exam year fall together."
TOLD = {
    "successes": "Two matches with carers of our own, found through placement support before any search went out.",
    "challenges": "Offers for older boys are few. Three searches have been open for longer than eight weeks.",
}
TOLD_OTHERWISE = "Most cases still come from two teams. Attendance by children in care has been steady."
BUSINESS = ("Cover over the school holiday", "New form for agency searches", "Dates of the coming meetings")
REASONS = {
    "residential-start": "residential_start",
    "other-placement": "fostering_found",
    "support-at-home": "home",
    "no-longer-at-risk": "other",
}
"""How an entry ends after each outcome that closes a case."""
LEFT_OUT = "The school was asked as well and would keep the place."
"""What a correction adds to what was said."""
WHY_CORRECTED = "Left out when the minutes were written."
CORRECTED_NOTE = "The meeting began at 3:05pm."

BEFORE_REMIT: tuple[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...] = (
    (
        "Search for a family continues",
        (("Discussion", "The carers will go on until half term if somebody comes in the evenings."),),
        (
            ("Ask the outreach team for four evenings a week", "led by Placement support, Open"),
            ("Send the new profile to the framework", "led by Brokerage, Closed"),
        ),
    ),
    (
        "Support at home",
        (("Discussion", "The aunt would take the child in with help; the flat is too small as it is."),),
        (("Ask housing for a larger flat for the aunt", "led by the team manager, Open"),),
    ),
    (
        "Deferred",
        (("Discussion", "Nobody knew yet what the school would say."),),
        (("Hear from the school about a place from January", "led by the worker, Open"),),
    ),
)
"""What the workbook of the last meeting before Remit said: the outcome, what was written, and the actions of its tracker."""
