"""``rathaus publish``: a definition from a file becomes a service; texts from a file become those of services."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rathaus import fim
from rathaus.catalogue import actions, changes, preflight, preset_files, queries, text_commands
from rathaus.catalogue import reading as readings
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.by_hand import files as rule_files
from rathaus.catalogue.by_hand import queries as by_hand
from rathaus.catalogue.forms import list_sentence
from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.catalogue.preset_files import PresetsError
from rathaus.catalogue.reading import ListFile, Reading
from rathaus.catalogue.slugs import slug_for
from rathaus.catalogue.text_commands import FINDINGS, FINE, UNUSABLE, Unusable, read_bytes, say
from rathaus.catalogue.texts import ServiceTexts, TextsError
from rathaus.fim.diff import Diff
from rathaus.fim.rules.byhand import HandReading, HandReadingError
from rathaus.fim.rules.report import RuleStatus
from rathaus.people.models import Department
from rathaus.questionnaire import Roles
from rathaus.towns import choosing, scope
from rathaus.towns.actors import Actor
from rathaus.towns.choosing import TownUnclear

_CHANGES = 10
"""So many changes are told here."""
_LIST_MARKS = (b"codelist/ns/genericode", b'"canonicalUri"')
EXAMPLE = """\
Beispiel:
  rathaus publish Hundesteuer.xdf3.xml --lists codelisten/ --texts hundesteuer.json --department "Bürgerservice"
  rathaus publish --texts texte.xzufi.xml      die Texte aller Leistungen mit diesen Leistungsschlüsseln ersetzen

Mit --dry-run wird nur berichtet. Was ein Mensch bestätigen muss (fehlende Codelisten), bestätigt --confirm.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``rathaus publish``."""
    parser.epilog = EXAMPLE
    parser.add_argument(
        "file",
        metavar="DATEI",
        type=Path,
        nargs="?",
        help="Definition (XDatenfelder 2.0 oder 3.0.0); ohne sie werden nur Texte ersetzt",
    )
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode)")
    parser.add_argument("--texts", metavar="DATEI", type=Path, help="Texte der Leistung (JSON oder XZuFi 2.1 bis 2.3)")
    parser.add_argument(
        "--leika", metavar="SCHLÜSSEL", help="welche Leistung der XZuFi-Datei gemeint ist, wenn es mehrere sind"
    )
    parser.add_argument("--rules", metavar="DATEI", type=Path, help="von Hand geschriebene Regeln (JSON)")
    parser.add_argument(
        "--presets", metavar="DATEI", type=Path, help="Vorgaben (JSON); ohne sie bleiben die der jetzigen Fassung"
    )
    choosing.add_argument(parser)
    parser.add_argument("--department", metavar="NAME", help="Fachbereich, der die Leistung anbietet")
    parser.add_argument(
        "--slug", metavar="ADRESSE", help="letzter Teil der Internetadresse; eine bekannte bekommt eine neue Fassung"
    )
    parser.add_argument(
        "--confirm", action="store_true", help="Codelisten in anderer Fassung nehmen, fehlende als freien Text fragen"
    )
    parser.add_argument(
        "--finish-drafts",
        action="store_true",
        help="begonnene Anträge auf der bisherigen Fassung zu Ende führen lassen",
    )
    parser.add_argument("--dry-run", action="store_true", help="nur berichten, nichts veröffentlichen")
    parser.add_argument("--json", action="store_true", help="Bericht als JSON in einer Zeile")


def run(arguments: argparse.Namespace) -> int:
    """Report and publish; 1 where something must be confirmed first."""
    try:
        with scope.of(choosing.chosen(arguments.town)):
            if arguments.file is None:
                return text_commands.run(_texts_path(arguments), arguments)
            return _run(arguments)
    except (Unusable, TownUnclear, fim.FimError, TextsError, PublishError) as error:
        sys.stderr.write(f"rathaus publish: {error}\n")
        return UNUSABLE


def _run(arguments: argparse.Namespace) -> int:
    texts_file = text_commands.read(arguments.texts, arguments) if arguments.texts else None
    rules = _rules(arguments.rules) if arguments.rules else ()
    presets = _presets(arguments.presets) if arguments.presets else None
    reading = readings.read(
        read_bytes(arguments.file),
        name=str(arguments.file),
        list_files=list_files(arguments.lists),
        library=queries.library,
        roles=Roles.from_json(texts_file.roles) if texts_file and texts_file.roles else None,
        land=scope.current().land,
    )
    texts = (
        texts_file.texts if texts_file else ServiceTexts(name=reading.schema.label, teaser=reading.schema.help or "")
    )
    slug = arguments.slug or (texts_file.slug if texts_file else "") or slug_for(texts.name)
    service = Service.objects.filter(slug=slug).first()
    kept = {one.key: one for one in (by_hand.signed(service) if service else ())}
    reading = reading.with_rules({**kept, **{one.key: one for one in rules}}.values())
    reading = reading.with_presets(queries.presets_of(service) if presets is None else presets)
    diff, version = changes.of(service, reading), None
    waiting = bool(reading.to_confirm) and not arguments.confirm
    if not waiting and not arguments.dry_run:
        department = _department(arguments.department or (texts_file.department if texts_file else ""), service)
        version = actions.publish(
            reading,
            texts=texts,
            department=department,
            slug=slug,
            confirmed_lists=frozenset(match.key for match in reading.to_confirm),
            moves_drafts=not arguments.finish_drafts,
            by=Actor.operator("rathaus publish"),
        )
    _report(arguments, reading, slug, service, version, diff)
    return FINDINGS if waiting else FINE


def _texts_path(arguments: argparse.Namespace) -> Path:
    if arguments.texts is None:
        raise Unusable("Nennen Sie eine Definition, oder mit --texts eine Datei mit Texten.")
    path: Path = arguments.texts
    return path


def _rules(path: Path) -> tuple[HandReading, ...]:
    try:
        return rule_files.from_file(read_bytes(path))
    except HandReadingError as error:
        raise Unusable(f"{path}: {error}") from None


def _presets(path: Path) -> dict[str, str]:
    try:
        return preset_files.from_file(read_bytes(path))
    except PresetsError as error:
        raise Unusable(f"{path}: {error}") from None


def list_files(folder: Path | None, *, deep: bool = True) -> list[ListFile]:
    """Every code list in the folder and (`deep`) below it; other files are passed over. Raises `Unusable`."""
    if folder is None:
        return []
    if not folder.is_dir():
        raise Unusable(f"{folder}: Den Ordner mit den Codelisten gibt es nicht.")
    paths = (
        path
        for path in sorted(folder.rglob("*") if deep else folder.glob("*"))
        if path.suffix.lower() in (".xml", ".gc", ".json")
    )
    files = (ListFile(str(path), read_bytes(path)) for path in paths if path.is_file())
    return [file for file in files if any(mark in file.data[:4096] for mark in _LIST_MARKS)]


def _department(name: str, service: Service | None) -> Department:
    if not name and service is not None:
        return service.department
    departments = list(Department.objects.filter(name=name) if name else Department.objects.all()[:2])
    if len(departments) == 1:
        return departments[0]
    known = ", ".join(f"„{one.name}“" for one in Department.objects.all()) or "keiner"
    raise Unusable(
        f"Den Fachbereich „{name}“ gibt es nicht. Bekannt: {known}."
        if name
        else f"Nennen Sie den Fachbereich mit --department. Bekannt: {known}."
    )


def _report(
    arguments: argparse.Namespace,
    reading: Reading,
    slug: str,
    service: Service | None,
    version: ServiceVersion | None,
    diff: Diff | None,
) -> None:
    notices = [one.sentence for one in preflight.notices(service, reading.questionnaire)] if service else []
    if arguments.json:
        start = {"file": str(arguments.file), "slug": slug, "version": version.number if version else None}
        changed = [one.sentence for one in diff.changes] if diff else []
        say(json.dumps(start | _as_json(reading) | {"changes": changed, "notices": notices}, ensure_ascii=False))
        return
    say(f"{reading.schema.head.id} {reading.schema.head.version or ''} – {reading.schema.label}")
    say(f"  {reading.fields} Felder, {reading.groups} Gruppen, {len(reading.questionnaire.pages)} Seiten")
    executed, partly, not_at_all = (reading.report.count(status) for status in RuleStatus)
    say(f"  Regeln: {len(reading.report.rules)}, ausgeführt {executed}, zum Teil {partly}, gar nicht {not_at_all}")
    for one in reading.by_hand:
        say(f"  von Hand geschrieben und freigegeben: {one.rule}")
    if reading.presets:
        say(f"  Vorgaben der Verwaltung: {', '.join(reading.presets)}")
    for rule in reading.unread_rules:
        say(f"  von Hand zu prüfen: {rule.bound.rule.id} {rule.bound.rule.name}: {' '.join(rule.reasons)}")
    for line in [
        *(list_sentence(match) for match in reading.to_confirm),
        *reading.notes,
        *notices,
        *_changes(diff),
    ]:
        say(f"  {line}")
    say(_result(slug, version, confirm=bool(reading.to_confirm) and not arguments.confirm))


def _as_json(reading: Reading) -> dict[str, object]:
    return {
        "fields": reading.fields,
        "groups": reading.groups,
        "rules": len(reading.report.rules),
        **{status.value: reading.report.count(status) for status in RuleStatus},
        "by_hand": [one.rule for one in reading.by_hand],
        "presets": dict(reading.presets),
        "unread": [
            {"rule": one.bound.rule.id, "texts": one.unread, "reasons": one.reasons} for one in reading.unread_rules
        ],
        "lists": [
            {"uri": one.uri, "version": one.wanted_version, "status": one.status.value} for one in reading.matches
        ],
        "roles": {role: path for role, path in reading.roles.to_json().items() if isinstance(path, str)},
        "findings": [{"code": one.kind.value, "sentence": one.sentence} for one in reading.questionnaire.findings],
    }


def _changes(diff: Diff | None) -> list[str]:
    """The first changes beside the current version, one line each."""
    if diff is None:
        return []
    if not diff:
        return ["Gegenüber der jetzigen Fassung ändert sich für die Leistung nichts."]
    lines = [f"Gegenüber der jetzigen Fassung geändert: {one.sentence}" for one in diff.changes[:_CHANGES]]
    more = len(diff.changes) - len(lines)
    return [*lines, f"… und {more} Änderungen mehr; alle nennt „rathaus fim diff“."] if more else lines


def _result(slug: str, version: ServiceVersion | None, *, confirm: bool) -> str:
    if version is not None:
        return f"Veröffentlicht als Fassung {version.number}: /leistungen/{slug}/"
    if confirm:
        return "Nicht veröffentlicht: Bestätigen Sie die Codelisten mit --confirm."
    return "Nicht veröffentlicht (--dry-run)."
