"""Names put where the grammar looks for them: behind the id that they name."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token

_LEADING = words.NOUNS | words.IF | words.THEN | words.ARTICLES | words.of("wobei")
_ASKING = words.IF | words.BECOME | words.BE | words.HAVE
_VERBS = words.MUST | words.MAY | words.BE | words.BECOME


def named_behind(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "das Feld „Hausnummer“ F1" as "das Feld F1 „Hausnummer“", with those joined to it by commas or "und"."""
    found, at, joined = [_within(tokens, at) for at in range(len(tokens))], 0, False
    while at + 1 < len(found):
        if _named(found, at) and (joined or _leads(found, at)):
            found[at], found[at + 1] = found[at + 1], found[at]
            at += 2
            behind = found[at] if at < len(found) else None
            joined = behind is not None and (behind.kind is Kind.COMMA or behind.norm in words.AND | words.OR)
            at += joined
        else:
            joined = False
            at += 1
    return tuple(found)


def _within(tokens: tuple[Token, ...], at: int) -> Token:
    """ "Wurde unter F1 …" says "Wurde in F1 …"."""
    token = tokens[at]
    if token.norm == "für" and _of_persons(tokens[at + 1 :]):
        return replace(token, norm="bei")
    opens = token.norm == "unter" and 0 < at < len(tokens) - 1 and tokens[at - 1].norm in _ASKING
    return replace(token, norm="in") if opens and tokens[at + 1].kind is Kind.REF else token


def _of_persons(tokens: tuple[Token, ...]) -> bool:
    """ "(Für) natürliche Personen (F1 = 001)": a case, as behind "bei"."""
    opens = next((at for at, token in enumerate(tokens[:5]) if token.kind is not Kind.WORD), 0)
    inside = [token.kind for token in tokens[opens : opens + 3]]
    plural = opens > 0 and tokens[opens - 1].text[:1].isupper()
    return plural and inside == [Kind.OPEN, Kind.REF, Kind.OP]


def _named(tokens: list[Token], at: int) -> bool:
    """True for a name right before an id that has no other."""
    name, ref = tokens[at], tokens[at + 1]
    behind = tokens[at + 2] if at + 2 < len(tokens) else None
    names = name.kind is Kind.QUOTE and name.norm not in words.TRUTH and name.text[:1].isalpha()
    return names and ref.kind is Kind.REF and ref.label is None and (behind is None or behind.kind is not Kind.QUOTE)


def _leads(tokens: list[Token], at: int) -> bool:
    """True where a reference stands, and no value: behind "das Feld", "wenn", or the verb of a clause."""
    if at == 0:
        return True
    before = tokens[at - 1].norm
    if before in _VERBS:
        return at == 1 or tokens[at - 2].kind is Kind.COMMA or tokens[at - 2].norm in words.THEN
    return before in _LEADING - words.VALUE_NOUNS - {"bei"}
