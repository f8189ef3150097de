"""What goes into the log? What happened and its reference, never what a person typed or read.

The words of an exception may hold a child's name, so only its kind and the lines of code it passed are written.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from types import TracebackType
from typing import Any

REFERENCE: ContextVar[str] = ContextVar("reference", default="-")
"""The reference of the request being answered; error pages show the same one."""

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class WithoutWords(logging.Formatter):
    """Writes an exception as its kind and where it happened, without its message."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (logging's own name)
        return "\n".join(_lines(ei[1]))

    def format(self, record: logging.LogRecord) -> str:
        record.reference = REFERENCE.get()
        record.exc_text = None
        return super().format(record)


def _lines(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        yield type(error).__name__
        error = error.__cause__ or error.__context__


def logging_to_stderr(level: str) -> dict[str, Any]:
    """One handler on standard error. Loggers that write addresses or user names as they were typed are silent."""
    silent = {"handlers": ["nowhere"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": WithoutWords,
                "format": "%(asctime)s %(levelname)s %(name)s [%(reference)s] %(message)s",
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "remit": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.request": silent,
            "django.security": silent,
            "django.server": silent,
            "axes": silent,
        },
    }
