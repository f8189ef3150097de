"""Is this reader told who sits on a forum?"""

from __future__ import annotations

from remit.rules.viewers import Post, Viewer


def names_shown(viewer: Viewer, slug: str) -> bool:
    """Whether this reader is told who sits on the forum: who sits there, administers it, or assures its quality."""
    held = viewer.holds(Post.ADMINISTRATOR) or viewer.holds(Post.QUALITY_ASSURANCE)
    return held or slug in viewer.sits_on or slug in viewer.runs
