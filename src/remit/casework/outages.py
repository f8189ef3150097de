"""Did the database not take it in, or not answer: stopped, out of reach, full, or not to be written to?"""

from __future__ import annotations

from errno import EDQUOT, EIO, ENOSPC, EROFS

from django.db import InterfaceError, OperationalError
from django.db.utils import InternalError

NOT_WRITTEN = frozenset({ENOSPC, EDQUOT, EROFS, EIO})
READ_ONLY = "25006"
"""What PostgreSQL says where nothing may be written, as on a replica."""


def is_outage(error: BaseException | None) -> bool:
    """Whether it is that, and no fault of Remit's own."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", "") == READ_ONLY
    return isinstance(error, OSError) and error.errno in NOT_WRITTEN
