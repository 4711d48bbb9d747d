"""The feed as JSON Feed 1.1 (jsonfeed.org), with the house's own values in `_rathaus`."""

from __future__ import annotations

import json
from typing import Any

from rathaus.exchange.feed.atom import kind_of, moment, number, package_id
from rathaus.exchange.feed.errors import FeedError
from rathaus.exchange.feed.model import MOST_ENTRIES, PACKAGE, Entry, Feed, Report, checked, joined, require
from rathaus.exchange.package.language import sentence

VERSION = "https://jsonfeed.org/version/1.1"
OWN = "_rathaus"


def write(feed: Feed, *, address: str) -> bytes:
    """The document; `address` is the one it is fetched from."""
    values = {
        "version": VERSION,
        "title": feed.town,
        "home_page_url": feed.home,
        "feed_url": address,
        "language": "de",
        "authors": [{"name": feed.town}],
        OWN: {
            "id": feed.id,
            "key": feed.key,
            "ars": feed.ars,
            "updated": feed.updated.isoformat(),
            "reports": [_report(one) for one in feed.reports],
        },
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def _report(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = {"title": report.title, "url": report.page, "date_modified": report.updated.isoformat()}
    return told | ({"package": report.package, "version": report.version} if report.package else {})


def _item(entry: Entry) -> dict[str, Any]:
    own = {
        "package": entry.package,
        "version": entry.version,
        "kind": entry.kind.value,
        "hash": entry.hash,
        "licence": entry.licence,
        "sha256": entry.sha256,
    }
    return {
        "id": entry.id,
        "url": entry.page,
        "title": entry.name,
        "summary": entry.summary,
        "content_text": entry.summary or entry.name,
        "date_modified": entry.updated.isoformat(),
        "attachments": [{"url": entry.file, "mime_type": PACKAGE, "size_in_bytes": entry.size}],
        OWN: own,
    }


def read(data: bytes, *, address: str) -> Feed:
    """The feed in these bytes, fetched from `address`. Raises :class:`FeedError`."""
    values = _load(data)
    own, items = _part(values, OWN), values.get("items")
    require(isinstance(items, list) and len(items) <= MOST_ENTRIES, "items")
    return checked(
        Feed(
            id=_text(own, "id"),
            town=_text(_first(values, "authors"), "name") or _text(values, "title"),
            ars=_text(own, "ars"),
            key=_text(own, "key"),
            home=joined(address, _text(values, "home_page_url")),
            updated=moment(_text(own, "updated")) if own else moment("1970-01-01T00:00:00+00:00"),
            entries=tuple(_entry(one, address) for one in items or ()) if own else (),
            reports=tuple(_read_report(one, address) for one in _list(own, "reports")),
        )
    )


def _read_report(value: Any, address: str) -> Report:
    require(isinstance(value, dict), "reports")
    package = _text(value, "package")
    return Report(
        title=_text(value, "title"),
        page=joined(address, _text(value, "url")),
        updated=moment(_text(value, "date_modified")),
        package=package and package_id(package),
        version=number(value.get("version")) if package else 0,
    )


def _list(values: dict[str, Any], name: str) -> list[Any]:
    found = values.get(name, [])
    require(isinstance(found, list), name)
    return list(found)


def _entry(item: Any, address: str) -> Entry:
    require(isinstance(item, dict), "items")
    own, file = _part(item, OWN), _first(item, "attachments")
    return Entry(
        package=package_id(_text(own, "package")),
        version=number(own.get("version")),
        kind=kind_of(_text(own, "kind")),
        name=_text(item, "title"),
        summary=_text(item, "summary"),
        licence=_text(own, "licence"),
        hash=_text(own, "hash"),
        page=joined(address, _text(item, "url")),
        file=joined(address, _text(file, "url")),
        sha256=_text(own, "sha256"),
        size=number(file.get("size_in_bytes")),
        updated=moment(_text(item, "date_modified")),
    )


def _load(data: bytes) -> dict[str, Any]:
    try:
        values = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise FeedError(sentence("Der Feed ist kein vollständiges JSON.")) from None
    if not isinstance(values, dict) or not str(values.get("version", "")).startswith("https://jsonfeed.org/version/1"):
        raise FeedError(sentence("Unter dieser Adresse liegt JSON, aber kein Feed."))
    return values


def _part(values: dict[str, Any], name: str) -> dict[str, Any]:
    found = values.get(name, {})
    require(isinstance(found, dict), name)
    return dict(found)


def _first(values: dict[str, Any], name: str) -> dict[str, Any]:
    found = values.get(name) or [{}]
    require(isinstance(found, list) and isinstance(found[0], dict), name)
    return dict(found[0])


def _text(values: dict[str, Any], name: str) -> str:
    found = values.get(name, "")
    require(isinstance(found, str), name)
    return str(found)
