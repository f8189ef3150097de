"""How far has it come? A bar on a terminal, a line now and then where there is none."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

_WIDTH = 30


@dataclass
class Progress:
    """Told how much is done of how much; draws no more often than can be seen."""

    whole: int
    what: str
    out: TextIO = field(default_factory=lambda: sys.stderr)
    _began: float = field(default_factory=time.monotonic)
    _tenths: int = 0

    def done(self, count: int) -> None:
        """So much is done by now."""
        share = min(1.0, count / max(1, self.whole))
        text = (
            f"{share:4.0%}  {count:,} of {self.whole:,} {self.what}, {time.monotonic() - self._began:.0f} s"
        )
        if self.out.isatty():
            bar = "#" * round(share * _WIDTH)
            self.out.write(f"\r[{bar:<{_WIDTH}}] {text} ")
            if share == 1:
                self.out.write("\n")
        elif int(share * 10) > self._tenths:
            self._tenths = int(share * 10)
            self.out.write(f"{text}\n")
        self.out.flush()
