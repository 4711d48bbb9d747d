"""Rules and problems in plain sentences, German or English.

`Wording` knows what the elements and codes of a schema are called; everything here speaks to people in those names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal as OneOf

from rathaus.fim.model import CodeList, Group, Schema
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    Constraint,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Literal,
    Not,
    Or,
    ValidDate,
)
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.resolve import Places

Language = OneOf["de", "en"]

_WORDS: dict[Language, dict[str, str]] = {
    "de": {
        "quote": "„{}“",
        "yes": "Ja",
        "no": "Nein",
        "and": "und",
        "or": "oder",
        "always": "immer",
        "equals": "bei {0} {1} gewählt ist",
        "unequal": "bei {0} nicht {1} gewählt ist",
        "none of": "bei {0} weder {1} gewählt ist",
        "nor": "noch",
        "filled": "{0} ausgefüllt ist",
        "empty": "{0} nicht ausgefüllt ist",
        "valid date": "{0} zusammen ein Datum des Kalenders ergeben",
        "not": "nicht zutrifft, dass {0}",
        "in land": "das Land {0} ist",
        "not in land": "das Land nicht {0} ist",
        "at least": "mindestens {0} davon zutrifft: {1}",
        "exactly": "genau {0} davon zutrifft: {1}",
        "between": "{0} bis {2} davon zutreffen: {1}",
        "required": "{0} muss ausgefüllt werden, wenn {1}.",
        "shown": "{0} wird angezeigt, wenn {1}.",
        "forbidden": "{0} entfällt, wenn {1}.",
        "optional": "{0} ist freiwillig, wenn {1}.",
        "required always": "{0} muss immer ausgefüllt werden.",
        "shown always": "{0} wird immer angezeigt.",
        "forbidden always": "{0} entfällt immer.",
        "optional always": "{0} ist immer freiwillig.",
        "must hold": "Es muss gelten, dass {0}.",
        "only": "Bei {0} ist nur {1} möglich.",
        "only if": "Wenn {2}, ist bei {0} nur {1} möglich.",
        "if": "Wenn {0}, gilt: {1}",
        "fill exactly": "Bitte füllen Sie genau eine dieser Angaben aus: {0}.",
        "fill at least": "Bitte füllen Sie mindestens eine dieser Angaben aus: {0}.",
        "fill at most": "Bitte füllen Sie höchstens eine dieser Angaben aus: {0}.",
        "choose at least": "Bitte beantworten Sie mindestens eine dieser Fragen mit {1}: {0}.",
        "choose": "Bitte wählen Sie bei {0} {1}.",
        "give date": "Bitte geben Sie ein Datum an, das es im Kalender gibt.",
    },
    "en": {
        "quote": "“{}”",
        "yes": "Yes",
        "no": "No",
        "and": "and",
        "or": "or",
        "always": "always",
        "equals": "{0} is answered with {1}",
        "unequal": "{0} is not answered with {1}",
        "none of": "{0} is answered with neither {1}",
        "nor": "nor",
        "filled": "{0} is filled in",
        "empty": "{0} is not filled in",
        "valid date": "{0} together make a date of the calendar",
        "not": "it is not the case that {0}",
        "in land": "the Land is {0}",
        "not in land": "the Land is not {0}",
        "at least": "at least {0} of these holds: {1}",
        "exactly": "exactly {0} of these holds: {1}",
        "between": "{0} to {2} of these hold: {1}",
        "required": "{0} must be filled in if {1}.",
        "shown": "{0} is shown if {1}.",
        "forbidden": "{0} does not apply if {1}.",
        "optional": "{0} is optional if {1}.",
        "required always": "{0} must always be filled in.",
        "shown always": "{0} is always shown.",
        "forbidden always": "{0} never applies.",
        "optional always": "{0} is always optional.",
        "must hold": "It must be true that {0}.",
        "only": "Only {1} can be chosen for {0}.",
        "only if": "If {2}, only {1} can be chosen for {0}.",
        "if": "If {0}: {1}",
        "fill exactly": "Please fill in exactly one of these: {0}.",
        "fill at least": "Please fill in at least one of these: {0}.",
        "fill at most": "Please fill in at most one of these: {0}.",
        "choose at least": "Please answer at least one of these questions with {1}: {0}.",
        "choose": "Please answer {0} with {1}.",
        "give date": "Please give a date that exists in the calendar.",
    },
}


class Wording:
    """The names of elements and codes, in the words of the definition."""

    def __init__(self, schema: Schema, lists: Mapping[str, CodeList] | None = None) -> None:
        self._positions = schema.positions
        self._places = Places(schema, lists or {})

    def name(self, path: str) -> str:
        """What the applicant reads for the element at `path`; its name, where the label is a whole paragraph."""
        element = self._positions[path].element
        label = " ".join(element.label_input.split())
        return label if label and len(label) <= 120 else element.head.name

    def value(self, path: str, literal: Literal, language: Language) -> str:
        """What the applicant reads for `literal` at `path`."""
        if isinstance(literal, bool):
            return _WORDS[language]["yes" if literal else "no"]
        element = self._positions[path].element
        codes = () if isinstance(element, Group) else self._places.codes(element) or ()
        return next((code.name for code in codes if code.code == literal), literal)


def explain(rule: ReadRule, wording: Wording, language: Language = "de") -> tuple[str, ...]:
    """What `rule` does, one sentence for each effect and constraint."""
    speaker = _Speaker(wording, language)
    return tuple(speaker.effect(effect) for effect in rule.effects) + tuple(
        speaker.constraint(constraint) for constraint in rule.constraints
    )


def explain_condition(expression: Expression, wording: Wording, language: Language = "de") -> str:
    """`expression` as what follows "wenn" ("if")."""
    return _Speaker(wording, language).clause(expression)


def explain_problem(constraint: Constraint, wording: Wording, language: Language = "de") -> str:
    """What the applicant should do where `constraint` does not hold."""
    return _Speaker(wording, language).constraint(constraint)


class _Speaker:
    """Puts sentences together in one language."""

    def __init__(self, wording: Wording, language: Language) -> None:
        self._wording = wording
        self._language = language
        self._words = _WORDS[language]

    def effect(self, effect: Effect) -> str:
        kind = {
            EffectKind.REQUIRED: "required",
            EffectKind.SHOWN: "shown",
            EffectKind.FORBIDDEN: "forbidden",
            EffectKind.OPTIONAL: "optional",
        }[effect.kind]
        if isinstance(effect.when, Always):
            return self._sentence(f"{kind} always", self._name(effect.target))
        return self._sentence(kind, self._name(effect.target), self.clause(effect.when))

    def constraint(self, constraint: Constraint) -> str:
        match constraint.holds:
            case ValidDate():
                return self._words["give date"]
            case Equals(path, value):
                return self._sentence("choose", self._name(path), self._value(path, value))
            case CountBetween(parts, minimum, maximum):
                found = self._counted(parts, minimum, maximum)
            case Or(parts):
                found = self._limited(parts) or self._demanded_while(parts)
            case _:
                found = None
        return found or self._sentence("must hold", self.clause(constraint.holds))

    def _limited(self, parts: tuple[Expression, ...]) -> str | None:
        """A restriction of codes: "not filled, or one of these", perhaps behind "not (condition)"."""
        if path := _limited_path(parts):
            return self._sentence("only", self._name(path), self._values(parts, "or"))
        when, *limit = parts
        if isinstance(when, Not) and (path := _limited_path(tuple(limit))):
            values = self._values(tuple(limit), "or")
            return self._sentence("only if", self._name(path), values, self.clause(when.part))
        return None

    def _demanded_while(self, parts: tuple[Expression, ...]) -> str | None:
        match parts:
            case (Not(when), CountBetween() as demanded):
                return self._sentence("if", self.clause(when), self.constraint(Constraint(demanded, ())))
            case _:
                return None

    def _counted(self, parts: tuple[Expression, ...], minimum: int, maximum: int | None) -> str | None:
        """A friendly sentence for the usual kinds of counting."""
        fields = [part.path for part in parts if isinstance(part, Filled)]
        amount = {(1, 1): "fill exactly", (1, None): "fill at least", (0, 1): "fill at most"}.get((minimum, maximum))
        if amount and len(fields) == len(parts):
            return self._sentence(amount, self._listed((self._name(path) for path in fields), "or"))
        chosen = [part for part in parts if isinstance(part, Equals)]
        values = {self._value(part.path, part.value) for part in chosen}
        if (minimum, maximum) == (1, None) and len(chosen) == len(parts) and len(values) == 1:
            names = self._listed((self._name(part.path) for part in chosen), "or")
            return self._sentence("choose at least", names, values.pop())
        return None

    def clause(self, expression: Expression) -> str:
        """`expression` as a subordinate clause, without its conjunction."""
        match expression:
            case Always():
                return self._words["always"]
            case Equals() | Filled() | ValidDate() | InLand():
                return self._compared(expression)
            case Not(part):
                return self._denied(part)
            case And(parts):
                denied = tuple(part.part for part in parts if isinstance(part, Not))
                if len(denied) == len(parts) and (one := _one_path(denied)):
                    return self._none_of(one, denied)
                return self._joined(parts, "and")
            case Or(parts):
                if one := _one_path(parts):
                    return self._sentence("equals", self._name(one), self._values(parts, "or"))
                return self._joined(parts, "or")
            case CountBetween(parts, minimum, maximum):
                key = "at least" if maximum is None else "exactly" if minimum == maximum else "between"
                listed = "; ".join(self.clause(part) for part in parts)
                return self._sentence(key, str(minimum), listed, str(maximum))

    def _compared(self, leaf: Leaf) -> str:
        match leaf:
            case Equals(path, value):
                return self._sentence("equals", self._name(path), self._value(path, value))
            case Filled(path):
                return self._sentence("filled", self._name(path))
            case ValidDate(day, month, year):
                return self._sentence("valid date", self._listed(map(self._name, (day, month, year)), "and"))
            case InLand(codes):
                return self._sentence("in land", self._laender(codes))

    def _denied(self, part: Expression) -> str:
        match part:
            case Equals(path, value):
                return self._sentence("unequal", self._name(path), self._value(path, value))
            case Filled(path):
                return self._sentence("empty", self._name(path))
            case InLand(codes):
                return self._sentence("not in land", self._laender(codes))
            case Or(parts) if one := _one_path(parts):
                return self._none_of(one, parts)
            case _:
                return self._sentence("not", self.clause(part))

    def _laender(self, codes: tuple[str, ...]) -> str:
        return self._listed((NAMES[code] for code in codes), "or")

    def _none_of(self, path: str, parts: tuple[Expression, ...]) -> str:
        values = [self._value(part.path, part.value) for part in parts if isinstance(part, Equals)]
        return self._sentence("none of", self._name(path), f" {self._words['nor']} ".join(values))

    def _joined(self, parts: tuple[Expression, ...], joint: str) -> str:
        clauses = [
            f"({self.clause(part)})" if isinstance(part, And | Or) and not _simple(part) else self.clause(part)
            for part in parts
        ]
        return f" {self._words[joint]} ".join(clauses)

    def _values(self, parts: tuple[Expression, ...], joint: str) -> str:
        equal = [part for part in parts if isinstance(part, Equals)]
        return self._listed((self._value(part.path, part.value) for part in equal), joint)

    def _listed(self, items: Iterable[str], joint: str) -> str:
        *first, last = items
        return f"{', '.join(first)} {self._words[joint]} {last}" if first else last

    def _name(self, path: str) -> str:
        return self._words["quote"].format(self._wording.name(path))

    def _value(self, path: str, value: Literal) -> str:
        return self._words["quote"].format(self._wording.value(path, value, self._language))

    def _sentence(self, key: str, *parts: str) -> str:
        return self._words[key].format(*parts)


def _one_path(parts: tuple[Expression, ...]) -> str | None:
    """The position that all `parts` compare, where they are comparisons of one."""
    named = {part.path for part in parts if isinstance(part, Equals)}
    return named.pop() if len(named) == 1 and all(isinstance(part, Equals) for part in parts) else None


def _limited_path(parts: tuple[Expression, ...]) -> str | None:
    """The position of which `parts` say "not filled, or one of these codes"."""
    path = _one_path(parts[1:])
    return path if path and parts[0] == Not(Filled(path)) else None


def _simple(part: And | Or) -> bool:
    return isinstance(part, Or) and _one_path(part.parts) is not None
