"""Slips of the pen that other places of the text leave no doubt about.

Ids that were mistyped: a digit too few, too many or wrong, beside a name that leaves no doubt which one is meant. And
a name whose closing mark was forgotten, where the same id has the same name in full before.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading.tokens import Kind, Token, tokenise

_LENGTHS = frozenset({9, 12})  # a letter, and eight or eleven digits


def closed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens`, where a name without closing mark at the end of the text ends like the one that its id had before."""
    broken, at = (tokens[-1], len(tokens) - 1) if tokens else (None, 0)
    if broken is None or broken.kind is not Kind.BROKEN or not at or tokens[at - 1].kind is not Kind.REF:
        return tokens
    names = {_name(tokens, n) for n in range(at - 1) if tokens[n].parts == tokens[at - 1].parts} - {""}
    name = names.pop() if len(names) == 1 else ""
    said = broken.text[1:]
    if not name or not said.casefold().startswith(f"{name} ") or any(mark in said for mark in _MARKS):
        return tokens
    end = broken.start + 1 + len(name)
    quote = Token(Kind.QUOTE, said[: len(name)], broken.start, end, name)
    rest = (replace(one, start=one.start + end, end=one.end + end) for one in tokenise(said[len(name) :]))
    return (*tokens[:at], quote, *rest)


_MARKS = "\"'„“”‚‘’«»‹›`´"


def mended(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens`, where an id of no usual length is the one of that length that has the same name in the text."""
    names: dict[str, set[str]] = {}
    for place, token in enumerate(tokens):
        name = _name(tokens, place)
        if name and len(token.parts[-1]) in _LENGTHS:
            names.setdefault(name, set()).add(token.parts[-1])
    return tuple(_mended(token, names.get(_name(tokens, place), set())) for place, token in enumerate(tokens))


def _name(tokens: tuple[Token, ...], place: int) -> str:
    """The quoted name beside the id at `place`; empty where there is none."""
    token = tokens[place]
    if token.kind is not Kind.REF:
        return ""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    quoted = following.text if following and following.kind is Kind.QUOTE else ""
    return (token.label or quoted).casefold()


def _mended(token: Token, known: set[str]) -> Token:
    if token.kind is not Kind.REF or len(token.parts[-1]) in _LENGTHS:
        return token
    meant = [fim_id for fim_id in known if one_slip(token.parts[-1], fim_id)]
    return replace(token, parts=(*token.parts[:-1], meant[0])) if len(meant) == 1 else token


def one_slip(written: str, meant: str) -> bool:
    """True where two ids of one kind differ by one digit: wrong, missing, too many, or two in the wrong order."""
    if written[0] != meant[0] or abs(len(written) - len(meant)) > 1 or written == meant:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), min(len(written), len(meant))
    )
    left, right = written[start:], meant[start:]
    if len(left) == len(right):
        swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
        return left[1:] == right[1:] or swapped
    return left[1:] == right if len(left) > len(right) else left == right[1:]
