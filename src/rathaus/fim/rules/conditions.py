"""The grammar of conditions: what stands between "wenn" and "dann"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rathaus.fim.rules import words
from rathaus.fim.rules.cursor import Cursor, Label, label, reference, starts_reference
from rathaus.fim.rules.tokens import Kind, Token
from rathaus.fim.rules.tree import Bare, Both, Condition, Either, Given, Is, IsOther, Otherwise, Ref, Said

_MIXED = "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht."
_ANY_OR_NONE = "„<> … ODER …“ ohne Klammern kann „keines von beiden“ oder „nicht beide“ heißen."
_NEVER = "„= … UND …“ verlangt zwei Werte zugleich von einer Angabe."


def condition(c: Cursor, subject: Ref | None = None) -> Condition:
    """One condition, with UND or ODER between its parts; `subject` is what "wenn <> …" without an id speaks of."""
    first, subject = _operand(c, subject)
    parts, joints = [first], set[str]()
    while joint := _joint(c):
        part, subject = _operand(c, subject)
        parts.append(part)
        joints.add(joint)
    if len(joints) > 1 or any(_loosens(part, joint) for part in parts for joint in joints):
        c.fail(_MIXED)
    if not joints:
        return first
    return Both(tuple(parts)) if joints == {"und"} else Either(tuple(parts))


def _loosens(part: Condition, joint: str) -> bool:
    """True for "= 001 ODER 002" beside UND: without brackets nobody knows which of them binds first."""
    return isinstance(part, Is) and part.loose and (joint == "und") is not part.negated


def subject_of(found: Condition) -> Ref | None:
    """The one reference that `found` compares; None where there are several."""
    if isinstance(found, Both | Either | Otherwise):
        subjects = {subject_of(part) for part in found.parts}
        return subjects.pop() if len(subjects) == 1 else None
    return found.ref if isinstance(found, Is | IsOther | Given | Bare) else None


def _joint(c: Cursor) -> str:
    """Moves past UND or ODER where another operand follows."""
    start = c.at
    c.accept_kind(Kind.COMMA)
    word = c.accept(words.AND | words.OR)
    follows = c.is_kind(Kind.OP) or c.norm() in words.IF or c.is_kind(Kind.OPEN) or starts_reference(c)
    if not word or not follows:
        c.at = start
        return ""
    return "und" if word in words.AND else "oder"


def _operand(c: Cursor, subject: Ref | None) -> tuple[Condition, Ref | None]:
    c.accept(words.IF)
    if c.is_kind(Kind.OP) and subject is not None:
        return _compared(c, subject), subject
    if c.is_kind(Kind.OPEN) and (starts_reference(c, 1) or c.norm(1) in words.IF):
        c.take()
        inner = condition(c, subject)
        if not c.accept_kind(Kind.CLOSE):
            c.fail()
        return inner, subject_of(inner)
    quantifier = _quantifier(c)
    refs, joint = references(c)
    if quantifier or len(refs) > 1:
        return _spread(c, refs, quantifier or joint), None
    return _predicate(c, refs[0]), refs[0]


def _quantifier(c: Cursor) -> str:
    """ "eines der Felder", "mindestens eines der folgenden Felder", "alle (drei) Felder": which joint they mean."""
    start = c.at
    c.accept("mindestens")
    if c.accept(frozenset({"eines", "eins", "einer", "eine"})) and c.accept("der"):
        c.accept("folgenden")
        return "oder"
    c.at = start
    if c.accept("alle"):
        c.accept(frozenset({"zwei", "drei", "vier", "fünf", "2", "3", "4", "5"}))
        return "und"
    c.at = start
    return ""


def references(c: Cursor) -> tuple[tuple[Ref, ...], str]:
    """References joined by commas, UND or ODER, and the joint ("und", "oder", or empty for one or bare commas)."""
    refs, joints = [reference(c)], set[str]()
    while True:
        start = c.at
        comma = c.accept_kind(Kind.COMMA)
        word = c.accept(words.AND | words.OR)
        # Two references side by side, each with its name, are a list whose comma was forgotten.
        # (A group and a field behind it could also be a path.)
        named_field = refs[-1].label is not None and refs[-1].parts[-1].startswith("F")
        forgotten = not comma and not word and c.is_kind(Kind.REF) and named_field
        if not (comma or word or forgotten) or not starts_reference(c):
            c.at = start
            break
        refs.append(reference(c))
        if word:
            joints.add("und" if word in words.AND else "oder")
    if len(joints) > 1:
        c.fail(_MIXED)
    return tuple(refs), joints.pop() if joints else ""


def _spread(c: Cursor, refs: tuple[Ref, ...], joint: str) -> Condition:
    """One predicate for several references: "eines der Felder A, B mit „Ja“ belegt ist"."""
    start, parts = c.at, []
    for ref in refs:
        c.at = start
        parts.append(_predicate(c, ref))
    negated = any(isinstance(part, Is | Given) and part.negated for part in parts)
    if not joint or (negated and joint == "oder") or any(isinstance(part, Bare) for part in parts):
        c.fail()
    return Both(tuple(parts)) if joint == "und" else Either(tuple(parts))


def _predicate(c: Cursor, ref: Ref) -> Condition:
    """What is said of `ref`."""
    choice = _choice(c)
    if c.is_kind(Kind.OP) or choice:
        return _compared(c, ref)
    parsers: tuple[Callable[[Ref, Cursor], Condition], ...] = (_presence, _entry, _answer, _stated)
    for parse in parsers:
        found = c.attempt(partial(parse, ref))
        if found is not None:
            return found
    return Bare(ref)


def _choice(c: Cursor) -> bool:
    """Moves past "(in) (die|der) Auswahl (gleich|ist)"."""
    start = c.at
    c.accept("in")
    c.accept(frozenset({"die", "der"}))
    if not c.accept("auswahl"):
        c.at = start
        return False
    c.accept(frozenset({"gleich", "ist"}))
    return True


def _compared(c: Cursor, ref: Ref) -> Condition:
    operator = c.accept_kind(Kind.OP)
    sign = operator.norm if operator else "="
    if sign not in {"=", "<>"}:
        c.fail("Vergleiche mit Zahlen werden noch nicht ausgeführt.")
    if c.accept_all("alle", "anderen"):
        c.accept("möglichen")
        c.expect(frozenset({"ausprägungen", "werte", "codes", "einträge"}))
        c.accept_all("der", "codeliste")
        if sign == "<>":
            c.fail()
        return IsOther(ref)
    loose = not c.is_kind(Kind.OPEN)
    values = _values(c, sign)
    _trailing(c)
    if [value.text for value in values] == [""]:
        return Given(ref, negated=sign == "=")
    return Is(ref, values, negated=sign == "<>", loose=loose and len(values) > 1)


def _values(c: Cursor, sign: str) -> tuple[Said, ...]:
    """One value, or several in brackets or as a list."""
    brackets = bool(c.accept_kind(Kind.OPEN))
    values, joints = [_value(c)], set[str]()
    while joint := _value_joint(c):
        values.append(_value(c))
        joints.add(joint)
    if brackets and not c.accept_kind(Kind.CLOSE):
        c.fail()
    if c.norm() == "bis":
        c.fail("Bereiche von Codes werden noch nicht ausgeführt.")
    joints.discard(",")
    if len(joints) > 1:
        c.fail(_MIXED)
    if sign == "=" and joints == {"und"}:
        c.fail(_NEVER)
    if sign == "<>" and joints == {"oder"} and not brackets:
        c.fail(_ANY_OR_NONE)
    if len(values) > 1 and not joints:
        c.fail()
    return tuple(values)


def choices(c: Cursor) -> tuple[Said, ...]:
    """Values to choose from: ``A "…"``, ``A "…", B "…" oder C "…"``."""
    values = [_value(c)]
    while _value_joint(c):
        values.append(_value(c))
    return tuple(values)


def _value_joint(c: Cursor) -> str:
    start = c.at
    comma = c.accept_kind(Kind.COMMA)
    word = c.accept(words.AND | words.OR)
    if (comma or word) and _starts_value(c):
        return "" if not (comma or word) else ("," if not word else "und" if word in words.AND else "oder")
    c.at = start
    return ""


def _starts_value(c: Cursor) -> bool:
    if c.is_kind(Kind.CODE) or c.is_kind(Kind.QUOTE):
        return True
    return c.is_kind(Kind.WORD) and (c.is_kind(Kind.QUOTE, 1) or c.norm() in words.TRUTH)


def _value(c: Cursor) -> Said:
    """``001 "Label"``, ``001="Label"``, ``001 - Label``, ``"001 Label"``, ``"wahr"``, ``Ja``, ``A "Label"``."""
    token = c.peek()
    if token is None:
        c.fail()
    if token.kind is Kind.QUOTE:
        c.take()
        return _inside_quotes(token)
    if token.kind is Kind.CODE or (token.kind is Kind.WORD and _code_of_letters(c)):
        c.take()
        name = _value_label(c)
        return Said(token.text, name.text, name.doubtful) if name else Said(token.text)
    if token.norm in words.TRUTH:
        c.take()
        return Said(token.text)
    return c.fail()


def _code_of_letters(c: Cursor) -> bool:
    """``GesR "Gesellschaftsregister"``: a word is a code where its name stands beside it."""
    token = c.peek()
    return (
        token is not None
        and len(token.text) <= 8
        and token.norm not in words.KEYWORDS
        and (c.is_kind(Kind.QUOTE, 1) or (c.is_kind(Kind.OP, 1) and c.is_kind(Kind.QUOTE, 2)))
    )


def _value_label(c: Cursor) -> Label | None:
    operator = c.peek()
    if operator and operator.kind is Kind.OP and operator.text == "=" and not c.is_kind(Kind.REF, 1):
        c.take()
    else:
        c.accept_kind(Kind.DASH)
    return label(c)


def _inside_quotes(token: Token) -> Said:
    """A code may stand with its label in one pair of quotation marks: ``"001 Liegt vor"``, ``"001=Liegt vor"``."""
    text = token.text
    head, separator, tail = text.partition("=")
    if not separator:
        head, separator, tail = text.partition(" ")
    if not separator:
        head, separator, tail = text.partition('"')
    code, name = head.strip(), tail.strip("\"'„“”‚‘’= ")
    if separator and name and len(code) >= 2 and code.isdigit() and not name[0].isdigit():
        return Said(code, name)
    return Said(text)


def _trailing(c: Cursor) -> None:
    """The verb that may close a comparison: "befüllt ist", "ausgewählt wird", "ist"."""
    start = c.at
    c.accept(words.FILLED | frozenset({"ausgewählt", "gewählt"}))
    c.accept(words.BE | words.BECOME)
    ends = c.done() or c.is_kind(Kind.COMMA) or c.is_kind(Kind.CLOSE)
    if not ends and c.norm() not in words.THEN | words.AND | words.OR:
        c.at = start  # "… = 01 ist G… auszublenden": the verb belongs to what follows


def _presence(ref: Ref, c: Cursor) -> Condition:
    """ "nicht leer (ist)", "leer ist", "(nicht) befüllt ist/sind"."""
    negated = bool(c.accept("nicht"))
    if c.accept("leer"):
        c.accept(words.BE)
        return Given(ref, negated=not negated)
    if ref.located and ref.label and c.norm() in words.GIVEN:
        c.fail()  # "in F… „Text“ angegeben": the name of the field, or its value?
    c.expect(words.FILLED)
    c.expect(words.BE | words.BECOME)
    return Given(ref, negated=negated)


def _entry(ref: Ref, c: Cursor) -> Condition:
    """ "kein Eintrag vorgenommen wurde", "eine Angabe gemacht wurde"."""
    article = c.expect(frozenset({"kein", "keine", "ein", "eine"}))
    c.expect(frozenset({"eintrag", "angabe", "wert"}))
    c.expect(frozenset({"vorgenommen", "gemacht", "eingetragen", "angegeben"}))
    c.expect(words.BE | words.BECOME)
    return Given(ref, negated=article.startswith("kein"))


def _answer(ref: Ref, c: Cursor) -> Condition:
    """ "bejaht wurde", "verneint ist", "mit „Ja“ belegt ist"."""
    if c.accept("mit") or c.is_kind(Kind.QUOTE):
        values = _values(c, "=")
        c.expect(words.GIVEN | frozenset({"beantwortet"}))
        c.expect(words.BE | words.BECOME)
        return Is(ref, values)
    verb = c.expect(frozenset({"bejaht", "verneint"}))
    c.expect(words.BE | words.BECOME)
    return Is(ref, (Said("ja" if verb == "bejaht" else "nein"),))


def _stated(ref: Ref, c: Cursor) -> Condition:
    """ "(nicht) der Wert 001 angegeben wurde"; an empty value means that nothing was given."""
    negated = bool(c.accept("nicht"))
    if not c.accept_all(frozenset({"der", "den"}), "wert"):
        c.fail()
    c.accept_kind(Kind.OP)
    values = _values(c, "=")
    c.expect(words.FILLED | frozenset({"ausgewählt", "gewählt", "hat", "haben"}))
    c.accept(words.BE | words.BECOME)
    if [value.text for value in values] == [""]:
        return Given(ref, negated=not negated)
    return Is(ref, values, negated=negated)


def said_of(c: Cursor, ref: Ref, *, last: bool) -> Condition:
    """What a demand says of `ref`: "befüllt sein", "= „wahr“ sein", "den Wert „wahr“ haben".

    Reads the same words once for each reference of a list; only the `last` reading moves on.
    """
    start = c.at
    found: Condition
    if c.accept_all(frozenset({"den", "der"}), "wert") or c.is_kind(Kind.OP):
        operator = c.accept_kind(Kind.OP)
        if operator and operator.norm != "=":
            c.fail()
        found = Is(ref, _values(c, "="))
        c.expect(frozenset({"sein", "haben"}))
    else:
        c.expect(words.FILLED)
        c.expect(words.AUXILIARY)
        found = Given(ref)
    if not last:
        c.at = start
    return found
