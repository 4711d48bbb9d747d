"""What is stated of values and exceptions: "hat einen Wert von 2 bis 9", "lässt nur … zu", "es sei denn, …; dann"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import (
    Tokens,
    a_sign,
    is_value,
    kind_of,
    norm_of,
    past_ref,
    past_value,
    worded,
)
from rathaus.fim.rules.reading.tokens import Kind

_HAS = words.of("hat besitzt trägt aufweist")
_ENDS = {Kind.COMMA, Kind.SEMICOLON, Kind.COLON, Kind.STOP}
_CUTS = {Kind.STOP, Kind.SEMICOLON}
_NOUNS = words.of("wert code betrag schlüssel eintrag")
_SIZED = words.of("wert betrag")
_SIZES = words.of("größer kleiner gleich höher niedriger mindestens höchstens mehr weniger über unter zwischen ab")


def of_size(tokens: Tokens, at: int) -> Tokens | None:
    """ "hat einen Wert von 200 bis 299", "einen Wert größer als 5 hat" as "liegt im Bereich …", "größer als 5 ist"."""
    if norm_of(tokens, at) not in {"einen", "eine"} or norm_of(tokens, at + 1) not in _NOUNS:
        return None
    spans = norm_of(tokens, at + 2) == "von" and norm_of(tokens, at + 4) == "bis"
    spans = spans and kind_of(tokens, at + 3) is Kind.CODE and kind_of(tokens, at + 5) is Kind.CODE
    between = norm_of(tokens, at + 2) == "zwischen"
    if not spans and norm_of(tokens, at + 1) not in _SIZED:
        return None  # "einen Eintrag mehr", "einen Code größer als 05": how many, and how do codes compare?
    if not spans and kind_of(tokens, at + 2) is not Kind.OP and norm_of(tokens, at + 2) not in _SIZES:
        return None
    verb = "liegt" if spans or between else "ist"
    said = tokens[at + 2 :]
    if spans:
        said = (worded(tokens[at], "im"), worded(tokens[at], "bereich"), *tokens[at + 3 :])
    if norm_of(tokens, at - 1) in _HAS and kind_of(tokens, at - 2) in {Kind.REF, Kind.QUOTE}:
        return (*tokens[: at - 1], worded(tokens[at - 1], verb), *said)
    first = next((n for n in range(at - 1, max(-1, at - 8), -1) if norm_of(tokens, n) in _HAS), -1)
    if first >= 0 and past_ref(tokens, first + 1) == at and (not first or kind_of(tokens, first - 1) in _ENDS):
        return (*tokens[:first], worded(tokens[first], verb), *tokens[first + 1 : at], *said)
    last = next(
        (n for n in range(len(said)) if said[n].norm in _HAS or said[n].kind in _ENDS or said[n].kind is Kind.REF), -1
    )
    if kind_of(tokens, at - 1) in {Kind.REF, Kind.QUOTE} and last > 0 and said[last].norm in _HAS:
        return (*tokens[:at], *said[:last], worded(said[last], verb), *said[last + 1 :])
    return None


_ADMITS = {"lässt": "zu", "läßt": "zu", "erlaubt": "", "gestattet": "", "bietet": "an"}
_ONLY = words.of("nur ausschließlich lediglich allein")
_VALUES = {
    "werte": "werte", "wert": "wert", "codes": "codes", "code": "code", "einträge": "einträge", "eintrag": "eintrag",
    "optionen": "werte", "option": "wert", "antworten": "werte", "antwort": "wert", "schlüssel": "codes",
    "angaben": "werte", "angabe": "wert",
}  # fmt: skip


def admits(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 lässt nur die Werte A und B zu" as "in F1 sind nur die Werte A und B zulässig"; "nicht zu" too."""
    particle = _ADMITS.get(norm_of(tokens, at))
    if particle is None:
        return None
    begin = next((n for n in range(at - 1, max(-1, at - 6), -1) if past_ref(tokens, n) == at), -1)
    while begin > 0 and past_ref(tokens, begin - 1) == at:
        begin -= 1
    inverted = begin < 0 and past_ref(tokens, at + 1) > at + 1
    place = past_ref(tokens, at + 1) if inverted else at + 1
    only = norm_of(tokens, place) in _ONLY
    place += only
    place += norm_of(tokens, place) in words.of("die den")
    noun = _VALUES.get(norm_of(tokens, place), "")
    place += bool(noun)
    end, either = _past_list(tokens, place)
    denied = norm_of(tokens, end) == "nicht"
    end_all = end + denied
    if particle and norm_of(tokens, end_all) != particle:
        return None
    end_all += bool(particle)
    ends = end_all == len(tokens) or kind_of(tokens, end_all) in _ENDS or norm_of(tokens, end_all) in words.AND
    if (begin < 0 and not inverted) or end == place or only == denied or (denied and either) or not ends:
        return None
    asked = tokens[at + 1 : past_ref(tokens, at + 1)] if inverted else tokens[begin:at]
    where = asked[1:] if asked[0].norm in words.ARTICLES and len(asked) > 1 else asked
    one = is_value(tokens, place) and past_value(tokens, place) == end
    article = worded(tokens[at], "der" if one else "die")
    told = [worded(tokens[at], "nur")] if only else []
    told += [article, worded(tokens[at], noun or ("wert" if one else "werte")), *tokens[place:end]]
    told += [worded(tokens[end - 1], "nicht")] if denied else []
    told.append(worded(tokens[end - 1], "zulässig"))
    verb, in_it = worded(tokens[at], "ist" if one else "sind"), worded(asked[0], "in")
    front = (verb, in_it, *where) if inverted else (in_it, *where, verb)
    return (*tokens[: at if inverted else begin], *front, *told, *tokens[end_all:])


def _past_list(tokens: Tokens, at: int) -> tuple[int, bool]:
    """The place behind values with their names, and whether "oder" joins any; `at` where none is."""
    either, end = False, at
    while _is_said(tokens, end):
        at = _past_said(tokens, end)
        comma = kind_of(tokens, at) is Kind.COMMA
        word = norm_of(tokens, at + comma) in {"und", "oder", "sowie"}
        either = either or (word and norm_of(tokens, at + comma) == "oder" and _is_said(tokens, at + comma + 1))
        end = at + comma + word
        if end == at:
            break
    return at, either


def _is_said(tokens: Tokens, at: int) -> bool:
    letters = kind_of(tokens, at) is Kind.WORD and tokens[at].text.isupper() and len(tokens[at].text) <= len("ABCD")
    return is_value(tokens, at) or (letters and tokens[at].norm not in words.KEYWORDS)


def _past_said(tokens: Tokens, at: int) -> int:
    if kind_of(tokens, at + 1) is Kind.DASH and kind_of(tokens, at + 2) is Kind.QUOTE:
        return at + 3
    return past_value(tokens, at)


_THEN = (("dann",), ("in", "diesem", "fall"), ("in", "diesem", "falle"), ("in", "dem", "fall"))


def unless_then(tokens: Tokens, at: int) -> Tokens | None:
    """ "X, es sei denn, A; dann Y" as "wenn A, dann Y, sonst X"."""
    if [norm_of(tokens, at + n) for n in range(3)] != ["es", "sei", "denn"] or kind_of(
        tokens, at - 1
    ) is not Kind.COMMA:
        return None
    start = next((n + 1 for n in range(at - 2, -1, -1) if tokens[n].kind in _CUTS), 0)
    begin = at + 3 + (kind_of(tokens, at + 3) is Kind.COMMA)
    begin += norm_of(tokens, begin) in {"dass", "daß"}
    close = next((n for n in range(begin, len(tokens)) if tokens[n].kind in _CUTS), 0)
    behind = next(
        (len(one) for one in _THEN if tuple(norm_of(tokens, close + 1 + n) for n in range(len(one))) == one), 0
    )
    end = next((n for n in range(close + 1, len(tokens)) if tokens[n].kind in _CUTS), len(tokens))
    default, case, then = tokens[start : at - 1], tokens[begin:close], tokens[close + 1 + behind : end]
    if (
        not close
        or not behind
        or not case
        or not default
        or any(one.norm in words.IF | words.ELSE for one in (*default, *case, *then))
    ):
        return None
    targets = {one.parts for one in default if one.kind is Kind.REF}
    if len(targets) != 1 or targets != {one.parts for one in then if one.kind is Kind.REF}:
        return None
    comma = a_sign(tokens[at], Kind.COMMA, ",")
    lead = [worded(tokens[at], word) for word in ("wenn", "dann", "sonst")]
    turned = (lead[0], *case, comma, lead[1], *then, replace(comma, kind=Kind.SEMICOLON, text=";"), lead[2], *default)
    return (*tokens[:start], *_placed(turned, tokens[start].start, tokens[end - 1].end), *tokens[end:])


def _placed(turned: Tokens, start: int, end: int) -> Tokens:
    """`turned`, whose first and last token begin and end where what they are made of does."""
    return (replace(turned[0], start=start, end=start), *turned[1:-1], replace(turned[-1], end=end))


_AGAIN = words.of("zusätzliches neuerliches wiederholtes")


def once_more(tokens: Tokens, at: int) -> Tokens | None:
    """ "ein zusätzliches Mal anzuzeigen" as "ein weiteres Mal anzuzeigen"."""
    told = (
        norm_of(tokens, at) in _AGAIN
        and norm_of(tokens, at - 1) in {"ein", "kein"}
        and norm_of(tokens, at + 1) == "mal"
    )
    return (*tokens[:at], worded(tokens[at], "weiteres"), *tokens[at + 1 :]) if told else None
