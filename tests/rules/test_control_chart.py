"""The control chart: its mean, its limits, and what it says in words."""

import re

import pytest

from remit.documents.charts import bars, run, trail
from remit.rules.control_chart import control_chart, explained, number
from remit.rules.figures_told import Bar

STEADY = [("January", 10), ("February", 12), ("March", 10), ("April", 12), ("May", 10), ("June", 12)]


def test_the_limits_lie_2_66_mean_moving_ranges_from_the_mean():
    chart = control_chart(STEADY)
    assert (chart.mean, chart.moving_range) == (11, 2)
    assert (chart.lower, chart.upper) == pytest.approx((5.68, 16.32))


def test_a_count_cannot_fall_below_nothing():
    assert control_chart([("January", 0), ("February", 4), ("March", 1)]).lower == 0


def test_without_a_lower_limit_none_is_named():
    words = explained(control_chart([("January", 0), ("February", 4), ("March", 1)]))[0]
    assert "A count cannot fall below 0, so there is no lower limit." in words
    assert "less" not in words


def test_no_count_beside_a_limit_reads_as_if_it_lay_on_it():
    assert [number(value) for value in (0.04, 2.98, 0.5, 3.0, 0.0)] == ["0.04", "2.98", "0.5", "3", "0"]


def test_a_point_outside_is_named_with_its_side():
    chart = control_chart([(f"Month {number}", 10) for number in range(12)] + [("June", 40), ("July", 10)])
    assert [(point.label, point.outside) for point in chart.outside] == [("June", "above")]
    assert "June (40) is above the upper limit: look for the reason." in explained(chart)
    low = control_chart([(f"Month {number}", 30) for number in range(12)] + [("June", 2), ("July", 30)])
    assert [point.outside for point in low.outside] == ["below"]


@pytest.mark.parametrize("months, said", [(7, True), (8, False)])
def test_with_fewer_than_eight_months_that_is_said(months, said):
    words = " ".join(explained(control_chart([(f"Month {number}", number % 3) for number in range(months)])))
    assert ("may still move a good deal" in words) is said
    assert "No month lies outside the limits" in words


def test_of_one_month_or_none_no_limit_is_made_up():
    assert control_chart([("May", 3)]).outside == ()
    assert explained(control_chart([])) == ("There is no month to show yet.",)


DRAWINGS = [
    run(control_chart([*STEADY, ("July <b>", 60)]), name="Starts & more", key="a"),
    bars([Bar("North <b>", 3, 7), Bar("South", 0, None)], name="Teams", key="b"),
    trail([("May", 3), ("June", 5)], name="Level", key="c"),
    bars([], name="Nothing", key="d"),
    trail([], name="Nothing", key="e"),
]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_drawing_has_a_name_and_words_escapes_them_and_carries_no_style(drawing):
    key = re.search(r'<title id="(.)-name">', drawing)[1]
    assert f'aria-labelledby="{key}-name {key}-said"' in drawing
    assert re.search(r"<desc id=\"..said\">[^<]+</desc>", drawing)
    assert "style=" not in drawing
    assert "<b>" not in drawing


def test_what_lies_outside_the_limits_has_another_shape_and_a_word():
    assert ">above</text>" in DRAWINGS[0]
    assert DRAWINGS[0].count("<rect") == 1
