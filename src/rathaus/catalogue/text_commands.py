"""The part of ``rathaus publish`` that reads files of texts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rathaus.catalogue import actions, xzufi
from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts, TextsError, TextsFile, read_texts_file
from rathaus.fim import document, files
from rathaus.fim.xzufi import Description
from rathaus.towns.actors import Actor

FINE, FINDINGS, UNUSABLE = 0, 1, 2


class Unusable(Exception):
    """The call or its files cannot be used; the message is one line."""


def say(line: str) -> None:
    """One line on standard output."""
    sys.stdout.write(line + "\n")


def read_bytes(path: Path) -> bytes:
    """The file, no more of it than a reader would take, or one line why it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(document.SIZE_LIMIT + 1)
    except OSError as error:
        raise Unusable(f"{path}: {files.unread(error)}") from None


def read(path: Path, arguments: argparse.Namespace) -> TextsFile:
    """The texts that go with a definition, from JSON or XZuFi. Raises `Unusable`, `fim.FimError`."""
    data = read_bytes(path)
    try:
        if not xzufi.is_xzufi(data):
            return read_texts_file(data)
        service = Service.objects.select_related("current").filter(slug=arguments.slug or "").first()
        before = texts_before(service)
        described = _chosen(xzufi.read(data, name=str(path)), arguments.leika or (before.leika_key if before else ""))
        return TextsFile(xzufi.texts_of(described, before))
    except TextsError as error:
        raise Unusable(f"{path}: {error}") from None


def texts_before(service: Service | None) -> ServiceTexts | None:
    """The texts that a service has now."""
    return ServiceTexts.from_json(service.current.texts) if service and service.current else None


def _chosen(descriptions: tuple[Description, ...], key: str) -> Description:
    found = xzufi.best(descriptions, key) if key else descriptions[0] if len(descriptions) == 1 else None
    if found is None:
        keys = ", ".join(dict.fromkeys(key for one in descriptions for key in one.keys)) or "keine Schlüssel"
        missing = f"Zum Schlüssel {key} steht nichts darin" if key else "Darin stehen mehrere Leistungen"
        raise TextsError(f"{missing}; wählen Sie mit --leika. Vorhanden: {keys}.")
    return found


def run(path: Path, arguments: argparse.Namespace) -> int:
    """Replace the texts of every service of the town that the file describes; 1 where it has none of them."""
    data = read_bytes(path)
    if not xzufi.is_xzufi(data):
        raise Unusable(f"{path}: Ohne Definition nehme ich nur Texte im Format XZuFi (XML).")
    services = Service.objects.select_related("current", "department").filter(current__isnull=False)
    known = [(one, texts) for one in services if (texts := texts_before(one)) is not None]
    found = xzufi.read(data, name=str(path))
    rows = [row for described in found for row in _replace(described, known, path, arguments)]
    done = [row for row in rows if row["slug"]]
    if arguments.json:
        say(json.dumps({"file": str(path), "descriptions": rows}, ensure_ascii=False))
    else:
        for row in rows:
            say(_sentence(row, dry=arguments.dry_run))
    return FINE if done else FINDINGS


def _replace(
    described: Description, known: list[tuple[Service, ServiceTexts]], path: Path, arguments: argparse.Namespace
) -> list[dict[str, object]]:
    """One row per service that gets these texts; one without a service where there is none."""
    head: dict[str, object] = {"id": described.id, "keys": list(described.keys), "name": described.name()}
    rows = []
    for service, before in known:
        if not _meant(service, before, described, arguments):
            continue
        try:
            texts = xzufi.texts_of(described, before)
        except TextsError as error:
            raise Unusable(f"{path}: {error}") from None
        number = None
        if texts != before and not arguments.dry_run:
            number = actions.change_texts(service, texts, by=Actor.operator("rathaus publish --texts")).number
        rows.append({**head, "slug": service.slug, "version": number, "changed": texts != before})
    return rows or [{**head, "slug": "", "version": None, "changed": False}]


def _meant(service: Service, before: ServiceTexts, described: Description, arguments: argparse.Namespace) -> bool:
    if arguments.slug:
        key = arguments.leika or before.leika_key
        return service.slug == arguments.slug and (not key or xzufi.best([described], key) is not None)
    return xzufi.best([described], before.leika_key) is not None


def _sentence(row: dict[str, object], *, dry: bool) -> str:
    name = f"{row['id']} {row['name']}"
    if not row["slug"]:
        return f"{name}: keine Leistung mit diesem Leistungsschlüssel"
    if not row["changed"]:
        return f"{name}: /leistungen/{row['slug']}/ hat diese Texte schon"
    if dry:
        return f"{name}: neue Texte für /leistungen/{row['slug']}/ (--dry-run)"
    return f"{name}: veröffentlicht als Fassung {row['version']}: /leistungen/{row['slug']}/"
