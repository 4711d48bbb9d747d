"""The feed as Atom (RFC 4287), with the house's own elements in a namespace of their own."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from lxml import etree

from rathaus.exchange.feed.errors import FeedError
from rathaus.exchange.feed.model import (
    ATOM,
    MOST_ENTRIES,
    PACKAGE,
    Entry,
    Feed,
    Report,
    checked,
    joined,
    require,
    unreadable,
)
from rathaus.exchange.package import Kind
from rathaus.exchange.package.language import sentence

SPACE = "http://www.w3.org/2005/Atom"
OWN = "urn:uuid:6f1d3c0e-5f0b-4b8e-9a55-0f6f2e7c1a42"
"""The namespace of what Atom does not know; a random one, so that it is nobody else's (RFC 9562)."""
_PREFIXES: Any = {None: SPACE, "r": OWN}
_A, _R = f"{{{SPACE}}}", f"{{{OWN}}}"
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def write(feed: Feed, *, address: str) -> bytes:
    """The document; `address` is the one it is fetched from."""
    root = etree.Element(f"{_A}feed", nsmap=_PREFIXES)
    _text(root, "id", feed.id)
    _text(root, "title", feed.town)
    _text(root, "updated", feed.updated.isoformat())
    _text(etree.SubElement(root, f"{_A}author"), "name", feed.town)
    etree.SubElement(root, f"{_A}link", rel="self", type=ATOM, href=address)
    etree.SubElement(root, f"{_A}link", rel="alternate", type="text/html", href=feed.home)
    etree.SubElement(root, f"{_R}town", key=feed.key, ars=feed.ars)
    for report in feed.reports:
        own = etree.SubElement(root, f"{_R}report", title=report.title, href=report.page)
        own.set("updated", report.updated.isoformat())
        if report.package:
            own.set("package", report.package)
            own.set("version", str(report.version))
    for entry in feed.entries:
        _write_entry(etree.SubElement(root, f"{_A}entry"), entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _write_entry(into: etree._Element, entry: Entry) -> None:
    _text(into, "id", entry.id)
    _text(into, "title", entry.name)
    _text(into, "updated", entry.updated.isoformat())
    _text(into, "summary", entry.summary)
    _text(into, "rights", entry.licence)
    etree.SubElement(into, f"{_A}link", rel="alternate", type="text/html", href=entry.page)
    file = etree.SubElement(into, f"{_A}link", rel="enclosure", type=PACKAGE, href=entry.file, length=str(entry.size))
    file.set(f"{_R}sha256", entry.sha256)
    own = etree.SubElement(into, f"{_R}package", id=entry.package, version=str(entry.version))
    own.set("kind", entry.kind.value)
    own.set("hash", entry.hash)


def _text(into: etree._Element, name: str, text: str) -> None:
    etree.SubElement(into, f"{_A}{name}").text = text


def read(data: bytes, *, address: str) -> Feed:
    """The feed in these bytes, fetched from `address`. Raises :class:`FeedError`."""
    root = _parse(data)
    town = root.find(f"{_R}town")
    entries = root.findall(f"{_A}entry")
    require(len(entries) <= MOST_ENTRIES, "entry")
    return checked(
        Feed(
            id=_of(root, "id"),
            town=_of(root, "author/name") or _of(root, "title"),
            ars=_attribute(town, "ars"),
            key=_attribute(town, "key"),
            home=joined(address, _attribute(_link(root, "alternate"), "href")),
            updated=moment(_of(root, "updated")),
            entries=tuple(_read_entry(one, address) for one in entries) if town is not None else (),
            reports=tuple(_read_report(one, address) for one in root.findall(f"{_R}report")),
        )
    )


def _read_report(node: etree._Element, address: str) -> Report:
    package = _attribute(node, "package")
    return Report(
        title=_attribute(node, "title"),
        page=joined(address, _attribute(node, "href")),
        updated=moment(_attribute(node, "updated")),
        package=package and package_id(package),
        version=number(_attribute(node, "version")) if package else 0,
    )


def _read_entry(node: etree._Element, address: str) -> Entry:
    own, file = node.find(f"{_R}package"), _link(node, "enclosure")
    return Entry(
        package=package_id(_attribute(own, "id")),
        version=number(_attribute(own, "version")),
        kind=kind_of(_attribute(own, "kind")),
        name=_of(node, "title"),
        summary=_of(node, "summary"),
        licence=_of(node, "rights"),
        hash=_attribute(own, "hash"),
        page=joined(address, _attribute(_link(node, "alternate"), "href")),
        file=joined(address, _attribute(file, "href")),
        sha256=_attribute(file, f"{_R}sha256"),
        size=number(_attribute(file, "length")),
        updated=moment(_of(node, "updated")),
    )


def _parse(data: bytes) -> etree._Element:
    """The root; no DTD is read, nothing fetched or expanded, and whatever has a DOCTYPE is refused."""
    if _DOCTYPE.search(data):
        raise FeedError(sentence("Der Feed enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FeedError(
            sentence("Der Feed ist kein vollständiges XML (Zeile {line}).", line=error.lineno or 1)
        ) from None
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:  # in an encoding that hides it from the look above
        raise FeedError(sentence("Der Feed enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen."))
    if root.tag != f"{_A}feed":
        raise FeedError(sentence("Unter dieser Adresse liegt XML, aber kein Feed."))
    return root


def _of(node: etree._Element, path: str) -> str:
    found = node.find("/".join(f"{_A}{name}" for name in path.split("/")))
    return "" if found is None else " ".join("".join(str(text) for text in found.itertext()).split())


def _link(node: etree._Element, rel: str) -> etree._Element | None:
    """The first link of a kind; without `rel` it is an alternate one (RFC 4287, section 4.2.7.2)."""
    links = node.findall(f"{_A}link")
    return next((link for link in links if link.get("rel", "alternate") == rel), None)


def _attribute(node: etree._Element | None, name: str) -> str:
    return "" if node is None else str(node.get(name, ""))


def moment(text: str) -> dt.datetime:
    """A time with its offset (RFC 3339), in UTC."""
    try:
        found = dt.datetime.fromisoformat(text)
        require(found.tzinfo is not None, "updated")
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # a day that no calendar has, or none once its offset is reckoned in
        raise unreadable("updated") from None


def number(text: object) -> int:
    """A whole number of at most twelve digits."""
    found = str(text)
    require(re.fullmatch(r"[0-9]{1,12}", found, re.ASCII) is not None, "version, length")
    return int(found)


def package_id(text: str) -> str:
    """A UUID in its usual form."""
    try:
        found = str(uuid.UUID(text))
    except ValueError:
        found = ""
    require(found == text and found != "", "package")
    return found


def kind_of(text: str) -> Kind:
    """What is in the package."""
    require(text in set(Kind), "kind")
    return Kind(text)
