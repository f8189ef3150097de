"""What can a template say? The GOV.UK components, our own macros, addresses, files, dates; nothing that is not there."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

import jinja2
from django.templatetags.static import static
from jinja2.utils import missing
from markupsafe import Markup

from remit.web import formats, forms
from remit.web.addresses import address_of
from remit.web.stacking import STACKED_FROM, stacked

# The GOV.UK macros are ported from a language in which anything may be missing: these two names and their own options.
LENIENT_NAMES = frozenset({"undefined", "null", "caller", None})


class Undefined(jinja2.StrictUndefined):
    """A name or an attribute that is not there stops the page; only the options handed to a GOV.UK macro may be missing."""

    __slots__ = ()

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: Any = None, *args: Any) -> Any:
        lenient = isinstance(obj, dict) or (obj is missing and name in LENIENT_NAMES)
        return jinja2.Undefined(hint, obj, name, *args) if lenient else super().__new__(cls)


class Environment(jinja2.Environment):
    """One set of globals for every template, as no template has any of its own."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The set itself: Jinja lays an empty one over it, and copies the two for every include and import of a page."""
        return super().make_globals(d) if d else self.globals


def url(name: str, **parts: Any) -> str:
    """The address of a route, by its name and the parts of its path."""
    return address_of(name, parts)


def form_token() -> Markup:
    """The hidden field by which the same form sent twice is recognised; see `remit.web.once`."""
    token = secrets.token_urlsafe(12)
    return Markup(f'<input type="hidden" name="form_token" value="{token}">')  # nosec B704: letters and digits


def environment(**options: Any) -> jinja2.Environment:
    """The environment Django renders every page with."""
    ours = options["loader"]
    govuk = jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")})
    made = Environment(
        loader=jinja2.ChoiceLoader([ours, govuk]),
        auto_reload=options["auto_reload"],
        undefined=Undefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(formats.FILTERS, stacked=stacked)
    made.globals.update(
        url=url,
        static=static,
        form_token=form_token,
        field_options=forms.field_options,
        faults=forms.faults,
        between=formats.between,
        STACKED_FROM=STACKED_FROM,
    )
    return made
