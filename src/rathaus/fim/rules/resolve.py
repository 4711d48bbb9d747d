"""From ids as written to positions, and from values as written to the values a field can hold.

An id is looked for below the bearer of the rule first, then below each enclosing group, then in the whole schema. The
nearest scope that knows it decides; where it is there more than once, nobody can tell which one is meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from rathaus.fim.model import Code, CodeList, DataType, Dialect, Field, FieldKind, Group, Position, Schema
from rathaus.fim.rules.logic import Literal
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.typos import one_slip
from rathaus.fim.rules.reading.tree import BEARER, Ref, Said

NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})
_TEXTS = frozenset({DataType.TEXT, DataType.TEXT_LATIN})


class UnresolvedError(Exception):
    """A sentence cannot be tied to the schema; the message says why, in German."""


class AbsentError(UnresolvedError):
    """An id of the sentence is not in the schema at all."""


def short_id(fim_id: str) -> str:
    """An id in a form that the spellings of 2.0 and 3.0.0 share: ``F60000240`` and ``F60000000240`` are one."""
    return fim_id[:3] + fim_id[3:].lstrip("0")


class Places:
    """The positions of a schema by id, for all of its rules."""

    def __init__(self, schema: Schema, lists: Mapping[str, CodeList]) -> None:
        self.schema = schema
        self._lists = {**schema.code_lists, **lists}
        self._by_id: dict[str, list[Position]] = {}
        for position in schema.positions.values():
            self._by_id.setdefault(position.id, []).append(position)

    def find(self, ref: Ref, bearer: Position | None) -> Position:
        """The one position that `ref` means for a rule of `bearer`."""
        if ref == BEARER:
            if bearer is None:
                raise UnresolvedError("Die Regel hängt an keinem Element; welches gemeint ist, sagt der Text nicht.")
            return bearer
        wanted, within = self._known_ids(ref.parts, ref.label), self._known_ids(ref.within, None)
        there = [p for p in self._by_id[wanted[-1]] if _fits(p.path.split("."), wanted, within)]
        written = ".".join(ref.within + ref.parts)
        if not there:
            raise UnresolvedError(f"Den Pfad {written} gibt es im Schema nicht.")
        scope = bearer.path if bearer else ""
        while True:
            inside = [p for p in there if not scope or p.path == scope or p.path.startswith(f"{scope}.")]
            if len(inside) > 1:
                raise UnresolvedError(
                    f"{written} steht an {len(inside)} Stellen; der Text sagt nicht, welche gemeint ist."
                )
            if inside:
                return _named_as_written(inside[0], ref)
            scope = scope.rpartition(".")[0]

    def _known_ids(self, parts: tuple[str, ...], label: str | None) -> list[str]:
        """The ids as the schema has them: texts often keep the eight digits of 2.0 in a schema of 3.0.0."""
        last = len(parts) - 1
        return [self._known_id(part, label if place == last else None) for place, part in enumerate(parts)]

    def _known_id(self, part: str, label: str | None) -> str:
        if part in self._by_id:
            return part
        longer = f"{part[:3]}000{part[3:]}"
        if self.schema.dialect is Dialect.XDF3 and len(part) == 9 and longer in self._by_id:
            return longer
        meant = [
            fim_id for fim_id, there in self._by_id.items() if label and _is_slip_of(part, fim_id, there[0], label)
        ]
        if len(meant) == 1:
            return meant[0]
        raise AbsentError(f"{part} kommt im Schema nicht vor.")

    def repeats(self, path: str, bearer: Position | None) -> bool:
        """True where one instance of `bearer` can see several values at `path`."""
        shared = _shared(path, bearer.path if bearer else "")
        steps = path.split(".")
        return any(
            self.schema.positions[".".join(steps[: depth + 1])].cardinality.repeatable
            for depth in range(shared, len(steps))
        )

    def codes(self, field: Field) -> tuple[Code, ...] | None:
        """The codes a field can take; None where its list is not at hand."""
        if field.values:
            return field.values
        if field.code_list is None:
            return None
        found = self._lists.get(field.code_list.key)
        return found.codes if found else None

    def literal(self, position: Position, said: Said) -> Literal:
        """The value that `said` means at `position`."""
        element = position.element
        if isinstance(element, Group):
            raise UnresolvedError(f"{position.id} ist eine Gruppe und hat keinen Wert.")
        if element.data_type is DataType.BOOL:
            return _truth(position, said)
        if element.data_type not in _TEXTS or element.kind is FieldKind.LABEL:
            raise UnresolvedError(f"{position.id} kann den Wert „{said.text}“ nicht haben.")
        if element.kind is FieldKind.SELECT or element.values or element.code_list:
            return self._code(position, element, said)
        raise UnresolvedError(
            f"{position.id} ist ein freies Textfeld; ein Vergleich mit „{said.text}“ ist nicht sicher."
        )

    def _code(self, position: Position, field: Field, said: Said) -> str:
        codes = self.codes(field)
        if said.doubtful:
            name = said.label or ""
            if not any(code.code == said.text and _same_words(code.name, name) for code in codes or ()):
                raise UnresolvedError(f"Ob „{name}“ ganz zum Namen des Werts {said.text} gehört, ist nicht sicher.")
            return said.text
        if codes is None:
            if said.label is None and not any(char.isdigit() for char in said.text):
                raise UnresolvedError(f"Die Codeliste von {position.id} fehlt; „{said.text}“ hat keinen sicheren Code.")
            return said.text
        if any(code.code == said.text for code in codes):
            return said.text
        named = [code.code for code in codes if _same_words(code.name, said.text)]
        if said.label is None and len(named) == 1:
            return named[0]
        raise UnresolvedError(f"Die Codeliste von {position.id} kennt „{said.text}“ nicht.")


def _is_slip_of(written: str, fim_id: str, position: Position, label: str) -> bool:
    """True where `written` is `fim_id` with one slip, and the name beside it leaves no doubt."""
    element = position.element
    named = any(_same_words(name, label) for name in (element.head.name, element.label_input))
    return named and one_slip(written, fim_id)


def _named_as_written(position: Position, ref: Ref) -> Position:
    """`position`, unless a bare name beside its id could hide a part of the condition."""
    element = position.element
    names = (element.head.name, element.label_input, element.label_output)
    if ref.doubtful and not any(_same_words(name, ref.label or "") for name in names):
        raise UnresolvedError(f"Ob „{ref.label}“ ganz zum Namen von {position.id} gehört, ist nicht sicher.")
    return position


def _truth(position: Position, said: Said) -> bool:
    word = said.text.casefold()
    if word not in words.TRUTH:
        raise UnresolvedError(f"{position.id} kennt nur Ja und Nein, nicht „{said.text}“.")
    return word in words.TRUE


def _same_words(left: str, right: str) -> bool:
    return " ".join(left.split()).casefold() == " ".join(right.split()).casefold()


def _fits(path: list[str], wanted: list[str], within: list[str]) -> bool:
    """True where `path` ends with `wanted`, below a group whose path ends with `within`."""
    if path[-len(wanted) :] != wanted:
        return False
    above = path[: -len(wanted)]
    return not within or any(above[at : at + len(within)] == within for at in range(len(above)))


def _shared(path: str, bearer: str) -> int:
    """How many leading ids two paths share."""
    count = 0
    for left, right in zip(path.split("."), bearer.split("."), strict=False):
        if left != right:
            break
        count += 1
    return count
