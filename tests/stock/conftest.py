"""Every real definition as a running service."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def publish(scoped, settings, tmp_path: Path, material: Path) -> Callable[[Path], object]:
    """Publish a definition of the material with the code lists that lie beside it, everything confirmed."""
    from rathaus.catalogue import actions, reading  # noqa: PLC0415 (models load only after Django is set up)
    from rathaus.catalogue.texts import ServiceTexts  # noqa: PLC0415
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.towns.actors import Actor  # noqa: PLC0415

    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    department = Department.objects.create(name="Bürgerservice", email="amt@musterstadt.example")

    def publish(path: Path):
        folders = (path.parent, material / "fim" / "codelists" / "genericode")
        files = [
            reading.ListFile(one.name, one.read_bytes())
            for folder in folders
            for one in sorted(folder.glob("*.xml"))
            if b"CodeList" in one.read_bytes()[:2000]
        ]
        read = reading.read(path.read_bytes(), name=path.name, list_files=files, land="NW")
        return actions.publish(
            read,
            texts=ServiceTexts(name=read.schema.label),
            department=department,
            slug=path.stem.lower().replace(".", "-").replace("_", "-")[:60],
            confirmed_lists=frozenset(match.key for match in read.to_confirm),
            by=Actor.operator("Test"),
        )

    return publish
