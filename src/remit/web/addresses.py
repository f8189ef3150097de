"""Where does a page stand that another area of pages serves?"""

from __future__ import annotations

from django.urls import reverse

from remit.web.routes import TABLE


def address(name: str, **parts: str) -> str:
    """The address of a route; empty where it is not served, so that nothing is linked that is not there."""
    return reverse(name, kwargs=parts or None) if name in TABLE else ""
