"""The same said otherwise, put the way the grammar knows: "Zu befüllen ist F1", "das Feld (F1) „Art“", "F1 / F2".

Tokens change their places or their marks here and never their sense; what is not certain stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.quantities import TIMES
from rathaus.fim.rules.reading.rewriting.clerks import as_clerks_say
from rathaus.fim.rules.reading.rewriting.everyday import in_rule_words
from rathaus.fim.rules.reading.rewriting.offices import else_first, put_briefly
from rathaus.fim.rules.reading.rewriting.places import Tokens, worded
from rathaus.fim.rules.reading.rewriting.replying import as_answered
from rathaus.fim.rules.reading.rewriting.rewording import reworded
from rathaus.fim.rules.reading.rewriting.signs import from_signs
from rathaus.fim.rules.reading.rewriting.terse import from_terse
from rathaus.fim.rules.reading.tokens import Kind, Token

_SOURCES = words.of("gemäß nach laut entsprechend aufgrund wegen")
_SOURCE = re.compile(r"§.*|Art\.?|Artikel|Abs\.?|Absatz|Anlage|Satz|Nr\.?|Nummer")
_ACTS = re.compile(r"[A-ZÄÖÜ][\w\-]*(?:G|V|O|gesetz|gesetzes|ordnung|verordnung|satzung)")
_PHRASES = (
    words.TO_FILL | words.TO_SHOW | words.TO_HIDE | words.VISIBLE | words.HIDDEN | words.FILLED | words.PICKED
    | words.MANDATORY_NOUNS | words.MANDATORY | words.FREE | words.HANDED_IN
    | words.of("zwingend zulässig auswählbar wählbar")
)  # fmt: skip
_TO_DO = words.of("befüllen beantworten erfassen")
_AMOUNTS = words.of("höchstens mindestens genau maximal wenigstens")
_PRONOUNS = words.of("es sie")
_SINGULAR = words.of("muss ist wird darf kann soll eine eines einer ein")
_AGENTS = words.of("person antragsteller antragstellerin nutzer nutzerin bürger bürgerin")


def reshaped(tokens: Tokens) -> Tokens:
    """`tokens`, with each of these ways to say something put as the grammar knows it."""
    steps: tuple[Callable[[Tokens], Tokens], ...] = (
        _unsourced,
        as_clerks_say,
        as_answered,
        from_terse,
        put_briefly,
        from_signs,
        in_rule_words,
        reworded,
        _without_aside,
        _without_agent,
        _as_a_whole,
        _unbracketed,
        _as_well,
        _in_turn,
        _turned,
        else_first,
        _put,
    )
    for step in steps:
        tokens = step(tokens)
    return tokens


def _unsourced(tokens: Tokens) -> Tokens:
    """ "Gemäß § 12 BMG ist F2 …" without its source."""
    if len(tokens) < 4 or tokens[0].norm not in _SOURCES or not _SOURCE.fullmatch(tokens[1].text):
        return tokens
    for at, token in enumerate(tokens):
        if at > 1 and token.norm in FINITE:
            return tokens[at:]
        plain = token.kind is Kind.CODE or _SOURCE.fullmatch(token.text) or _ACTS.fullmatch(token.text)
        if at and not plain and token.norm not in words.ARTICLES | words.AND:
            return tokens
    return tokens


_PURPOSES = words.of(
    "erreichbarkeit kontaktaufnahme rückfragen bearbeitung prüfung identifizierung identifikation zustellung auszahlung"
    " berechnung plausibilisierung übermittlung"
)
_UNANSWERED = re.compile(
    r"(?:also )?auch (?:wenn|falls|dann wenn) (?:noch )?(?:keine? (?:auswahl|angabe|eintrag|antwort|wert)|nichts)"
    r" (?:getroffen|gemacht|angegeben|ausgewählt|gewählt|vorgenommen|vorhanden|erfolgt|ausgefüllt)"
    r"(?: wurde| ist| wird)?"
)
_ALL_GIVEN = re.compile(
    r"(?:sofern|wenn|falls|soweit|sobald) (?:alle drei|alle|sie|diese|diese alle)(?: felder| angaben| datenfelder)?"
    r" (?:befüllt|ausgefüllt|angegeben|vorhanden|gefüllt)(?: sind| wurden)?"
)


def _without_aside(tokens: Tokens) -> Tokens:
    """Without a purpose in front ("Zur Kontaktaufnahme ist …"), and without an aside that says what is so anyway.

    In the opposite case: "…, auch wenn noch keine Auswahl getroffen wurde, …"; of a date of three parts: "…, sofern
    alle drei befüllt sind, …".
    """
    place = 1 + (len(tokens) > 1 and tokens[1].norm in words.ARTICLES)
    if tokens[0].norm in {"für", "zur", "zum"} and len(tokens) > place + 2 and tokens[place].norm in _PURPOSES:
        verb = next((at for at in range(place + 1, min(place + 6, len(tokens))) if tokens[at].norm in FINITE), 0)
        if verb and not any(_narrows(token) for token in tokens[:verb]):
            return _without_aside(tokens[verb:])
    commas = [at for at, token in enumerate(tokens) if token.kind is Kind.COMMA]
    dated = max((at for at, token in enumerate(tokens) if token.norm.endswith("datum")), default=-1)
    for first, last in pairwise(commas):
        aside = " ".join(token.norm for token in tokens[first + 1 : last])
        opposite = first < 6 and (tokens[0].norm in words.ELSE or tokens[first - 1].norm in {"fällen", "fall"})
        if (opposite and _UNANSWERED.fullmatch(aside)) or (dated > last and _ALL_GIVEN.fullmatch(aside)):
            return (*tokens[:first], *tokens[last + 1 :])
    return tokens


def _narrows(token: Token) -> bool:
    """True for what makes of a purpose a case: "Für die Prüfung in Bayern"."""
    return token.kind is not Kind.WORD or token.norm in words.RESTRICTING | {"in", "im", "durch"}


def _without_agent(tokens: Tokens) -> Tokens:
    """ "in F1 durch die antragstellende Person der Code 03 gewählt wurde" without who does it."""
    for at, token in enumerate(tokens[:-3]):
        limited = at > 0 and tokens[at - 1].norm in words.RESTRICTING  # "nicht durch die Person": by another, or not?
        if token.norm == "durch" and tokens[at + 1].norm in words.ARTICLES and not limited:
            end = at + 2 + (tokens[at + 2].norm in {"antragstellende", "antragstellenden"})
            if end < len(tokens) - 1 and tokens[end].norm in _AGENTS and tokens[end + 1].kind is not Kind.OPEN:
                return (*tokens[:at], *tokens[end + 1 :])
    return tokens


_WHOLE = words.of("gesamte ganze komplette gesamten ganzen kompletten")
_FILLING = words.FILLED | words.TO_FILL | words.DOING | words.MANDATORY | words.MANDATORY_NOUNS


def _as_a_whole(tokens: Tokens) -> Tokens:
    """ "Die gesamte Gruppe G wird ausgeblendet" without "gesamte"; to fill all of it is more than to fill it."""
    if any(token.norm in _FILLING or token.norm == "befüllen" for token in tokens):
        return tokens
    pairs = zip(tokens, (*tokens[1:], None), strict=True)
    return tuple(
        token for token, noun in pairs if token.norm not in _WHOLE or noun is None or noun.norm not in words.GROUP_NOUNS
    )


def _unbracketed(tokens: Tokens) -> Tokens:
    """ "das Feld (F1) „Art“" and "das Feld „Art“ (F1)" as "das Feld F1 „Art“"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        kinds = [token.kind for token in tokens[at : at + 4]]
        noun = bool(found) and found[-1].norm in words.NOUNS
        if noun and kinds[:3] == [Kind.OPEN, Kind.REF, Kind.CLOSE]:
            found.append(tokens[at + 1])
            at += 3
        elif _in_its_group(tokens, at):
            found += [worded(tokens[at], "der"), *tokens[at + 1 : at + 3]]
            at += 4
        elif noun and kinds == [Kind.QUOTE, Kind.OPEN, Kind.REF, Kind.CLOSE] and tokens[at + 2].label is None:
            found += [tokens[at + 2], tokens[at]]
            at += 4
        else:
            found.append(tokens[at])
            at += 1
    return tuple(found)


def _in_its_group(tokens: Tokens, at: int) -> bool:
    """True at the bracket of "F1 „Art“ (Gruppe G1)"."""
    kinds = [token.kind for token in tokens[at : at + 4]]
    if kinds != [Kind.OPEN, Kind.WORD, Kind.REF, Kind.CLOSE] or tokens[at + 1].norm not in words.GROUP_NOUNS or not at:
        return False
    named = next((token for token in reversed(tokens[:at]) if token.kind is not Kind.QUOTE), tokens[0])
    return named.kind is Kind.REF and named.parts[-1].startswith("F") and tokens[at + 2].parts[-1].startswith("G")


def _as_well(tokens: Tokens) -> Tokens:
    """ "sind sowohl F1 als auch F2 anzugeben" as "sind F1 und F2 anzugeben"."""
    both = next((at for at, token in enumerate(tokens) if token.norm == "sowohl"), None)
    denied = any(token.norm == "nicht" for token in tokens)
    if both is None or denied or not starts_reference(Cursor(tokens[both + 1 :])):
        return tokens
    c = Cursor(tokens)
    c.at = both + 1
    try:
        reference(c)
    except NotReadError:
        return tokens
    second = c.at + 2
    if not c.accept_all("als", "auch") or not starts_reference(c):
        return tokens
    joint = replace(tokens[second - 2], text="und", norm="und")
    return (*tokens[:both], *tokens[both + 1 : second - 2], joint, *tokens[second:])


def _in_turn(tokens: Tokens) -> Tokens:
    """Signs for lists: "IN (01, 02)", "der Gruppen G1 / G2"."""
    return tuple(one for at in range(len(tokens)) for one in _listed(tokens, at))


def _listed(tokens: Tokens, at: int) -> Iterator[Token]:
    token = tokens[at]
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text in {"IN", "∈"} and behind is not None and behind.kind is Kind.OPEN:
        yield worded(token, "in")
    elif token.text == "&" and starts_reference(Cursor(tokens[at + 1 :])):
        yield replace(token, text="und", norm="und")
    elif token.text == "/" and before is not None and _names(before) and _is_list(tokens, at):
        yield replace(token, kind=Kind.COMMA)
    else:
        yield token


def _names(token: Token) -> bool:
    return token.kind in {Kind.REF, Kind.QUOTE, Kind.CLOSE}


def _is_list(tokens: Tokens, at: int) -> bool:
    """True where "/" lists what is named on both its sides: one of them is meant by "muss F1 / F2 befüllt werden"."""
    if not starts_reference(Cursor(tokens[at + 1 :])):
        return False
    first = next((n for n in range(at - 1, -1, -1) if tokens[n].kind is Kind.COMMA or tokens[n].norm in _CUTS), -1)
    last = next((n for n in range(at, len(tokens)) if tokens[n].kind is Kind.COMMA or tokens[n].norm in _CUTS), None)
    clause = tokens[first + 1 : last]
    several = any(token.norm in _PLURAL for token in tokens[first + 1 : at])
    return several or not any(token.norm in _SINGULAR or token.kind is Kind.OP for token in clause)


_CUTS = words.IF | words.THEN | words.ELSE
_PLURAL = frozenset(noun for noun in words.NOUNS if noun[-1] in "nr" and noun not in {"datenfeld", "feld"})


def _turned(tokens: Tokens) -> Tokens:
    """ "Zu befüllen ist F1, wenn …" as "F1 ist zu befüllen, wenn …"."""
    start = next((at for at, token in enumerate(tokens) if token.norm in words.THEN), -1) + 1
    for begin in dict.fromkeys((0, start)):
        found = _fronted(tokens, begin)
        if found is not None:
            tokens = found
            break
    for begin in (at + 1 for at, token in enumerate(tokens) if token.kind is Kind.SEMICOLON):
        tokens = _fronted(tokens, begin) or tokens
    return tokens


def _fronted(tokens: Tokens, begin: int) -> Tokens | None:
    c = Cursor(tokens)
    c.at = begin
    if not _phrase(c):
        return None
    head, verb = tokens[begin : c.at], c.at
    if not c.accept(FINITE):
        return None
    subject = c.at
    if not c.accept(_PRONOUNS) and not _named(c):
        return None
    end = next((at for at in range(c.at, len(tokens)) if _ends(tokens[at])), len(tokens))
    counted = head[0].norm in _AMOUNTS
    end = c.at if counted else end
    choice = head[-1].norm in {"zulässig", "auswählbar", "wählbar"}  # "Zulässig sind in F1 nur …"
    apart = _PHRASES | {"nicht"} | (frozenset() if choice else {"nur"})
    if not counted and any(token.norm in apart for token in tokens[c.at : end]):
        return None
    if head[0].norm not in words.MANDATORY_NOUNS:
        head = (replace(head[0], text=head[0].norm), *head[1:])
    return (*tokens[:begin], *tokens[subject : c.at], tokens[verb], *tokens[c.at : end], *head, *tokens[end:])


def _named(c: Cursor) -> bool:
    try:
        return bool(references(c)) if starts_reference(c) else False
    except NotReadError:
        return False


def _phrase(c: Cursor) -> bool:
    """ "nicht zu befüllen", "ausgefüllt werden", "höchstens dreimal": what stands in front of its verb."""
    if c.accept(_AMOUNTS):
        return bool(c.accept(frozenset(TIMES)))
    c.accept("nicht")
    found = False
    while c.accept(_PHRASES) or c.accept_all("zu", _TO_DO):
        found = True
        joined = c.norm() in words.AND and (c.norm(1) in _PHRASES or c.norm(1) == "zu")
        c.at += joined
    c.accept(frozenset({"werden", "sein"})) if found else None
    return found


def _ends(token: Token) -> bool:
    return token.kind in {Kind.COMMA, Kind.SEMICOLON, Kind.COLON} or token.norm in words.IF | words.ELSE


def _put(tokens: Tokens) -> Tokens:
    """ "dann sind zu befüllen: F1, F2" as "dann sind F1, F2 zu befüllen"."""
    colon = next((at for at in range(len(tokens) - 1, 0, -1) if tokens[at].kind is Kind.COLON), 0)
    if not colon or any(token.norm.startswith(("folgend", "nachfolgend")) for token in tokens):
        return tokens
    c = Cursor(tokens)
    c.at = colon + 1
    try:
        _, joint = references(c)
    except NotReadError:
        return tokens
    if not c.done() or joint == "oder":
        return tokens
    return _before_colon(tokens, colon) or tokens


def _before_colon(tokens: Tokens, colon: int) -> Tokens | None:
    for verb in range(colon - 1, -1, -1):
        c = Cursor(tokens[:colon])
        c.at = verb
        if c.accept(words.BE | words.BECOME | words.MUST) and _phrase(c) and c.done():
            return (*tokens[: verb + 1], *tokens[colon + 1 :], *tokens[verb + 1 : colon])
    c = Cursor(tokens[:colon])
    if _phrase(c) and c.accept(words.BE | words.BECOME) and (c.done() or c.is_kind(Kind.COMMA)):
        return (*tokens[colon + 1 :], tokens[c.at - 1], *tokens[: c.at - 1], *tokens[c.at : colon])
    return None
