"""What changed about one building block, or one use of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from rathaus.fim.diff import words
from rathaus.fim.diff.matching import Pair
from rathaus.fim.diff.model import Area, Fate
from rathaus.fim.model import (
    Cardinality,
    Code,
    CodeList,
    DataType,
    Field,
    FieldKind,
    Group,
    LegalBasis,
    Limits,
    Position,
)

Lists = Mapping[str, CodeList]
_MORE = {
    (DataType.TEXT_LATIN, DataType.TEXT),
    (DataType.NUM_INT, DataType.NUM),
    (DataType.NUM_INT, DataType.NUM_CURRENCY),
    (DataType.NUM_CURRENCY, DataType.NUM),
}
"""Data types that a value can go over to: whatever the first takes, the second takes too."""
_SHOWN = 5
BOXES = 12
"""Up to so many choices, several of them are ticked under one question (`rathaus.questionnaire.asking.BOXES`)."""


class Said(NamedTuple):
    """A `Change` without its positions."""

    area: Area
    sentence: str
    before: str | None = None
    after: str | None = None
    fate: Fate | None = None
    conditional: bool = False


def differences(pair: Pair, old_lists: Lists, new_lists: Lists) -> Iterator[Said]:
    """Everything that is different between both uses of `pair`, their children apart."""
    old, new = pair.old.element, pair.new.element
    name = words.label(new)
    yield from _texts(old, new, name)
    if isinstance(old, Field) and isinstance(new, Field):
        yield from _types(old, new, name)
        yield from _limits(old, new, name)
        yield from _files(old, new, name)
        yield from _codes(old, new, name, old_lists, new_lists)
    if isinstance(old, Group) and isinstance(new, Group) and old.choice != new.choice:
        said = "Nur noch eine der Angaben darf" if new.choice else "Nicht mehr nur eine der Angaben darf"
        fate = Fate.AGAIN if new.choice else Fate.KEPT
        yield Said(Area.CARDINALITIES, f"{name}: {said} ausgefüllt werden.", fate=fate, conditional=True)
    yield from _cardinality(pair, name, old_lists, new_lists)
    yield from legal_bases(_own_bases(pair.old), _own_bases(pair.new), name)


def _texts(old: Field | Group, new: Field | Group, name: str) -> Iterator[Said]:
    wording = [
        ("Die Frage ist anders formuliert" if isinstance(new, Field) else "Die Überschrift ist anders",
         old.label_input, new.label_input),
        ("Die Bezeichnung im Antrag ist anders", old.label_output, new.label_output),
        ("Die Hilfe ist anders", old.help_input, new.help_input),
        ("Die Hilfe für die Verwaltung ist anders", old.help_output, new.help_output),
    ]  # fmt: skip
    if isinstance(old, Field) and isinstance(new, Field):
        what = "Der Hinweistext" if new.kind is FieldKind.LABEL else "Der vorgegebene Inhalt"
        wording.append((f"{what} ist anders", old.content, new.content))
        wording.append(("Die Vorbefüllung ist anders", old.prefill.value, new.prefill.value))
    told: set[tuple[str | None, str | None]] = set()
    for sentence, before, after in wording:
        if before != after and (before, after) not in told:
            told.add((before, after))
            yield Said(Area.QUESTIONS, f"{name}: {sentence}.", before, after, Fate.KEPT)


def _types(old: Field, new: Field, name: str) -> Iterator[Said]:
    if old.kind is not new.kind:
        before, after = words.KINDS[old.kind], words.KINDS[new.kind]
        fate = Fate.AGAIN if {old.kind, new.kind} == {FieldKind.INPUT, FieldKind.SELECT} else None
        yield Said(Area.TYPES, f"{name} ist jetzt {after} statt {before}.", before, after, fate, fate is not None)
    if old.data_type is not new.data_type:
        before, after = words.DATA_TYPES[old.data_type], words.DATA_TYPES[new.data_type]
        files = DataType.FILE in (old.data_type, new.data_type)
        fate = Fate.ASIDE if files else Fate.KEPT if (old.data_type, new.data_type) in _MORE else Fate.AGAIN
        yield Said(Area.TYPES, f"{name} nimmt jetzt {after} statt {before}.", before, after, fate, fate is Fate.AGAIN)


def _limits(old: Field, new: Field, name: str) -> Iterator[Said]:
    if old.limits == new.limits:
        return
    before, after = words.limits(old.limits), words.limits(new.limits)
    narrower = _narrower(old.limits, new.limits)
    sentence = f"{name}: Erlaubt ist jetzt {after or 'alles'} statt {before or 'alles'}."
    yield Said(Area.LIMITS, sentence, before, after, Fate.AGAIN if narrower else Fate.KEPT, narrower)


def _narrower(old: Limits, new: Limits) -> bool:
    """Whether something that was allowed may be refused now."""
    return (
        _above(new.min_length, old.min_length)
        or _above(old.max_length, new.max_length, to_limit=True)
        or _above(new.min_value, old.min_value)
        or _above(old.max_value, new.max_value, to_limit=True)
        or (new.pattern is not None and new.pattern != old.pattern)
    )


def _above(left: Decimal | str | int | None, right: Decimal | str | int | None, *, to_limit: bool = False) -> bool:
    """Whether the lower bound `left` cuts off what `right` allowed (`to_limit`: the upper bound `right`, of `left`).

    Bounds of different kinds, of a number and of a date, always do.
    """
    bound, free = (right, left) if to_limit else (left, right)
    if bound is None or free is None:
        return bound is not None
    if isinstance(left, str) != isinstance(right, str):
        return True
    return left > right  # type: ignore[operator]


def _files(old: Field, new: Field, name: str) -> Iterator[Said]:
    if old.max_size != new.max_size:
        smaller = _above(old.max_size, new.max_size, to_limit=True)
        before, after = _megabytes(old.max_size), _megabytes(new.max_size)
        sentence = f"{name}: Dateien dürfen jetzt {after or 'beliebig groß'} statt {before or 'beliebig groß'} sein."
        yield Said(Area.LIMITS, sentence, before, after, Fate.AGAIN if smaller else Fate.KEPT, smaller)
    if set(old.media_types) != set(new.media_types):
        fewer = bool(new.media_types) and not set(old.media_types or ("*",)) <= set(new.media_types)
        before, after = ", ".join(old.media_types) or None, ", ".join(new.media_types) or None
        sentence = f"{name}: Erlaubt sind jetzt Dateien der Art {after or 'jeder'} statt {before or 'jeder'}."
        yield Said(Area.LIMITS, sentence, before, after, Fate.AGAIN if fewer else Fate.KEPT, fewer)


def _megabytes(size: int | None) -> str | None:
    return None if size is None else f"bis {size / 1_000_000:g} MB".replace(".", ",")


def _codes(old: Field, new: Field, name: str, old_lists: Lists, new_lists: Lists) -> Iterator[Said]:
    before, after = _list_name(old), _list_name(new)
    was, now = _choices(old, old_lists), _choices(new, new_lists)
    if before != after:
        sentence = f"{name} bezieht seine Werte jetzt aus {after or 'keiner Liste'} statt {before or 'keiner Liste'}."
        unknown = was is None or now is None
        yield Said(Area.CODES, sentence, before, after, Fate.AGAIN if unknown else Fate.KEPT, unknown)
    if was is None or now is None or old.kind is not new.kind:
        return
    gone = [code for key, code in was.items() if key not in now]
    added = [code for key, code in now.items() if key not in was]
    if gone:
        yield Said(Area.CODES, f"{name}: {_many(gone, 'entfällt', 'entfallen')}.", _all(gone), None, Fate.AGAIN, True)
    if added:
        yield Said(Area.CODES, f"{name}: {_many(added, 'ist neu', 'sind neu')}.", None, _all(added), Fate.KEPT)
    for key, code in now.items():
        if key in was and was[key].name != code.name:
            sentence = f"{name}: Der Wert {key} heißt jetzt {words.quote(code.name)}."
            yield Said(Area.CODES, sentence, was[key].name, code.name, Fate.KEPT)


def _list_name(field: Field) -> str | None:
    if field.values:
        return "der eigenen Werteliste"
    return field.code_list.key if field.code_list else None


def _choices(field: Field, lists: Lists) -> dict[str, Code] | None:
    """The codes of a field by code; None where its list is not at hand."""
    codes = field.values
    if not codes and field.code_list is not None:
        found = lists.get(field.code_list.key)
        if found is None:
            return None
        codes = found.codes
    return {code.code: code for code in codes}


def _many(codes: list[Code], one: str, several: str) -> str:
    return f"Der Code {_listed(codes)} {one}" if len(codes) == 1 else f"Die Codes {_listed(codes)} {several}"


def _listed(codes: list[Code]) -> str:
    shown = ", ".join(f"{code.code} {words.quote(code.name)}" for code in codes[:_SHOWN])
    return shown if len(codes) <= _SHOWN else f"{shown} und {len(codes) - _SHOWN} weitere"


def _all(codes: list[Code]) -> str:
    return "\n".join(f"{code.code} {code.name}" for code in codes)


def _cardinality(pair: Pair, name: str, old_lists: Lists, new_lists: Lists) -> Iterator[Said]:
    old, new = pair.old.cardinality, pair.new.cardinality
    elsewhere = _kept_as(pair.old, old_lists) != _kept_as(pair.new, new_lists)
    if old != new:
        sentence = f"{name}: jetzt {words.cardinality(new)} statt {words.cardinality(old)}."
        fate = Fate.ASIDE if elsewhere else _cardinality_fate(old, new)
        yield Said(Area.CARDINALITIES, sentence, str(old), str(new), fate, fate is Fate.AGAIN)
    elif elsewhere:
        yield Said(Area.CODES, f"{name}: Mehrere Antworten werden jetzt anders eingegeben.", fate=Fate.ASIDE)


def _kept_as(position: Position, lists: Lists) -> bool:
    """Whether a draft keeps what is answered at `position` entry by entry.

    It keeps a single answer, a yes or no, files, and several choices among a few codes under one key each.
    """
    element = position.element
    if not position.cardinality.repeatable or not isinstance(element, Field):
        return position.cardinality.repeatable
    if element.data_type is DataType.FILE or (element.data_type, element.kind) == (DataType.BOOL, FieldKind.INPUT):
        return False
    codes = _choices(element, lists) if element.kind is FieldKind.SELECT else None
    return not (codes and len(codes) <= BOXES)


def _cardinality_fate(old: Cardinality, new: Cardinality) -> Fate:
    if new.maximum is not None and (old.maximum is None or new.maximum < old.maximum):
        return Fate.AGAIN
    return Fate.REQUIRED if new.minimum > old.minimum else Fate.KEPT


def _own_bases(position: Position) -> tuple[LegalBasis, ...]:
    return position.legal_bases or position.element.head.legal_bases


def legal_bases(old: tuple[LegalBasis, ...], new: tuple[LegalBasis, ...], name: str) -> Iterator[Said]:
    """Which norms are gone, and which are new."""
    before, after = (list(dict.fromkeys(" ".join(basis.text.split()) for basis in bases)) for bases in (old, new))
    gone, added = [norm for norm in before if norm not in after], [norm for norm in after if norm not in before]
    parts = [f"neu {'; '.join(added)}"] if added else []
    parts += [f"entfallen {'; '.join(gone)}"] if gone else []
    if parts:
        sentence = f"{name}: Andere Rechtsgrundlage: {', '.join(parts)}."
        yield Said(Area.LEGAL_BASES, sentence, "\n".join(before) or None, "\n".join(after) or None)
