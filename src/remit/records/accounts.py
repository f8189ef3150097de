"""Whose account is it that is signed in? Asked with every page, by a statement made once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from remit.records.people import Staff
from remit.records.prepared import Given, prepared


class Accounts(ModelBackend):
    """Django's own, but for how an account is found again."""

    def get_user(self, user_id: int) -> Staff | None:
        for staff in _account(key=user_id):
            return staff if self.user_can_authenticate(staff) else None
        return None


@prepared
def _account() -> QuerySet[Staff, Staff]:
    return Staff.objects.filter(pk=Given("key"))
