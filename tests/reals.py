"""The real definitions, each parsed once in a test run, with the lists that are at hand for them.

Schemas and reports are immutable, so tests may share them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rathaus import fim
from rathaus.fim import lists
from rathaus.fim.lists import Shelf
from rathaus.fim.model import CodeList, Schema
from rathaus.fim.rules import RuleReport, read_rules


def files(material: Path, pattern: str = "xdf[23]/**/S*.xml") -> list[Path]:
    """The files of definitions below the material, those of 2.0 first."""
    return sorted((material / "fim").glob(pattern))


@cache
def schema(file: Path) -> Schema:
    """The definition in a file."""
    return fim.read(file)


@cache
def code_lists(file: Path) -> Mapping[str, CodeList]:
    """The lists at hand for a definition, by the keys of its references."""
    return lists.resolve(lists.match(schema(file), shelf_of(file)))


def shelf_of(file: Path) -> Shelf:
    """Where its lists lie: beside it (2.0), or in the folder of all."""
    return _shelf(file.parent if file.parent.parent.name == "xdf2" else file.parent.parent / "codelists")


@cache
def _shelf(folder: Path) -> Shelf:
    return lists.open_shelf(folder)


@cache
def report(file: Path) -> RuleReport:
    """The rules of a definition, read with its lists."""
    return read_rules(schema(file), code_lists(file))
