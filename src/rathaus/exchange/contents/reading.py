"""Entries of a package as JSON, said in one sentence where they are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rathaus.exchange.package import PackageError
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.manifest import canonical, load

_MOST = 4_000_000
"""Bytes of an entry: far more than anybody writes, and little enough for what becomes of it in memory."""
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what stands behind them (Unicode, annex 9)."""


def to_bytes(value: Any) -> bytes:
    """An entry, in canonical JSON."""
    return canonical(value)


def an_object(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """The JSON object in an entry; an empty one where there is no such entry.

    It is in canonical form, so that it says the same to every reader (a key that stands twice, NaN), and its texts hold
    nothing that is not seen. Raises `PackageError`.
    """
    if name not in files:
        return {}
    if len(files[name]) > _MOST:
        raise unusable(name)
    try:
        value = load(files[name])
        is_canonical = canonical(value) == files[name]
    except (ValueError, RecursionError) as error:
        raise unusable(name) from error
    if not isinstance(value, dict) or not is_canonical or any(map(_UNSEEN.search, texts_in(value))):
        raise unusable(name)
    return value


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of keys too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one


def texts_by_name(value: Any, name: str) -> dict[str, str]:
    """An object of texts, or `PackageError`."""
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise unusable(name)
    return value


def unusable(name: str, why: str = "") -> PackageError:
    """What is said of an entry that cannot be used."""
    if why:
        return PackageError(sentence("„{name}“ im Paket ist nicht brauchbar: {why}", name=name, why=why))
    return PackageError(sentence("„{name}“ im Paket ist nicht lesbar.", name=name))


def refuse_others(files: Iterable[str], known: Iterable[str], folders: tuple[str, ...] = ()) -> None:
    """Raise `PackageError` where a package holds what such a package has no place for."""
    for name in sorted(set(files) - set(known)):
        if not name.startswith(folders):
            raise PackageError(sentence("„{name}“ hat in einem solchen Paket keinen Platz.", name=name))
