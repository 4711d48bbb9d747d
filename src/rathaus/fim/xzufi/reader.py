"""From an XZuFi message to descriptions, whichever of its versions and kinds of message it is.

The versions differ in where an element stands (2.3 wraps documents once more and repeats modules by channel), less in
what it is called. So elements are found by their local names below the module, and modules of the same kind are put
together in the order of the file. Source: XZuFi 2.1, 2.2.0 and 2.3.1, ``leistung``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from rathaus.fim import document
from rathaus.fim.elements import line_of, local
from rathaus.fim.model import FimError
from rathaus.fim.xzufi.model import EASY_GERMAN, Amounts, Description, Document, Link, Period, Spoken

SIZE_LIMIT = 50_000_000
_NAMESPACE = re.compile(r"http://xoev\.de/schemata/xzufi/(2_[123])_\d+")
_EASY = re.compile(r"de-(?:x-)?(?:leicht|ls|simple)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")
_NOT_A_DIGIT = re.compile(r"\D+")
# The keys of a description stand under several names, one per version of the standard.
_KEYS = ("referenzLeiKa", "referenzLeistungsschluessel")
_WRITTEN_FORM = ("kennzeichenSchriftformerfordernis", "kennzeichenFormularSchriftformerfordernis")


def read_descriptions(
    source: Path | bytes, *, name: str | None = None, size_limit: int = SIZE_LIMIT
) -> tuple[Description, ...]:
    """All services that the message describes, in its order.

    Raises `FimError` with one sentence where the file cannot be read or is no XZuFi message.
    """
    data, name = document.load(source, name=name, size_limit=size_limit)
    root = document.parse(data, name)
    if not _NAMESPACE.fullmatch(etree.QName(root).namespace or ""):
        raise FimError("Das ist keine XZuFi-Nachricht der Versionen 2.1 bis 2.3.", file=name, line=1)
    found = tuple(_description(one, name) for one in root.iter("{*}leistung") if _describes(one))
    if not found:
        raise FimError("In der Nachricht ist keine Leistung beschrieben.", file=name)
    return found


def _describes(element: etree._Element) -> bool:
    """Whether this is a description to be written, not a reference to one or an order to delete it."""
    deleted = any(local(one).lower().startswith("loesch") for one in element.iterancestors())
    return not deleted and next(_children(element, "modulText"), None) is not None


def _description(element: etree._Element, file: str) -> Description:
    id_ = _text(_child(element, "id"))
    if not id_:
        raise FimError("Einer Leistung fehlt die ID.", file=file, line=line_of(element))
    texts, links = _text_modules(element)
    modules = {kind: list(_children(element, kind)) for kind in ("modulFrist", "modulKosten", "modulBearbeitungsdauer")}
    release = _child(element, "modulFachlicheFreigabe")
    return Description(
        id=id_,
        keys=tuple(dict.fromkeys(key for kind in _KEYS for one in _children(element, kind) if (key := _key(one)))),
        texts=texts,
        links=links,
        notes={kind: _joined(_spoken(one, "beschreibung") for one in found) for kind, found in modules.items()},
        deadlines=tuple(_period(one) for module in modules["modulFrist"] for one in _children(module, "frist")),
        durations=tuple(
            _period(one)
            for module in modules["modulBearbeitungsdauer"]
            for one in _children(module, "bearbeitungsdauer")
        ),
        costs=tuple(_amounts(one) for module in modules["modulKosten"] for one in _children(module, "kosten")),
        documents=tuple(_documents(element)),
        terms=tuple(_terms(element)),
        situations=tuple(_situations(element)),
        addressees=tuple(_code(one) for one in _children(element, "leistungsadressat")),
        written_form=_written_form(element),
        approved_on=_text(_child(release, "fachlichFreigegebenAm"))[:10],
        approved_by=_spoken(release, "fachlichFreigegebenDurch"),
    )


# Modules --------------------------------------------------------------------------------------------------------------


def _text_modules(element: etree._Element) -> tuple[dict[str, Spoken], dict[str, tuple[Link, ...]]]:
    texts: dict[str, list[Spoken]] = {}
    links: dict[str, tuple[Link, ...]] = {}
    for module in _children(element, "modulText"):
        code = _code(_child(module, "leikaTextmodul"))
        texts.setdefault(code, []).append(_spoken(module, "inhalt"))
        links[code] = (*links.get(code, ()), *_links(module))
    return {code: _joined(found) for code, found in texts.items()}, {code: one for code, one in links.items() if one}


def _links(module: etree._Element) -> Iterator[Link]:
    for one in _children(module, "weiterfuehrenderLink"):
        if address := _text(_child(one, "uri")):
            code = one.get("languageCode", "")
            yield Link(address, _text(_child(one, "titel")), _language(code) if code else "")


def _period(element: etree._Element) -> Period:
    return Period(
        kind=_code(_child(element, "typ")),
        number=_text(_below(element, "dauer")),
        unit=_code(_below(element, "einheit")),
        number_to=_text(_below(element, "dauerBis")),
        unit_to=_code(_below(element, "einheitBis")),
        day_from=_text(_below(element, "von")),
        day_to=_text(_below(element, "bis")),
        note=_spoken(element, "beschreibung"),
    )


def _amounts(element: etree._Element) -> Amounts:
    fixed, least, most = (_below(element, name) for name in ("betrag", "betragUntergrenze", "betragObergrenze"))
    free = _below(element, "kostenFrei")
    notes = [
        _spoken(element, "beschreibung"),
        _by_language(element.iter("{*}beschreibungVariabilitaet", "{*}beschreibungKostenfreiheit")),
        _spoken(free, "beschreibung"),
    ]
    return Amounts(
        least=_amount(fixed if fixed is not None else least),
        most=_amount(fixed if fixed is not None else most),
        currency=next((_currency(one) for one in (fixed, least, most) if one is not None), "EUR"),
        free=free is not None or _below(element, "beschreibungKostenfreiheit") is not None,
        in_advance=_text(_child(element, "vorkasse")) in ("true", "1"),
        note=_joined(notes),
    )


def _amount(element: etree._Element | None) -> Decimal | None:
    value = _text(_below(element, "value")) or _text(element) if element is not None else ""
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return None


def _currency(element: etree._Element) -> str:
    given = next((str(value) for key, value in element.items() if str(key).lower().startswith("currency")), "")
    return given or "EUR"


def _documents(element: etree._Element) -> Iterator[Document]:
    for module in _children(element, "modulDokument"):
        for one in _children(module, "dokumentEingehend"):
            inner = _child(one, "dokument")
            holder = inner if inner is not None else one
            if name := _spoken(holder, "bezeichnung"):
                yield Document(name, _spoken(holder, "beschreibung"))


def _terms(element: etree._Element) -> Iterator[Spoken]:
    """``modulBegriffImKontext``: other words for the service."""
    for module in _children(element, "modulBegriffImKontext"):
        for one in _children(module, "begriffImKontext"):
            if found := _spoken(one, "begriff"):
                yield found


def _situations(element: etree._Element) -> Iterator[Spoken]:
    """Categories of a class that is about life situations; there are others, for editors."""
    for one in _children(element, "kategorie"):
        kind = _child(one, "klasse")
        if kind is not None and "lage" in "".join(str(text) for text in kind.itertext()).lower():
            yield _spoken(one, "bezeichnung")


def _written_form(element: etree._Element) -> bool | None:
    for name in _WRITTEN_FORM:
        if given := _text(_child(element, name)):
            return given in ("true", "1")
    return None


def _key(element: etree._Element) -> str:
    """The 14 digits of the key, whether written as a code or as an identifier, with or without spaces."""
    return _NOT_A_DIGIT.sub("", _code(element))


# Elements -------------------------------------------------------------------------------------------------------------


def _children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if element is not None:
        yield from element.iterchildren(f"{{*}}{name}")


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(_children(element, name), None)


def _below(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(element.iterdescendants(f"{{*}}{name}"), None) if element is not None else None


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _code(element: etree._Element | None) -> str:
    """The code of a code-typed element, whose child has no namespace; or its own text."""
    return _text(_child(element, "code")) or _text(element)


def _spoken(element: etree._Element | None, name: str) -> Spoken:
    return _by_language(_children(element, name))


def _by_language(elements: Iterator[etree._Element]) -> Spoken:
    found: dict[str, str] = {}
    for one in elements:
        if text := _content(one):
            found.setdefault(_language(one.get("languageCode", "de")), text)
    return found


def _content(element: etree._Element) -> str:
    """The text of the element; HTML stands in it escaped, in CDATA, or as elements."""
    inner = (etree.tostring(child, encoding="unicode") for child in element)
    return "".join([element.text or "", *inner]).strip()


def _joined(several: Iterator[Spoken] | list[Spoken]) -> Spoken:
    """Texts of the same kind one after the other, each said once."""
    found: dict[str, list[str]] = {}
    for spoken in several:
        for language, text in spoken.items():
            if text not in found.setdefault(language, []):
                found[language].append(text)
    return {language: "\n\n".join(texts) for language, texts in found.items()}


def _language(code: str) -> str:
    if _EASY.match(code):
        return EASY_GERMAN
    main = code.replace("_", "-").partition("-")[0].lower()
    return main if _LANGUAGE.fullmatch(main) else "de"
