"""What references and values of the notation mean in one definition, and how they are written."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from rathaus.fim.model import Code, CodeList, DataType, Field, FieldKind, Group, Position, Schema
from rathaus.fim.rules.notation.lexing import Kind, Token, quoted
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.resolve import Places

_TEXTS = frozenset({DataType.TEXT, DataType.TEXT_LATIN})


class Names:
    """Positions by reference and by name, codes by code and by name.

    A reference is an id or a dotted path. It means the one position whose path ends with it; where there are several,
    the whole path from the top is needed. So a reference means the same in every rule, whoever bears it.
    """

    def __init__(self, schema: Schema, lists: Mapping[str, CodeList]) -> None:
        self.schema = schema
        self._places = Places(schema, lists)
        self._by_id: dict[str, list[Position]] = {}
        self._by_name: dict[str, list[Position]] = {}
        for position in schema.positions.values():
            self._by_id.setdefault(position.id, []).append(position)
            for name in {_folded(name) for name in (self.name(position), position.element.head.name)}:
                self._by_name.setdefault(name, []).append(position)

    def name(self, position: Position) -> str:
        """What the question is called: its label, or its name where the label is a whole paragraph."""
        label = " ".join(position.element.label_input.split())
        return label if label and len(label) <= 120 else " ".join(position.element.head.name.split())

    def reference(self, path: str) -> str:
        """The shortest way to write the position `path`: its id, or the whole path where the id is not enough."""
        fim_id = path.rpartition(".")[2]
        return fim_id if len(self._by_id[fim_id]) == 1 else path

    def written(self, path: str) -> str:
        """The position `path` with its name, as the notation prints it; a path that is not there as it is."""
        if path not in self.schema.positions:
            return path
        return f"{quoted(self.name(self.schema.positions[path]))} ({self.reference(path)})"

    def find(self, reference: str) -> str:
        """The path of the position that a reference means. Raises `NotationError`."""
        return self._find(Token(Kind.REFERENCE, reference, 1, 1)).path

    # --- reading

    def by_reference(self, token: Token, name: Token | None = None) -> Position:
        """The position that `token` means; `name` is what stood beside it."""
        position = self._find(token)
        if name and _folded(name.text) not in {_folded(self.name(position)), _folded(position.element.head.name)}:
            raise name.error(
                "{id} heißt „{name}“, nicht „{written}“.", id=token.text, name=self.name(position), written=name.text
            )
        return position

    def _find(self, token: Token) -> Position:
        if exact := self.schema.positions.get(token.text):
            return exact
        there = [
            position
            for position in self._by_id.get(token.text.rpartition(".")[2], ())
            if position.path.endswith(f".{token.text}")
        ]
        if not there:
            raise token.error("{id} gibt es in dieser Definition nicht.", id=token.text)
        if len(there) > 1:
            places = ", ".join(position.path for position in there)
            raise token.error(
                "{id} steht an {count} Stellen. Schreiben Sie den ganzen Pfad: {places}.",
                id=token.text,
                count=len(there),
                places=places,
            )
        return there[0]

    def by_name(self, token: Token) -> Position:
        """The one position of that name."""
        there = self._by_name.get(_folded(token.text), [])
        if not there:
            near = difflib.get_close_matches(_folded(token.text), self._by_name, n=1)
            if not near:
                raise token.error("Eine Frage „{name}“ gibt es in dieser Definition nicht.", name=token.text)
            raise token.error(
                "Eine Frage „{name}“ gibt es in dieser Definition nicht. Meinen Sie {near}?",
                name=token.text,
                near=self.written(self._by_name[near[0]][0].path),
            )
        if len(there) > 1:
            places = ", ".join(self.reference(position.path) for position in there)
            raise token.error(
                "„{name}“ gibt es {count} Mal. Schreiben Sie die Kennung: {places}.",
                name=token.text,
                count=len(there),
                places=places,
            )
        return there[0]

    # --- values

    def codes(self, path: str) -> tuple[Code, ...] | None:
        """The codes that the question at `path` can take; None where it has none or its list is not at hand."""
        element = self.schema.positions[path].element
        return self._places.codes(element) if isinstance(element, Field) else None

    def field(self, position: Position, token: Token) -> Field:
        """The field at `position`; a group has no value."""
        element = position.element
        if isinstance(element, Group):
            raise token.error(
                "„{name}“ ist eine Gruppe und hat keinen Wert. Schreiben Sie gefüllt(…).", name=self.name(position)
            )
        return element

    def literal(self, position: Position, token: Token) -> str | bool:
        """The code, text or truth value that `token` means at `position`."""
        element = self.field(position, token)
        if element.data_type is DataType.BOOL:
            return self._truth(position, token)
        if element.kind is FieldKind.LABEL or element.data_type not in _TEXTS:
            raise token.error(
                "„{name}“ lässt sich nicht mit {token} vergleichen.", name=self.name(position), token=token
            )
        if token.kind not in (Kind.STRING, Kind.NUMBER):
            raise token.error(
                "Hier wird ein Wert von „{name}“ erwartet, nicht {token}. Text steht in Anführungszeichen."
                if token.kind is Kind.WORD
                else "Hier wird ein Wert von „{name}“ erwartet, nicht {token}.",
                name=self.name(position),
                token=token,
            )
        if "," in token.text and token.kind is Kind.NUMBER:
            raise token.error("Nach dem Komma fehlt ein Leerzeichen.")
        codes = self.codes(position.path)
        return token.text if codes is None else self._code(position, codes, token)

    def _truth(self, position: Position, token: Token) -> bool:
        word = token.text.casefold()
        if word not in words.TRUTH:
            raise token.error("„{name}“ kennt nur ja und nein, nicht {token}.", name=self.name(position), token=token)
        return word in words.TRUE

    def _code(self, position: Position, codes: tuple[Code, ...], token: Token) -> str:
        if any(code.code == token.text for code in codes):
            return token.text
        named = [code.code for code in codes if _folded(code.name) == _folded(token.text)]
        if len(named) != 1:
            known = ", ".join(code.code for code in codes[:8]) + (", …" if len(codes) > 8 else "")
            raise token.error(
                "„{name}“ hat keinen Wert {token}. Es gibt: {known}.",
                name=self.name(position),
                token=token,
                known=known,
            )
        return named[0]

    def check_label(self, position: Position, code: str | bool, label: Token) -> None:
        """`label` stood behind a code, to be read by people; it must be the right one."""
        names = [one.name for one in self.codes(position.path) or () if one.code == code]
        if not names or _folded(names[0]) != _folded(label.text):
            raise label.error(
                "Der Wert {code} heißt „{name}“, nicht „{written}“."
                if names
                else "Der Wert {code} hat keinen Namen, nicht „{written}“.",
                code=code,
                name=names[0] if names else "",
                written=label.text,
            )

    def written_value(self, path: str, value: str | bool) -> str:
        """A value at `path` as the notation prints it: a code with its name behind it."""
        if isinstance(value, bool):
            return "ja" if value else "nein"
        code = value if value.isascii() and value.isdigit() else quoted(value)
        name = next((one.name for one in self.codes(path) or () if one.code == value), "")
        return f"{code} {quoted(name)}" if name and name != value else code


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
