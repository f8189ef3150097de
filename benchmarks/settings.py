"""Remit as a demonstration serves it, and a header that says how many queries an answer took, where it is asked for."""

from remit.settings.demo import *  # noqa: F403
from remit.settings.demo import MIDDLEWARE as OF_REMIT

MIDDLEWARE = ["benchmarks.counting.Counted", *OF_REMIT]
