"""What a package holds, counted for people."""

from __future__ import annotations

from dataclasses import dataclass

from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.package import Kind, Package


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many of each; `languages` besides German."""

    lists: int = 0
    languages: int = 0
    rules: int = 0
    presets: int = 0
    letters: int = 0
    trials: int = 0


def of(package: Package) -> Holdings | None:
    """What a service's package holds; None for another kind. Raises `PackageError` where it is not what it says."""
    if package.manifest.kind is not Kind.SERVICE:
        return None
    contents = ServiceContents.from_files(package.files)
    return Holdings(
        lists=len(contents.lists),
        languages=len(contents.texts.get("translations", {})),
        rules=len(contents.rules),
        presets=len(contents.presets),
        letters=len(contents.letters),
        trials=len(contents.trials),
    )
