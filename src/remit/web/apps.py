"""The pages as Django knows them; what must be so before they may be served."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import got_request_exception


class WebConfig(AppConfig):
    """The pages."""

    name = "remit.web"
    label = "web"

    def ready(self) -> None:
        """Refuse to start without a secret; log every unforeseen error; note who signs in and out."""
        from remit.web.account import trail
        from remit.web.errors import log_error

        if not settings._wrapped.SECRET_KEY:
            raise ImproperlyConfigured(
                "REMIT_SECRET_KEY is not set. Remit signs sessions with it and does not start without. "
                "Set it to a long random text and keep it; `REMIT_DEMO=1` makes one for a demonstration."
            )
        got_request_exception.connect(log_error, dispatch_uid="remit.log_error")
        trail.listen()
