"""Wide tables on a phone: each cell says what it is."""

from markupsafe import Markup

from remit.web.stacking import stacked

ROWS = Markup(
    '<tr class="a"><th scope="row">Ann</th><td>High</td><td class="b">3</td></tr>'
    "<tr><th>Bob</th><td>Low</td><td>4</td></tr>"
)


def test_each_cell_carries_the_heading_it_stands_behind():
    assert stacked(ROWS, ["Child", "Risk", ("Days", "narrow")]) == (
        '<tr class="a" role="row"><th scope="row" role="rowheader">Ann</th>'
        '<td role="cell" data-label="Risk">High</td><td class="b" role="cell" data-label="Days">3</td></tr>'
        '<tr role="row"><th role="rowheader">Bob</th>'
        '<td role="cell" data-label="Risk">Low</td><td role="cell" data-label="Days">4</td></tr>'
    )


def test_a_heading_is_no_markup():
    assert 'data-label="&lt;b&gt;&#34;"' in stacked(Markup("<tr><td>1</td></tr>"), ['<b>"'])


def test_words_of_a_cell_are_left_alone():
    assert "&lt;td&gt;" in stacked(Markup("<tr><td>&lt;td&gt;</td></tr>"), ["Words"])
