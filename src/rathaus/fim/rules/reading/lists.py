"""References in a row, and how many of them are meant."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Ref
from rathaus.fim.rules.reading.values import MIXED

ALL = -1
"""As many as there are."""
_COUNTED = {"beide": 2, "beiden": 2, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5}
_OTHER_NUMBER = "Der Text nennt eine andere Zahl von Elementen, als er aufzählt."
_BOTH_OR = "„Beide“ und „oder“ stehen nebeneinander; ob beide gemeint sind oder eines genügt, sagt der Text nicht."


def how_many(c: Cursor) -> tuple[int, int | None] | None:
    """ "mindestens eines", "genau zwei", "höchstens eine", "eines": least and most; None (and no move) otherwise."""
    start = c.at
    word = c.accept(frozenset({"mindestens", "wenigstens", "genau", "höchstens", "maximal", "max.", "mind.", "nur"}))
    count = words.NUMBERS.get(c.norm()) or (int(c.norm()) if c.norm() in {"1", "2", "3", "4", "5"} else 0)
    count = 1 if c.norm() in {"eines", "eins", "einer"} else count
    if not count:
        c.at = start
        return None
    c.take()
    if word in {"genau", "nur"}:
        return count, count
    return (0, count) if word in {"höchstens", "maximal", "max."} else (count, None)


def references(c: Cursor) -> tuple[tuple[Ref, ...], str]:
    """References joined by commas, UND or ODER, and the joint ("und", "oder", or empty for one or bare commas)."""
    begin = c.at
    refs, joints = [reference(c)], set[str]()
    plural = refs[0].within and any(token.norm in {"felder", "datenfelder"} for token in c.tokens[begin : c.at])
    while True:
        start = c.at
        comma = c.accept_kind(Kind.COMMA)
        word = c.accept(words.AND | words.OR)
        # Two references side by side, each with its name, are a list whose comma was forgotten.
        # (A group and a field behind it could also be a path.)
        named_field = refs[-1].label is not None and refs[-1].parts[-1].startswith("F")
        second = c.peek()
        named = second is not None and second.kind is Kind.REF and bool(second.label or c.is_kind(Kind.QUOTE, 1))
        forgotten = not comma and not word and named_field and named
        if not (comma or word or forgotten) or not starts_reference(c) or (word and c.norm() in {"bei"}):
            c.at = start
            break
        place, bare = c.at, c.is_kind(Kind.REF)
        refs.append(reference(c))
        if word and refs[-2].within and refs[-1].parts[-1].startswith("G") and not bare:
            c.fail()  # "F1 der Gruppe G1 oder der Gruppe G2": the group, or F1 in it?
        if refs[-1].within and _first_id(c, place).startswith("F"):
            c.fail()  # "F1 und F2 der Gruppe G": are both in it?
        if plural and bare and len(refs[-1].parts) == 1 and not refs[-1].within:
            refs[-1] = replace(refs[-1], within=refs[0].within)  # "in der Gruppe G die Felder F1 und F2"
        if word:
            joints.add("und" if word in words.AND else "oder")
    if len(joints) > 1:
        c.fail(MIXED)
    joint = joints.pop() if joints else ""
    _as_many(c, begin, refs, joint)
    return tuple(refs), joint


def _as_many(c: Cursor, begin: int, refs: list[Ref], joint: str) -> None:
    """Fails where "beide Felder", "die drei Felder" stand before another number of references."""
    led = [token.norm for token in takewhile(lambda token: token.kind is not Kind.REF, c.tokens[begin : c.at])]
    count = next((_COUNTED[word] for word in led if word in _COUNTED), 0)
    if count and count != len(refs):
        c.fail(_OTHER_NUMBER)
    if joint == "oder" and ("beide" in led or led[:2] == ["die", "beiden"]):
        c.fail(_BOTH_OR)


def _first_id(c: Cursor, place: int) -> str:
    return next(token.parts[-1] for token in c.tokens[place : c.at] if token.kind is Kind.REF)
