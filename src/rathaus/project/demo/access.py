"""How to get into a demo: kept in its folder, so that a second start can say it again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """An application that its applicant can look at on the status page."""

    service: str
    number: str
    code: str
    state: str


@dataclass(frozen=True, slots=True)
class Access:
    """Password and authenticator secret of all accounts of the demo, and some applications to look at."""

    password: str
    secret: str
    samples: tuple[Sample, ...] = ()

    def with_samples(self, samples: tuple[Sample, ...]) -> Access:
        """With these applications."""
        return replace(self, samples=samples)


def mark(home: Path) -> None:
    """Say that the folder belongs to a demo that is being built."""
    _write(home, {"demo": "wird gebaut"})


def keep(home: Path, access: Access) -> None:
    """Say that the demo is complete, and how to get in. Readable for the owner of the folder only."""
    _write(home, {"demo": "fertig", **asdict(access)})


def is_demo(home: Path) -> bool:
    """Whether the folder is a demo's, complete or not."""
    return (home / FILE).is_file()


def find(home: Path) -> Access | None:
    """How to get into the demo in this folder; None where there is none, or an incomplete one."""
    try:
        values = json.loads((home / FILE).read_text(encoding="utf-8"))
        samples = tuple(Sample(**one) for one in values["samples"])
        return Access(values["password"], values["secret"], samples)
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return None


def _write(home: Path, values: dict[str, object]) -> None:
    temporary = home / f"{FILE}.new"
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(values, out, ensure_ascii=False, indent=2)
    temporary.replace(home / FILE)
