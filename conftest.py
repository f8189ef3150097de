"""Which tests need a database, and which need PostgreSQL?

The runs of `make test` choose by marker. `database` and `page` are set here, from the fixtures a test asks for and where
it lies, so that nobody can forget them; what only PostgreSQL can show is skipped elsewhere.
"""

from pathlib import Path

import pytest
from django.conf import settings

DATABASE_FIXTURES = {"django_db_setup"}
"""Every database comes through it."""
OF_ITS_OWN = {"own_database", "own_authority"}
"""A database for one test alone, in which several connections meet: what they see of each other is the database's doing."""
PAGES = Path(__file__).parent / "tests" / "web"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
            if draws_a_page(item):
                item.add_marker("page")
        if (item.get_closest_marker("postgres") or item.get_closest_marker("race")) and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="only PostgreSQL does this"))


def draws_a_page(item: pytest.Item) -> bool:
    """Whether its question is what a page shows, which is the same on every database (docs/decisions, 30)."""
    both = item.get_closest_marker("both") or OF_ITS_OWN & set(getattr(item, "fixturenames", ()))
    return item.path.is_relative_to(PAGES) and not both
