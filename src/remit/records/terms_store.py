"""On which terms does a forum run on a day?"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from remit.records.forums import TermsVersion
from remit.rules.outcomes import NotFound
from remit.terms.load import from_document
from remit.terms.model import ForumTerms


@lru_cache(maxsize=256)
def _parsed(digest: str, version_id: int) -> ForumTerms:
    document = TermsVersion.objects.values_list("document", flat=True).get(pk=version_id)
    return from_document(document)


def terms_of(version: TermsVersion) -> ForumTerms:
    """The terms of an adopted version, read once in a process (a version never changes)."""
    return _parsed(version.digest, version.pk)


def terms_by_id(version_id: int, digest: str) -> ForumTerms:
    """As `terms_of`, for who has the key and digest only."""
    return _parsed(digest, version_id)


def adopted(forum: str, on: date) -> TermsVersion:
    """The version in force on that day: the latest to have come into effect."""
    version = standing_version(forum, on)
    if version is None:
        raise NotFound("forum")
    return version


def standing_version(forum: str, on: date) -> TermsVersion | None:
    """As `adopted`; None where no version has come into effect by then."""
    versions = TermsVersion.objects.filter(forum__slug=forum, effective_from__lte=on)
    # What it says is long, and is read by `terms_of` once in a process.
    known = versions.select_related("forum").defer("document")
    return known.order_by("-effective_from", "-id").first()


def live_terms(on: date) -> dict[str, ForumTerms]:
    """The terms of each forum that is live on that day, by slug."""
    versions = TermsVersion.objects.filter(effective_from__lte=on, forum__live_from__lte=on)
    ordered = versions.order_by("effective_from", "id").values_list("forum__slug", "id", "digest")
    latest = {forum: (key, digest) for forum, key, digest in ordered}
    return {forum: terms_by_id(key, digest) for forum, (key, digest) in latest.items()}


def forget_parsed() -> None:
    """Forget what was parsed: for tests, whose databases reuse keys."""
    _parsed.cache_clear()
