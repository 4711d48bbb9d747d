"""The building blocks of XDatenfelder 2.0 and 3.0.0: heads, fields, groups and rules, each read from its element.

Where the dialects differ, the difference stands here; positions and the schema around them are in
`rathaus.fim.reader`. Empty elements count as absent in both dialects.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from typing import TypeVar

from rathaus.fim.elements import Bag, clean
from rathaus.fim.limits import LimitReader
from rathaus.fim.model import (
    Code,
    CodeListRef,
    DataType,
    Dialect,
    Field,
    FieldKind,
    Finding,
    Group,
    Head,
    Keyword,
    LegalBasis,
    Prefill,
    Rule,
)

_ID = re.compile(r"[A-Z][0-9]{1,20}")
_OFFICIAL_ID = {Dialect.XDF2: re.compile(r"[SDGFRC][0-9]{8}"), Dialect.XDF3: re.compile(r"[SDGFR][0-9]{11}")}
_VERSION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}")
_BASIS_END = re.compile(r"[;\n]")
_STATUS = {
    Dialect.XDF2: frozenset({"inVorbereitung", "aktiv", "inaktiv"}),
    Dialect.XDF3: frozenset("12345678"),
}


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HEAD = {
    Dialect.XDF2: _names(
        """identifikation name bezeichnungEingabe bezeichnungAusgabe beschreibung definition bezug status gueltigAb
        gueltigBis fachlicherErsteller versionshinweis freigabedatum veroeffentlichungsdatum"""
    ),
    Dialect.XDF3: _names(
        """identifikation name beschreibung definition bezug freigabestatus statusGesetztAm statusGesetztDurch gueltigAb
        gueltigBis versionshinweis veroeffentlichungsdatum letzteAenderung relation stichwort"""
    ),
}
_BLOCK = _names("bezeichnungEingabe bezeichnungAusgabe schemaelementart hilfetextEingabe hilfetextAusgabe")
_CHANGES = _names("ableitungsmodifikationenStruktur ableitungsmodifikationenRepraesentation")
_OWN = {
    (Dialect.XDF2, "stammdatenschema"): _CHANGES | _names("hilfetext regel struktur"),
    (Dialect.XDF2, "datenfeldgruppe"): _BLOCK | _names("regel struktur"),
    (Dialect.XDF2, "datenfeld"): _BLOCK | _names("feldart datentyp praezisierung inhalt codelisteReferenz regel"),
    (Dialect.XDF2, "regel"): _names("script"),
    (Dialect.XDF3, "stammdatenschema"): _CHANGES | _names("bezeichnung hilfetext dokumentsteckbrief regel struktur"),
    (Dialect.XDF3, "datenfeldgruppe"): _BLOCK | _names("regel art struktur"),
    (Dialect.XDF3, "datenfeld"): _BLOCK
    | _names(
        """feldart datentyp praezisierung inhalt vorbefuellung codelisteReferenz werte codeKey nameKey helpKey regel
        maxSize mediaType"""
    ),
    (Dialect.XDF3, "regel"): _names("freitextRegel fachlicherErsteller typ skript"),
}
_KNOWN = {(dialect, kind): _HEAD[dialect] | names for (dialect, kind), names in _OWN.items()}

_IDENTIFICATION = frozenset({"id", "version"})
_KINDS = {kind.value: kind for kind in FieldKind}
_DATA_TYPES = {data_type.value: data_type for data_type in DataType}
_PREFILLS = {prefill.value: prefill for prefill in Prefill}

E = TypeVar("E", bound=enum.Enum)


class BlockReader:
    """Reads building blocks of one file and keeps what it notices in `findings`."""

    def __init__(self, dialect: Dialect, file: str) -> None:
        self.dialect, self.file = dialect, file
        self.findings: list[Finding] = []
        self.remarks = 0  # how often something was noted, the same included
        self._noted: set[tuple[str, str]] = set()
        self._versions: set[str | None] = {None}
        self._new = dialect is Dialect.XDF3
        self._statuses, self._official_id = _STATUS[dialect], _OFFICIAL_ID[dialect]
        self._known = {kind: names for (known, kind), names in _KNOWN.items() if known is dialect}
        self._limits = LimitReader(dialect, self.note)
        self._path = ""

    def note(self, code: str, sentence: str, bag: Bag) -> None:
        """Keep a finding about `bag`, at the position that is being read; the same one is kept once."""
        self.remarks += 1
        sentence = f"{bag.name}: {sentence}"
        if (code, sentence) not in self._noted:
            self._noted.add((code, sentence))
            self.findings.append(Finding(code, sentence, self._path or None, bag.line))

    def identify(self, bag: Bag, letter: str | None = None) -> tuple[str, str | None]:
        """Id and version of an element; also makes the id its label in sentences.

        Raises `FimError` where the id is missing, doubled, no id, or not of the kind that `letter` says.
        """
        part = bag.need("identifikation")
        self.note_strangers(part, _IDENTIFICATION)
        found = part.texts.get("id")
        if found is None:
            raise bag.error("Die ID fehlt oder ist leer.", part.element)
        if not _ID.fullmatch(found):
            raise bag.error(f"„{found[:40]}“ ist keine FIM-ID.", part.element)
        bag.settle(found)
        if letter and found[0] != letter:
            raise bag.error(f"Die ID muss hier mit {letter} beginnen.", part.element)
        version = part.texts.get("version")
        if version not in self._versions:
            if not _VERSION.fullmatch(version or ""):
                raise bag.error(f"„{(version or '')[:40]}“ ist keine Version.", part.element)
            self._versions.add(version)
        return found, version

    def _check_shape(self, bag: Bag, found: str, kind: str) -> None:
        """Note what is odd about an element but does no harm: an id of another length, children nobody knows."""
        if not self._official_id.fullmatch(found):
            self.note("1039", f"Die ID entspricht nicht dem Format von XDatenfelder {self.dialect.value}.", bag)
        self.note_strangers(bag, self._known[kind])

    def note_strangers(self, bag: Bag, known: frozenset[str]) -> None:
        """Note the children that nobody knows: their content is not lost silently."""
        for name in bag.strangers(known):
            self.note("unbekanntes-element", f"„{name[:80]}“ ist unbekannt und wird nicht ausgewertet.", bag)

    def head(self, bag: Bag, kind: str, identity: tuple[str, str | None]) -> Head:
        """What every element carries; children that the standard does not know are noted."""
        found, version = identity
        self._check_shape(bag, found, kind)
        text = bag.texts.get
        name = text("name")
        if name is None:
            self.note("1002", "Der Name ist nicht gesetzt.", bag)
        new = self._new
        status = text("freigabestatus" if new else "status")
        if status not in self._statuses:
            self.note("1032", "Es ist kein oder ein unbekannter Status angegeben.", bag)
        return Head(
            id=found,
            version=version,
            name=name or found,
            description=text("beschreibung"),
            definition=text("definition"),
            legal_bases=self.legal_bases(bag),
            status=status,
            status_set_on=text("statusGesetztAm" if new else "freigabedatum"),
            status_set_by=text("statusGesetztDurch" if new else "fachlicherErsteller"),
            valid_from=text("gueltigAb"),
            valid_until=text("gueltigBis"),
            version_note=text("versionshinweis"),
            published_on=text("veroeffentlichungsdatum"),
            changed_at=text("letzteAenderung"),
            keywords=self._keywords(bag),
        )

    def legal_bases(self, bag: Bag) -> tuple[LegalBasis, ...]:
        """``bezug``: repeated with a link in 3.0.0; one string with ``;`` or line breaks between the norms in 2.0."""
        if self._new:
            if not (elements := bag.all("bezug")):
                return ()
            found = [(bag.text_of(element), clean(element.get("link"))) for element in elements]
            return tuple([LegalBasis(text or link or "", link) for text, link in found if text or link])
        text = bag.texts.get("bezug")
        if text is None:
            return ()
        return tuple(LegalBasis(part) for raw in _BASIS_END.split(text) if (part := clean(raw)))

    def _keywords(self, bag: Bag) -> tuple[Keyword, ...]:
        if not (elements := bag.all("stichwort")):
            return ()
        found = [(bag.text_of(element), clean(element.get("uri"))) for element in elements]
        return tuple(Keyword(text, category) for text, category in found if text)

    def field(self, bag: Bag, path: str, identity: tuple[str, str | None]) -> Field:
        """``datenfeld``. Raises `FimError` for a kind or data type that the standard does not know."""
        self._path = path
        head = self.head(bag, "datenfeld", identity)
        kind = self._choice(bag, "feldart", _KINDS)
        data_type = self._choice(bag, "datentyp", _DATA_TYPES)
        prefill = Prefill.NONE
        if bag.texts.get("vorbefuellung") is not None:
            prefill = self._choice(bag, "vorbefuellung", _PREFILLS)
        return Field(
            head=head,
            label_input=self._label(bag, head, "bezeichnungEingabe"),
            label_output=self._label(bag, head, "bezeichnungAusgabe"),
            kind=kind,
            data_type=data_type,
            element_type=bag.texts.get("schemaelementart"),
            help_input=bag.texts.get("hilfetextEingabe"),
            help_output=bag.texts.get("hilfetextAusgabe"),
            limits=self._limits.read(bag, data_type),
            content=bag.texts.get("inhalt"),
            prefill=prefill,
            code_list=self._code_list(bag),
            values=self._values(bag),
            max_size=self._max_size(bag),
            media_types=tuple([text for part in bag.all("mediaType") if (text := bag.text_of(part))]),
            rules=self.rules(bag),
        )

    def group(self, bag: Bag, path: str, identity: tuple[str, str | None]) -> Group:
        """``datenfeldgruppe`` without its children."""
        self._path = path
        head = self.head(bag, "datenfeldgruppe", identity)
        art = bag.texts.get("art")
        if art not in (None, "X"):
            raise bag.error(f"Die Gruppenart „{art}“ ist unbekannt.")
        return Group(
            head=head,
            label_input=self._label(bag, head, "bezeichnungEingabe"),
            label_output=self._label(bag, head, "bezeichnungAusgabe"),
            element_type=bag.texts.get("schemaelementart"),
            help_input=bag.texts.get("hilfetextEingabe"),
            help_output=bag.texts.get("hilfetextAusgabe"),
            choice=art == "X",
            rules=self.rules(bag),
        )

    def _label(self, bag: Bag, head: Head, name: str) -> str:
        text = bag.texts.get(name)
        if text is None and name == "bezeichnungEingabe":
            self.note("1009", "Die Bezeichnung Eingabe ist leer; gezeigt wird der Name.", bag)
        if text is None and name == "bezeichnungAusgabe":
            self.note("1010", "Die Bezeichnung Ausgabe ist leer; gezeigt wird die Bezeichnung Eingabe.", bag)
        return text or bag.texts.get("bezeichnungEingabe") or head.name

    def _choice(self, bag: Bag, name: str, choices: Mapping[str, E]) -> E:
        code = bag.texts.get(name)
        if code is None:
            raise bag.error(f"„{name}“ fehlt oder ist leer.")
        found = choices.get(code)
        if found is None:
            raise bag.error_at(name, f"„{name}“ hat den unbekannten Wert „{code[:40]}“.")
        return found

    def _code_list(self, bag: Bag) -> CodeListRef | None:
        reference = bag.bag("codelisteReferenz")
        if reference is None:
            if any(bag.texts.get(key) for key in ("codeKey", "nameKey", "helpKey")):
                self.note("1058", "Spalten sind angegeben, eine Codeliste aber nicht.", bag)
            return None
        fim_id = None
        if not self._new:
            identification = reference.bag("identifikation")
            fim_id = None if identification is None else identification.texts.get("id")
            reference = reference.need("genericodeIdentification")
        uri, version = reference.texts.get("canonicalIdentification"), reference.texts.get("version")
        version_uri = reference.texts.get("canonicalVersionUri")
        if uri is None and version_uri is None:
            raise bag.error("Die Kennung der Codeliste ist leer.", reference.element)
        if uri is None:
            uri = (version_uri or "").removesuffix(f"_{version}")
        return CodeListRef(
            canonical_uri=uri,
            version=version,
            canonical_version_uri=version_uri or (f"{uri}_{version}" if version else uri),
            fim_id=fim_id,
            code_key=bag.texts.get("codeKey"),
            name_key=bag.texts.get("nameKey"),
            help_key=bag.texts.get("helpKey"),
        )

    def _values(self, bag: Bag) -> tuple[Code, ...]:
        inline = bag.bag("werte")
        if inline is None:
            return ()
        codes = []
        for element in inline.all("wert"):
            entry = Bag(element, bag.names, bag.file, bag.label)
            code = entry.texts.get("code")
            if code is None:
                raise bag.error("Ein Eintrag der Werteliste hat keinen Code.", element)
            codes.append(Code(code, entry.texts.get("name") or code, entry.texts.get("hilfe")))
        return tuple(codes)

    def _max_size(self, bag: Bag) -> int | None:
        text = bag.texts.get("maxSize")
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            self.note("groesse", f"Die Dateigröße „{text[:40]}“ ist keine Zahl.", bag)
            return None
        return int(text)

    def rules(self, bag: Bag) -> tuple[Rule, ...]:
        """Every ``regel`` that the element of `bag` bears."""
        if not (elements := bag.all("regel")):
            return ()
        return tuple(self._rule(Bag(element, bag.names, bag.file)) for element in elements)

    def _rule(self, bag: Bag) -> Rule:
        found, version = self.identify(bag)
        self._check_shape(bag, found, "regel")
        return Rule(
            id=found,
            version=version,
            name=bag.texts.get("name") or found,
            text=bag.texts.get("freitextRegel" if self._new else "definition") or "",
            description=bag.texts.get("beschreibung"),
            legal_bases=self.legal_bases(bag),
            keywords=self._keywords(bag),
            creator=bag.texts.get("fachlicherErsteller"),
            kind=bag.texts.get("typ"),
            script=bag.texts.get("script") or bag.texts.get("skript"),
            changed_at=bag.texts.get("letzteAenderung"),
            line=bag.line,
        )
