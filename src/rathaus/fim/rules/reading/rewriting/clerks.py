"""How those who work on an application write of it: "Haben wir in F1 den Code 02", "so blenden wir F2 aus", "ab 80".

Each turn is known from its first word to its last; what is not certain stays as it was written.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, leads, opens, turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

_INTO = words.of("in im bei beim unter auf")
_VALUES = {Kind.CODE, Kind.QUOTE}


def as_clerks_say(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn in the words of rules."""
    return turned(tokens, _TURNS)


def _a_yes(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei einem Ja auf die Frage F1" as "Bei Ja in F1"; ", bei einem Nein" as ", bei Nein"."""
    article = norm_at(tokens, at + 1) in {"einem", "dem"}
    if norm_at(tokens, at) not in {"bei", "im"} or not article or norm_at(tokens, at + 2) not in words.TRUTH:
        return None
    past = at + 3
    onto = norm_at(tokens, past) in _INTO | {"zu", "zur"} and behind(tokens, past + 1) > past + 1
    place = (worded(tokens[past], "in"), *tokens[past + 1 :]) if onto else tokens[past:]
    return (*tokens[: at + 1], tokens[at + 2], *place)


_OURS = words.of("wir sie")
_LOOKING = (("vor", "sich"), ("vor", "uns"), ("vorliegen",))


def _we_have(tokens: Tokens, at: int) -> Tokens | None:
    """ "Haben wir in F1 den Code 02 (vor uns), …" as "Steht in F1 der Code 02, …"."""
    into = at + 2
    place = norm_at(tokens, into) in _INTO
    past = behind(tokens, into + 1) if place else into
    if norm_at(tokens, at) != "haben" or norm_at(tokens, at + 1) not in _OURS or not leads(tokens, at) or past <= into:
        return None
    end = clause_end(tokens, past)
    value = tokens[past:end]
    for tail in _LOOKING:
        value = value[: -len(tail)] if tuple(one.norm for one in value[-len(tail) :]) == tail else value
    said = _value_of(value)
    if said is None or refs_in(tokens[into:past]) != 1:
        return None
    return (*tokens[:at], worded(tokens[at], "steht"), worded(tokens[into], "in"), *tokens[into + 1 : past], *said,
            *tokens[end:])  # fmt: skip


def _is_value(token: Token) -> bool:
    """True for a code, a name, a yes or a no, and for a code of one letter."""
    letter = token.kind is Kind.WORD and len(token.text) == 1 and token.text.isupper()
    return token.kind in _VALUES or token.norm in words.TRUTH or letter


def _value_of(value: Tokens) -> Tokens | None:
    """ "der Code 02" for "den Code 02", "nicht Ja" for "kein Ja"; None for what is no answer."""
    article, noun = norm_at(value, 0), norm_at(value, 1)
    if len(value) == 2 and noun in words.TRUTH and article in {"ein", "kein"}:
        return value[1:] if article == "ein" else (worded(value[0], "nicht"), value[1])
    if article == "den" and noun in {"code", "wert"} and all(map(_is_value, value[2:])):
        return (worded(value[0], "der"), *value[1:]) if value[2:] else None
    if article == "einen" and noun == "anderen" and norm_at(value, 2) in {"code", "wert"}:
        rest = value[3:]
        plain = not rest or (rest[0].norm == "als" and all(map(_is_value, rest[1:])))
        return (worded(value[0], "ein"), worded(value[1], "anderer"), *value[2:]) if plain else None
    return None


def _decided(tokens: Tokens, at: int) -> Tokens | None:
    """ "Hat sich das Paar in F1 für den Code 02 entschieden" as "Ist in F1 der Code 02 gewählt"."""
    into = next((n for n in range(at + 2, at + 5) if norm_at(tokens, n) in _INTO), 0)
    if norm_at(tokens, at) not in {"hat", "haben"} or norm_at(tokens, at + 1) != "sich" or not into:
        return None
    past, end = behind(tokens, into + 1), clause_end(tokens, at)
    who = tokens[at + 2 : into]
    anyone = all(one.kind is Kind.WORD and one.norm not in words.RESTRICTING for one in who)
    coded = norm_at(tokens, past) == "für" and norm_at(tokens, past + 1) == "den"
    value = tokens[past + 2 : end - 1]
    said = value and value[0].norm in words.VALUE_NOUNS and all(map(_is_value, value[1:]))
    if not anyone or past == into + 1 or not coded or not said or norm_at(tokens, end - 1) != "entschieden":
        return None
    told = (worded(tokens[at], "der"), *value, worded(tokens[at], "gewählt"))
    return (*tokens[:at], worded(tokens[at], "ist"), worded(tokens[into], "in"), *tokens[into + 1 : past], *told,
            *tokens[end:])  # fmt: skip


_SHOWING = {"zeigen": ("", "an"), "blenden": ("aus", "ein"), "fragen": ("ab",)}
_TOLD = {"": "angezeigt", "an": "angezeigt", "ein": "eingeblendet", "aus": "ausgeblendet", "ab": "abgefragt"}


def _we_show(tokens: Tokens, at: int) -> Tokens | None:
    """ "blenden wir F2 aus", "zeigen wir ihm F2 nicht (an)" as "wird F2 ausgeblendet", "wird F2 nicht angezeigt"."""
    verb = norm_at(tokens, at)
    if verb not in _SHOWING or norm_at(tokens, at + 1) != "wir" or not opens(tokens, at):
        return None
    start = at + 2 + (norm_at(tokens, at + 2) in {"ihm", "ihr", "ihnen"})
    past = behind(tokens, start)
    end = clause_end(tokens, at)
    denied = norm_at(tokens, past) == "nicht"
    tail = tokens[past + denied : end]
    particle = norm_at(tail, 0)
    if past == start or len(tail) > 1 or particle not in _SHOWING[verb] or (denied and particle == "aus"):
        return None
    passive = worded(tokens[at], "werden" if refs_in(tokens[start:past]) > 1 else "wird")
    told = (*tokens[past : past + denied], worded(tokens[at], _TOLD[particle]))
    return (*tokens[:at], passive, *tokens[start:past], *told, *tokens[end:])


def _must_not_lack(tokens: Tokens, at: int) -> Tokens | None:
    """ "darf F2 nicht fehlen", "F2 darf nicht fehlen" as "muss F2 ausgefüllt werden"."""
    if norm_at(tokens, at) not in words.MAY:
        return None
    past = behind(tokens, at + 1)
    if (norm_at(tokens, past), norm_at(tokens, past + 1)) != ("nicht", "fehlen") or past + 2 < clause_end(tokens, at):
        return None
    must = worded(tokens[at], "muss" if norm_at(tokens, at) == "darf" else "müssen")
    done = (worded(tokens[past], "ausgefüllt"), worded(tokens[past], "werden"))
    return (*tokens[:at], must, *tokens[at + 1 : past], *done, *tokens[past + 2 :])


_STATING = words.of("angeben eintragen beibringen nachweisen einreichen hochladen mitteilen")


def _must_state(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wer …, muss (auch) F2 angeben" as "Wer …, muss F2 ausfüllen"."""
    told = tokens[0].norm in {"wer", "wenn"} or norm_at(tokens, at + 1) in {"er", "sie", "man"}
    if norm_at(tokens, at) not in words.MUST or not at or not told or not leads(tokens, at):
        return None
    start = at + 1 + (norm_at(tokens, at + 1) in {"er", "sie", "man"})
    start += norm_at(tokens, start) in words.of("auch zusätzlich zwingend")
    past = behind(tokens, start)
    done = norm_at(tokens, past) in _STATING | words.DOING and past + 1 == clause_end(tokens, at)
    if past == start or not done:
        return None
    return (*tokens[: at + 1], *tokens[start:past], worded(tokens[past], "ausfüllen"), *tokens[past + 1 :])


def _something(tokens: Tokens, at: int) -> Tokens | None:
    """ "muss im Feld F2 etwas angegeben werden" as "muss F2 angegeben werden"."""
    if norm_at(tokens, at) not in words.MUST or norm_at(tokens, at + 1) not in words.PREPOSITIONS:
        return None
    past = behind(tokens, at + 2)
    filled = norm_at(tokens, past) == "etwas" and norm_at(tokens, past + 1) in words.of("angegeben eingetragen stehen")
    if past == at + 2 or not filled:
        return None
    passive = (worded(tokens[past], "angegeben"), worded(tokens[past], "werden"))
    stands = norm_at(tokens, past + 1) == "stehen"
    rest = (*passive, *tokens[past + 2 :]) if stands else tokens[past + 1 :]
    return (*tokens[: at + 1], *tokens[at + 2 : past], *rest)


def _something_else(tokens: Tokens, at: int) -> Tokens | None:
    """ "Steht in F1 etwas anderes, …" as "Ist in F1 ein anderer Wert angegeben, …"."""
    if norm_at(tokens, at) not in words.STAND | words.BE | words.BECOME or norm_at(tokens, at + 1) not in _INTO:
        return None
    past, end = behind(tokens, at + 2), clause_end(tokens, at)
    said = tuple(token.norm for token in tokens[past:end])
    whole = said[:2] == ("etwas", "anderes") and (len(said) == 2 or (len(said) == 3 and said[2] in words.GIVEN))
    stands = norm_at(tokens, at) in words.STAND
    if not whole or stands != (len(said) == 2) or past == at + 2 or refs_in(tokens[at:past]) != 1 or end == len(tokens):
        return None
    told = (worded(tokens[at], word) for word in ("ein", "anderer", "wert", "angegeben"))
    return (*tokens[:at], worded(tokens[at], "ist"), worded(tokens[at], "in"), *tokens[at + 2 : past], *told,
            *tokens[end:])  # fmt: skip


_LINKS = words.of("außerdem zudem zusätzlich zugleich ebenfalls gleichzeitig auch ferner")


def _linked(tokens: Tokens, at: int) -> Tokens | None:
    """ "und ist außerdem F2 = Ja", "und ist F2 ebenfalls wahr" without the word that only joins them."""
    if tokens[at].norm not in _LINKS or norm_at(tokens, 0) not in words.BE | words.BECOME | {"steht", "("} | words.IF:
        return None
    joint = max((n for n in range(1, at) if tokens[n].norm in words.AND), default=0)
    effect = any(token.kind is Kind.COMMA or token.norm in words.THEN for token in tokens[:at])
    told = norm_at(tokens, at + 1) in words.TRUTH or starts_reference(Cursor(tokens[at + 1 :]))
    denied = any(token.norm in words.RESTRICTING - words.IF - _LINKS for token in tokens[joint:at])
    return (*tokens[:at], *tokens[at + 1 :]) if joint and not effect and told and not denied else None


_SIGNS = {"unter": ("weniger", "als"), "ab": ("mindestens",), "über": ("mehr", "als"), "bis": ("höchstens",)}
_BELOW = frozenset({("mindestens", "unter"), ("ab", "unter"), ("weniger", "ab"), ("unter", "ab"), ("mehr", "bis"),
    ("über", "bis"), ("höchstens", "über")})  # fmt: skip


def _from(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ab einem Wert von 80 in F1 ist …" as "Wenn F1 mindestens 80 beträgt, ist …"."""
    sign = norm_at(tokens, 0)
    if at or sign not in {"ab", "unter"} or norm_at(tokens, 1) != "einem" or norm_at(tokens, 3) != "von":
        return None
    valued = norm_at(tokens, 2) in words.of("wert betrag") and len(tokens) > 6 and tokens[4].kind is Kind.CODE
    place = 5 + (norm_at(tokens, 5) in _UNITS)
    past = behind(tokens, place + 1)
    if not valued or norm_at(tokens, place) not in {"in", "im", "bei"} or past == place + 1:
        return None
    if refs_in(tokens[place:past]) != 1 or norm_at(tokens, past) not in words.BE | words.BECOME | words.MUST:
        return None
    here = tokens[0]
    bound = (*(worded(here, word) for word in _SIGNS[sign]), tokens[4])
    comma = replace(here, kind=Kind.COMMA, text=",", norm=",")
    return (worded(here, "wenn"), *tokens[place + 1 : past], *bound, worded(here, "beträgt"), comma, *tokens[past:])


_UNITS = words.of("% prozent euro € personen")


def _on_the_other_side(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wenn F1 mindestens 80 beträgt, ist …, unter 80 ist …" as "…; wenn F1 weniger als 80 beträgt, ist …"."""
    sign = norm_at(tokens, at)
    if sign not in _SIGNS or not at or tokens[at - 1].kind not in {Kind.COMMA, Kind.SEMICOLON}:
        return None
    number = tokens[at + 1] if at + 1 < len(tokens) else None
    past = at + 2 + (norm_at(tokens, at + 2) in _UNITS or (at + 2 < len(tokens) and tokens[at + 2].text == "%"))
    if number is None or number.kind is not Kind.CODE or norm_at(tokens, past) not in words.BE | words.BECOME:
        return None
    head = tokens[: clause_end(tokens, 0)]
    refs = [token for token in head if token.kind is Kind.REF]
    bounds = [n for n in range(len(head)) if head[n].kind is Kind.CODE and head[n].norm == number.norm]
    if len(refs) != 1 or len(bounds) != 1 or sum(token.kind is Kind.CODE for token in head) != 1:
        return None
    (bound,) = bounds
    word = norm_at(head, bound - 1 - (norm_at(head, bound - 1) == "als"))
    if (word, sign) not in _BELOW or any(token.norm in _NO_BOUND for token in head):
        return None
    here = tokens[at]
    said = (worded(here, word) for word in _SIGNS[sign])
    comma = replace(here, kind=Kind.COMMA, text=",", norm=",")
    semicolon = replace(here, kind=Kind.SEMICOLON, text=";", norm=";")
    return (*tokens[: at - 1], semicolon, worded(here, "wenn"), refs[0], *said, number, worded(here, "beträgt"), comma,
            *tokens[past:])  # fmt: skip


_NO_BOUND = words.AND | words.OR | frozenset(words.UNITS) | words.of("nicht alt älter jünger alter")


_COMPARING = words.of("als mindestens höchstens genau maximal wenigstens")
_ENTERED = words.of("eingetragen angegeben eingegeben")


def _counted(tokens: Tokens, at: int) -> Tokens | None:
    """ "in F1 mehr als 20 Personen eingetragen" without what is counted, which the field names."""
    noun = tokens[at].kind is Kind.WORD and tokens[at].text[:1].isupper() and norm_at(tokens, at + 1) in _ENTERED
    number = at > 1 and tokens[at - 1].kind is Kind.CODE and norm_at(tokens, at - 2) in _COMPARING
    plain = tokens[at].norm not in words.UNITS and tokens[at].norm not in words.UNNAMED | words.KEYWORDS
    if not noun or not number or not plain:
        return None
    first = max((n for n in range(at) if tokens[n].kind is Kind.COMMA), default=-1) + 1
    return (*tokens[:at], *tokens[at + 1 :]) if refs_in(tokens[first:at]) == 1 else None


def _for_the_code(tokens: Tokens, at: int) -> Tokens | None:
    """ "Für den Code 03 in F1 sind …" as "Bei dem Code 03 in F1 sind …"."""
    if at or norm_at(tokens, 0) != "für" or norm_at(tokens, 1) != "den" or norm_at(tokens, 2) != "code":
        return None
    place = next((n for n in range(3, min(len(tokens), 6)) if tokens[n].norm in {"in", "im", "bei"}), 0)
    values = bool(place) and all(map(_is_value, tokens[3:place]))
    if not values or place == 3 or behind(tokens, place + 1) == place + 1:
        return None
    return (worded(tokens[0], "bei"), *tokens[2:])


_LAST = words.BE | words.BECOME | words.MUST | words.of("entfällt entfallen erscheint erscheinen")


def _leads_to(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 = Nein führt dazu, dass F2 auszufüllen ist" as "Wenn F1 = Nein, ist F2 auszufüllen"."""
    if norm_at(tokens, at) != "führt" or norm_at(tokens, at + 1) != "dazu" or norm_at(tokens, at + 3) != "dass":
        return None
    if tokens[at + 2].kind is not Kind.COMMA or refs_in(tokens[:at]) != 1:
        return None
    verb = norm_at(tokens, len(tokens) - 1)
    compares = any(token.kind is Kind.OP for token in tokens[:at]) and tokens[0].kind is Kind.REF
    if not compares or verb not in _LAST or clause_end(tokens, at + 3) != len(tokens):
        return None
    wenn = worded(tokens[0], "wenn")
    return (wenn, *tokens[:at], tokens[at + 2], worded(tokens[-1], verb), *tokens[at + 4 : -1])


def _lacking(tokens: Tokens, at: int) -> Tokens | None:
    """ "Fehlt eine Angabe in F1" as "Fehlt die Angabe in F1"."""
    entry = norm_at(tokens, at + 2) in words.of("angabe antwort eintragung") and norm_at(tokens, at + 3) in _INTO
    entry = entry and refs_in(tokens[at : clause_end(tokens, at)]) == 1
    if norm_at(tokens, at) != "fehlt" or norm_at(tokens, at + 1) not in {"eine", "jede"} or not entry:
        return None
    return (*tokens[: at + 1], worded(tokens[at], "die"), worded(tokens[at], "angabe"), *tokens[at + 3 :])


def _another_land(tokens: Tokens, at: int) -> Tokens | None:
    """ "In jedem anderen Land ist …" as "In allen anderen Ländern ist …"."""
    if at or norm_at(tokens, 1) != "jedem" or norm_at(tokens, 0) != "in" or norm_at(tokens, 2) != "anderen":
        return None
    if norm_at(tokens, 3) not in {"land", "bundesland"}:
        return None
    return (*(worded(tokens[0], word) for word in ("in", "allen", "anderen", "ländern")), *tokens[4:])


_DECIDING = (("kommt", "es", "auf", "den", "code", "an"), ("kommt", "es", "auf", "die", "antwort", "an"),
    ("genügt", "ein", "blick"), ("gilt", "folgendes"), ("ist", "zu", "unterscheiden"))  # fmt: skip


def _deciding(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei F1 kommt es auf den Code an: Bei A ist …" as "Bei A in F1 ist …"; what is asked there, where it is said."""
    if at:
        return None
    colon = next((n for n, token in enumerate(tokens) if token.kind is Kind.COLON), 0)
    led = norm_at(tokens, 0) in _INTO
    past = behind(tokens, int(led))
    if not colon or refs_in(tokens[:past]) != 1:
        return None
    told = tuple(token.norm for token in tokens[past:colon])
    over = told[:2] == ("entscheidet", "über") and behind(tokens, past + 2) == colon
    if not (led and told in _DECIDING) and not (not led and over):
        return None
    rest = tokens[colon + 1 :]
    asked = next(token for token in tokens[:past] if token.kind is Kind.REF)
    if norm_at(rest, 0) != "bei":
        again = [token.parts for token in rest[: clause_end(rest, 0)] if token.kind is Kind.REF]
        return rest if again == [asked.parts] else None
    value = 1 + (norm_at(rest, 1) in words.VALUE_NOUNS)
    if value >= len(rest) or not _is_value(rest[value]):
        return None
    end = value + 1 + (value + 1 < len(rest) and rest[value + 1].kind is Kind.QUOTE)
    if norm_at(rest, end) not in words.BE | words.BECOME:
        return None
    return (*rest[:end], worded(tokens[0], "in"), asked, *rest[end:])


_TURNS: tuple[Turn, ...] = (
    _deciding,
    _a_yes,
    _we_have,
    _decided,
    _we_show,
    _must_not_lack,
    _must_state,
    _something,
    _something_else,
    _linked,
    _from,
    _on_the_other_side,
    _counted,
    _for_the_code,
    _leads_to,
    _lacking,
    _another_land,
)
