"""What slows down making the rows of a long file? Python looks for garbage again and again among all that were made so far."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_rows() -> Iterator[None]:
    """Do not look for garbage while this lasts: it took a quarter of a preview of 50,000 rows, and found none."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        # What was made is put with what has been there for long, or all of it would be looked through at once.
        gc.freeze()
        gc.unfreeze()
        gc.enable()
