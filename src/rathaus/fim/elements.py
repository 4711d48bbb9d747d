"""The children of one XML element by local name, with the few questions that a reader of XDatenfelder asks."""

from __future__ import annotations

from lxml import etree

from rathaus.fim.model import FimError

_SPACE = " \t\n"


def clean(text: str | None) -> str | None:
    """`text` without surrounding white space and with plain line ends; None where nothing is left."""
    if text is None:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_SPACE) or None


class Bag:
    """One element with its children by local name.

    Children in the namespace of the standard are known by their local name; those in no namespace (the ``code`` of
    code-typed elements) and in foreign ones keep their full name, so that they never pass for one of the standard.
    """

    __slots__ = ("children", "element", "file", "label", "prefix")

    def __init__(self, element: etree._Element, prefix: str, file: str, label: str | None = None) -> None:
        self.element, self.prefix, self.file = element, prefix, file
        self.label = label
        self.children: dict[str, list[etree._Element]] = {}
        children, start = self.children, len(prefix)
        for child in element:
            tag = child.tag
            key = tag[start:] if tag.startswith(prefix) else tag
            if key in children:
                children[key].append(child)
            else:
                children[key] = [child]

    @property
    def line(self) -> int:
        """The line of the element in its file."""
        return line_of(self.element)

    def error(self, sentence: str, at: etree._Element | None = None) -> FimError:
        """A `FimError` about this element, or about its child `at`."""
        element = self.element if at is None else at
        return FimError(sentence, file=self.file, line=line_of(element), element=self.label or local(self.element))

    def all(self, name: str) -> list[etree._Element]:
        """Every child called `name`, in order."""
        return self.children.get(name, [])

    def one(self, name: str) -> etree._Element | None:
        """The child called `name`, or None. Two of them are an error."""
        found = self.children.get(name)
        if found is None:
            return None
        if len(found) > 1:
            raise self.error(f"„{name}“ steht {len(found)}-mal da, erlaubt ist es nur einmal.", found[1])
        return found[0]

    def bag(self, name: str) -> Bag | None:
        """The one child called `name` as a `Bag` of its own."""
        child = self.one(name)
        return None if child is None else Bag(child, self.prefix, self.file, self.label)

    def need(self, name: str) -> Bag:
        """The one child called `name`; an error where it is missing."""
        child = self.bag(name)
        if child is None:
            raise self.error(f"„{name}“ fehlt.")
        return child

    def text(self, name: str) -> str | None:
        """The text of the child called `name`, cleaned; None where it is missing or empty."""
        child = self.one(name)
        return None if child is None else self.text_of(child)

    def text_of(self, child: etree._Element) -> str | None:
        """The text of `child`, cleaned. Elements inside a text are an error: nothing may be lost silently."""
        if len(child):
            raise self.error(f"In „{local(child)}“ darf nur Text stehen.", child)
        return clean(child.text)

    def code(self, name: str) -> str | None:
        """The ``code`` of the code-typed child called `name` (its child is in no namespace)."""
        child = self.one(name)
        if child is None:
            return None
        codes = [part for part in child if part.tag in ("code", f"{self.prefix}code")]
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
