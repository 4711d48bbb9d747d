"""A town elsewhere, for all tests that fetch from one."""

import pytest

from tests.exchange.neighbour import Neighbour, beginning
from tests.exchange.web_server import LOOPBACK, web_server


@pytest.fixture(scope="session")
def server():
    with web_server() as running:
        yield running


@pytest.fixture
def neighbour(server, scoped, settings) -> Neighbour:
    """Offers version 1."""
    settings.RATHAUS_FEED_NETWORKS = LOOPBACK
    return beginning(server)
