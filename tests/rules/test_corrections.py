"""What follows of a corrected outcome is said, whatever hangs on it."""

from datetime import date

import pytest

from remit.rules.corrections import Hanging, what_follows, why_not_agree
from remit.terms.load import merged

ROR = merged("ror")
NOTHING = Hanging(actions=0, next_day=None)
LATER = Hanging(actions=0, next_day=date(2026, 10, 22))


def follows(
    key: str = "outcome", *, was: str = "support-at-home", now: str = "other-placement", hanging=NOTHING
):
    return " ".join(what_follows(ROR, key, was=was, now=now, hanging=hanging))


@pytest.mark.parametrize(
    "said, found",
    [
        ("began a trajectory for the child. It stays", follows(was="residential-start")),
        ("begins a trajectory", follows(now="residential-start")),
        ("2 actions were agreed for this case. They stand", follows(hanging=Hanging(2, None))),
        ("1 action was agreed for this case. It stands", follows(hanging=Hanging(1, None))),
        ("stands on the agenda of 22 October 2026, and stays there", follows(hanging=LATER)),
        ("is on no later agenda", follows(now="search-continues")),
        ("keep the figures they were shared with", follows()),
        ("a trajectory was begun with these words, it stays", follows("step-down-actions")),
    ],
)  # fmt: skip
def test_what_hangs_on_it_is_said(said, found):
    assert said in found


def test_of_a_text_nothing_hangs_on_nothing_is_said():
    assert follows("discussion") == ""
    assert "agenda" not in follows()
    assert "trajectory" not in follows()
    assert "agreed" not in follows()


READY = {"is_open": True, "approved": True, "waiting": 0, "agreed": False}


@pytest.mark.parametrize(
    "otherwise, problem, remedy",
    [
        ({"agreed": True}, "are agreed already", "Go on with the agenda."),
        ({"is_open": False}, "agreed at a meeting", "Open the meeting first."),
        ({"approved": False}, "still a draft", "Have them approved first."),
        ({"waiting": 1}, "1 correction of these minutes waits", "approved or turned down first"),
        ({"waiting": 2}, "2 corrections of these minutes wait ", "approved or turned down first"),
    ],
)
def test_minutes_are_agreed_once_at_a_meeting_when_nothing_of_them_waits(otherwise, problem, remedy):
    assert why_not_agree(**READY) is None

    refusal = why_not_agree(**{**READY, **otherwise})

    assert problem in refusal.problem
    assert remedy in refusal.remedy
