"""A town with the sample service, committed, in a database that processes of its own can open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rathaus.towns import scope
from tests.applications.conftest import ROLES, SAMPLE


@pytest.fixture
def offered(transactional_db, town):
    """The town, offering the sample service."""
    from tests.applications.publishing import publish  # noqa: PLC0415 (models load only after Django is set up)

    with scope.of(town):
        publish(SAMPLE, slug="hund-anmelden", roles=ROLES)
    return town


@pytest.fixture
def house(offered, tmp_path: Path) -> Iterator:
    """The open house of that town."""
    from tests.faults.house import House  # noqa: PLC0415

    (tmp_path / "tmp").mkdir()
    opened = House(tmp_path / "log", tmp_path / "tmp")
    opened.start()
    yield opened
    opened.stop()
    print(opened.log.read_text(errors="replace")[-3000:])  # shown where the test failed
