"""Whom the terms of each forum make it look at."""

from typing import get_args

import pytest

from remit.rules.cohorts import CATEGORIES, COHORTS
from remit.rules.forum_cohorts import NOT_COMPUTED, SOURCES, followed_by
from remit.terms.agenda import Source
from remit.terms.load import merged


def test_every_source_terms_can_name_is_computed_or_known_not_to_be():
    assert set(SOURCES) | NOT_COMPUTED == set(get_args(Source))
    assert not set(SOURCES) & NOT_COMPUTED
    for cohort, part in (one for followed in SOURCES.values() for one in followed):
        assert cohort in COHORTS
        assert part in ("", *CATEGORIES)


@pytest.mark.parametrize(
    "forum, cohorts",
    [
        ("rrg", {("residential", "")}),
        ("pf2", {("residential", ""), ("unaccompanied", ""), ("high-cost", "")}),
        ("pf3", {("unregistered", ""), ("out-of-authority", "")}),
        ("ppm", {("looked-after", "")}),
        ("clp", {("care-leavers", "relevant"), ("care-leavers", "former_relevant")}),
        ("ror", set()),
        ("marp", set()),
        ("rap", set()),
    ],
)
def test_a_forum_follows_the_cohorts_its_terms_name(forum, cohorts):
    assert followed_by(merged(forum)) == cohorts
