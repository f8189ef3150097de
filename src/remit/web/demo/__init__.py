"""Signing in as one of the made-up people of a demonstration, with one click. Refuses to load anywhere else."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if not settings.DEMO:
    raise ImproperlyConfigured("The one-click sign-in belongs to demonstrations only.")
