"""Where an answer stands and how it is called: "den Inhalt 4 hat", "»Ja« unter F1", "F1 in {1, 2}", put plainly.

Looked at in the whole text, behind `bracketed` and `telegraph`: ids have their names in quotation marks by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.tokens import Kind, Token

Tokens = tuple[Token, ...]
Turn = Callable[[Tokens, int], Tokens | None]

_CONTENT = {
    **dict.fromkeys(words.of("inhalt inhaltes inhalts feldinhalt feldwert schlüssel schlüsselwert listenwert"), "wert"),
    **dict.fromkeys(words.of("listeneintrag listenelement auswahleintrag auswahlwert codewert schlüsselcode"), "wert"),
    **dict.fromkeys(words.of("antwortwert antwortcode kennung kennziffer kennzahl ausprägung"), "wert"),
    **dict.fromkeys(words.of("inhalte inhalten feldinhalte schlüsselwerte listenwerte listeneinträge"), "werte"),
    **dict.fromkeys(words.of("auswahleinträge auswahlwerte codewerte kennungen kennziffern ausprägungen"), "werte"),
}
"""How authors call what a question is answered with."""
_PLACED = words.of("unter laut gemäß")
_ARTICLES = words.ARTICLES | words.of("einen einem einer ein festen fester")
_VALUES = {Kind.CODE, Kind.QUOTE}
_ENDS = {Kind.COMMA, Kind.SEMICOLON, Kind.COLON, Kind.STOP}


def with_answers(tokens: Tokens) -> Tokens:
    """`tokens`, with what is answered, and where, in the words of rules."""
    for turn in (
        _content,
        _content_of,
        _bare_none,
        _one_of,
        _today,
        _under,
        _measured,
        _chosen,
        _within_effect,
        _fixed,
        _from_among,
    ):
        at = 0
        while at < len(tokens):
            found = turn(tokens, at)
            tokens = tokens if found is None else found
            at += 1
    return tokens


def _word(token: Token, text: str) -> Token:
    return replace(token, kind=Kind.WORD, text=text, norm=text, parts=(), label=None)


def _sign(token: Token, kind: Kind, text: str) -> Token:
    return Token(kind, text, token.start, token.start, text)


def _norm(tokens: Tokens, at: int) -> str:
    return tokens[at].norm if 0 <= at < len(tokens) and tokens[at].kind in {Kind.WORD, Kind.CODE} else ""


def _kind(tokens: Tokens, at: int) -> Kind | None:
    return tokens[at].kind if 0 <= at < len(tokens) else None


def _is_value(tokens: Tokens, at: int) -> bool:
    return _kind(tokens, at) in _VALUES or _norm(tokens, at) in words.TRUTH


def _past_ref(tokens: Tokens, at: int) -> int:
    """The place behind the id at `at`, its name, and a noun in front of it; `at` where none is."""
    start = at
    while _norm(tokens, at) in words.ARTICLES | words.NOUNS:
        at += 1
    if _kind(tokens, at) is not Kind.REF:
        return start
    return at + 1 + (_kind(tokens, at + 1) is Kind.QUOTE and tokens[at + 1].norm not in words.TRUTH)


def _content(tokens: Tokens, at: int) -> Tokens | None:
    """ "den Inhalt 4 „Segelboot“ hat" as "den Wert 4 „Segelboot“ hat"."""
    noun = _CONTENT.get(_norm(tokens, at))
    letters = _kind(tokens, at + 1) is Kind.WORD and tokens[at + 1].text.isupper() and len(tokens[at + 1].text) <= 4
    if noun is None or not (_is_value(tokens, at + 1) or letters) or _norm(tokens, at - 1) not in _ARTICLES:
        return None
    return (*tokens[:at], _word(tokens[at], noun), *tokens[at + 1 :])


_OF = (("von",), ("in",), ("aus",), ("des", "feldes"), ("des", "datenfeldes"), ("im", "feld"), ("von", "feld"))


def _content_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "Inhalt von F1 < Inhalt von F2" as "F1 < F2"."""
    if _norm(tokens, at) not in words.of("inhalt feldinhalt wert") or _norm(tokens, at - 1) in words.of("nicht kein"):
        return None
    led = next((len(one) for one in _OF if tuple(_norm(tokens, at + 1 + n) for n in range(len(one))) == one), 0)
    end = at + 1 + led
    if not led or _kind(tokens, end) is not Kind.REF or (at and _norm(tokens, at - 1) in words.of("ein einen einem")):
        return None
    behind = _past_ref(tokens, end)
    told = _kind(tokens, behind) is Kind.OP or behind == len(tokens) or _kind(tokens, behind) in _ENDS
    if not told and _norm(tokens, behind) not in FINITE | words.of(
        "nicht vor nach größer kleiner früher später gleich"
    ):
        return None
    start = at - (at > 0 and _norm(tokens, at - 1) in words.of("der dem den"))
    return (*tokens[:start], *tokens[end:])


def _bare_none(tokens: Tokens, at: int) -> Tokens | None:
    """ "!= 00 (keine)" as "!= 00 „keine“": the name of a code, as it stands in lists."""
    kinds = [token.kind for token in tokens[at : at + 5]]
    if kinds != [Kind.OP, Kind.CODE, Kind.OPEN, Kind.WORD, Kind.CLOSE]:
        return None
    name = tokens[at + 3]
    if name.norm not in words.of("kein keine keiner keines keins nichts"):
        return None
    return (*tokens[: at + 2], replace(name, kind=Kind.QUOTE), *tokens[at + 5 :])


def _one_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 „Art“ (nicht) in {10, 11, 20}" as "F1 „Art“ = (10 oder 11 oder 20)", "<> (10 und 11 und 20)"."""
    if _norm(tokens, at) not in {"in", "∈", "∉"} or _kind(tokens, at + 1) is not Kind.OPEN:
        return None
    if tokens[at + 1].text not in {"{", "["}:
        return None
    close = next((n for n in range(at, len(tokens)) if tokens[n].kind is Kind.CLOSE), 0)
    negated = _norm(tokens, at - 1) in {"nicht", "not"} or _norm(tokens, at) == "∉"
    before = at - (_norm(tokens, at - 1) in {"nicht", "not"})
    inside = tokens[at + 2 : close]
    named = before > 0 and (
        tokens[before - 1].kind is Kind.REF or (tokens[before - 1].kind in {Kind.QUOTE, Kind.WORD} and before > 1)
    )
    listed = bool(inside) and all(
        token.kind in _VALUES if n % 2 == 0 else token.kind in {Kind.COMMA, Kind.SEMICOLON}
        for n, token in enumerate(inside)
    )
    if not close or not named or not listed or len(inside) % 2 == 0:
        return None
    joint = "und" if negated else "oder"
    values = [_word(token, joint) if n % 2 else token for n, token in enumerate(inside)]
    sign = _sign(tokens[at], Kind.OP, "<>" if negated else "=")
    opening, closing = (replace(tokens[n], text=text) for n, text in ((at + 1, "("), (close, ")")))
    return (*tokens[:before], sign, opening, *values, closing, *tokens[close + 1 :])


def _under(tokens: Tokens, at: int) -> Tokens | None:
    """ "»Ja« unter F1", ": unter F1 nur 01 auswählbar", "das Alter laut F1" with "in"."""
    if _norm(tokens, at) not in _PLACED or _past_ref(tokens, at + 1) == at + 1:
        return None
    named = _kind(tokens, at - 1) is Kind.QUOTE and _kind(tokens, at - 2) is Kind.REF
    value = _is_value(tokens, at - 1) and not named
    said = _norm(tokens, at - 1) in words.KINDS | words.of("alter geburtsdatum wert inhalt auswahl tag code")
    opens = not at or _kind(tokens, at - 1) in _ENDS or _norm(tokens, at - 1) in words.THEN | words.IF
    behind = _norm(tokens, _past_ref(tokens, at + 1))
    opens = opens and (behind in FINITE | {"nur"} or _is_value(tokens, _past_ref(tokens, at + 1)))
    closes = _kind(tokens, at - 1) is Kind.CLOSE and _kind(tokens, at - 3) is not Kind.REF
    return (*tokens[:at], _word(tokens[at], "in"), *tokens[at + 1 :]) if value or said or opens or closes else None


_AT_PRESENT = (("zum", "heutigen", "tag"), ("am", "heutigen", "tag"), ("heute",), ("zum", "heutigen", "datum"))


def _today(tokens: Tokens, at: int) -> Tokens | None:
    """ "Alter zum heutigen Tag laut F1" as "Alter laut F1": an age without a day is that of today."""
    if _norm(tokens, at) not in {"alter", "lebensalter"}:
        return None
    told = next((one for one in _AT_PRESENT if tuple(_norm(tokens, at + 1 + n) for n in range(len(one))) == one), ())
    behind = at + 1 + len(told)
    led = _norm(tokens, behind) in _PLACED | {"in", "aus", "nach"} and _past_ref(tokens, behind + 1) > behind + 1
    if not led or (not told and _norm(tokens, at) == "alter" and _norm(tokens, behind) not in {"nach", "aus"}):
        return None
    return (*tokens[:at], _word(tokens[at], "alter"), _word(tokens[behind], "in"), *tokens[behind + 1 :])


_AMOUNT = words.of("mindestens mind. min. wenigstens zumindest genau höchstens maximal max.")


def _from_among(tokens: Tokens, at: int) -> Tokens | None:
    """ "Mind. eine Angabe aus F1, F2, F3 ist …" as "Mindestens eine der Angaben F1, F2 und F3 ist …"."""
    noun = at + 2
    one = _norm(tokens, at) in _AMOUNT and _norm(tokens, at + 1) in words.of("eine ein einer eines 1")
    if not one or _norm(tokens, noun) not in words.of("angabe eintrag eingabe feld gruppe von aus"):
        return None
    start = noun + 1 if _norm(tokens, noun) in {"von", "aus"} else noun + 2
    if _norm(tokens, start - 1) not in {"aus", "von"}:
        return None
    ends, place = list[int](), start
    while (behind := _past_ref(tokens, place)) > place:
        ends.append(behind)
        if _kind(tokens, behind) is not Kind.COMMA and _norm(tokens, behind) not in {"und", "oder", "sowie"}:
            break
        place = behind + 1
    if len(ends) < 2 or ends[-1] < place:
        return None
    least = {"mind.": "mindestens", "min.": "mindestens", "zumindest": "mindestens", "max.": "höchstens"}
    amount = least.get(_norm(tokens, at), _norm(tokens, at))
    group = all(token.parts[-1].startswith("G") for token in tokens[start : ends[-1]] if token.kind is Kind.REF)
    head = (amount, "eine", "der", "gruppen") if group else (amount, "eines", "der", "felder")
    joint = _word(tokens[ends[-2]], "und")
    listed = (*tokens[start : ends[-2]], joint, *tokens[ends[-2] + 1 : ends[-1]])
    return (*tokens[:at], *(_word(tokens[at], text) for text in head), *listed, *tokens[ends[-1] :])


_MORE = (
    ("mehr", "als"), ("weniger", "als"), ("mindestens",), ("höchstens",), ("maximal",), ("genau",), ("größer", "als"),
    ("kleiner", "als"),
)  # fmt: skip


def _measured(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei mehr als 2 in F1: …" as "Wenn F1 mehr als 2 ist, …"."""
    if _norm(tokens, at) != "bei" or (at and tokens[at - 1].kind not in _ENDS | {Kind.ITEM}):
        return None
    led = next((len(one) for one in _MORE if tuple(_norm(tokens, at + 1 + n) for n in range(len(one))) == one), 0)
    sign = _kind(tokens, at + 1) is Kind.OP and tokens[at + 1].norm in {"<", ">", "<=", ">="}
    place = at + 2 + (led or sign)
    if not (led or sign) or _kind(tokens, place - 1) is not Kind.CODE or _norm(tokens, place) not in _PLACED | {"in"}:
        return None
    end = _past_ref(tokens, place + 1)
    if end == place + 1 or _kind(tokens, end) not in {Kind.COLON, Kind.COMMA}:
        return None
    wenn, ist = _word(tokens[at], "wenn"), _word(tokens[end], "ist")
    comma = replace(tokens[end], kind=Kind.COMMA)
    said = (*tokens[place + 1 : end], *tokens[at + 1 : place], *(() if sign else (ist,)))
    return (*tokens[:at], wenn, *said, comma, *tokens[end + 1 :])


_CHOICES = words.of("auswahl angabe antwort wahl eingabe")


def _chosen(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei Auswahl 01 oder 02 in F1 und »Ja« in F2: …" as "Wenn F1 = (01 oder 02) und F2 = „Ja“, …"."""
    if _norm(tokens, at) != "bei" or (at and tokens[at - 1].kind not in _ENDS | {Kind.ITEM}):
        return None
    said: list[Token] = [_word(tokens[at], "wenn")]
    place, joints = at + 1, set[str]()
    while True:
        part = _answer(tokens, place)
        if part is None:
            return None
        told, place = part
        said += told
        joint = _norm(tokens, place)
        if joint not in {"und", "oder", "sowie"}:
            break
        joints.add(joint)
        said.append(_word(tokens[place], "oder" if joint == "oder" else "und"))
        place += 1
    if len(joints) != 1 or _kind(tokens, place) not in {Kind.COLON, Kind.COMMA}:
        return None
    return (*tokens[:at], *said, replace(tokens[place], kind=Kind.COMMA), *tokens[place + 1 :])


def _answer(tokens: Tokens, at: int) -> tuple[list[Token], int] | None:
    """ "(Auswahl) 01 oder 02 in F1" as "F1 = (01 oder 02)", and the place behind it."""
    start = at + (_norm(tokens, at) in _CHOICES)
    start += _norm(tokens, start) in {"von", "des"}
    end = start
    while _is_value(tokens, end) or _kind(tokens, end) is Kind.COMMA or _norm(tokens, end) == "oder":
        end += 1
    behind = _past_ref(tokens, end + 1)
    listed = tokens[start:end]
    if not listed or _norm(tokens, end) not in {"in", "bei", "unter"} or behind == end + 1:
        return None
    several = any(token.kind is Kind.COMMA or token.norm == "oder" for token in listed)
    if listed[-1].kind is Kind.COMMA or (several and not any(token.norm == "oder" for token in listed)):
        return None
    opening, closing = (_sign(tokens[end], kind, text) for kind, text in ((Kind.OPEN, "("), (Kind.CLOSE, ")")))
    value = [opening, *listed, closing] if several else list(listed)
    return [*tokens[end + 1 : behind], _sign(tokens[end], Kind.OP, "="), *value], behind


def _within_effect(tokens: Tokens, at: int) -> Tokens | None:
    """ "-> in F2 sind die Werte 1 und 2 nicht wählbar" with its verb in front: "dann sind in F2 die Werte …"."""
    if (
        _norm(tokens, at) != "in"
        or not at
        or not (tokens[at - 1].norm in words.THEN or _kind(tokens, at - 1) is Kind.COLON)
    ):
        return None
    end = _past_ref(tokens, at + 1)
    verb = _norm(tokens, end)
    nouns = words.VALUE_NOUNS | words.of("nur die der das codes werte")
    if (
        end == at + 1
        or verb not in words.BE | words.MAY | words.CAN
        or not (_norm(tokens, end + 1) in nouns or _is_value(tokens, end + 1))
    ):
        return None
    return (*tokens[:at], tokens[end], *tokens[at:end], *tokens[end + 1 :])


_FIXED = (
    ("erhält", "den", "festen", "wert"), ("hat", "den", "festen", "wert"), ("erhält", "fest", "den", "wert"),
    ("hat", "fest", "den", "wert"), ("trägt", "fest", "den", "wert"), ("bekommt", "den", "festen", "wert"),
    ("ist", "fest", "mit", "wert"), ("ist", "fest"), ("erhält", "immer", "den", "wert"),
)  # fmt: skip
_UNSEEN = (
    (",", "keine", "anzeige"), (",", "nicht", "sichtbar"), (",", "unsichtbar"), (",", "ausblenden"),
    (";", "ausblenden"), (";", "feld", "ausblenden"), (",", "feld", "ausblenden"), (";", "keine", "anzeige"),
    (",", "nicht", "anzeigen"), (";", "nicht", "anzeigen"), ("und", "ist", "auszublenden"), (",", "ausgeblendet"),
    (";", "feld", "wird", "ausgeblendet"), (";", "feld", "nicht", "anzeigen"), ("und", "ausblenden"),
)  # fmt: skip
_PRESETS = words.of("vorbelegung vorbefüllung standardwert vorgabewert voreinstellung vorgabe")
_SETTLED = words.of("festwert fixwert")


def _fixed(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 erhält den festen Wert 2, keine Anzeige", "Vorbelegung: F1 = 2; Feld ausblenden" as one sentence."""
    if at and tokens[at - 1].kind not in {Kind.STOP, Kind.ITEM}:
        return None
    label = _norm(tokens, at) if _kind(tokens, at + 1) is Kind.COLON else ""
    headed = label in _PRESETS | _SETTLED
    start = at + 2 * headed
    end = _past_ref(tokens, start)
    if end == start:
        return None
    if headed:
        led = int(_kind(tokens, end) is Kind.OP and tokens[end].norm == "=")
    else:
        led = next((len(one) for one in _FIXED if tuple(_norm(tokens, end + n) for n in range(len(one))) == one), 0)
    value = end + led
    letters = _kind(tokens, value) is Kind.WORD and tokens[value].text.isupper() and len(tokens[value].text) <= 4
    if not led or not (_is_value(tokens, value) or letters):
        return None
    past = _past_value(tokens, value)
    told = [token.norm or token.text for token in tokens[past : past + 5]]
    hidden = next((len(one) for one in _UNSEEN if tuple(told[: len(one)]) == one), 0)
    close = past + hidden
    if close < len(tokens) and tokens[close].kind is not Kind.STOP:
        return None
    said = tokens[value:past]
    if headed and label in _PRESETS:
        ends = ("vorzubelegen", "und", "auszublenden") if hidden else ("vorzubelegen",)
        told_as = (
            *(_word(tokens[end], text) for text in ("ist", "mit")),
            *said,
            *(_word(tokens[past - 1], t) for t in ends),
        )
    else:
        tail = ("und", "wird", "nicht", "angezeigt") if hidden else ()
        always = (_word(tokens[end], text) for text in ("hat", "immer", "den", "wert"))
        told_as = (*always, *said, *(_word(tokens[past - 1], text) for text in tail))
    return (*tokens[:at], *tokens[start:end], *told_as, *tokens[close:])


def _past_value(tokens: Tokens, at: int) -> int:
    """The place behind a value and its name in quotation marks or brackets."""
    if _kind(tokens, at + 1) is Kind.QUOTE:
        return at + 2
    if _kind(tokens, at + 1) is Kind.OPEN:
        close = next((n for n in range(at + 2, min(at + 8, len(tokens))) if tokens[n].kind is Kind.CLOSE), 0)
        inside = tokens[at + 2 : close]
        plain = all(token.kind in {Kind.WORD, Kind.QUOTE} and token.norm not in words.RESTRICTING for token in inside)
        return close + 1 if close and plain else at + 1
    return at + 1
