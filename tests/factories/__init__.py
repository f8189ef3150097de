"""Made-up records for tests: plain functions, one row or a few each, every name occurring nowhere else.

`NOW` is a Wednesday in October; the clock of the pages stands there in every test.
"""

from tests.factories.children import a_child, a_restricted_child, allocate
from tests.factories.clock import LONDON, NOW, TODAY, london
from tests.factories.forums import a_forum, fill_seats, seat
from tests.factories.lists import an_entry
from tests.factories.meetings import a_meeting
from tests.factories.names import a_name
from tests.factories.people import a_team, a_unit, an_area, staff, viewer_of

__all__ = [
    "LONDON",
    "NOW",
    "TODAY",
    "a_child",
    "a_forum",
    "a_meeting",
    "a_name",
    "a_restricted_child",
    "a_team",
    "a_unit",
    "allocate",
    "an_area",
    "an_entry",
    "fill_seats",
    "london",
    "seat",
    "staff",
    "viewer_of",
]
