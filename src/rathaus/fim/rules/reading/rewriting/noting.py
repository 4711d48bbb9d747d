"""Notes that leave out their verbs: "F1 -> nur 01, 02", "Fehler, wenn F1 < F2", "G1 so oft wie F2", as sentences."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.places import (
    ENDS,
    Tokens,
    a_name,
    a_sign,
    is_value,
    kind_of,
    length_of,
    norm_of,
    past_ref,
    past_value,
    past_values,
    worded,
)
from rathaus.fim.rules.reading.tokens import Kind, Token

_ARROWS = frozenset({"->", "-->", "→", "⇒"})
_OPEN = words.of("auswählbar wählbar zulässig erlaubt")


def _said(token: Token, text: str) -> Tokens:
    return tuple(worded(token, word) for word in text.split())


def _stops(tokens: Tokens, at: int) -> bool:
    return at >= len(tokens) or kind_of(tokens, at) is Kind.STOP


def _begins(tokens: Tokens, at: int) -> bool:
    return not at or kind_of(tokens, at - 1) in {Kind.STOP, Kind.ITEM}


def dated(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bedingung: F1 Datum in der Zukunft" with its verb, so that no name swallows when it is."""
    told = norm_of(tokens, at + 1) == "der" and norm_of(tokens, at + 2) in words.of("zukunft vergangenheit")
    before = norm_of(tokens, at - 1)
    ends = at + 3 < len(tokens) and (kind_of(tokens, at + 3) is Kind.COMMA or norm_of(tokens, at + 3) in words.THEN)
    if norm_of(tokens, at) != "in" or not told or not ends or before in FINITE | words.of("nicht liegt"):
        return None
    start = next((n for n in range(at, -1, -1) if kind_of(tokens, n) is Kind.REF), -1)
    name = tokens[start + 1 : at]
    plain = len(name) <= 1 and all(token.kind in {Kind.QUOTE, Kind.WORD} for token in name)
    if start < 1 or not plain or norm_of(tokens, start - 1) not in words.IF:
        return None
    said = (*tokens[at : at + 3], worded(tokens[at], "liegt"), *tokens[at + 3 :])
    return (*tokens[: start + 1], *((a_name(name),) if name else ()), *said)


def offered_by_arrow(tokens: Tokens, at: int) -> Tokens | None:
    """ "F2 „Form“ -> nur 01, 02 auswählbar" without its arrow, "F2 -> 04 nicht auswählbar" as a sentence."""
    end = past_ref(tokens, at)
    if kind_of(tokens, at) is not Kind.REF or end >= len(tokens) or tokens[end].text not in _ARROWS:
        return None
    if norm_of(tokens, end + 1) == "nur" and any(token.norm in _OPEN for token in tokens[end + 2 :]):
        return (*tokens[:end], *tokens[end + 1 :])
    past = past_values(tokens, end + 1)
    denied = norm_of(tokens, past) == "nicht" and norm_of(tokens, past + 1) in _OPEN
    if past > end + 1 and denied and _stops(tokens, past + 2):
        several = any(token.kind is Kind.COMMA or token.norm == "und" for token in tokens[end + 1 : past])
        led = _said(tokens[end], "sind in" if several else "ist in")
        noun = _said(tokens[end], "die werte" if several else "der wert")
        said = (*led, *tokens[at:end], *noun, *tokens[end + 1 : past], *_said(tokens[end], "nicht auswählbar"))
        return (*tokens[:at], *said, *tokens[past + 2 :])
    return None


def preset_by_arrow(tokens: Tokens, at: int) -> Tokens | None:
    """ "F2 -> vorbelegen mit 03", "F2 = 03 vorbelegen" as "F2 ist mit 03 vorzubelegen"."""
    end = past_ref(tokens, at)
    if kind_of(tokens, at) is not Kind.REF or end >= len(tokens):
        return None
    if tokens[end].text in _ARROWS and norm_of(tokens, end + 1) in {"vorbelegen", "vorbelegt"}:
        value = end + 2 + (norm_of(tokens, end + 2) == "mit")
        past = past_value(tokens, value)
        close = past
    elif kind_of(tokens, end) is Kind.OP and tokens[end].norm == "=":
        value = end + 1
        past = past_value(tokens, value)
        close = past + 1 if norm_of(tokens, past) in {"vorbelegen", "vorbelegt"} else 0
    else:
        return None
    if not close or not is_value(tokens, value) or not _stops(tokens, close):
        return None
    led, done = _said(tokens[end], "ist mit"), _said(tokens[end], "vorzubelegen")
    return (*tokens[:end], *led, *tokens[value:past], *done, *tokens[close:])


def must_stand(tokens: Tokens, at: int) -> Tokens | None:
    """ "In F1 muss 01 gewählt sein", "… muss »Ja« stehen" as "F1 muss = 01 sein"."""
    if norm_of(tokens, at) not in words.PREPOSITIONS or not _begins(tokens, at):
        return None
    end = past_ref(tokens, at + 1)
    if end == at + 1 or norm_of(tokens, end) != "muss" or not is_value(tokens, end + 1):
        return None
    past = past_value(tokens, end + 1)
    done = length_of(tokens, past, _CHOSEN)
    if not done or not _stops(tokens, past + done):
        return None
    sign, be = a_sign(tokens[end], Kind.OP, "="), worded(tokens[end], "sein")
    return (*tokens[:at], *tokens[at + 1 : end + 1], sign, *tokens[end + 1 : past], be, *tokens[past + done :])


_CHOSEN = (
    ("gewählt", "sein"), ("gewählt", "werden"), ("ausgewählt", "sein"), ("ausgewählt", "werden"), ("stehen",),
    ("angegeben", "sein"), ("angegeben", "werden"), ("eingetragen", "sein"), ("eingetragen", "werden"),
)  # fmt: skip


def wrong_if(tokens: Tokens, at: int) -> Tokens | None:
    """ "Fehler, wenn F1 < F2" as "Wenn F1 < F2, kann der Antrag nicht abgeschickt werden"."""
    fails = norm_of(tokens, at) in words.of("fehler fehlermeldung unzulässig ungültig") and _begins(tokens, at)
    case = at + 1 + (kind_of(tokens, at + 1) in {Kind.COMMA, Kind.COLON})
    if not fails or norm_of(tokens, case) not in words.IF:
        return None
    stop = next((n for n in range(at, len(tokens)) if tokens[n].kind is Kind.STOP), len(tokens))
    said = tokens[case + 1 : stop]
    apart = words.IF | words.ELSE | words.THEN | words.RESTRICTING - {"nicht"}
    if not said or any(token.norm in apart for token in said):
        return None
    sent = _said(tokens[at], "kann der antrag nicht abgeschickt werden")
    return (*tokens[:at], tokens[case], *said, a_sign(tokens[at], Kind.COMMA, ","), *sent, *tokens[stop:])


_ALLOWED = (
    ("zulässig", "in"), ("zulässig", "für"), ("erlaubt", "in"), ("wertebereich",), ("zulässige", "werte"),
    ("zulässige", "werte", "für"), ("zulässige", "werte", "in"), ("wertebereich", "von"),
    ("zulässige", "inhalte", "in"),
    ("zulässige", "inhalte", "von"), ("zulässige", "codes", "für"),
)  # fmt: skip


def allowed_in(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wertebereich F1 „Art“: 01, 02" as "Zulässige Codes in F1 „Art“: 01, 02"."""
    led = max((len(one) for one in _ALLOWED if length_of(tokens, at, (one,))), default=0)
    start = at + led
    end = past_ref(tokens, start)
    end += end == start + 1 and kind_of(tokens, end) is Kind.WORD and tokens[end].text[0].isupper()
    if not led or not _begins(tokens, at) or end == start or kind_of(tokens, end) is not Kind.COLON:
        return None
    past = past_values(tokens, end + 1)
    if past == end + 1 or not _stops(tokens, past):
        return None
    return (*tokens[:at], *_said(tokens[at], "zulässige codes in"), *tokens[start:])


def as_often(tokens: Tokens, at: int) -> Tokens | None:
    """ "G1 so oft wie F2", "Anzahl der G1 = F2" as whole sentences."""
    end = past_ref(tokens, at)
    if kind_of(tokens, at) is Kind.REF and _begins(tokens, at) and length_of(tokens, end, (("so", "oft", "wie"),)):
        start = end + 3 + (norm_of(tokens, end + 3) == "in")
        past = past_ref(tokens, start)
        if past > start and _stops(tokens, past):
            led, told = _said(tokens[end], "ist so oft zu befüllen"), _said(tokens[end], "wie in")
            comma = a_sign(tokens[end], Kind.COMMA, ",")
            said = (*led, comma, *told, *tokens[start:past], worded(tokens[end], "angegeben"))
            return (*tokens[:end], *said, *tokens[past:])
    counted = norm_of(tokens, at) == "anzahl" and norm_of(tokens, at + 1) in {"der", "von"} and _begins(tokens, at)
    group = kind_of(tokens, at + 2) is Kind.REF and tokens[at + 2].parts[-1].startswith("G")
    if counted and group and kind_of(tokens, past_ref(tokens, at + 2)) is Kind.OP:
        return (*tokens[: at + 1], *_said(tokens[at], "der gruppen"), *tokens[at + 2 :])
    return None


_ASKING = words.BE | words.BECOME | words.STAND | words.of("hat enthält lautet")


def asked_first(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ist F1 leer: F2 ist Pflichtfeld" with a comma for the colon."""
    if norm_of(tokens, at) not in _ASKING or not _begins(tokens, at):
        return None
    start = at + 1 + (norm_of(tokens, at + 1) in words.PREPOSITIONS)
    cut = next((n for n in range(at, len(tokens)) if tokens[n].kind in ENDS), len(tokens))
    named = kind_of(tokens, cut + 1) is Kind.REF or norm_of(tokens, cut + 1) in FINITE | words.ARTICLES
    if past_ref(tokens, start) == start or kind_of(tokens, cut) is not Kind.COLON or not named:
        return None
    return (*tokens[:cut], a_sign(tokens[cut], Kind.COMMA, ","), *tokens[cut + 1 :])
