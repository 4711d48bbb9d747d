"""A small service of our own, with every thing that publishing looks at: a rule, a code list, an unread rule."""

from __future__ import annotations

from rathaus.catalogue.reading import ListFile

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
LIST = "urn:de:musterstadt:codeliste:farben"
READ_RULE = (
    'Wenn das Feld F99000000003 "Farbe" = 1 "rot", dann muss das Feld F99000000004 "Warum" befüllt werden. '
    'Wenn das Feld F99000000003 "Farbe" <> 1 "rot", dann darf das Feld F99000000004 "Warum" nicht befüllt werden.'
)
UNREAD_RULE = "Die Summe aller Türen und Fenster ist mit dem Bauamt abzustimmen."


def field(number: int, label: str, kind: str = "input", extra: str = "") -> str:
    return f"""<x:datenfeld><x:identifikation><x:id>F9900000000{number}</x:id><x:version>1.0.0</x:version>
      </x:identifikation><x:name>{label}</x:name><x:freigabestatus><code>6</code></x:freigabestatus>
      <x:letzteAenderung>2026-01-01T00:00:00Z</x:letzteAenderung><x:bezeichnungEingabe>{label}</x:bezeichnungEingabe>
      <x:bezeichnungAusgabe>{label}</x:bezeichnungAusgabe><x:schemaelementart><code>RNG</code></x:schemaelementart>
      <x:feldart><code>{kind}</code></x:feldart><x:datentyp><code>text</code></x:datentyp>
      <x:vorbefuellung><code>keine</code></x:vorbefuellung>{extra}</x:datenfeld>"""


def use(element: str, count: str = "1:1") -> str:
    return f"<x:struktur><x:anzahl>{count}</x:anzahl><x:enthaelt>{element}</x:enthaelt></x:struktur>"


def rule(number: int, text: str) -> str:
    return f"""<x:regel><x:identifikation><x:id>R9900000000{number}</x:id><x:version>1.0.0</x:version>
      </x:identifikation><x:name>Regel {number}</x:name>
      <x:freitextRegel>{text.replace("<>", "&lt;&gt;")}</x:freitextRegel>
      <x:letzteAenderung>2026-01-01T00:00:00Z</x:letzteAenderung><x:typ><code>K</code></x:typ></x:regel>"""


def definition(
    *, label: str = "Zaun streichen", list_version: str = "1", rules: tuple[str, ...] = (READ_RULE,)
) -> bytes:
    """A definition with name, e-mail, a colour from a list, and a reason that depends on it."""
    reference = f"""<x:codelisteReferenz><x:canonicalIdentification>{LIST}</x:canonicalIdentification>
      <x:version>{list_version}</x:version><x:canonicalVersionUri>{LIST}_{list_version}</x:canonicalVersionUri>
      </x:codelisteReferenz>"""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xdatenfelder.stammdatenschema.0102 xmlns:x="{NAMESPACE}"><x:header><x:nachrichtID>1</x:nachrichtID>
  <x:erstellungszeitpunkt>2026-01-01T00:00:00Z</x:erstellungszeitpunkt></x:header><x:stammdatenschema>
  <x:identifikation><x:id>S99000000001</x:id><x:version>1.0.0</x:version></x:identifikation>
  <x:name>{label}</x:name><x:bezug link="https://recht.example/zaun">§ 1 Zaunsatzung</x:bezug>
  <x:freigabestatus><code>6</code></x:freigabestatus>
  <x:letzteAenderung>2026-01-01T00:00:00Z</x:letzteAenderung><x:bezeichnung>{label}</x:bezeichnung>
  <x:ableitungsmodifikationenStruktur><code>3</code></x:ableitungsmodifikationenStruktur>
  <x:ableitungsmodifikationenRepraesentation><code>1</code></x:ableitungsmodifikationenRepraesentation>
  <x:dokumentsteckbrief><x:id>D99000000001</x:id></x:dokumentsteckbrief>
  {"".join(rule(number, text) for number, text in enumerate(rules, 1))}
  {use(field(1, "Familienname"))}{use(field(2, "E-Mail-Adresse"))}
  {use(field(3, "Farbe", "select", reference))}{use(field(4, "Warum"), "0:1")}
</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>""".encode()


def colours(version: str = "1") -> ListFile:
    """The code list in one of its versions."""
    rows = "".join(
        f'<gc:Row><gc:Value ColumnRef="code"><gc:SimpleValue>{code}</gc:SimpleValue></gc:Value>'
        f'<gc:Value ColumnRef="name"><gc:SimpleValue>{name}</gc:SimpleValue></gc:Value></gc:Row>'
        for code, name in (("1", "rot"), ("2", f"grün {version}"))
    )
    return ListFile(
        f"farben_{version}.xml",
        f"""<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><gc:Identification>
    <gc:ShortName>Farben</gc:ShortName><gc:Version>{version}</gc:Version><gc:CanonicalUri>{LIST}</gc:CanonicalUri>
    <gc:CanonicalVersionUri>{LIST}_{version}</gc:CanonicalVersionUri></gc:Identification><gc:ColumnSet>
    <gc:Column Id="code" Use="required"><gc:ShortName>Code</gc:ShortName><gc:Data Type="string"/></gc:Column>
    <gc:Column Id="name" Use="required"><gc:ShortName>Name</gc:ShortName><gc:Data Type="string"/></gc:Column>
    <gc:Key Id="codeKey"><gc:ShortName>CodeKey</gc:ShortName><gc:ColumnRef Ref="code"/></gc:Key></gc:ColumnSet>
    <gc:SimpleCodeList>{rows}</gc:SimpleCodeList></gc:CodeList>""".encode(),
    )
