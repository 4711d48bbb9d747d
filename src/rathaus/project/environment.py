"""Reading the environment: every setting that differs between two installations comes from here.

What cannot be used raises ``ImproperlyConfigured`` with one German sentence, which the command shows to its operator.
"""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from rathaus.fim import files

_YES = frozenset({"1", "true", "yes", "ja", "on"})
_NO = frozenset({"0", "false", "no", "nein", "off", ""})


def load(file: Path) -> None:
    """Take the settings that ``rathaus init`` wrote down; what is set already wins."""
    for name, value in settings_in(file).items():
        os.environ.setdefault(name, value)


def settings_in(file: Path) -> dict[str, str]:
    """The settings in a file, ``NAME=value`` per line; none where there is no file."""
    found = {}
    for number_, line in enumerate(_read(file).splitlines(), 1):
        name, equals, value = line.partition("=")
        if line.strip() and not line.startswith("#"):
            if not equals:
                raise ImproperlyConfigured(f"{file}, Zeile {number_}: Erwartet wird NAME=WERT.")
            found[name.strip()] = value.strip()
    return found


def flag(name: str, *, default: bool) -> bool:
    """A yes or no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in _YES:
        return True
    if raw.lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} ist 1 oder 0, nicht {raw!r}.")


def number(name: str, *, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name, "")
    if not raw:
        return default
    if not raw.isdecimal():
        raise ImproperlyConfigured(f"{name} ist eine ganze Zahl, nicht {raw!r}.")
    return int(raw)


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks by their addresses, with commas in between: ``10.1.0.0/16,fd00::/8``."""
    raw = [part.strip() for part in os.environ.get(name, "").split(",")]
    try:
        return tuple(ip_network(part) for part in raw if part)
    except ValueError:
        raise ImproperlyConfigured(f"{name} nennt Netze wie 10.1.0.0/16, nicht {', '.join(raw)!r}.") from None


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
        raise ImproperlyConfigured("DATABASE_URL beginnt mit postgresql:// oder sqlite:///.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "rathaus.towns.db.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port(parts, "DATABASE_URL") or ""),
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
    return _read(file).strip() or None


def mail(url: str) -> SplitResult | None:
    """The mail server, taken apart: ``smtp://user:password@host:port`` or ``smtps://…``; None for none."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        # Never shown: it may hold the password.
        raise ImproperlyConfigured("RATHAUS_MAIL_URL sieht so aus: smtp://nutzer:passwort@rechner:587 oder smtps://…")
    port(parts, "RATHAUS_MAIL_URL")
    return parts


def port(parts: SplitResult, name: str) -> int | None:
    """The port of an address, or none; refused where it can be no port."""
    try:
        return parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name}: Der Port ist eine Zahl bis 65535.") from None


def _read(file: Path) -> str:
    """The text of a file of the house; empty where there is none yet."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{file}: Die Datei ist nicht in UTF-8 geschrieben.") from None
    except OSError as error:
        raise ImproperlyConfigured(f"{file}: {files.unread(error)}") from None
