"""A template can only say what is there; what people wrote is never markup."""

from pathlib import Path

import govuk_frontend_jinja
import jinja2
import pytest
from django.template import engines

COMPONENTS = sorted(
    (Path(govuk_frontend_jinja.__file__).parent / "templates/components").glob("*/macro.html")
)


def drawn(source, **context):
    return engines["jinja2"].env.from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    ["{{ nothing }}", "{% if nothing %}{% endif %}", "{{ page.nothing }}", "{{ page.nothing.more }}"],
)
def test_a_name_that_is_not_there_stops_the_page(source):
    with pytest.raises(jinja2.UndefinedError):
        drawn(source, page=Path("x"))


def test_all_govuk_macros_can_be_loaded():
    env = engines["jinja2"].env
    for component in COMPONENTS:
        env.get_template(f"govuk_frontend_jinja/components/{component.parent.name}/macro.html")
    assert len(COMPONENTS) == 37


def test_options_of_a_govuk_macro_may_be_missing():
    page = drawn(
        '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}{{ govukButton({"text": name}) }}',
        name="<b>Save</b>",
    )
    assert "&lt;b&gt;Save" in page


@pytest.mark.parametrize(
    "call",
    [
        'case.clause_note("ROR-8", evil, evil)',
        "case.summary_list([(evil, evil, evil, evil)])",
        'case.conflict_panel("n", evil, evil, evil, evil, at, 1)',
        "case.refusal_panel({'problem': evil, 'clause': evil, 'remedy': evil})",
        "case.tag(evil)",
        "case.risk_tag(evil)",
        "case.timeline([{'title': evil, 'by': evil, 'at': at, 'text': evil}])",
        "page.heading(evil, evil)",
        "page.breadcrumbs([(evil, evil)])",
        "page.sub_navigation([(evil, evil, True)], evil)",
        "live.kept_answer('n', evil, evil, 1, evil, evil, error=evil)",
        "live.moves(evil, 'items', evil, evil, False, False, '', evil)",
    ],
)
def test_what_people_wrote_is_never_markup(call, now):
    imports = "".join(f'{{% import "macros/{name}.html" as {name} %}}' for name in ("case", "page", "live"))
    page = drawn(f"{imports}{{{{ {call} }}}}", evil='"><script>alert(1)</script>', at=now)
    assert "<script" not in page


@pytest.mark.parametrize(
    "risk, words, colour",
    [
        ("High", "High", "red"),
        ("medium", "Medium", "yellow"),
        ("low", "Low", "green"),
        (None, "Unrated", "grey"),
        ("tbc", "Unrated", "grey"),
    ],
)
def test_risk_is_always_said_in_words(risk, words, colour):
    page = drawn('{% from "macros/case.html" import risk_tag %}{{ risk_tag(risk) }}', risk=risk)
    assert page.strip() == f'<strong class="govuk-tag govuk-tag--{colour}">{words}</strong>'


def test_no_template_holds_inline_script_or_style():
    templates = list((Path(__file__).parents[3] / "src/remit/web").rglob("*.html"))
    assert len(templates) > 20
    for template in templates:
        text = template.read_text()
        assert 'style="' not in text, template
        assert "onclick" not in text, template
        assert "<style" not in text, template
        assert text.count("<script") == text.count('<script src="'), template
