"""Cases that begin with the answer: "Bei Auswahl 01 oder 02 in F1 und »Ja« in F2", "Bei mehr als 2 in F1"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import (
    ENDS,
    PLACED,
    Tokens,
    a_sign,
    is_value,
    kind_of,
    length_of,
    norm_of,
    past_ref,
    past_value,
    worded,
)
from rathaus.fim.rules.reading.tokens import Kind, Token


def at_answer(tokens: Tokens, at: int) -> Tokens | None:
    """ "(F2 ist nur) bei „Ja“ in F1 (einzublenden)" as "bei F1 = „Ja“"."""
    if norm_of(tokens, at) != "bei" or norm_of(tokens, at - 1) != "nur" or not is_value(tokens, at + 1):
        return None
    place = past_value(tokens, at + 1)
    end = past_ref(tokens, place + 1)
    if norm_of(tokens, place) != "in" or end == place + 1:
        return None
    case = (*tokens[place + 1 : end], a_sign(tokens[place], Kind.OP, "="), *tokens[at + 1 : place])
    done = {"einblenden": "einzublenden", "anzeigen": "anzuzeigen"}.get(norm_of(tokens, end), "")
    if not done:
        return (*tokens[: at + 1], *case, *tokens[end:])
    verb = (worded(tokens[at], "ist"), *tokens[at - 1 : at + 1])
    return (*tokens[: at - 1], *verb, *case, worded(tokens[end], done), *tokens[end + 1 :])


def when_colon(tokens: Tokens, at: int) -> Tokens | None:
    """ "Pflicht wenn: F1 = 01" without its colon."""
    inside = at > 0 and kind_of(tokens, at - 1) is Kind.WORD and norm_of(tokens, at - 1) not in words.IF
    if not inside or norm_of(tokens, at) not in words.IF or kind_of(tokens, at + 1) is not Kind.COLON:
        return None
    return (*tokens[:at], a_sign(tokens[at], Kind.COMMA, ","), tokens[at], *tokens[at + 2 :])


_MORE = (
    ("mehr", "als"), ("weniger", "als"), ("mindestens",), ("höchstens",), ("maximal",), ("genau",), ("größer", "als"),
    ("kleiner", "als"),
)  # fmt: skip


def measured(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei mehr als 2 in F1: …" as "Wenn F1 mehr als 2 ist, …"."""
    if norm_of(tokens, at) != "bei" or (at and tokens[at - 1].kind not in ENDS | {Kind.ITEM}):
        return None
    amount = norm_of(tokens, at + 1) in {"einem", "einer"} and norm_of(tokens, at + 3) == "von"
    if amount and norm_of(tokens, at + 2) in words.KINDS:  # "bei einem Wert von mehr als 100 in F1"
        tokens = (*tokens[: at + 1], *tokens[at + 4 :])
    led = length_of(tokens, at + 1, _MORE)
    sign = kind_of(tokens, at + 1) is Kind.OP and tokens[at + 1].norm in {"<", ">", "<=", ">="}
    place = at + 2 + (led or sign)
    if (
        not (led or sign)
        or kind_of(tokens, place - 1) is not Kind.CODE
        or norm_of(tokens, place) not in PLACED | {"in"}
    ):
        return None
    end = past_ref(tokens, place + 1)
    if end == place + 1 or kind_of(tokens, end) not in {Kind.COLON, Kind.COMMA}:
        return None
    wenn, ist = worded(tokens[at], "wenn"), worded(tokens[end], "ist")
    comma = replace(tokens[end], kind=Kind.COMMA)
    said = (*tokens[place + 1 : end], *tokens[at + 1 : place], *(() if sign else (ist,)))
    return (*tokens[:at], wenn, *said, comma, *tokens[end + 1 :])


_CHOICES = words.of("auswahl angabe antwort wahl eingabe")


def chosen(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei Auswahl 01 oder 02 in F1 und »Ja« in F2: …" as "Wenn F1 = (01 oder 02) und F2 = „Ja“, …"."""
    if norm_of(tokens, at) != "bei" or (at and tokens[at - 1].kind not in ENDS | {Kind.ITEM}):
        return None
    said: list[Token] = [worded(tokens[at], "wenn")]
    place, joints = at + 1, set[str]()
    while True:
        part = _answer(tokens, place)
        if part is None:
            return None
        told, place = part
        said += told
        joint = norm_of(tokens, place)
        if joint not in {"und", "oder", "sowie"}:
            break
        joints.add(joint)
        said.append(worded(tokens[place], "oder" if joint == "oder" else "und"))
        place += 1
    plain = not joints and any(token.norm == "leer" for token in said)
    if not (len(joints) == 1 or plain) or kind_of(tokens, place) not in {Kind.COLON, Kind.COMMA}:
        return None
    return (*tokens[:at], *said, replace(tokens[place], kind=Kind.COMMA), *tokens[place + 1 :])


def _answer(tokens: Tokens, at: int) -> tuple[list[Token], int] | None:
    """ "(Auswahl) 01 oder 02 in F1" as "F1 = (01 oder 02)", and the place behind it."""
    missing = norm_of(tokens, at) in {"keiner", "fehlender"} and norm_of(tokens, at + 1) in _CHOICES
    past = past_ref(tokens, at + 3) if missing and norm_of(tokens, at + 2) in {"in", "bei", "unter"} else 0
    if past > at + 3:
        empty = worded(tokens[at], "leer"), worded(tokens[at], "ist")
        return [*tokens[at + 3 : past], *empty], past
    start = at + (norm_of(tokens, at) in _CHOICES)
    start += norm_of(tokens, start) in {"von", "des"}
    end = start
    while is_value(tokens, end) or kind_of(tokens, end) is Kind.COMMA or norm_of(tokens, end) == "oder":
        end += 1
    behind = past_ref(tokens, end + 1)
    listed = tokens[start:end]
    unless = [norm_of(tokens, n) for n in (end - 1, end, end + 1)]
    if listed and unless[0] == "oder" and unless[1] in {"keiner", "fehlender"} and unless[2] in _CHOICES:
        past = past_ref(tokens, end + 3)
        value, ref = listed[:-1], tokens[end + 3 : past]
        if past == end + 3 or norm_of(tokens, end + 2) not in {"in", "bei", "unter"} or len(value) != 1:
            return None
        sign = a_sign(tokens[end], Kind.OP, "=")
        opening, closing = (a_sign(tokens[end], kind, text) for kind, text in ((Kind.OPEN, "("), (Kind.CLOSE, ")")))
        none = (worded(tokens[end], word) for word in ("leer", "ist"))
        return [opening, *ref, sign, *value, tokens[end - 1], *ref, *none, closing], past
    if not listed or norm_of(tokens, end) not in {"in", "bei", "unter"} or behind == end + 1:
        return None
    several = any(token.kind is Kind.COMMA or token.norm == "oder" for token in listed)
    if listed[-1].kind is Kind.COMMA or (several and not any(token.norm == "oder" for token in listed)):
        return None
    opening, closing = (a_sign(tokens[end], kind, text) for kind, text in ((Kind.OPEN, "("), (Kind.CLOSE, ")")))
    answers = [opening, *listed, closing] if several else list(listed)
    return [*tokens[end + 1 : behind], a_sign(tokens[end], Kind.OP, "="), *answers], behind
