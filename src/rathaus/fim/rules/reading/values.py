"""The grammar of values: codes with their names, lists, ranges and patterns of codes."""

from __future__ import annotations

import re
from dataclasses import replace

from rathaus.fim.rules.laender import CODES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import Label, bracketed_name, label, starts_reference
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Said, Span, Starting, Value

MIXED = "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht."
_ANY_OR_NONE = "„<> … ODER …“ ohne Klammern kann „keines von beiden“ oder „nicht beide“ heißen."
_NEVER = "„= … UND …“ verlangt zwei Werte zugleich von einer Angabe."
_OPENS = words.IF | words.THEN
_DASHED = re.compile(r"(\d{2,})[-–](\d{2,})")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_CODE_LAST = re.compile(r"([^\W\d][^()]*\S) \((\d{1,6})\)")
_CODE_DASHED = re.compile(
    r"([A-Z]|[A-Z]{0,3}\d{1,6}|\d{1,4}[A-Za-z])(?: [-–—]|[-–—]) +([^\d\W]\w{2}.*)|([A-Z]?\d{2,6})[:,] ([^\d\W].*)"
)
_DASHED_CODE = re.compile(r"([^\W\d][^-–—]*\S) [-–—] (0\d{1,5})")
_SIGNS = words.of("zeichen ziffern stellen buchstaben zeilen wörter einträge angaben")
_EITHER = re.compile(r"\d+(?:/\d+)+|\d+/[^\W\d]{3,}.*")
_NOTHING = frozenset({"null", "none", "nil"})
_NOTHING_OR_WORD = "Ob „null“ oder „leer“ hier ein Wert ist oder „nicht ausgefüllt“ heißt, sagt der Text nicht."
_MEASURES = _SIGNS | frozenset(words.UNITS) | words.of("% prozent euro eur € km m cm kg stunden stück")
_SEVERAL = re.compile(r"\d+(?:\s*[,;/]\s*\d+)+|\d+ (?:oder|und|bis|bzw\.|/) \d+.*")
_PATTERN = re.compile(r"(\d+)[Xx*]+")


def values(c: Cursor, sign: str) -> tuple[Value, ...]:
    """One value, or several in brackets or as a list, behind `sign` (``=`` or ``<>``)."""
    brackets = bool(c.accept_kind(Kind.OPEN))
    found, joints = _listed(c)
    if brackets and not c.accept_kind(Kind.CLOSE):
        c.fail()
    joints.discard(",")
    if len(joints) > 1:
        c.fail(MIXED)
    if sign == "=" and joints == {"und"}:
        c.fail(_NEVER)
    if sign == "<>" and joints == {"oder"} and not brackets:
        c.fail(_ANY_OR_NONE)
    named = sign == "=" and all(isinstance(said, Said) and said.label for said in found)
    if (
        len(found) > 1
        and not joints
        and not named
        and not (sign == "=" and c.norm() in words.OR and starts_reference(c, 1))
    ):
        c.fail()  # "= 001, 002 oder F2 = wahr" goes on with "oder"
    return found


def choices(c: Cursor) -> tuple[Value, ...]:
    """Values to choose from: ``A "…"``, ``A "…", B "…" oder C "…"``; here "und" lists as well as "oder"."""
    brackets = bool(c.accept_kind(Kind.OPEN))
    found, _ = _listed(c)
    if brackets and not c.accept_kind(Kind.CLOSE):
        c.fail()
    return found


def _listed(c: Cursor) -> tuple[tuple[Value, ...], set[str]]:
    found, joints = [_ranged(c)], set[str]()
    while joint := _joint(c):
        found.append(_ranged(c))
        joints.add(joint)
    return tuple(found), joints


def _joint(c: Cursor) -> str:
    start = c.at
    comma = c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON)
    word = c.accept(words.AND | words.OR | {"/", "bzw.", "beziehungsweise"})
    if word and c.norm(1) in words.VALUE_NOUNS and starts_value(c, 2) and not starts_reference(c):
        c.at += 2 if c.norm() in {"den", "der", "dem", "die"} else 0  # "den Wert 1 oder den Wert 2"
    elif word and c.norm() == "gleich" and starts_value(c, 1):
        c.take()  # "gleich 1 oder gleich 2"
    if (comma or word) and starts_value(c):
        return "," if not word else "und" if word in words.AND else "oder"
    c.at = start
    return ""


def starts_value(c: Cursor, offset: int = 0) -> bool:
    """True where a value begins `offset` places ahead."""
    if c.norm(offset) == "code" and not starts_reference(c, offset):
        offset += 1
    if c.is_kind(Kind.CODE, offset) or c.is_kind(Kind.QUOTE, offset):
        return True
    return c.norm(offset) in words.TRUTH or _code_of_letters(c, offset)


def _ranged(c: Cursor) -> Value:
    """A value, or a range: ``a bis b``, ``111000-113000``, ``11XXXX``."""
    c.accept("von")
    first = value(c)
    if isinstance(first, Said) and c.norm() == "bis" and starts_value(c, 1):
        c.take()
        last = value(c)
        first = Span(first, last) if isinstance(last, Said) else c.fail()
    _aside(c)
    return first


def _aside(c: Cursor) -> None:
    """A remark in brackets that names no element: "(also alle Einträge des Musters 11XXXX)"."""
    if not c.is_kind(Kind.OPEN) or c.norm(1) not in words.ASIDES:
        return
    following = c.peek(2)
    if c.norm(1) == "nach" and not (following and following.text.startswith(("§", "Art", "Nr", "Abs", "Anlage"))):
        return  # "(nach Prüfung durch die Behörde)" is a condition
    place = 1
    while (token := c.peek(place)) and token.kind not in {Kind.CLOSE, Kind.OPEN, Kind.REF, Kind.BROKEN, Kind.OP}:
        if token.norm in words.RESTRICTING:
            return
        place += 1
    if c.is_kind(Kind.CLOSE, place):
        c.at += place + 1


def value(c: Cursor) -> Value:
    """``001 "Label"``, ``001="Label"``, ``001 - Label``, ``"001 Label"``, ``"wahr"``, ``Ja``, ``A "Label"``."""
    if c.norm() == "code" and starts_value(c, 1):
        c.take()
    token = c.peek()
    if token is None:
        c.fail()
    if token.norm in _NOTHING or (token.kind is Kind.QUOTE and token.text.strip().lower() in _NOTHING | {"leer"}):
        c.fail(_NOTHING_OR_WORD)
    if token.kind is Kind.QUOTE:
        c.take()
        return _quoted(c, token)
    if token.kind is Kind.CODE and _EITHER.fullmatch(token.text):
        c.fail()  # "001/002": one code, or two? "01/Neubau": a code, or one with its name?
    if token.kind is Kind.CODE or (token.kind is Kind.WORD and _code_of_letters(c, 0)):
        if _DAY.fullmatch(token.text) or token.text.endswith(".") or token.norm.rstrip("e").endswith("stellig"):
            c.fail()
        c.take()
        start = c.at
        name = _label(c)
        if name is None:
            return pattern(token.text) or Said(token.text)
        bare = [taken for taken in c.tokens[start : c.at] if taken.kind is Kind.CODE]
        if any(len(taken.text) == len(token.text) > 1 for taken in bare):
            c.fail()  # "= 01 Miete 02 Eigentum": a comma too few, and two values
        return Said(token.text, name.text, name.doubtful)
    if token.norm in words.TRUTH:
        c.take()
        return Said(token.text)
    behind = c.peek(-1)
    name = label(c) if behind and behind.kind is Kind.OP else None  # "= Natürliche Person"
    if name and (found := _CODE_LAST.fullmatch(name.text.replace("( ", "(").replace(" )", ")"))):
        return Said(found[2], found[1])  # "= Umbau (2)"
    return Said(name.text, doubtful=name.doubtful) if name else c.fail()


def pattern(text: str) -> Span | Starting | None:
    """The range that ``213000-213200`` or ``11XXXX`` means, or the beginning ``5*``; None for a plain code."""
    dashed = _DASHED.fullmatch(text)
    if dashed and len(dashed[1]) == len(dashed[2]) and dashed[1] < dashed[2]:
        return Span(Said(dashed[1]), Said(dashed[2]))
    starred = _PATTERN.fullmatch(text)
    if starred and text.count("*") == 1 and text[:-1].isdigit():
        return Starting(text[:-1])  # one star stands for as many signs as there are
    if starred:
        places = len(text) - len(starred[1])
        return Span(Said(starred[1] + "0" * places), Said(starred[1] + "9" * places))
    return None


def _code_of_letters(c: Cursor, offset: int) -> bool:
    """``GesR "Gesellschaftsregister"``: a word is a code where its name stands beside it, or in capitals: ``EA``."""
    token = c.peek(offset)
    meaning = words.KEYWORDS | words.HEDGES | words.SMALL_KEYWORDS | words.INTO
    if token is not None and token.text.islower() and token.norm in words.LINKING:
        return False
    if token is None or token.kind is not Kind.WORD or len(token.text) > 8 or token.norm in meaning:
        return False
    if token.text.isupper() and len(token.text) <= 4 and token.norm not in words.ARTICLES | words.PREPOSITIONS:
        return True
    named = c.is_kind(Kind.QUOTE, offset + 1) and not c.is_kind(Kind.REF, offset + 2)
    if named and token.text.islower() and len(token.text) > 1 and not _behind_sign(c, offset):
        return False  # "früher „Ja“ angegeben": when, and no code
    noun = len(token.text) > 4 and token.text[0].isupper() and token.text[1:].islower()
    if named and (noun or c.norm(offset + 1) in words.TRUTH):
        return False  # "Auswahl „Ja“", "der Punkt „Neu“": the value is in the quotation marks
    return named or (c.is_kind(Kind.OP, offset + 1) and c.is_kind(Kind.QUOTE, offset + 2))


def _label(c: Cursor) -> Label | None:
    """The name of the code just read: ``"Name"``, ``="Name"``, ``- Name``, ``("Name")``, ``Name``."""
    code = c.tokens[c.at - 1]
    operator = c.peek()
    if (operator and operator.kind is Kind.OP and operator.norm == "=" and not c.is_kind(Kind.REF, 1)) or c.is_kind(
        Kind.DASH
    ):
        c.take()
    behind_sign = _behind_sign(c) or _named_in_small(c)
    name = _land_name(c) or bracketed_name(c) or label(c, small=behind_sign)
    if name is not None and name.text.lower() in _SIGNS and not behind_sign:
        c.fail()  # "5 Zeichen enthält": how long, and no code 5 with that name
    bare = name is not None and c.tokens[c.at - 1].kind is Kind.WORD
    if name is not None and bare and name.text.lower() in _MEASURES and not code.text.startswith("0"):
        c.fail()  # "= 5 Jahre", "= 5 %": a size, or code 5 with that name?
    if name is not None and bare and not code.text.startswith("0") and _passes(name.text.lower()):
        c.fail()  # "90 Tage überschreitet": how long, and no code 90 with that name
    if name is not None and (name.text.lower().endswith((" alt", " mal")) or name.text.lower() == "mal"):
        c.fail()  # "18 Jahre alt", "3 Mal": an age and a count
    if name is not None and c.norm() in words.BECOME and c.tokens[c.at - 1].kind is Kind.WORD:
        c.fail()  # "der Wert 100 überschritten wird": what is done with it, and no name
    return name


def _passes(name: str) -> bool:
    """True for what is no name, but begins with a unit or ends with what a number does: "Tage überschreitet"."""
    spoken = name.split()
    return bool(spoken) and (spoken[0] in words.UNITS or spoken[-1] in _EXCEEDING)


_EXCEEDING = words.of("überschreitet übersteigt unterschreitet überschritten unterschritten erreicht überschreiten")


def _named_in_small(c: Cursor) -> bool:
    """True at the name in "der Code 02 verheiratet ausgewählt": words of no rule, between a code and what is done."""
    if c.tokens[c.at - 2].norm not in words.VALUE_NOUNS or c.tokens[c.at - 1].kind is not Kind.CODE:
        return False
    place = 0
    known = words.KEYWORDS | words.HEDGES | words.SMALL_KEYWORDS | words.CONTRARY | words.GIVEN
    while c.is_kind(Kind.WORD, place) and c.norm(place) not in known:
        place += 1
    return 0 < place < _MOST and c.norm(place) in words.GIVEN | {"noch"}


_MOST = 6


def _land_name(c: Cursor) -> Label | None:
    """ "09 (Bayern)": a Land that names a code limits nothing."""
    named = c.is_kind(Kind.OPEN) and c.norm(1) in CODES and c.is_kind(Kind.CLOSE, 2)
    if not named or c.tokens[c.at - 1].kind is not Kind.CODE:
        return None
    c.at += 3
    return Label(c.tokens[c.at - 2].text)


def _behind_sign(c: Cursor, offset: int = 0) -> bool:
    """True where the value stands behind a sign of comparison; elsewhere small words say what is done with it.

    Looked up in one pass over the tokens: a list may have thousands of values, and each of them asks.
    """
    tokens, behind = c.signs
    if tokens is not c.tokens:
        behind = [False]
        for token in c.tokens:
            ends = token.kind is Kind.REF or token.norm in _OPENS
            behind.append(token.kind is Kind.OP or (behind[-1] and not ends))
        c.signs = c.tokens, behind
    return behind[c.at + offset]


def _quoted(c: Cursor, token: Token) -> Value:
    """A code may stand with its label in one pair of quotation marks: ``"001 Liegt vor"``, ``"001=Liegt vor"``."""
    if _SEVERAL.fullmatch(token.text):
        c.fail()  # "001, 002", "001 oder 002" in one pair of quotation marks: one code, or two?
    said = _inside_quotes(token.text)
    behind = _code_behind(c) if said.label is None and token.norm not in words.TRUTH else ""
    if behind and not token.text[:1].isdigit():
        return Said(behind, token.text)
    if said.label is None and c.is_kind(Kind.QUOTE) and c.tokens[c.at].text.isdecimal():
        c.fail()  # ``„001“ „002“``: two codes that nothing joins
    if said.label is None and c.is_kind(Kind.QUOTE):  # ``„001“ „Liegt vor“``
        return replace(said, label=c.take().text)
    if said.label is None and said.text.isdecimal() and (name := bracketed_name(c)):  # ``„000“ (deutsch)``
        return replace(said, label=name.text)
    return pattern(said.text) or said if said.label is None else said


def _code_behind(c: Cursor) -> str:
    """The code behind its name: ``"SEPA" = 003``, ``"SEPA" (003)``; empty (and no move) where none is here."""
    operator = c.peek()
    equal = operator is not None and operator.kind is Kind.OP and operator.norm == "="
    noun = c.is_kind(Kind.OPEN) and c.norm(1) in {"code", "wert"} and c.is_kind(Kind.CODE, 2)
    if noun and c.is_kind(Kind.CLOSE, 3):  # ``"SEPA" (Code 003)``
        c.at += 4
        return c.tokens[c.at - 2].text
    bracketed = c.is_kind(Kind.OPEN) and c.is_kind(Kind.CLOSE, 2)
    code = c.peek(1)
    short = bracketed and code is not None and code.kind is Kind.WORD and code.text.isupper() and len(code.text) <= 4
    if not (equal or bracketed) or not (c.is_kind(Kind.CODE, 1) or short):
        return ""
    c.at += 3 if bracketed else 2
    return c.tokens[c.at - (2 if bracketed else 1)].text


def _inside_quotes(text: str) -> Said:
    if found := _CODE_LAST.fullmatch(text):  # ``"Neubau (1)"``
        return Said(found[2], found[1])
    head, separator, tail = text.partition("=")
    if not separator:
        head, separator, tail = text.partition(" ")
    if not separator:
        head, separator, tail = text.partition('"')
    code, name = head.strip(), tail.strip("\"'„“”‚‘’= -–—")
    if found := _CODE_DASHED.fullmatch(text):  # ``"B – vereinfachtes Verfahren"``, ``"11- Gerüst"``
        return Said(found[1] or found[3], found[2] or found[4])
    if found := _DASHED_CODE.fullmatch(text):  # ``"Neubau – 01"``
        return Said(found[2], found[1])
    if separator and name and len(code) >= 2 and code.isdigit() and not name[0].isdigit():
        return Said(code, name)
    return Said(text)
