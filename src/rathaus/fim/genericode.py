"""Code lists: genericode 1.0, children in the namespace (FIM tools) or in none (XRepository), and their JSON form.

The JSON form is ``{"canonicalUri", "version", "canonicalVersionUri", "shortName", "longName", "entries": [{"code",
"name"}]}``; it has no other columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from rathaus.fim import document
from rathaus.fim.elements import clean, line_of, local
from rathaus.fim.model import Code, CodeList, FimError

_NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
_RECOMMENDED = frozenset({"recommendedKeyColumn", "empfohleneCodeSpalte"})


def read_code_list(
    source: Path | bytes,
    *,
    name: str | None = None,
    size_limit: int = document.SIZE_LIMIT,
    code_key: str | None = None,
    name_key: str | None = None,
    help_key: str | None = None,
) -> CodeList:
    """The list in a genericode file. The keys name columns (or keys) to use instead of the list's own.

    Without `code_key`: the column that the list recommends, else that of its first key. Without `name_key`: the column
    of the second key (FIM files call it ``codenameKey``), else the first other column. Rows without a code are left
    out; a row without a name shows its code. Raises `FimError`.
    """
    data, name = document.load(source, name=name, size_limit=size_limit)
    if data.lstrip()[:1] == b"{":
        return _from_json(data, name)
    root = document.parse(data, name)
    if etree.QName(root).namespace != _NAMESPACE or local(root) != "CodeList":
        raise FimError(
            "Das ist keine Codeliste im Format genericode 1.0.", file=name, line=line_of(root), element=local(root)[:80]
        )
    return _Reader(root, name).read(code_key, name_key, help_key)


class _Reader:
    """Reads one list; knows the columns and keys of its ColumnSet."""

    def __init__(self, root: etree._Element, file: str) -> None:
        self._root, self._file = root, file
        columns = self._part("ColumnSet")
        self._columns = [found for column in _children(columns, "Column") if (found := column.get("Id"))]
        if not self._columns:
            raise self._error("Die Codeliste hat keine Spalten.", columns)
        self._keys: dict[str, str] = {}
        self._recommended: str | None = None
        for key in _children(columns, "Key"):
            self._read_key(key)

    def _read_key(self, key: etree._Element) -> None:
        reference = next(_children(key, "ColumnRef"), None)
        column = None if reference is None else reference.get("Ref")
        if column not in self._columns:
            raise self._error("Ein Schlüssel der Codeliste nennt eine Spalte, die es nicht gibt.", key)
        self._keys[key.get("Id") or column] = column
        if any(local(part) in _RECOMMENDED for part in key.iter(etree.Element)):
            self._recommended = column

    def read(self, code_key: str | None, name_key: str | None, help_key: str | None) -> CodeList:
        identification = self._part("Identification")
        said = {local(child): clean(child.text) for child in identification}
        uri, version, version_uri = said.get("CanonicalUri"), said.get("Version"), said.get("CanonicalVersionUri")
        if uri is None and version_uri is None:
            raise self._error("Die Kennung der Codeliste fehlt.", identification)
        if uri is None:
            uri = (version_uri or "").removesuffix(f"_{version}")
        code_column = self._named(code_key) or self._recommended or next(iter(self._keys.values()), self._columns[0])
        name_column = self._named(name_key) or self._name_column(code_column)
        help_column = self._named(help_key)
        return CodeList(
            canonical_uri=uri,
            version=version,
            canonical_version_uri=version_uri or (f"{uri}_{version}" if version else uri),
            short_name=said.get("ShortName") or uri,
            long_name=said.get("LongName"),
            codes=tuple(self._codes(code_column, name_column, help_column)),
            code_column=code_column,
            name_column=name_column,
            line=line_of(self._root),
        )

    def _named(self, wanted: str | None) -> str | None:
        """The column that a key of the definition means: a column by its id, or a key of the list."""
        if wanted is None:
            return None
        column = wanted if wanted in self._columns else self._keys.get(wanted)
        if column is None:
            raise self._error(f"Die Spalte „{wanted[:80]}“ gibt es in der Codeliste nicht.", self._root)
        return column

    def _name_column(self, code_column: str) -> str | None:
        keys = [column for column in self._keys.values() if column != code_column]
        others = [column for column in self._columns if column != code_column]
        return next(iter(keys or others), None)

    def _codes(self, code_column: str, name_column: str | None, help_column: str | None) -> Iterator[Code]:
        for row in _children(self._part("SimpleCodeList"), "Row"):
            values = self._row(row)
            if code := values.get(code_column):
                yield Code(code, values.get(name_column or "") or code, values.get(help_column or ""))

    def _row(self, row: etree._Element) -> dict[str, str]:
        """The filled values of a row by column; a value without ``ColumnRef`` belongs to the column after the last."""
        values: dict[str, str] = {}
        at = -1
        for value in _children(row, "Value"):
            column = value.get("ColumnRef")
            at = self._columns.index(column) if column in self._columns else at + 1
            if (column is not None and column not in self._columns) or at >= len(self._columns):
                raise self._error("Ein Wert der Codeliste gehört zu keiner Spalte.", value)
            simple = next(_children(value, "SimpleValue"), None)
            if simple is not None and (text := clean(simple.text)) is not None:
                values[self._columns[at]] = text
        return values

    def _part(self, name: str) -> etree._Element:
        found = list(_children(self._root, name))
        if len(found) != 1:
            sentence = f"„{name}“ fehlt." if not found else f"„{name}“ steht mehrmals da."
            raise self._error(sentence, self._root)
        return found[0]

    def _error(self, sentence: str, at: etree._Element) -> FimError:
        return FimError(sentence, file=self._file, line=line_of(at), element=local(at))


def _from_json(data: bytes, file: str) -> CodeList:
    try:
        found = json.loads(data)
        uri, version, version_uri = found["canonicalUri"], found.get("version"), found.get("canonicalVersionUri")
        codes = tuple(
            Code(str(entry["code"]), str(entry.get("name") or entry["code"]))
            for entry in found["entries"]
            if entry["code"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FimError("Das ist keine Codeliste in der JSON-Form der FIM-Werkzeuge.", file=file) from error
    if not uri:
        raise FimError("Die Kennung der Codeliste fehlt.", file=file)
    return CodeList(
        canonical_uri=str(uri),
        version=str(version) if version else None,
        canonical_version_uri=str(version_uri or uri),
        short_name=str(found.get("shortName") or uri),
        long_name=str(found.get("longName") or "") or None,
        codes=codes,
        code_column="code",
        name_column="name",
    )


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if local(child) == name)
