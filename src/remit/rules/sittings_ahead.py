"""When do the forums sit after a proposal is made? Worked out for the forums that are asked about, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from remit.rules.clock import london_day
from remit.rules.forum_calendar import Held
from remit.rules.proposals import Proposal

AHEAD = timedelta(days=400)
"""Far enough for the last of a chain of forums of which some sit every second month."""


class SittingsAhead(Mapping[str, Held]):
    """The terms and sittings of each forum that is on, from the proposal's day. `held` is asked once a forum."""

    def __init__(self, held: Callable[[str, date, date], Held], proposal: Proposal) -> None:
        self._held, self._forums, self._since = held, proposal.forums, london_day(proposal.now)
        self._found: dict[str, Held] = {}

    def __getitem__(self, forum: str) -> Held:
        if forum not in self._forums:
            raise KeyError(forum)
        if forum not in self._found:
            self._found[forum] = self._held(forum, self._since, self._since + AHEAD)
        return self._found[forum]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forums)

    def __len__(self) -> int:
        return len(self._forums)
