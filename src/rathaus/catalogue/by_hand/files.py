"""The rules written by hand of one service as a file: a plain JSON value without any person in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from rathaus.fim.rules.byhand import HandReading, HandReadingError
from rathaus.fim.rules.jsonform import Json

FORMAT = "rathaus-rules/1"


def to_file(readings: Iterable[HandReading]) -> dict[str, Json]:
    """What `from_file` reads back."""
    return {"format": FORMAT, "rules": [reading.to_json() for reading in readings]}


def from_file(data: bytes) -> tuple[HandReading, ...]:
    """The rules of a file, each signed off by a second person where it was written. Raises `HandReadingError`."""
    try:
        content = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise HandReadingError("Die Datei ist kein JSON in UTF-8.") from error
    rules = content.get("rules") if isinstance(content, dict) and content.get("format") == FORMAT else None
    if not isinstance(rules, list):
        raise HandReadingError(f"Die Datei ist keine Regeldatei („format“: „{FORMAT}“ mit einer Liste „rules“).")
    readings = tuple(HandReading.from_json(rule) for rule in rules)
    _refuse_unsigned(readings)
    _refuse_twice(readings)
    return readings


def _refuse_unsigned(readings: Sequence[HandReading]) -> None:
    for reading in readings:
        if not reading.signed_by or not reading.written_by:
            raise HandReadingError(f"Regel {reading.rule} ist nicht von zwei Personen geschrieben und freigegeben.")


def _refuse_twice(readings: Sequence[HandReading]) -> None:
    seen = set()
    for reading in readings:
        if reading.key in seen:
            raise HandReadingError(f"Regel {reading.rule} steht zweimal in der Datei.")
        seen.add(reading.key)
