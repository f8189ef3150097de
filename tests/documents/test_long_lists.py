"""A list of 50,000 rows is read, fast enough for a preview that somebody waits for.

No time is taken here: the process that reads is ended by the kernel after 2 seconds of processor time, and 1 more for each
10,000 rows, and what was ended answers with no rows.
"""

from remit.documents.action_list import ActionListFile, read_action_list
from tests.documents import uploads


def test_fifty_thousand_rows_are_read_in_the_time_they_are_given():
    content = uploads.table(uploads.HEADERS, *uploads.rows(50_000))
    answer = read_action_list(content, "list.csv")
    assert isinstance(answer, ActionListFile)
    assert (len(answer.rows), answer.rows[-1].row, answer.rows[-1].person_id) == (50_000, 50_001, "950000")


def test_a_workbook_of_fifty_thousand_rows_is_read():
    answer = read_action_list(uploads.long_workbook(50_000), "list.xlsx")
    assert isinstance(answer, ActionListFile)
    assert len(answer.rows) == 50_000
