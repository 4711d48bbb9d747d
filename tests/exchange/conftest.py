"""A town elsewhere, for all tests that fetch from one; files of each test lie by themselves."""

from pathlib import Path

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


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path: Path) -> Path:
    """Sealed files of this test only."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return settings.RATHAUS_FILES_DIR
