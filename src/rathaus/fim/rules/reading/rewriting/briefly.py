"""Limits and requests in few words: "F1 und F2 nicht gleichzeitig ausfüllen", "füllen Sie bitte F2 aus"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.quantities import TIMES
from rathaus.fim.rules.reading.rewriting.doing import FILLS, Turn, behind, opens, turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

_INTO = words.of("in im bei beim unter")
_PLURAL = {
    "füllen": "füllt", "geben": "gibt", "tragen": "trägt", "laden": "lädt", "fügen": "fügt", "legen": "legt",
}  # fmt: skip
_DONE = {
    "aus": "auszufüllen",
    "an": "anzugeben",
    "ein": "einzutragen",
    "hoch": "hochzuladen",
    "bei": "beizufügen",
    "vor": "vorzulegen",
}
_ADDED = words.of("bitte auch zusätzlich noch dann")


def told_briefly(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn as a whole sentence."""
    return turned(tokens, _TURNS)


def _a_yes(tokens: Tokens, at: int) -> Tokens | None:
    """ "Steht in F1 ein Ja" as "Steht in F1 Ja"."""
    yes = norm_at(tokens, at + 1) in words.of("ja nein") and tokens[at + 1].text[0].isupper()
    if tokens[at].norm != "ein" or not yes or not at or tokens[at - 1].kind not in {Kind.REF, Kind.QUOTE, Kind.CLOSE}:
        return None
    return (*tokens[:at], *tokens[at + 1 :])


def _at_truth(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei F1 Ja: F2 ausfüllen" as "Bei F1 = Ja: F2 ausfüllen"."""
    if at or tokens[0].norm != "bei":
        return None
    end = behind(tokens, 1)
    ends = end + 1 < len(tokens) and tokens[end + 1].kind in {Kind.COLON, Kind.COMMA}
    if not ends or norm_at(tokens, end) not in words.of("ja nein wahr falsch") or refs_in(tokens[:end]) != 1:
        return None
    sign = Token(Kind.OP, "=", tokens[end].start, tokens[end].start, "=")
    return (*tokens[:end], sign, *tokens[end:])


def _has_answered(tokens: Tokens, at: int) -> Tokens | None:
    """ "Hat er in F1 Nein angekreuzt, entfällt F2" as "Wenn er in F1 Nein angekreuzt hat, entfällt F2"."""
    close = clause_end(tokens, 0) if not at else 0
    if at or tokens[0].norm not in words.of("hat haben") or norm_at(tokens, close + 1) not in {"entfällt", "entfallen"}:
        return None
    if norm_at(tokens, 1) not in words.of("er sie man jemand") or norm_at(tokens, close - 1) not in words.GIVEN:
        return None
    return (worded(tokens[0], "wenn"), *tokens[1:close], tokens[0], *tokens[close:])


def _please_fill(tokens: Tokens, at: int) -> Tokens | None:
    """ "füllen Sie bitte F2 aus", "füllt er F2 aus" behind its case as "ist F2 auszufüllen"."""
    verb = _PLURAL.get(tokens[at].norm, tokens[at].norm)
    led = (at > 0 and opens(tokens, at)) or (at == 1 and tokens[0].norm == "bitte")
    if verb not in FILLS or norm_at(tokens, at + 1) not in words.of("sie er man") or not led:
        return None
    start = at + 2
    while norm_at(tokens, start) in _ADDED:
        start += 1
    end = behind(tokens, start)
    particle = norm_at(tokens, end)
    into = norm_at(tokens, start) in _INTO
    if end == start or particle != FILLS[verb] or into or clause_end(tokens, at) != end + 1:
        return None
    is_are = worded(tokens[at], "sind" if refs_in(tokens[start:end]) > 1 else "ist")
    done = worded(tokens[end], _DONE[particle])
    if tokens[0].norm == "bitte" and at == 1:
        return (*tokens[start:end], is_are, done, *tokens[end + 1 :])
    return (*tokens[:at], is_are, *tokens[start:end], done, *tokens[end + 1 :])


def _leave_empty(tokens: Tokens, at: int) -> Tokens | None:
    """ "lassen Sie F2 bitte leer", "bleibt F2 frei" as "ist F2 leer zu lassen", "bleibt F2 leer"."""
    if tokens[at].norm not in {"lassen", "lässt"} or norm_at(tokens, at + 1) not in words.of("sie er man"):
        return None
    start = at + 2 + (norm_at(tokens, at + 2) == "bitte")
    end = behind(tokens, start)
    last = end + (norm_at(tokens, end) == "bitte")
    if (
        not at
        or not opens(tokens, at)
        or end == start
        or norm_at(tokens, last) != "leer"
        or clause_end(tokens, at) != last + 1
    ):
        return None
    is_are = worded(tokens[at], "sind" if refs_in(tokens[start:end]) > 1 else "ist")
    empty = (worded(tokens[at], word) for word in ("leer", "zu", "lassen"))
    return (*tokens[:at], is_are, *tokens[start:end], *empty, *tokens[last + 1 :])


def _not_both(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 und F2 nicht gleichzeitig ausfüllen" as "F1 und F2 dürfen nicht gleichzeitig ausgefüllt werden"."""
    if at:
        return None
    start = int(tokens[0].norm == "bitte")
    end = behind(tokens, start)
    told = [token.norm for token in tokens[end:]]
    if end == start or len(told) != 3 or told[0] != "nicht" or refs_in(tokens[start:end]) != 2:
        return None
    if told[1] not in words.of("gleichzeitig beide zusammen") or told[2] not in words.of("ausfüllen befüllen angeben"):
        return None
    may, done, be = (worded(tokens[-1], word) for word in ("dürfen", "ausgefüllt", "werden"))
    return (*tokens[start:end], may, *tokens[end : end + 2], done, be)


def _often(tokens: Tokens, at: int) -> Tokens | None:
    """ "G höchstens dreimal ausfüllen" as "G darf höchstens dreimal ausgefüllt werden"."""
    if at:
        return None
    end = behind(tokens, 0)
    told = [token.norm for token in tokens[end:]]
    if not end or refs_in(tokens[:end]) != 1 or len(told) != 3 or told[1] not in TIMES or told[2] not in words.DOING:
        return None
    verb = {"höchstens": "darf", "maximal": "darf", "mindestens": "muss", "genau": "muss"}.get(told[0], "")
    if not verb or told[2] not in {"ausfüllen", "befüllen"}:
        return None
    done = (worded(tokens[-1], word) for word in ("ausgefüllt", "werden"))
    return (*tokens[:end], worded(tokens[end], verb), *tokens[end : end + 2], *done)


_ABOVE = (("höchstens",), ("maximal",), ("nicht", "mehr", "als"), ("keine", "zahl", "über"), ("kein", "wert", "über"))


def _at_most(tokens: Tokens, at: int) -> Tokens | None:
    """ "In F1 darf höchstens 20 eingetragen werden" as "F1 darf nicht größer als 20 sein"; the singular tells that
    no entries are counted."""
    if at or tokens[0].norm not in _INTO:
        return None
    end = behind(tokens, 1)
    if end == 1 or norm_at(tokens, end) != "darf" or refs_in(tokens[:end]) != 1:
        return None
    start = end + 1
    length = next((len(one) for one in _ABOVE if tuple(t.norm for t in tokens[start : start + len(one)]) == one), 0)
    number = start + length
    told = [token.norm for token in tokens[number + 1 :]]
    entered = told == ["stehen"] or (
        told[-1:] == ["werden"] and told[:1] and told[0] in words.FILLED and len(told) == 2
    )
    if not length or number >= len(tokens) or tokens[number].kind is not Kind.CODE or not entered:
        return None
    if not tokens[number].text.isdecimal() or tokens[number].text.startswith("0"):
        return None
    above = (worded(tokens[start], word) for word in ("nicht", "größer", "als"))
    return (*tokens[1 : end + 1], *above, tokens[number], worded(tokens[-1], "sein"))


_ALLOWED = words.of("erlaubt zulässig möglich auswählbar wählbar")


def _answers_allowed(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei F1 sind nur die Antworten 01 und 02 erlaubt" as "In F1 sind nur die Codes 01 und 02 erlaubt"."""
    noun = {"antworten": "codes", "antwort": "code", "auswahlen": "codes"}.get(tokens[at].norm, "")
    last = norm_at(tokens, len(tokens) - 1)
    if not noun or not at or tokens[at - 1].norm not in words.of("die der") or last not in _ALLOWED:
        return None
    if at + 1 >= len(tokens) or tokens[at + 1].kind is not Kind.CODE or any(one.norm in words.IF for one in tokens):
        return None
    article = worded(tokens[at - 1], "der" if noun == "code" else "die")
    into = ((n, one) for n, one in enumerate(tokens))
    told = [worded(one, "in") if one.norm == "bei" and behind(tokens, n + 1) > n + 1 else one for n, one in into]
    return (*told[: at - 1], article, worded(tokens[at], noun), *told[at + 1 :])


def _to_choose_from(tokens: Tokens, at: int) -> Tokens | None:
    """ "stehen nur 01 und 02 zur Wahl", "kann nur zwischen 01 und 02 gewählt werden" as "sind nur … auswählbar"."""
    if (
        tokens[at].norm == "zur"
        and norm_at(tokens, at + 1) == "wahl"
        and any(t.norm in words.STAND for t in tokens[:at])
    ):
        return (*tokens[: at + 1], worded(tokens[at + 1], "auswahl"), *tokens[at + 2 :])
    if tokens[at].norm != "kann" or norm_at(tokens, at + 1) != "nur" or norm_at(tokens, at + 2) != "zwischen":
        return None
    close = clause_end(tokens, at)
    listed = tokens[at + 3 : close - 2]
    ends = [norm_at(tokens, close - 2) in words.PICKED, norm_at(tokens, close - 1) == "werden"]
    found = [token.text for token in listed if token.kind is Kind.CODE]
    plain = all(text.startswith("0") for text in found) or sum(one.kind is Kind.QUOTE for one in listed) == 2
    codes = len(found) == 2 and plain and not any(t.norm in words.OR for t in listed)  # "zwischen 1 und 20": a range
    if not all(ends) or not codes or refs_in(listed):
        return None
    are = worded(tokens[at], "sind")
    return (*tokens[:at], are, tokens[at + 1], *listed, worded(tokens[at], "auswählbar"), *tokens[close:])


def _only_for(tokens: Tokens, at: int) -> Tokens | None:
    """ "nur für Vereine (F1 = 02) auszufüllen" as "nur bei F1 = 02 auszufüllen"."""
    if tokens[at].norm != "nur" or norm_at(tokens, at + 1) not in {"für", "bei"} or at + 6 >= len(tokens):
        return None
    noun = tokens[at + 2]
    kinds = [token.kind for token in tokens[at + 2 : at + 5]]
    end = next((n for n in range(at + 3, len(tokens)) if tokens[n].kind is Kind.CLOSE), 0)
    inside = tokens[at + 4 : end]
    plain = noun.text[:1].isupper() and noun.norm not in words.NOUNS | words.LAND_WORDS | words.UNNAMED
    sign = next((token.norm for token in inside if token.kind is Kind.OP), "")
    if kinds != [Kind.WORD, Kind.OPEN, Kind.REF] or not plain or sign != "=" or refs_in(inside) != 1:
        return None
    if (
        any(one.norm in words.AND | words.OR for one in inside)
        or norm_at(tokens, end + 1) not in words.TO_FILL | words.TO_SHOW
    ):
        return None
    return (*tokens[: at + 1], worded(tokens[at + 1], "bei"), *inside, *tokens[end + 1 :])


def _named_either(tokens: Tokens, at: int) -> Tokens | None:
    """ "Entweder Telefon F1 oder E-Mail F2 muss …" without the nouns, which name what the ids name."""
    if at or tokens[0].norm != "entweder" or len(tokens) < 7:
        return None
    kinds = [token.kind for token in tokens[1:6]]
    if kinds != [Kind.WORD, Kind.REF, Kind.WORD, Kind.WORD, Kind.REF] or tokens[3].norm != "oder":
        return None
    known = words.KEYWORDS | words.UNNAMED | words.KINDS | words.VALUE_NOUNS
    if not all(tokens[n].text[:1].isupper() and tokens[n].norm not in known for n in (1, 4)):
        return None
    return (tokens[0], tokens[2], tokens[3], *tokens[5:])


def _nothing_given(tokens: Tokens, at: int) -> Tokens | None:
    """ "in F1 nichts eingetragen (ist)" as "F1 leer (ist)"; "Macht er in F1 keine Angabe" as "Wenn F1 leer ist"."""
    end = behind(tokens, at + 1) if tokens[at].norm in _INTO else at
    if end <= at + 1 or refs_in(tokens[at + 1 : end]) != 1:
        return None
    empty = worded(tokens[at], "leer")
    said = norm_at(tokens, end + 1) in words.of("angegeben eingetragen eingegeben ausgewählt")
    if norm_at(tokens, end) == "nichts" and said:
        return (*tokens[:at], *tokens[at + 1 : end], empty, *tokens[end + 2 :])
    none = [norm_at(tokens, end), norm_at(tokens, end + 1)] == ["keine", "angabe"]
    person = norm_at(tokens, 1) in words.of("er sie man jemand")
    if at == 2 and tokens[0].norm in {"macht", "machen"} and person and none and clause_end(tokens, 0) == end + 2:
        return (worded(tokens[0], "wenn"), *tokens[3:end], empty, worded(tokens[0], "ist"), *tokens[end + 2 :])
    return None


def _to_see(tokens: Tokens, at: int) -> Tokens | None:
    """ "ist F2 nicht zu sehen" as "ist F2 nicht sichtbar"."""
    seen = tokens[at].norm == "zu" and norm_at(tokens, at + 1) == "sehen" and clause_end(tokens, at) == at + 2
    return (*tokens[:at], worded(tokens[at], "sichtbar"), *tokens[at + 2 :]) if seen else None


def _only_at(tokens: Tokens, at: int) -> Tokens | None:
    """ "nur bei Ja in F1 hochzuladen" as "nur bei F1 = Ja hochzuladen"."""
    if tokens[at].norm != "nur" or norm_at(tokens, at + 1) != "bei" or norm_at(tokens, at + 2) not in words.TRUTH:
        return None
    end = behind(tokens, at + 4)
    told = norm_at(tokens, end) in words.TO_FILL | words.TO_SHOW and end + 1 == len(tokens)
    if norm_at(tokens, at + 3) not in {"in", "bei"} or not told or refs_in(tokens[at + 4 : end]) != 1:
        return None
    sign = Token(Kind.OP, "=", tokens[at].start, tokens[at].start, "=")
    return (*tokens[: at + 2], *tokens[at + 4 : end], sign, tokens[at + 2], *tokens[end:])


def _stays_empty(tokens: Tokens, at: int) -> Tokens | None:
    """ "Falls F1 leer bleibt, …" as "Falls F1 leer ist, …"."""
    if at < 2 or tokens[at].norm != "bleibt" or tokens[at - 1].norm != "leer" or clause_end(tokens, at) != at + 1:
        return None
    begin = next((n for n in range(at - 1, -1, -1) if tokens[n].norm in words.IF), -1)
    fits = begin >= 0 and behind(tokens, begin + 1) == at - 1 and refs_in(tokens[begin:at]) == 1
    return (*tokens[:at], worded(tokens[at], "ist"), *tokens[at + 1 :]) if fits else None


def _to_answer(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 ist zwingend mit Ja zu beantworten", "Bei F1 ist Ja anzukreuzen" as "F1 muss mit Ja beantwortet werden"."""
    if at:
        return None
    start = int(tokens[0].norm in _INTO)
    end = behind(tokens, start)
    told = [token.norm for token in tokens[end + 1 :] if token.norm not in {"zwingend", "unbedingt"}]
    if end == start or norm_at(tokens, end) != "ist" or refs_in(tokens[:end]) != 1 or len(tokens) > end + 6:
        return None
    answer = told[1:2] if len(told) == 4 and [told[0], *told[2:]] == ["mit", "zu", "beantworten"] else ()
    answer = told[:1] if len(told) == 2 and start and told[1] in {"anzukreuzen", "auszuwählen"} else answer
    if not answer or answer[0] not in words.of("ja nein wahr falsch"):
        return None
    said = next(token for token in tokens[end:] if token.norm == answer[0])
    must, by, done, be = (worded(tokens[end], word) for word in ("muss", "mit", "beantwortet", "werden"))
    return (*tokens[start:end], must, by, said, done, be)


def _mark_needed(tokens: Tokens, at: int) -> Tokens | None:
    """ "Der Haken bei F1 muss gesetzt werden" as "F1 muss angekreuzt sein"."""
    if at or tokens[0].norm not in {"der", "das"} or norm_at(tokens, 1) not in words.of("haken häkchen kreuz"):
        return None
    end = behind(tokens, 3)
    told = [token.norm for token in tokens[end:]]
    if (
        norm_at(tokens, 2) not in _INTO
        or refs_in(tokens[:end]) != 1
        or told[:2] != ["muss", "gesetzt"]
        or len(told) != 3
    ):
        return None
    ticked, be = (worded(tokens[-1], word) for word in ("angekreuzt", "sein"))
    return (*tokens[3:end], tokens[end], ticked, be) if told[2] in {"sein", "werden"} else None


def _answers(tokens: Tokens, at: int) -> Tokens | None:
    """ "Beantwortet er F1 mit Nein, …", "Antwortet er in F1 mit Nein, …" as "Wenn F1 mit Nein beantwortet wird, …"."""
    person = norm_at(tokens, 1) in words.of("er sie man jemand")
    if at or tokens[0].norm not in {"beantwortet", "antwortet", "beantworten", "antworten"} or not person:
        return None
    start = 2 + (tokens[0].norm.startswith("antwort") and norm_at(tokens, 2) in _INTO)
    end = behind(tokens, start)
    close = clause_end(tokens, 0)
    plain = norm_at(tokens, end) == "mit" and norm_at(tokens, end + 1) in words.TRUTH and close == end + 2
    if end == start or not plain or close == len(tokens) or refs_in(tokens[:end]) != 1:
        return None
    done = (worded(tokens[0], word) for word in ("beantwortet", "wird"))
    return (worded(tokens[0], "wenn"), *tokens[start:close], *done, *tokens[close:])


_TO_BE = {"ausfüllen": "auszufüllen", "hochladen": "hochzuladen", "vorlegen": "vorzulegen"}
_LEGAL = words.of("juristische natürliche private eingetragene gemeinnützige gewerbliche")


def _some_must(tokens: Tokens, at: int) -> Tokens | None:
    """ "Vereine (F1 = 02) müssen F2 ausfüllen" as "Für Vereine (F1 = 02) ist F2 auszufüllen"."""
    opening = next((n for n, one in enumerate(tokens[:4]) if one.kind is Kind.OPEN), 0)
    if at or not opening:
        return None
    close = next((n for n in range(opening, len(tokens)) if tokens[n].kind is Kind.CLOSE), 0)
    inside, noun = tokens[opening + 1 : close], tokens[opening - 1]
    sort = opening == 1 or (opening == 2 and tokens[0].norm in _LEGAL)  # "bayerische Vereine" are some of them
    plain = sort and noun.kind is Kind.WORD and noun.text[:1].isupper()
    named = any(one.norm in words.KEYWORDS | words.HEDGES | words.ARTICLES for one in tokens[:opening])
    signs = [one.norm for one in inside if one.kind is Kind.OP]
    joined = any(one.norm in words.AND | words.OR for one in inside)
    if not plain or named or signs != ["="] or joined or refs_in(inside) != 1 or norm_at(tokens, close + 1) != "müssen":
        return None
    start = close + 2 + (norm_at(tokens, close + 2) in {"auch", "zusätzlich"})
    end = behind(tokens, start)
    done = {"ausfüllen": "auszufüllen", "hochladen": "hochzuladen", "vorlegen": "vorzulegen"}.get(
        norm_at(tokens, end), ""
    )
    if end == start or not done or end + 1 != len(tokens):
        return None
    is_are = worded(tokens[end], "sind" if refs_in(tokens[start:end]) > 1 else "ist")
    return (worded(tokens[0], "für"), *tokens[: close + 1], is_are, *tokens[start:end], worded(tokens[end], done))


_TURNS: tuple[Turn, ...] = (
    _a_yes,
    _at_truth,
    _has_answered,
    _please_fill,
    _leave_empty,
    _not_both,
    _often,
    _at_most,
    _answers_allowed,
    _to_choose_from,
    _only_for,
    _named_either,
    _nothing_given,
    _to_see,
    _only_at,
    _stays_empty,
    _to_answer,
    _mark_needed,
    _answers,
    _some_must,
)
