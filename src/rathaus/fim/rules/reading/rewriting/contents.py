"""How authors call what a question is answered with: "den Inhalt 4 hat", "F1 in {1, 2}", "»Ja« unter F1"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.places import (
    ENDS,
    PLACED,
    Tokens,
    a_name,
    a_sign,
    is_value,
    kind_of,
    length_of,
    norm_of,
    past_ref,
    past_value,
    worded,
)
from rathaus.fim.rules.reading.tokens import Kind

CONTENT = {
    **dict.fromkeys(words.of("inhalt inhaltes inhalts feldinhalt feldwert schlüssel schlüsselwert listenwert"), "wert"),
    **dict.fromkeys(words.of("listeneintrag listenelement auswahleintrag auswahlwert codewert schlüsselcode"), "wert"),
    **dict.fromkeys(words.of("antwortwert antwortcode kennung kennziffer kennzahl ausprägung"), "wert"),
    **dict.fromkeys(words.of("inhalte inhalten feldinhalte schlüsselwerte listenwerte listeneinträge"), "werte"),
    **dict.fromkeys(words.of("auswahleinträge auswahlwerte codewerte kennungen kennziffern ausprägungen"), "werte"),
}
"""How authors call what a question is answered with."""
_ARTICLES = words.ARTICLES | words.of("einen einem einer ein festen fester")
_VALUES = {Kind.CODE, Kind.QUOTE}


def content(tokens: Tokens, at: int) -> Tokens | None:
    """ "den Inhalt 4 „Segelboot“ hat" as "den Wert 4 „Segelboot“ hat"."""
    noun = CONTENT.get(norm_of(tokens, at))
    letters = kind_of(tokens, at + 1) is Kind.WORD and tokens[at + 1].text.isupper() and len(tokens[at + 1].text) <= 4
    other = norm_of(tokens, at - 1) in words.of("anderen anderer") and norm_of(tokens, at - 2) in words.of("ein einen")
    said = (is_value(tokens, at + 1) or letters) and norm_of(tokens, at - 1) in _ARTICLES | {"nur"}
    if noun is None or not (said or other):
        return None
    return (*tokens[:at], worded(tokens[at], noun), *tokens[at + 1 :])


_SAME_AS = words.of("gleichen selben identischen denselben")


def same_content(tokens: Tokens, at: int) -> Tokens | None:
    """ "müssen (den) gleichen Inhalt haben" as "müssen übereinstimmen"."""
    start = at + (norm_of(tokens, at) in {"den", "die"})
    told = norm_of(tokens, start) in _SAME_AS and norm_of(tokens, start + 1) in {*CONTENT, "wert"}
    if (
        not told
        or norm_of(tokens, start + 2) not in words.of("haben aufweisen enthalten")
        or norm_of(tokens, at - 1) != "müssen"
    ):
        return None
    return (*tokens[:at], worded(tokens[at], "übereinstimmen"), *tokens[start + 3 :])


_CHANGED = (
    ("änderung", "möglich"),
    ("änderbar",),
    ("überschreibbar",),
    ("kann", "geändert", "werden"),
    ("änderung", "ist", "möglich"),
)


def no_longer(tokens: Tokens, at: int) -> Tokens | None:
    """ "wird mit 2 vorbelegt, Änderung möglich" without what a suggestion allows anyway."""
    said = (
        norm_of(tokens, at - 1) in words.of("vorbelegt vorbefüllt vorzubelegen") and kind_of(tokens, at) is Kind.COMMA
    )
    told = length_of(tokens, at + 1, _CHANGED)
    end = at + 1 + told
    ends = end == len(tokens) or kind_of(tokens, end) is Kind.STOP
    return (*tokens[:at], *tokens[end:]) if said and told and ends else None


def is_equal(tokens: Tokens, at: int) -> Tokens | None:
    """ "wenn F1 „Art“ 4 „Segelboot“ ist" as "wenn F1 „Art“ = 4 „Segelboot“"."""
    if norm_of(tokens, at) not in words.IF:
        return None
    end = past_ref(tokens, at + 1)
    if end == at + 1 or not is_value(tokens, end) or kind_of(tokens, end - 1) is not Kind.QUOTE:
        return None
    past = past_value(tokens, end)
    ends = kind_of(tokens, past + 1) in {Kind.COMMA, Kind.COLON} or norm_of(tokens, past + 1) in words.THEN
    if norm_of(tokens, past) not in words.of("ist lautet") or not ends:
        return None
    return (*tokens[:end], a_sign(tokens[end], Kind.OP, "="), *tokens[end:past], *tokens[past + 1 :])


def code_first(tokens: Tokens, at: int) -> Tokens | None:
    """ "= [01] Neubau", "= Nr. 01 (Neubau)", "= „01“ – „Neubau“", "= Neubau [01]" as "= 01 „Neubau“"."""
    if kind_of(tokens, at) is not Kind.OP and norm_of(tokens, at) not in words.OR:
        return None
    if (
        norm_of(tokens, at + 1) in words.of("nr. nr nummer ziffer code-nr. code-nr")
        and kind_of(tokens, at + 2) is Kind.CODE
    ):
        return (*tokens[: at + 1], *tokens[at + 2 :])
    kinds = [token.kind for token in tokens[at + 1 : at + 4]]
    if kinds == [Kind.OPEN, Kind.CODE, Kind.CLOSE]:
        end = at + 4
        while kind_of(tokens, end) is Kind.WORD and tokens[end].norm not in words.KEYWORDS | words.HEDGES | words.THEN:
            end += 1
        name = tokens[at + 4 : end]
        if name and name[0].text[:1].isupper() and tokens[at + 1].text in {"[", "("}:
            return (*tokens[: at + 1], tokens[at + 2], a_name(name), *tokens[end:])
    dashed = kinds == [Kind.QUOTE, Kind.DASH, Kind.QUOTE] and any(char.isdigit() for char in tokens[at + 1].text)
    if dashed and " " not in tokens[at + 1].text:
        return (*tokens[: at + 2], *tokens[at + 3 :])
    end = at + 1
    while kind_of(tokens, end) is Kind.WORD and tokens[end].norm not in words.KEYWORDS | words.HEDGES:
        end += 1
    behind = [token.text for token in tokens[end : end + 1]] + [token.kind for token in tokens[end + 1 : end + 3]]
    if end > at + 1 and behind == ["[", Kind.CODE, Kind.CLOSE] and tokens[at + 1].text[:1].isupper():
        return (*tokens[: at + 1], tokens[end + 1], a_name(tokens[at + 1 : end]), *tokens[end + 3 :])
    return None


def told(tokens: Tokens, at: int) -> Tokens | None:
    """ "(falls) F1 „Art“: 01 „Neu“ -> …", "falls F1: „01 – Neu“, dann …" with "=" for the colon."""
    opens = not at or kind_of(tokens, at - 1) in {Kind.STOP, Kind.SEMICOLON} or norm_of(tokens, at - 1) in words.IF
    end = past_ref(tokens, at)
    if not opens or end == at or kind_of(tokens, end) is not Kind.COLON or not is_value(tokens, end + 1):
        return None
    past = past_value(tokens, end + 1)
    arrow = past < len(tokens) and tokens[past].text in {"->", "-->", "→", "⇒"}
    then = norm_of(tokens, past + (kind_of(tokens, past) is Kind.COMMA)) in words.THEN
    if not arrow and not (then and norm_of(tokens, at - 1) in words.IF):
        return None
    return (*tokens[:end], a_sign(tokens[end], Kind.OP, "="), *tokens[end + 1 :])


_OF = (("von",), ("in",), ("aus",), ("des", "feldes"), ("des", "datenfeldes"), ("im", "feld"), ("von", "feld"))


def content_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "Inhalt von F1 < Inhalt von F2" as "F1 < F2"."""
    before = norm_of(tokens, at - 1) if at else ""
    if norm_of(tokens, at) not in words.of("inhalt feldinhalt wert") or before in words.of(
        "nicht kein ein einen einem"
    ):
        return None
    led = length_of(tokens, at + 1, _OF)
    end = at + 1 + led
    opens = norm_of(tokens, at) != "wert" and (not at or before in words.IF)
    if not (led or opens) or kind_of(tokens, end) is not Kind.REF:
        return None
    behind = past_ref(tokens, end)
    told = kind_of(tokens, behind) is Kind.OP or behind == len(tokens) or kind_of(tokens, behind) in ENDS
    if not told and norm_of(tokens, behind) not in FINITE | words.of(
        "nicht vor nach größer kleiner früher später gleich liegt mindestens höchstens maximal liegen sein"
    ):
        return None
    start = at - (at > 0 and norm_of(tokens, at - 1) in words.of("der dem den"))
    stop = next((n for n in range(behind, len(tokens)) if tokens[n].kind is Kind.STOP), len(tokens))
    whole = not start or tokens[start - 1].kind is Kind.STOP
    if whole and norm_of(tokens, behind) == "liegt" and stop > behind + 1:  # what is so of an answer must be so
        must, lie = worded(tokens[behind], "muss"), worded(tokens[behind], "liegen")
        return (*tokens[:start], *tokens[end:behind], must, *tokens[behind + 1 : stop], lie, *tokens[stop:])
    bound = [token.norm for token in tokens[behind:stop]]
    if whole and bound and bound[0] in _BOUNDS and not set(bound) & (words.IF | FINITE | words.OR):
        must, be = worded(tokens[end], "muss"), worded(tokens[end], "sein")
        return (*tokens[:start], *tokens[end:behind], must, *tokens[behind:stop], be, *tokens[stop:])
    return (*tokens[:start], *tokens[end:])


_BOUNDS = words.of("mindestens höchstens maximal")


def bare_none(tokens: Tokens, at: int) -> Tokens | None:
    """ "!= 00 (keine)" as "!= 00 „keine“": the name of a code, as it stands in lists."""
    kinds = [token.kind for token in tokens[at : at + 5]]
    if kinds != [Kind.OP, Kind.CODE, Kind.OPEN, Kind.WORD, Kind.CLOSE]:
        return None
    name = tokens[at + 3]
    if name.norm not in words.of("kein keine keiner keines keins nichts"):
        return None
    return (*tokens[: at + 2], replace(name, kind=Kind.QUOTE), *tokens[at + 5 :])


def one_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 „Art“ (nicht) in {10, 11, 20}" as "F1 „Art“ = (10 oder 11 oder 20)", "<> (10 und 11 und 20)"."""
    if norm_of(tokens, at) not in {"in", "∈", "∉"} or kind_of(tokens, at + 1) is not Kind.OPEN:
        return None
    if tokens[at + 1].text not in {"{", "["}:
        return None
    close = next((n for n in range(at, len(tokens)) if tokens[n].kind is Kind.CLOSE), 0)
    negated = norm_of(tokens, at - 1) in {"nicht", "not"} or norm_of(tokens, at) == "∉"
    before = at - (norm_of(tokens, at - 1) in {"nicht", "not"})
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
    values = [worded(token, joint) if n % 2 else token for n, token in enumerate(inside)]
    sign = a_sign(tokens[at], Kind.OP, "<>" if negated else "=")
    opening, closing = (replace(tokens[n], text=text) for n, text in ((at + 1, "("), (close, ")")))
    return (*tokens[:before], sign, opening, *values, closing, *tokens[close + 1 :])


def under(tokens: Tokens, at: int) -> Tokens | None:
    """ "»Ja« unter F1", ": unter F1 nur 01 auswählbar", "das Alter laut F1" with "in"."""
    if norm_of(tokens, at) not in PLACED or past_ref(tokens, at + 1) == at + 1:
        return None
    named = kind_of(tokens, at - 1) is Kind.QUOTE and kind_of(tokens, at - 2) is Kind.REF
    value = is_value(tokens, at - 1) and not named
    said = norm_of(tokens, at - 1) in words.KINDS | words.of("alter geburtsdatum wert inhalt auswahl tag code")
    ends = past_ref(tokens, at + 1)
    if said and (kind_of(tokens, ends) in ENDS or norm_of(tokens, ends) in {"liegt", "liegen"}):
        return None  # "der Betrag unter F1 liegt": in F1, or less than F1?
    opens = not at or kind_of(tokens, at - 1) in ENDS or norm_of(tokens, at - 1) in words.THEN | words.IF
    behind = norm_of(tokens, past_ref(tokens, at + 1))
    opens = opens and (behind in FINITE | {"nur"} or is_value(tokens, past_ref(tokens, at + 1)))
    closes = kind_of(tokens, at - 1) is Kind.CLOSE and kind_of(tokens, at - 3) is not Kind.REF
    return (*tokens[:at], worded(tokens[at], "in"), *tokens[at + 1 :]) if value or said or opens or closes else None


_AT_PRESENT = (("zum", "heutigen", "tag"), ("am", "heutigen", "tag"), ("heute",), ("zum", "heutigen", "datum"))


def today(tokens: Tokens, at: int) -> Tokens | None:
    """ "Alter zum heutigen Tag laut F1" as "Alter laut F1": an age without a day is that of today."""
    if norm_of(tokens, at) not in {"alter", "lebensalter"}:
        return None
    told = length_of(tokens, at + 1, _AT_PRESENT)
    behind = at + 1 + told
    led = norm_of(tokens, behind) in PLACED | {"in", "aus", "nach"} and past_ref(tokens, behind + 1) > behind + 1
    if not led or (not told and norm_of(tokens, at) == "alter" and norm_of(tokens, behind) not in {"nach", "aus"}):
        return None
    return (*tokens[:at], worded(tokens[at], "alter"), worded(tokens[behind], "in"), *tokens[behind + 1 :])
