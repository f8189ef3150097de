"""Counting what a page asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def connection_queries():
    """`with connection_queries() as made: ...`, then `len(made)`."""
    return lambda: CaptureQueriesContext(connection)
