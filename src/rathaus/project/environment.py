"""Reading the environment: every setting that differs between two installations comes from here."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "ja", "on"})
_NO = frozenset({"0", "false", "no", "nein", "off", ""})


def load(file: Path) -> None:
    """Take the settings that ``rathaus init`` wrote down (``NAME=value`` per line); what is set already wins."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for number_, line in enumerate(lines, 1):
        name, equals, value = line.partition("=")
        if line.strip() and not line.startswith("#"):
            if not equals:
                raise ImproperlyConfigured(f"{file}, line {number_}: expected NAME=value.")
            os.environ.setdefault(name.strip(), value.strip())


def flag(name: str, *, default: bool) -> bool:
    """A yes or no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in _YES:
        return True
    if raw.lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, *, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name, "")
    if not raw:
        return default
    if not raw.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.")
    return int(raw)


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks by their addresses, with commas in between: ``10.1.0.0/16,fd00::/8``."""
    raw = [part.strip() for part in os.environ.get(name, "").split(",")]
    try:
        return tuple(ip_network(part) for part in raw if part)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be networks like 10.1.0.0/16: {error}.") from None


def database(url: str, *, home: Path) -> dict[str, Any]:
    """Django's settings for a database: ``postgresql://user:password@host:port/name?option=…``, or SQLite for none.

    A query parameter ``host`` (a socket folder) wins over the host of the address.
    """
    if not url:
        return sqlite(home / "rathaus.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "rathaus.towns.db.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """One SQLite file that keeps what it has acknowledged."""
    return {
        "ENGINE": "rathaus.towns.db.sqlite",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            " PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY",
        },
        "CONN_MAX_AGE": None,
    }


def secret_key(file: Path) -> str | None:
    """The key that signs sessions, from its file; None where the house has not been set up yet."""
    key = os.environ.get("RATHAUS_SECRET_KEY", "")
    if key:
        return key
    try:
        return file.read_text().strip() or None
    except FileNotFoundError:
        return None
