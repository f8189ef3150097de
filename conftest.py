"""Which tests need a database, and which need PostgreSQL?

The runs of `make test` choose by marker. `database` is set here, from the fixtures a test asks for, so that nobody can
forget it; what only PostgreSQL can show is skipped elsewhere.
"""

import pytest
from django.conf import settings

DATABASE_FIXTURES = {"django_db_setup"}
"""Every database comes through it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if (item.get_closest_marker("postgres") or item.get_closest_marker("race")) and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="only PostgreSQL does this"))
