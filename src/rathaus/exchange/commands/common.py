"""What the subcommands share."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rathaus.catalogue.models import Service
from rathaus.exchange.actions import receiving
from rathaus.exchange.models import Received
from rathaus.exchange.package import LIMITS, Manifest, Package, PackageError, read
from rathaus.fim import files
from rathaus.people.models import Department
from rathaus.towns.actors import Actor

FINE, FINDINGS, UNUSABLE = 0, 1, 2
BY = Actor.operator("rathaus package")


class Unusable(Exception):
    """The call or its files cannot be used; the message is one line."""


def say(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(line + "\n")


def tell(value: Mapping[str, Any]) -> None:
    """One line of JSON."""
    say(json.dumps(value, ensure_ascii=False))


def bytes_of(path: Path) -> bytes:
    """The file, no more of it than a package may have. Raises `Unusable`."""
    try:
        with path.open("rb") as file:
            return file.read(LIMITS.whole + 1)
    except OSError as error:
        raise Unusable(f"{path}: {files.unread(error)}") from None


def package_in(path: Path) -> Package:
    """The package in a file. Raises `Unusable`."""
    try:
        return read(bytes_of(path))
    except PackageError as error:
        raise Unusable(f"{path}: {error}") from None


def received_from(path: Path) -> Received:
    """The package in a file, checked and kept. Raises `Unusable`."""
    try:
        return receiving.receive(bytes_of(path), came_from=path.name, by=BY)
    except PackageError as error:
        raise Unusable(f"{path}: {error}") from None


def service_of(slug: str) -> Service:
    """The service at an address. Raises `Unusable`."""
    service = Service.objects.select_related("current", "department").filter(slug=slug).first()
    if service is None:
        raise Unusable(f"Eine Leistung unter der Adresse {slug} gibt es nicht.")
    return service


def department_of(name: str | None) -> Department:
    """The department of that name; without one the only one. Raises `Unusable`."""
    found = list(Department.objects.filter(name=name) if name else Department.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"„{one.name}“" for one in Department.objects.all()) or "keiner"
    raise Unusable(f"Nennen Sie den Fachbereich mit --department. Bekannt: {known}.")


def as_json(package: Package) -> dict[str, Any]:
    """What programs read of a package."""
    manifest = package.manifest
    return {
        "kind": manifest.kind.value,
        "package": manifest.package,
        "name": manifest.name,
        "version": manifest.version,
        "hash": package.hash,
        "licence": manifest.licence,
        "made_at": manifest.made_at.isoformat(),
        "origin": {
            "name": manifest.origin.name,
            "ars": manifest.origin.ars,
            "address": manifest.origin.address,
            "key": manifest.origin.key,
        },
        "lineage": [
            {"package": one.package, "version": one.version, "hash": one.hash, "origin": one.origin}
            for one in manifest.lineage
        ],
        "contents": {path: one.size for path, one in sorted(manifest.contents.items())},
    }


def headline(manifest: Manifest) -> str:
    """One line on a package."""
    return f"„{manifest.name}“, Fassung {manifest.version}, von {manifest.origin.name}"
