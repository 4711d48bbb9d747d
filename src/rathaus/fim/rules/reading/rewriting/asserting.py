"""What is fixed, offered or checked, in few words: "F1 erhält den festen Wert 2", "Mind. eine Angabe aus F1, F2"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.places import (
    ENDS,
    PLACED,
    Tokens,
    is_value,
    kind_of,
    length_of,
    norm_of,
    past_ref,
    past_value,
    past_values,
    worded,
)
from rathaus.fim.rules.reading.tokens import Kind

CHECKS = words.of("prüfung prüfregel prüfregeln validierung plausibilität plausibilitätsprüfung plausi kontrolle")
_ASSERTED = {"beginnt": "beginnen", "liegt": "liegen", "ist": "sein", "besteht": "bestehen", "endet": "enden"}


def asserted(tokens: Tokens, at: int) -> Tokens | None:
    """ "Prüfung: F1 „IBAN“ beginnt mit DE" as "F1 „IBAN“ muss mit DE beginnen"."""
    if at or norm_of(tokens, at) not in CHECKS or kind_of(tokens, at + 1) is not Kind.COLON:
        return None
    end = past_ref(tokens, 2)
    end += end == 3 and kind_of(tokens, 3) is Kind.WORD and tokens[3].text[0].isupper()
    stop = next((n for n in range(end, len(tokens)) if tokens[n].kind is Kind.STOP), len(tokens))
    said = [token.norm for token in tokens[end:stop]]
    verb = _ASSERTED.get(said[0], "") if said else ""
    apart = words.IF | words.ELSE | words.AND | words.OR | words.RESTRICTING | FINITE
    if end < 3 or not verb or len(said) < 2 or any(norm in apart for norm in said[1:]):
        return None
    must = worded(tokens[end], "muss")
    return (*tokens[2:end], must, *tokens[end + 1 : stop], worded(tokens[end], verb), *tokens[stop:])


def no_showing(tokens: Tokens, at: int) -> Tokens | None:
    """ "sonst keine Anzeige von G2" as "sonst G2 wird ausgeblendet"."""
    told = [norm_of(tokens, at + n) for n in range(3)]
    if told[0] != "keine" or told[1] not in words.of("anzeige einblendung") or told[2] not in {"von", "für"}:
        return None
    end = past_ref(tokens, at + 3)
    if end == at + 3 or not (end == len(tokens) or kind_of(tokens, end) in {Kind.STOP, Kind.SEMICOLON}):
        return None
    hidden = (worded(tokens[at], word) for word in ("wird", "ausgeblendet"))
    return (*tokens[:at], *tokens[at + 3 : end], *hidden, *tokens[end:])


_OFFERS = words.of(
    "auswahlmöglichkeit auswahlmöglichkeiten option optionen auswahl code codes wert werte eintrag einträge inhalt"
    " inhalte"
)


def offered(tokens: Tokens, at: int) -> Tokens | None:
    """ "in F2 entfallen die Werte 03 und 04", "Inhalt 9 in F2 nicht wählbar" as "in F2 sind … nicht auswählbar"."""
    behind = past_values(tokens, at + 1) if norm_of(tokens, at) in _OFFERS else at
    if behind <= at + 1:
        return None
    several = any(token.kind is Kind.COMMA or token.norm == "und" for token in tokens[at:behind])
    head = (("sind", "die", "werte"), ("ist", "der", "wert"))[not several]
    led = (worded(tokens[at], text) for text in head)
    tail = tuple(worded(tokens[at], text) for text in ("nicht", "auswählbar"))
    verb = at - 1 - (norm_of(tokens, at - 1) in {"die", "der"})
    start = next(
        (n for n in range(verb - 1, max(verb - 5, -1), -1) if norm_of(tokens, n) in PLACED | {"in", "bei"}), -1
    )
    ends = behind == len(tokens) or kind_of(tokens, behind) is Kind.STOP
    drops = norm_of(tokens, verb) in {"entfällt", "entfallen"} and start >= 0 and past_ref(tokens, start + 1) == verb
    if drops and ends:
        place = (worded(tokens[start], "in"), *tokens[start + 1 : verb])
        return (*tokens[:start], *place, *led, *tokens[at + 1 : behind], *tail, *tokens[behind:])
    past = past_ref(tokens, behind + 1) if norm_of(tokens, behind) in PLACED | {"in", "bei"} else 0
    opens = not at or kind_of(tokens, at - 1) in ENDS or norm_of(tokens, at - 1) in words.THEN
    denied = norm_of(tokens, past) == "nicht" and norm_of(tokens, past + 1) in words.of(
        "wählbar auswählbar zulässig erlaubt"
    )
    if past > behind + 1 and opens and denied and (past + 2 == len(tokens) or kind_of(tokens, past + 2) is Kind.STOP):
        place = (worded(tokens[behind], "in"), *tokens[behind + 1 : past])
        return (*tokens[:at], *place, *led, *tokens[at + 1 : behind], *tail, *tokens[past + 2 :])
    return None


AMOUNTS = words.of("mindestens mind. min. wenigstens zumindest genau höchstens maximal max.")


def from_among(tokens: Tokens, at: int) -> Tokens | None:
    """ "Mind. eine Angabe aus F1, F2, F3 ist …" as "Mindestens eine der Angaben F1, F2 und F3 ist …"."""
    noun = at + 2
    one = norm_of(tokens, at) in AMOUNTS and norm_of(tokens, at + 1) in words.of("eine ein einer eines 1")
    if not one or norm_of(tokens, noun) not in words.of("angabe eintrag eingabe feld gruppe von aus"):
        return None
    start = noun + 1 if norm_of(tokens, noun) in {"von", "aus"} else noun + 2
    if norm_of(tokens, start - 1) not in {"aus", "von"}:
        return None
    ends, place = list[int](), start
    while (behind := past_ref(tokens, place)) > place:
        ends.append(behind)
        if kind_of(tokens, behind) is not Kind.COMMA and norm_of(tokens, behind) not in {"und", "oder", "sowie"}:
            break
        place = behind + 1
    if len(ends) < 2 or ends[-1] < place:
        return None
    least = {"mind.": "mindestens", "min.": "mindestens", "zumindest": "mindestens", "max.": "höchstens"}
    amount = least.get(norm_of(tokens, at), norm_of(tokens, at))
    group = all(token.parts[-1].startswith("G") for token in tokens[start : ends[-1]] if token.kind is Kind.REF)
    head = (amount, "eine", "der", "gruppen") if group else (amount, "eines", "der", "felder")
    joint = worded(tokens[ends[-2]], "und")
    listed = (*tokens[start : ends[-2]], joint, *tokens[ends[-2] + 1 : ends[-1]])
    rest = tokens[ends[-1] :]
    if not rest or rest[0].kind is Kind.STOP:
        verb = "darf" if amount in {"höchstens", "maximal"} else "muss"
        rest = (*(worded(tokens[at], text) for text in (verb, "ausgefüllt", "werden")), *rest)
    return (*tokens[:at], *(worded(tokens[at], text) for text in head), *listed, *rest)


def within_effect(tokens: Tokens, at: int) -> Tokens | None:
    """ "-> in F2 sind die Werte 1 und 2 nicht wählbar" with its verb in front: "dann sind in F2 die Werte …"."""
    if (
        norm_of(tokens, at) != "in"
        or not at
        or not (tokens[at - 1].norm in words.THEN or kind_of(tokens, at - 1) is Kind.COLON)
    ):
        return None
    end = past_ref(tokens, at + 1)
    verb = norm_of(tokens, end)
    nouns = words.VALUE_NOUNS | words.of("nur die der das codes werte")
    if (
        end == at + 1
        or verb not in words.BE | words.MAY | words.CAN
        or not (norm_of(tokens, end + 1) in nouns or is_value(tokens, end + 1))
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
_SETTLED = words.of("festwert fixwert")
PRESETS = _SETTLED | words.of("vorbelegung vorbefüllung standardwert vorgabewert voreinstellung vorgabe")


def fixed(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 erhält den festen Wert 2, keine Anzeige", "Vorbelegung: F1 = 2; Feld ausblenden" as one sentence."""
    if at and tokens[at - 1].kind not in {Kind.STOP, Kind.ITEM}:
        return None
    label = norm_of(tokens, at) if kind_of(tokens, at + 1) is Kind.COLON else ""
    headed = label in PRESETS
    start = at + 2 * headed
    end = past_ref(tokens, start)
    if end == start:
        return None
    led = int(kind_of(tokens, end) is Kind.OP and tokens[end].norm == "=") if headed else length_of(tokens, end, _FIXED)
    value = end + led
    letters = kind_of(tokens, value) is Kind.WORD and tokens[value].text.isupper() and len(tokens[value].text) <= 4
    if not led or not (is_value(tokens, value) or letters):
        return None
    past = past_value(tokens, value)
    told = [token.norm or token.text for token in tokens[past : past + 5]]
    hidden = next((len(one) for one in _UNSEEN if tuple(told[: len(one)]) == one), 0)
    close = past + hidden
    if close < len(tokens) and tokens[close].kind is not Kind.STOP:
        return None
    said = tokens[value:past]
    if headed and label not in _SETTLED:
        ends = ("vorzubelegen", "und", "auszublenden") if hidden else ("vorzubelegen",)
        told_as = (
            *(worded(tokens[end], text) for text in ("ist", "mit")),
            *said,
            *(worded(tokens[past - 1], t) for t in ends),
        )
    else:
        tail = ("und", "wird", "nicht", "angezeigt") if hidden else ()
        always = (worded(tokens[end], text) for text in ("hat", "immer", "den", "wert"))
        told_as = (*always, *said, *(worded(tokens[past - 1], text) for text in tail))
    return (*tokens[:at], *tokens[start:end], *told_as, *tokens[close:])
