"""The children of one XML element by local name, with the few questions that a reader of XDatenfelder asks."""

from __future__ import annotations

from lxml import etree

from rathaus.fim.model import FimError

_SPACE = " \t\n"
_CODE = ("{}code", "code")


class Names(dict[str, str]):
    """From the tags of a file to the names in its standard, remembered: a file has few tags and many elements.

    Children in the namespace of the standard are known by their local name; those in no namespace (the ``code`` of
    code-typed elements) and in foreign ones keep their full name, so that they never pass for one of the standard.
    """

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self.prefix = f"{{{namespace}}}"

    def __missing__(self, tag: str) -> str:
        if tag.startswith(self.prefix):
            name = tag.removeprefix(self.prefix)
        else:
            name = tag if tag.startswith("{") else f"{{}}{tag}"
        self[tag] = name
        return name


def clean(text: str | None) -> str | None:
    """`text` without surrounding white space and with plain line ends; None where nothing is left."""
    if text is None:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_SPACE) or None


class Bag:
    """One element with its children by name. `label` names it in sentences: its id as soon as that is known."""

    __slots__ = ("_first", "_more", "element", "file", "label", "names")

    def __init__(self, element: etree._Element, names: Names, file: str, label: str | None = None) -> None:
        self.element, self.names, self.file, self.label = element, names, file, label
        self._first: dict[str, etree._Element] = {}
        self._more: dict[str, list[etree._Element]] | None = None
        first = self._first
        for child in element:
            name = names[child.tag]
            if name in first:
                self._add(name, child)
            else:
                first[name] = child

    def _add(self, name: str, child: etree._Element) -> None:
        """Keep the second and every further child of a name."""
        if self._more is None:
            self._more = {}
        self._more.setdefault(name, [self._first[name]]).append(child)

    @property
    def line(self) -> int:
        """The line of the element in its file."""
        return line_of(self.element)

    @property
    def name(self) -> str:
        """What to call the element in sentences."""
        return self.label or local(self.element)

    def error(self, sentence: str, at: etree._Element | None = None) -> FimError:
        """A `FimError` about this element, or about its child `at`."""
        element = self.element if at is None else at
        return FimError(sentence, file=self.file, line=line_of(element), element=self.name)

    def strangers(self, known: frozenset[str]) -> list[str]:
        """The names of children that are not `known`, in order."""
        return [] if known.issuperset(self._first) else [name for name in self._first if name not in known]

    def all(self, name: str) -> list[etree._Element]:
        """Every child called `name`, in order."""
        if self._more is not None and name in self._more:
            return self._more[name]
        child = self._first.get(name)
        return [] if child is None else [child]

    def one(self, name: str) -> etree._Element | None:
        """The child called `name`, or None. Two of them are an error."""
        if self._more is not None and name in self._more:
            found = self._more[name]
            raise self.error(f"„{name}“ steht {len(found)}-mal da, erlaubt ist es nur einmal.", found[1])
        return self._first.get(name)

    def bag(self, name: str) -> Bag | None:
        """The one child called `name` as a `Bag` of its own."""
        child = self.one(name)
        return None if child is None else Bag(child, self.names, self.file, self.label)

    def need(self, name: str) -> Bag:
        """The one child called `name`; an error where it is missing."""
        child = self.bag(name)
        if child is None:
            raise self.error(f"„{name}“ fehlt.")
        return child

    def text(self, name: str) -> str | None:
        """The text of the child called `name`, cleaned; None where it is missing or empty."""
        child = self._first.get(name)
        if child is None:
            return None
        if self._more is not None:
            self.one(name)
        text = child.text
        if len(child) or (text is not None and "\r" in text):
            return self.text_of(child)
        return None if text is None else text.strip(_SPACE) or None

    def text_of(self, child: etree._Element) -> str | None:
        """The text of `child`, cleaned. Elements inside a text are an error: nothing may be lost silently."""
        if len(child):
            raise self.error(f"In „{local(child)}“ darf nur Text stehen.", child)
        return clean(child.text)

    def code(self, name: str) -> str | None:
        """The ``code`` of the code-typed child called `name` (a child in no namespace; some tools put it in one)."""
        child = self._first.get(name)
        if child is None:
            return None
        if self._more is not None:
            self.one(name)
        codes = [part for part in child if self.names[part.tag] in _CODE]
        if len(codes) > 1:
            raise self.error(f"„{name}“ hat mehr als einen Code.", child)
        return clean(codes[0].text) if codes else None


def line_of(element: etree._Element) -> int:
    """The line that an element starts in; 0 where the parser does not know."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname
