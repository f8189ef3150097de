"""Which settings hold? Those of a real installation, unless REMIT_DEMO says that this is a demonstration."""

from __future__ import annotations

from remit.settings import environment

if environment.truth("REMIT_DEMO"):
    from remit.settings.demo import *  # noqa: F403
else:
    from remit.settings.base import *  # noqa: F403
