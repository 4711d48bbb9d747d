"""A town that offers one service with every kind of question, and somebody who applies for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.applications.applicant import Applicant

SAMPLE = Path(__file__).parent / "sample.xdf3.xml"
ROLES = {
    "given": "G99000000004.F99000000005",
    "family": "G99000000004.F99000000006",
    "date_of_birth": "G99000000004.F99000000016",
    "email": "G99000000004.F99000000007",
    "street": "G99000000004.F99000000020",
    "number": "G99000000004.F99000000021",
    "postcode": "G99000000004.F99000000022",
    "town": "G99000000004.F99000000023",
}


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path: Path) -> Path:
    """Sealed files of this test only."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return settings.RATHAUS_FILES_DIR


@pytest.fixture
def version(scoped):
    """The published version of the sample service."""
    from tests.applications.publishing import publish  # noqa: PLC0415 (models load only after Django is set up)

    return publish(SAMPLE, slug="hund-anmelden", roles=ROLES)


@pytest.fixture
def service(version):
    """The sample service."""
    return version.service


@pytest.fixture
def applicant(service) -> Applicant:
    """Somebody in front of the town's pages."""
    return Applicant()
