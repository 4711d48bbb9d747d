"""What "also" and "das heißt" make exact: "Wünschen sie einen Dolmetscher, ist also F1 gleich Ja, …".

The formal part behind "also" is the condition; what is told before it in the words of life is text.
"""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.laender import code_of
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.rewriting.doing import turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind

_DENIALS = words.of("nicht kein keine keinen keiner keines")
_LIMITING = (words.RESTRICTING | words.OR | words.AND | words.THEN | words.ELSE) - _DENIALS
_VERBS = words.BE | words.BECOME | words.of("steht stehen lautet trägt enthält beträgt hat haben liegt")
_MODAL = words.of("soll sollen will muss kann darf war hat")
_BETWEEN = words.of("dort er sie es man")
_CASES = words.of("bei beim im für")
_BREAKS = {Kind.SEMICOLON, Kind.COLON}


def made_exact(tokens: Tokens) -> Tokens:
    """`tokens`, without what "also" says again exactly."""
    return turned(tokens, (_verb_first, _by_sign, _in_brackets, _joined, _named_case)) if _says_also(tokens) else tokens


def _says_also(tokens: Tokens) -> bool:
    return any(_also(tokens, at) for at in range(len(tokens)))


def _also(tokens: Tokens, at: int) -> int:
    """How long "also", "das heißt", "d. h." is at this place; 0 where it does not stand there."""
    if norm_at(tokens, at) in {"also", "d.h."}:
        return 1
    return 2 if (norm_at(tokens, at), norm_at(tokens, at + 1)) == ("das", "heißt") else 0


def _start(tokens: Tokens, at: int) -> int:
    """Where the part of the sentence begins that `at` stands in."""
    return next((n + 1 for n in range(at - 1, -1, -1) if tokens[n].kind in _BREAKS), 0)


def _prose(tokens: Tokens) -> bool:
    """True for words that only tell a case, and limit it by nothing that the formal part leaves out."""
    here = Cursor(tokens)
    plain = bool(tokens) and all(token.kind is Kind.WORD for token in tokens)
    return plain and not any(token.norm in _LIMITING or code_of(here, n) for n, token in enumerate(tokens))


def _opens(tokens: Tokens, start: int) -> bool:
    """True for a verb in front."""
    first = norm_at(tokens, start)
    return first in _MODAL | _VERBS or (
        first.endswith(("t", "en")) and first not in words.ARTICLES | words.PREPOSITIONS
    )


def _asks(tokens: Tokens, at: int) -> bool:
    """True for a condition on one question that ends in front of what follows from it."""
    end = clause_end(tokens, at)
    said = tokens[at:end]
    named = refs_in(said) == 1 or any(token.norm == "dort" for token in said)
    return named and not any(token.norm in words.ELSE for token in said)


def _verb_first(tokens: Tokens, at: int) -> Tokens | None:
    """ "Stammt er aus dem Ausland, steht also in F1 nicht der Code 000, so …" as "Steht in F1 nicht …"."""
    length = _also(tokens, at)
    verb = at - 1 - (norm_at(tokens, at - 1) in _BETWEEN)
    if not length or verb < len(("es", "gilt")) or norm_at(tokens, verb) not in _VERBS:
        return None
    start = _start(tokens, at)
    end = clause_end(tokens, at)
    led = tokens[verb - 1].kind is Kind.COMMA and end < len(tokens) and tokens[end].kind is Kind.COMMA
    if not led or not _prose(tokens[start : verb - 1]) or not _opens(tokens, start) or not _asks(tokens, verb):
        return None
    return (*tokens[:start], *tokens[verb:at], *tokens[at + length :])


def _by_sign(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ist sie fällig, d. h. F1 = Ja, so …" as "Ist F1 = Ja, so …"."""
    length = _also(tokens, at)
    if not length or at < len(("es", "gilt")) or tokens[at - 1].kind is not Kind.COMMA:
        return None
    start, end = _start(tokens, at), clause_end(tokens, at)
    said = tokens[at + length : end]
    signed = said and said[0].kind is Kind.REF and any(token.kind is Kind.OP for token in said)
    closes = end < len(tokens) and tokens[end].kind is Kind.COMMA and norm_at(tokens, end + 1) in words.THEN
    if not signed or not closes or not _prose(tokens[start : at - 1]) or not _opens(tokens, start) or refs_in(said) > 1:
        return None
    return (*tokens[:start], worded(tokens[at], "ist"), *said, *tokens[end:])


def _joined(tokens: Tokens, at: int) -> Tokens | None:
    """ "wenn er einen Hund hält, wenn also F1 = Ja ist", "wenn er einen Hund hält, also F1 = Ja ist"."""
    length = _also(tokens, at)
    again = norm_at(tokens, at - 1) in words.IF
    comma = at - 1 - again
    if not length or comma < 1 or tokens[comma].kind is not Kind.COMMA:
        return None
    behind = at + length
    start = next((n for n in range(comma - 1, -1, -1) if tokens[n].norm in words.IF), -1)
    if start < 0 or not _prose(tokens[start + 1 : comma]) or not _asks(tokens, behind):
        return None
    if not again and not starts_reference(Cursor(tokens[behind:])) and norm_at(tokens, behind) not in words.IF:
        return None
    behind += norm_at(tokens, behind) in words.IF
    return (*tokens[: start + 1], *tokens[behind:])


def _named_case(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei einer Verlängerung, also bei F1 = 002, ist …", "Bei einem Zweitwagen, also wenn F1 wahr ist, …"."""
    length = _also(tokens, at)
    if not length or at < len(("bei", "Nacht")) or tokens[at - 1].kind is not Kind.COMMA:
        return None
    start = next((n for n in range(at - 2, -1, -1) if tokens[n].norm in _CASES), -1)
    case = norm_at(tokens, at + length)
    fits = start >= 0 and _prose(tokens[start + 1 : at - 1]) and _asks(tokens, at + length + 1)
    if not fits or case not in words.IF | {"bei"} or (start and start != _start(tokens, at) and case == "bei"):
        return None
    end = clause_end(tokens, at)
    if case == "bei":
        closes = end < len(tokens) and tokens[end].kind is Kind.COMMA
        return (*tokens[:start], *tokens[at + length : end], *tokens[end + 1 :]) if closes else None
    joint = (tokens[at - 1],) if start and tokens[start - 1].kind not in {Kind.COMMA, *_BREAKS} else ()
    return (*tokens[:start], *joint, *tokens[at + length :])


def _in_brackets(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei Vereinen (also F1 = 002)" without "also"."""
    length = _also(tokens, at)
    opens = at > 0 and tokens[at - 1].kind is Kind.OPEN
    ref = at + length
    end = next((n for n in range(at, len(tokens)) if tokens[n].kind is Kind.CLOSE), at)
    asks = length and opens and ref < end and tokens[ref].kind is Kind.REF
    return (*tokens[:at], *tokens[ref:]) if asks and refs_in(tokens[at:end]) == 1 else None
