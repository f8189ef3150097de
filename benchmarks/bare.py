"""The same settings, middleware and database, with nothing served but the two bare pages: the floors."""

from benchmarks.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floors"
