"""Rules as notes of who builds forms: "[F2] anzeigen", "F1: der Wert muss …", "Es muss gelten: F1 < F2"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.rewriting.doing import turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.values import choices, starts_value

_NAMED = {Kind.REF, Kind.QUOTE}
_ENDS = {Kind.COMMA, Kind.SEMICOLON}
_SAID = words.of("wert betrag zahl datum eingabe angabe anzahl eintrag antwort jahr")
"""What is in a field, and nothing but that: not its length, not how many."""
_CODES = words.of("code codes wert werte auswahl option optionen eintrag einträge antwort antworten")
_LONGEST_HEAD = 12
_PLURAL = words.of("codes werte optionen einträge antworten")
_VERBS = words.MUST | words.MAY | words.CAN | words.BE | words.BECOME | words.STAND


def from_signs(tokens: Tokens) -> Tokens:
    """`tokens`, with each such note as a sentence."""
    return turned(
        tokens, (_opened, _effect, _only_codes, _headed_code, _headed_value, _must_hold, _holds_then, _how_often)
    )


def _closing(tokens: Tokens, at: int) -> int:
    """The place of the bracket that closes the one at `at`; the end where none does."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].kind is Kind.OPEN) - (tokens[place].kind is Kind.CLOSE)
        if not depth:
            return place
    return len(tokens)


def _square(tokens: Tokens, at: int) -> int:
    """The place of the "]" of the "[" at `at`; 0 where there is none."""
    close = _closing(tokens, at) if tokens[at].text == "[" else 0
    return close if 0 < close < len(tokens) and tokens[close].text == "]" else 0


def _opened(tokens: Tokens, at: int) -> Tokens | None:
    """ "[F2 „Nachweis“] anzeigen", "[F2, F3] ausblenden" without the brackets, where no name stands before them."""
    close = _square(tokens, at)
    inside = tokens[at + 1 : close]
    listed = all(one.kind in _NAMED | {Kind.COMMA} or one.norm in words.AND for one in inside)
    if not close or not listed or not inside or inside[0].kind is not Kind.REF:
        return None
    before = tokens[at - 1] if at else None
    free = before is None or before.kind in _ENDS | {Kind.COLON, Kind.OPEN}
    led = before is not None and before.norm in _VERBS | words.IF | words.THEN | words.ELSE | words.AND | words.OR
    if not free and not led and (before is None or before.norm not in words.NOUNS):
        return None
    return (*tokens[:at], *inside, *tokens[close + 1 :])


def _effect(tokens: Tokens, at: int) -> Tokens | None:
    """ "dann [F2 anzeigen], sonst [F2 ausblenden]" without the brackets around what is done."""
    close = _square(tokens, at)
    if not close or not at or tokens[at - 1].norm not in words.THEN | words.ELSE:
        return None
    behind = tokens[close + 1] if close + 1 < len(tokens) else None
    ends = behind is None or behind.kind in _ENDS or behind.norm in words.ELSE
    return (*tokens[:at], *tokens[at + 1 : close], *tokens[close + 1 :]) if ends and close > at + 1 else None


def _head(tokens: Tokens, at: int) -> Tokens:
    """The one element that is named before the colon at `at`, with its name; empty where more is said there."""
    if tokens[at].kind is not Kind.COLON or at > _LONGEST_HEAD:
        return ()
    head = tuple(token for token in tokens[:at] if token.norm not in words.ARTICLES | words.NOUNS)
    kinds = [token.kind for token in head]
    if kinds[:1] != [Kind.REF]:
        return ()
    if kinds[1:2] == [Kind.OPEN] and kinds[-1] is Kind.CLOSE and _closing(head, 1) == len(head) - 1:
        inside = head[2:-1]
        plain = all(one.kind in {Kind.WORD, Kind.QUOTE} and one.norm not in words.RESTRICTING for one in inside)
        return head if inside and plain and inside[0].norm not in words.BOUNDING else ()
    return head if kinds in ([Kind.REF], [Kind.REF, Kind.QUOTE]) else ()


def _headed_code(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1: Code 4 „Karte“ darf nicht ausgewählt werden" as "In F1 darf der Code 4 „Karte“ nicht …"."""
    head = _head(tokens, at)
    if not head:
        return None
    start = at + 1 + (norm_at(tokens, at + 1) in {"der", "die", "den", "das"})
    noun = norm_at(tokens, start)
    c = Cursor(tokens)
    c.at = start + 1
    if noun not in _CODES or not starts_value(c) or refs_in(tokens[at:]):
        return None
    try:
        several = len(choices(c)) > 1
    except NotReadError:
        return None
    verb = c.at
    if tuple(token.norm for token in tokens[verb:-1]) == ("nicht",) and norm_at(tokens, len(tokens) - 1) in _ALLOWED:
        tokens = (*tokens[:verb], worded(tokens[verb], "sind" if several else "ist"), *tokens[verb:])
    rest = tokens[verb + 1 :]
    plain = norm_at(tokens, verb) in _VERBS and rest and not any(one.norm in words.IF | words.OR for one in rest)
    if not plain or several is not (noun in _PLURAL) or (several and norm_at(tokens, verb - 1) in words.OR):
        return None
    article, code = ("die", "codes") if several else ("der", "code")
    said = (worded(tokens[start], article), worded(tokens[start], code), *tokens[start + 1 : verb])
    return (worded(tokens[at], "in"), *head, tokens[verb], *said, *rest)


_ALLOWED = words.of("auswählbar wählbar zulässig erlaubt")


def _only_codes(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1: nur die Codes 4 und 5 sind auswählbar" as "In F1 sind nur die Codes 4 und 5 auswählbar"."""
    head = _head(tokens, at)
    last = norm_at(tokens, len(tokens) - 1)
    start = at + 2 + (norm_at(tokens, at + 2) in {"der", "die"})
    if not head or norm_at(tokens, at + 1) != "nur" or norm_at(tokens, start) not in _CODES or last not in _ALLOWED:
        return None
    verb = tokens[-2]
    said = tokens[start + 1 : -2]
    if verb.norm not in {"ist", "sind"} or any(one.norm in FINITE | words.IF | words.RESTRICTING for one in said):
        return None
    article, code = ("die", "codes") if verb.norm == "sind" else ("der", "code")
    only = (tokens[at + 1], worded(verb, article), worded(verb, code))
    return (worded(tokens[at], "in"), *head, verb, *only, *said, tokens[-1])


def _headed_value(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 „Anzahl“: der Wert muss >= 1 und <= 8 sein" as "F1 „Anzahl“ muss …"."""
    head = _head(tokens, at)
    if head and norm_at(tokens, at + 1) in words.MUST | words.MAY:
        return (*head, *tokens[at + 1 :])  # "F1: muss größer als 0 sein"
    start = at + 1 + (norm_at(tokens, at + 1) in {"der", "die", "das"})
    if not head or norm_at(tokens, start) not in _SAID or norm_at(tokens, start + 1) not in words.MUST | words.MAY:
        return None
    return (*head, *tokens[start + 1 :])


_HOLDING = (
    ("es", "muss", "gelten"),
    ("es", "muss", "stets", "gelten"),
    ("es", "muss", "immer", "gelten"),
    ("hierbei", "muss", "gelten"),
    ("dabei", "muss", "gelten"),
    ("es", "gilt"),
)
_MADE_SURE = (*_HOLDING, ("es", "muss", "sichergestellt", "sein"), ("es", "ist", "sicherzustellen"))


def _must_hold(tokens: Tokens, at: int) -> Tokens | None:
    """ "Es muss gelten: F1 < F2" as "F1 < F2", "Es muss gelten, dass F1 kleiner als F2 ist" as "F1 muss … sein"."""
    if at:
        return None
    end = next((n for n, token in enumerate(tokens[:6]) if token.kind in {Kind.COLON, Kind.COMMA}), 0)
    told = tuple(token.norm for token in tokens[:end])
    if tokens[end].kind is Kind.COLON and told in _HOLDING:
        rest = tokens[end + 1 :]
        equal = any(token.kind is Kind.OP and token.norm == "=" for token in rest)
        return _demanded(rest) if told[-1] == "gelten" or not equal else None  # "Es gilt: F1 = 01": is, or must be?
    if tokens[end].kind is Kind.COMMA and told in _MADE_SURE and norm_at(tokens, end + 1) == "dass":
        return _demanded(tokens[end + 2 :])
    return None


def _holds_then(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wenn A, muss gelten: F1 < F2" as "Wenn A, gilt: F1 < F2"."""
    opens = at > 0 and (tokens[at - 1].kind is Kind.COMMA or tokens[at - 1].norm in words.THEN)
    then = opens and norm_at(tokens, at) == "muss" and norm_at(tokens, at + 1) == "gelten"
    if not then or at + 3 >= len(tokens) or tokens[at + 2].kind is not Kind.COLON or not _compares(tokens[at + 3 :]):
        return None
    return (*tokens[:at], worded(tokens[at], "gilt"), *tokens[at + 2 :])


def _demanded(tokens: Tokens) -> Tokens | None:
    """What must hold, as the grammar knows it: a comparison by signs or by words. One answer alone must be so."""
    c = Cursor(tokens)
    if not tokens or not starts_reference(c):
        return None
    try:
        first = reference(c)
    except NotReadError:
        return tokens if _compares(tokens) else None
    said = tokens[c.at :]
    if said and said[-1].norm == "ist" and _says_once(said[:-1]):
        return (*tokens[: c.at], worded(said[-1], "muss"), *said[:-1], worded(said[-1], "sein"))
    if not _compares(tokens):
        return None
    if said[0].kind is not Kind.OP or said[0].norm != "=":
        return tokens
    must = worded(said[0], "muss")
    behind = Cursor(tokens)
    behind.at = c.at + 1
    if starts_reference(behind):
        try:
            other = reference(behind)
        except NotReadError:
            return None
        must = worded(said[0], "müssen")
        whole = behind.done() and not first.fields and not other.fields
        end = worded(said[0], "übereinstimmen")
        return (*tokens[: c.at], worded(said[0], "und"), *tokens[c.at + 1 :], must, end) if whole else None
    return (*tokens[: c.at], must, *said, worded(said[0], "sein"))


def _says_once(tokens: Tokens) -> bool:
    """True for one thing that is said, without a condition or a second verb."""
    apart = FINITE | words.IF | words.THEN | words.ELSE | words.AND | words.OR | words.RESTRICTING
    return bool(tokens) and not any(token.norm in apart or token.kind in _ENDS | {Kind.COLON} for token in tokens)


def _compares(tokens: Tokens) -> bool:
    """True for one comparison by signs, with nothing else."""
    signs = [token for token in tokens if token.kind is Kind.OP]
    spoken = any(token.norm in FINITE | words.IF | words.THEN | words.OR for token in tokens)
    return len(signs) == 1 and signs[0].text != "=>" and not spoken


_HOW_OFTEN = words.of("oft häufig viele")
_TOLD_BY = (("ergibt", "sich", "aus"), ("richtet", "sich", "nach"), ("steht", "in"))


def _how_often(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wie oft G zu befüllen ist, gibt F an" as "F gibt an, wie oft G zu befüllen ist"."""
    if at or norm_at(tokens, 0) != "wie" or norm_at(tokens, 1) not in _HOW_OFTEN:
        return None
    comma = next((n for n, token in enumerate(tokens) if token.kind is Kind.COMMA), 0)
    if not comma:
        return None
    behind = tuple(token.norm for token in tokens[comma + 1 :])
    led = next((len(one) for one in _TOLD_BY if behind[: len(one)] == one), 0)
    gives = behind[:1] == ("gibt",) and behind[-1] in {"an", "vor"}
    start, end = (comma + 1 + led, len(tokens)) if led else (comma + 2, len(tokens) - 1)
    c = Cursor(tokens[:end])
    c.at = start
    if not (led or gives) or not starts_reference(c):
        return None
    try:
        reference(c)
    except NotReadError:
        return None
    told = (worded(tokens[comma], "gibt"), worded(tokens[comma], "an"), tokens[comma])
    return (*tokens[start:end], *told, worded(tokens[0], "wie"), *tokens[1:comma]) if c.done() else None
