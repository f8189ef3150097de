"""One IMAP server for all tests that read a mailbox."""

import pytest

from tests.mailbox_servers import an_imap_server


@pytest.fixture(scope="session")
def imap_server():
    with an_imap_server() as server:
        yield server
