"""The children of one XML element by name, sorted once into texts, codes and elements.

Reading is a few ten thousand of these per definition, so the loop in `Bag` is the place where its time goes.
"""

from __future__ import annotations

import enum

from lxml import etree

from rathaus.fim.model import Dialect, FimError

_SPACE = " \t\n"


class Kind(enum.Enum):
    """What a child of a certain name is: a text, a code-typed element, or something with a reader of its own."""

    TEXT = enum.auto()
    CODE = enum.auto()
    ELEMENT = enum.auto()


_TEXTS = """id version name beschreibung definition gueltigAb gueltigBis versionshinweis veroeffentlichungsdatum
    bezeichnungEingabe bezeichnungAusgabe hilfetext hilfetextEingabe hilfetextAusgabe inhalt anzahl
    canonicalIdentification canonicalVersionUri nachrichtID erstellungszeitpunkt fachlicherErsteller"""
_CODES = """schemaelementart feldart datentyp ableitungsmodifikationenStruktur
    ableitungsmodifikationenRepraesentation"""
_KINDS = {
    Dialect.XDF2: {
        Kind.TEXT: f"{_TEXTS} bezug freigabedatum praezisierung script",
        Kind.CODE: f"{_CODES} status",
    },
    Dialect.XDF3: {
        Kind.TEXT: f"""{_TEXTS} statusGesetztAm statusGesetztDurch letzteAenderung bezeichnung codeKey nameKey helpKey
            maxSize code hilfe freitextRegel skript""",
        Kind.CODE: f"{_CODES} freigabestatus vorbefuellung art typ",
    },
}


class Names(dict[str, tuple[str, Kind]]):
    """From the tags of a file to names and kinds, remembered: a file has few tags and many elements.

    Children in the namespace of the standard are known by their local name; those in no namespace (the ``code`` of
    code-typed elements) and in foreign ones keep their full name, so that they never pass for one of the standard.
    """

    def __init__(self, namespace: str, dialect: Dialect) -> None:
        super().__init__()
        self.prefix = f"{{{namespace}}}"
        self.code_tags = ("code", f"{self.prefix}code")
        self._kinds = {name: kind for kind, names in _KINDS[dialect].items() for name in names.split()}

    def __missing__(self, tag: str) -> tuple[str, Kind]:
        if tag.startswith(self.prefix):
            name = tag.removeprefix(self.prefix)
            found = name, self._kinds.get(name, Kind.ELEMENT)
        else:
            found = tag if tag.startswith("{") else f"{{}}{tag}", Kind.ELEMENT
        self[tag] = found
        return found


def clean(text: str | None) -> str | None:
    """`text` without surrounding white space and with plain line ends; None where nothing is left."""
    if text is None:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_SPACE) or None


class Bag:
    """One element with its children by name.

    `texts` holds the cleaned texts and codes, None where one is empty; `elements` the first child of every other name.
    `label` names the element in sentences. Without a label, what is wrong with the texts is kept until `settle` gives
    one: an element says who it is inside of itself.
    """

    __slots__ = ("_fault", "_more", "element", "elements", "file", "label", "names", "texts")

    def __init__(self, element: etree._Element, names: Names, file: str, label: str | None = None) -> None:
        self.element, self.names, self.file, self.label = element, names, file, label
        self.texts: dict[str, str | None] = {}
        self.elements: dict[str, etree._Element] = {}
        self._more: dict[str, list[etree._Element]] | None = None
        self._fault: tuple[str, etree._Element] | None = None
        texts, elements, is_element, is_text = self.texts, self.elements, Kind.ELEMENT, Kind.TEXT
        for child in element:
            name, kind = names[child.tag]
            if kind is is_element:
                if name in elements:
                    self._add(name, child)
                else:
                    elements[name] = child
                continue
            if name in texts:
                self._fail(f"„{name}“ steht mehrmals da, erlaubt ist es nur einmal.", child)
            text = child.text if kind is is_text else self._code(child)
            if text is not None:
                text = clean(text) if "\r" in text else text.strip(_SPACE) or None
            texts[name] = text
            if kind is is_text and len(child):
                self._fail(f"In „{name}“ darf nur Text stehen.", child)
        if label is not None and self._fault is not None:
            raise self.error(*self._fault)

    def _add(self, name: str, child: etree._Element) -> None:
        """Keep the second and every further child of a name."""
        if self._more is None:
            self._more = {}
        self._more.setdefault(name, [self.elements[name]]).append(child)

    def _fail(self, sentence: str, child: etree._Element) -> None:
        """Keep the first thing that is wrong."""
        self._fault = self._fault or (sentence, child)

    def _code(self, child: etree._Element) -> str | None:
        """The ``code`` of a code-typed element (a child in no namespace; some tools put it in one)."""
        codes = [part for part in child if part.tag in self.names.code_tags]
        if len(codes) > 1:
            self._fail(f"„{local(child)}“ hat mehr als einen Code.", child)
        return codes[0].text if codes else None

    def settle(self, label: str) -> None:
        """Give the element its label and raise what was kept until then."""
        self.label = label
        if self._fault is not None:
            raise self.error(*self._fault)

    @property
    def line(self) -> int:
        """The line of the element in its file."""
        return line_of(self.element)

    @property
    def name(self) -> str:
        """What to call the element in sentences."""
        return self.label or self.names[self.element.tag][0]

    def error(self, sentence: str, at: etree._Element | None = None) -> FimError:
        """A `FimError` about this element, or about its child `at`."""
        element = self.element if at is None else at
        return FimError(sentence, file=self.file, line=line_of(element), element=self.name)

    def error_at(self, name: str, sentence: str) -> FimError:
        """A `FimError` about the child called `name`."""
        return self.error(sentence, next(child for child in self.element if self.names[child.tag][0] == name))

    def strangers(self, known: frozenset[str]) -> list[str]:
        """The names of children that are not `known`, in order."""
        if known.issuperset(self.texts) and known.issuperset(self.elements):
            return []
        names = dict.fromkeys(self.names[child.tag][0] for child in self.element)
        return [name for name in names if name not in known]

    def all(self, name: str) -> list[etree._Element]:
        """Every child element called `name`, in order."""
        if self._more is not None and name in self._more:
            return self._more[name]
        child = self.elements.get(name)
        return [] if child is None else [child]

    def one(self, name: str) -> etree._Element | None:
        """The child element called `name`, or None. Two of them are an error."""
        if self._more is not None and name in self._more:
            raise self.error(f"„{name}“ steht mehrmals da, erlaubt ist es nur einmal.", self._more[name][1])
        return self.elements.get(name)

    def bag(self, name: str) -> Bag | None:
        """The one child element called `name` as a `Bag` of its own."""
        child = self.one(name)
        return None if child is None else Bag(child, self.names, self.file, self.name)

    def need(self, name: str) -> Bag:
        """The one child element called `name`; an error where it is missing."""
        child = self.bag(name)
        if child is None:
            raise self.error(f"„{name}“ fehlt.")
        return child

    def text_of(self, child: etree._Element) -> str | None:
        """The text of `child`, cleaned. Elements inside a text are an error: nothing may be lost silently."""
        if len(child):
            raise self.error(f"In „{local(child)}“ darf nur Text stehen.", child)
        return clean(child.text)


def line_of(element: etree._Element) -> int:
    """The line that an element starts in; 0 where the parser does not know."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname
