"""Who is signed in? Django's sessions in the database, asked for with every page by a statement made once."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from remit.records.prepared import Given, prepared


class SessionStore(InDatabase):
    """Django's own, but for how a session is found."""

    def _get_session_from_db(self) -> Session | None:
        for session in _session(key=self.session_key, now=timezone.now()):  # noqa: TID251 - as Django does
            return session
        self._session_key = None
        return None


@prepared
def _session() -> QuerySet[Session, Session]:
    return Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))
