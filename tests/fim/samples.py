"""Small definitions written for the tests, in the test number range, and ways to look at what was read from them."""

from __future__ import annotations

import dataclasses
from typing import Any

from rathaus.fim.model import Schema

XDF2 = "urn:xoev-de:fim:standard:xdatenfelder_2"
XDF3 = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"

HEAD = """<x:freigabestatus><code>6</code></x:freigabestatus>
<x:statusGesetztAm>2026-01-02</x:statusGesetztAm><x:letzteAenderung>2026-01-03T04:05:06Z</x:letzteAenderung>"""
RELATION = """<x:relation><x:praedikat listURI="urn:xoev-de:fim-datenfelder:codeliste:relation" listVersionID="1.2">\
<code>ABL</code></x:praedikat><x:objekt><x:id>F990000000{:02}</x:id></x:objekt></x:relation>"""


def identification(found_id: str, version: str | None = "1.0.0") -> str:
    """``identifikation`` with id and version."""
    given = f"<x:version>{version}</x:version>" if version else ""
    return f"<x:identifikation><x:id>{found_id}</x:id>{given}</x:identifikation>"


def field(found_id: str = "F99000000001", *, kind: str = "input", data_type: str = "text", more: str = "") -> str:
    """A ``datenfeld`` of 3.0.0; `more` goes to its end."""
    return f"""<x:datenfeld>{identification(found_id)}<x:name>Name von {found_id}</x:name>{HEAD}
<x:bezeichnungEingabe>Frage {found_id}</x:bezeichnungEingabe><x:bezeichnungAusgabe>Antwort</x:bezeichnungAusgabe>
<x:schemaelementart><code>HAR</code></x:schemaelementart><x:feldart><code>{kind}</code></x:feldart>
<x:datentyp><code>{data_type}</code></x:datentyp>{more}</x:datenfeld>"""


def group(found_id: str, *uses: str, more: str = "") -> str:
    """A ``datenfeldgruppe`` of 3.0.0 with its uses; `more` stands before them."""
    return f"""<x:datenfeldgruppe>{identification(found_id)}<x:name>Gruppe {found_id}</x:name>{HEAD}
<x:bezeichnungEingabe>Gruppe {found_id}</x:bezeichnungEingabe><x:schemaelementart><code>RNG</code></x:schemaelementart>
{more}{"".join(uses)}</x:datenfeldgruppe>"""


def use(block: str, *, anzahl: str = "1:1", basis: str = "") -> str:
    """A ``struktur`` that contains `block`."""
    given = f"<x:bezug>{basis}</x:bezug>" if basis else ""
    return f"<x:struktur><x:anzahl>{anzahl}</x:anzahl>{given}<x:enthaelt>{block}</x:enthaelt></x:struktur>"


def rule(found_id: str = "R99000000001", text: str = "Es muss etwas befüllt werden.", *, more: str = "") -> str:
    """A ``regel`` of 3.0.0."""
    return f"""<x:regel>{identification(found_id)}<x:name>Regel {found_id}</x:name>
<x:freitextRegel>{text}</x:freitextRegel><x:fachlicherErsteller>Testamt</x:fachlicherErsteller>
<x:typ><code>K</code></x:typ>{more}</x:regel>"""


def schema(*uses: str, more: str = "", head: str = HEAD, namespace: str = XDF3) -> bytes:
    """A ``stammdatenschema`` of 3.0.0 with its uses; `more` stands before them."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xdatenfelder.stammdatenschema.0102 xmlns:x="{namespace}">
<x:header><x:nachrichtID>test-1</x:nachrichtID><x:erstellungszeitpunkt>2026-01-01T00:00:00Z</x:erstellungszeitpunkt>
</x:header><x:stammdatenschema>{identification("S99000000001")}<x:name>Testantrag</x:name>{head}
<x:bezeichnung>Antrag auf einen Test</x:bezeichnung>
<x:dokumentsteckbrief><x:id>D99000000002</x:id></x:dokumentsteckbrief>
{more}{"".join(uses)}</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>
""".encode()


def head2(found_id: str, *, version: str = "1.0", basis: str = "", definition: str = "") -> str:
    """The head that every element of 2.0 has."""
    return f"""{identification(found_id, version)}<x:name>Name {found_id}</x:name>
<x:bezeichnungEingabe>Frage {found_id}</x:bezeichnungEingabe><x:bezeichnungAusgabe>Antwort</x:bezeichnungAusgabe>
<x:beschreibung/><x:definition>{definition}</x:definition><x:bezug>{basis}</x:bezug>
<x:status><code>aktiv</code></x:status><x:fachlicherErsteller>Testamt</x:fachlicherErsteller>
<x:freigabedatum>2026-01-02</x:freigabedatum>"""


def field2(
    found_id: str = "F99000001", *, kind: str = "input", data_type: str = "text", limits: str = "", more: str = ""
) -> str:
    """A ``datenfeld`` of 2.0."""
    return f"""<x:datenfeld>{head2(found_id)}<x:schemaelementart><code>HAR</code></x:schemaelementart>
<x:hilfetextEingabe/><x:hilfetextAusgabe/><x:feldart><code>{kind}</code></x:feldart>
<x:datentyp><code>{data_type}</code></x:datentyp><x:praezisierung>{limits}</x:praezisierung><x:inhalt/>{more}
</x:datenfeld>"""


def schema2(*uses: str, more: str = "", basis: str = "") -> bytes:
    """A ``stammdatenschema`` of 2.0."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xdatenfelder.stammdatenschema.0102 xmlns:x="{XDF2}"><x:header><x:nachrichtID>test-2</x:nachrichtID></x:header>
<x:stammdatenschema>{head2("S99000001", basis=basis)}
<x:ableitungsmodifikationenStruktur><code>3</code></x:ableitungsmodifikationenStruktur>
<x:ableitungsmodifikationenRepraesentation><code>1</code></x:ableitungsmodifikationenRepraesentation>
{more}{"".join(uses)}</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>""".encode()


def as_values(found: Any) -> Any:
    """What `found` holds, down to plain values, so that two schemas can be compared."""
    if dataclasses.is_dataclass(found):
        return {part.name: as_values(getattr(found, part.name)) for part in dataclasses.fields(found)}
    if isinstance(found, tuple):
        return [as_values(part) for part in found]
    return found


def without_hash(found: Schema) -> Any:
    """The values of a schema but for `content_hash`, which is about bytes."""
    return {name: value for name, value in as_values(found).items() if name != "content_hash"}
