"""Cases that leave out their question: "F1 ja: F2 Pflicht; nein: F2 nicht anzeigen", "F1 Code 3: …. Code 4: …"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import Tokens
from rathaus.fim.rules.reading.tokens import Kind, Token

_STARTS = {Kind.STOP, Kind.SEMICOLON}
_KEEPING = words.ELSE | words.of("alle andere anderen übrige falls")
_CODES = words.of("code codes wert werte schlüssel")
_LONGEST = 16
_APART = words.AND | words.of("nicht nur auch kein keine")


def with_question(tokens: Tokens) -> Tokens:
    """`tokens`, with the question of the case before in front of each case of the same sort that names none."""
    found: list[Token] = []
    asked: Tokens = ()
    sort = ""
    for at, token in enumerate(tokens):
        if not at or tokens[at - 1].kind in _STARTS:
            if token.kind is Kind.REF:
                end = _behind_name(tokens, at + 1)
                sort = _sort(tokens, end)
                asked = tokens[at:end] if sort else ()
            elif asked and _sort(tokens, at) == sort:
                found += [replace(one, start=token.start, end=token.start) for one in asked]
            elif token.norm not in _KEEPING:
                asked = ()
        found.append(token)
    return tuple(found)


def _behind_name(tokens: Tokens, at: int) -> int:
    """The place behind a name in quotation marks or brackets that stands here."""
    if at < len(tokens) and tokens[at].kind is Kind.QUOTE:
        return at + 1
    if at < len(tokens) and tokens[at].kind is Kind.OPEN:
        return next((n + 1 for n in range(at, min(at + _LONGEST, len(tokens))) if tokens[n].kind is Kind.CLOSE), at)
    return at


def _sort(tokens: Tokens, at: int) -> str:
    """Which sort of answer stands here, and nothing else before a colon or an arrow; empty for anything else."""
    end = next((n for n in range(at, min(at + _LONGEST, len(tokens))) if _opens_effect(tokens[n])), at)
    said = tokens[at:end]
    if not said or any(one.kind in _STARTS | {Kind.REF, Kind.OP} or one.norm in _APART for one in said):
        return ""
    if said[0].norm in {"ja", "nein"}:
        return "truth" if len(said) == 1 else ""
    return "code" if said[0].norm in _CODES and len(said) > 1 and tokens[at + 1].kind is Kind.CODE else ""


def _opens_effect(token: Token) -> bool:
    return token.kind is Kind.COLON or (token.norm == "dann" and token.text.lower() != "dann")
