"""Rules without verbs, put as sentences: "F1 (Art) Code 01 (Neu), 02 (Alt): F2 Pflicht. Alle anderen Codes: …"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, turned
from rathaus.fim.rules.reading.rewriting.headless import with_question
from rathaus.fim.rules.reading.rewriting.places import Tokens, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

_ENDS = {Kind.COMMA, Kind.SEMICOLON, Kind.COLON}
_BEHIND = words.IF | words.ELSE | words.of("bei und in")


def from_terse(tokens: Tokens) -> Tokens:
    """`tokens`, with each such note in the words of rules."""
    tokens = tuple(_duty(tokens, at) for at in range(len(tokens)))
    found: list[Token] = []
    start = 0
    tokens = turned(tokens, _TURNS)
    for at in (*(n for n, token in enumerate(tokens) if token.kind is Kind.SEMICOLON), len(tokens)):
        found += (*_stated(tokens[start:at]), *tokens[at : at + 1])
        start = at + 1
    return tuple(found)


_SMALL = words.of("noch bereits schon ohne mit")
_SPEAKING = (words.KEYWORDS | words.HEDGES | words.MANDATORY | words.FREE | FINITE) - _SMALL
_INSIDE = {Kind.WORD, Kind.DASH}


def in_full(tokens: Tokens) -> Tokens:
    """The tokens of a text, without stops inside names, and with what "beide" and "nein: …" are said of."""
    return with_question(_both_named(_unstopped(tokens)))


def _unstopped(tokens: Tokens) -> Tokens:
    """`tokens`, without the full stops of what is shortened in a name: "F1 (Gutschein-Nr.)", "F1 (ärztl. Attest)"."""
    stops: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind is Kind.OPEN and at and tokens[at - 1].kind is Kind.REF:
            stops |= _stops_in_name(tokens, at)
    return tuple(token for at, token in enumerate(tokens) if at not in stops) if stops else tokens


_LONGEST = 12


def _stops_in_name(tokens: Tokens, at: int) -> set[int]:
    """Where the full stops of the name are that stands in the bracket at `at`; none where it may say something."""
    end = next((n for n in range(at + 1, min(at + _LONGEST, len(tokens))) if tokens[n].kind is Kind.CLOSE), at)
    inside = tokens[at + 1 : end]
    shortened = all(n and inside[n - 1].kind is Kind.WORD for n, one in enumerate(inside) if one.kind is Kind.STOP)
    plain = all(one.kind in _INSIDE | {Kind.STOP} and one.norm not in _SPEAKING for one in inside)
    stops = {at + 1 + n for n, one in enumerate(inside) if one.kind is Kind.STOP}
    return stops if plain and shortened else set()


def _both_named(tokens: Tokens) -> Tokens:
    """`tokens`, with "Beide leer: …" behind "F1 oder F2 gefüllt: F3 …" as what is said of F1 and F2."""
    found: list[Token] = []
    start = 0
    before: Tokens = ()
    for at, token in enumerate(tokens):
        spoken = at == start and token.norm == "beide" and norm_at(tokens, at + 1) in _FILLED_OR_NOT
        if spoken and _ended(tokens, at + 2):
            found += _pair_of(before, token) or (token,)
        else:
            found.append(token)
        if token.kind is Kind.STOP:
            start, before = at + 1, tokens[start:at]
    return tuple(found)


_FILLED_OR_NOT = words.FILLED | {"leer"}


def _ended(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].kind is Kind.COLON


def _pair_of(before: Tokens, token: Token) -> Tokens:
    """The two fields that the sentence before asks for, with "und"; none where it names other than one more."""
    head = _head(before)
    asked = [one for one in before[:head] if one.kind is Kind.REF]
    told = {one.parts for one in before[head:] if one.kind is Kind.REF}
    if len(asked) != 2 or asked[0].parts == asked[1].parts or len(told) != 1:
        return ()
    first, second = (replace(one, start=token.start, end=token.end, label=None) for one in asked)
    return first, worded(token, "und"), second


_DUTIES = {
    **dict.fromkeys(
        words.of(
            "pflichtabfrage pflichteingabe pflichteintrag pflichteintragung pflichtauswahl pflichtantwort pflichtfrage"
            " pflichtelement pflichtblock pflichtabschnitt pflichtanlage pflichtnachweis pflichtdokument"
            " pflichtunterlage pflichtupload pflichtteil pflichtbestandteil pflichtdatenfeld pflichteingabefeld"
            " pflichtdatenfeldgruppe pflichtdatengruppe pflichtposition pflichtinhalt"
        ),
        "pflichtangabe",
    ),
    **dict.fromkeys(
        words.of(
            "pflichtabfragen pflichteingaben pflichteinträge pflichteinträgen pflichteintragungen pflichtantworten"
            " pflichtfragen pflichtelemente pflichtelementen pflichtblöcke pflichtblöcken pflichtabschnitte"
            " pflichtabschnitten pflichtanlagen pflichtnachweise pflichtnachweisen pflichtdokumente pflichtdokumenten"
            " pflichtunterlagen pflichtuploads pflichtteile pflichtbestandteile pflichtdatenfelder"
            " pflichtdatenfeldern pflichteingabefelder pflichteingabefeldern pflichtdatenfeldgruppen"
            " pflichtdatengruppen pflichtpositionen pflichtinhalte"
        ),
        "pflichtangaben",
    ),
}
"""Nouns that say nothing but that something is required."""
_SAID_SO = words.BE | words.BECOME | words.of("als zu zum zur ein eine einer einem kein keine keiner keinem")


def _duty(tokens: Tokens, at: int) -> Token:
    """ "F2 ist Pflichtabfrage" as "F2 ist Pflichtangabe"; "F2 Pflichtnachweis ist" holds a name."""
    token = tokens[at]
    same = _DUTIES.get(token.norm) if token.kind is Kind.WORD else None
    if same is None or not at:
        return token
    named = tokens[at - 1].kind in {Kind.REF, Kind.CLOSE, Kind.QUOTE}
    over = at + 1 == len(tokens) or tokens[at + 1].kind in _ENDS or tokens[at + 1].norm in _BEHIND
    return worded(token, same) if tokens[at - 1].norm in _SAID_SO or (named and over) else token


_OTHERS = words.of("andere anderen übrige übrigen restliche restlichen sonstige sonstigen weiteren")
_CASES = words.of("fälle fällen")
_SINGLE = words.of("anderer anderem andere anderes anderen")
_CHOICES = words.VALUE_NOUNS | words.of("auswahl antwort antworten")


def _other_branch(tokens: Tokens, at: int) -> Tokens | None:
    """ "Falls nicht: …", "Übrige Fälle: …" as "sonst: …", "Alle anderen Codes: …" as "Bei allen anderen Codes: …"."""
    if at and tokens[at - 1].kind not in {Kind.SEMICOLON, Kind.COMMA}:
        return None
    colon = next((n for n in range(at, min(at + 5, len(tokens))) if tokens[n].kind is Kind.COLON), 0)
    told = [token.norm for token in tokens[at:colon]]
    if not colon or not told or colon + 1 == len(tokens):
        return None
    if (told[0] in words.IF and told[1:] == ["nicht"]) or told in (["gegenfall"], ["im", "gegenfall"]):
        return (*tokens[:at], worded(tokens[at], "sonst"), *tokens[colon:])
    said = told[1:] if told[0] == "bei" else told
    said = said[1:] if said[:1] and said[0] in words.of("alle allen jeder jedem die den") else said
    if len(said) != 2:
        return None
    if said[0] in _OTHERS and said[1] in _CASES:
        return (*tokens[:at], worded(tokens[at], "sonst"), *tokens[colon:])
    if said[0] not in _OTHERS | _SINGLE or said[1] not in _CHOICES:
        return None
    rest = (worded(tokens[at], word) for word in ("bei", "allen", "anderen", "codes"))
    return (*tokens[:at], *rest, *tokens[colon:])


def _closed(tokens: Tokens, at: int) -> int:
    """The place behind the bracket that opens at `at`; `at` where none does, or another opens in it."""
    for place in range(at + 1, len(tokens)):
        if tokens[place].kind is Kind.CLOSE:
            return place + 1 if tokens[at].kind is Kind.OPEN else at
        if tokens[place].kind is Kind.OPEN:
            return at
    return at


def _named(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 (Bezug noch laufend)", "Code 08 (Umnutzung ohne Umbau)" with the name in quotation marks: it begins with
    a noun, and limits nothing."""
    if tokens[at].kind is not Kind.OPEN or not at or tokens[at - 1].kind not in {Kind.REF, Kind.CODE}:
        return None
    end = _closed(tokens, at)
    inside = tokens[at + 1 : end - 1]
    if len(inside) < 3 or not _SMALL & {one.norm for one in inside[1:-1]}:
        return None
    noun = inside[0].text[:1].isupper() and inside[0].norm not in _SPEAKING | _SMALL
    plain = noun and all(one.kind in _INSIDE and one.norm not in _SPEAKING for one in inside)
    if not plain or (tokens[at - 1].kind is Kind.REF and tokens[at - 1].label is not None):
        return None
    name = " ".join(one.text for one in inside)
    return (*tokens[:at], Token(Kind.QUOTE, name, inside[0].start, inside[-1].end, name.lower()), *tokens[end:])


def _sign(token: Token, sign: str) -> Token:
    return Token(Kind.OP, sign, token.start, token.start, sign)


def _head(tokens: Tokens) -> int:
    """The place of the colon or arrow behind a condition without a verb; 0 where no such condition stands first."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if not depth and (token.kind is Kind.COLON or (token.norm == "dann" and token.text.lower() != "dann")):
            return at
        if not depth and (token.norm in _VERBS or token.kind is Kind.SEMICOLON):
            return 0
    return 0


_VERBS = FINITE | words.HAVE | words.MAY | words.MUST | words.CAN | words.STAY


def _stated(tokens: Tokens) -> Tokens:
    """ "F1 (Art) Code 01: …", "F1 ja und F2 nein: …", "F2 Pflicht bei F1 ja" with the sign that says what is
    compared."""
    head = _head(tokens)
    found: list[Token] = []
    at, shared = 0, False
    while at < len(tokens):
        found.append(tokens[at])
        at += 1
        if found[-1].kind is not Kind.REF or not (at <= head or norm_at(tokens, at - 2) == "bei"):
            continue
        end = _behind_name(tokens, at)
        found += tokens[at:end]
        at = end
        joined = norm_at(tokens, at) in words.AND | words.OR or (at < head and tokens[at].kind is Kind.COMMA)
        shared = shared or (at < head and joined)
        if not shared and _answer_at(tokens, at, head):  # "F1 und F2 ja": each of them?
            found.append(_sign(tokens[at], "="))
            at += tokens[at].norm in _CHOICES
        elif not shared and norm_at(tokens, at) == "nicht" and _one_code(tokens, at + 1, head):
            found.append(_sign(tokens[at], "<>"))
            at += 2
    return tuple(found)


def _behind_name(tokens: Tokens, at: int) -> int:
    """The place behind the name of the id before `at`, in brackets or quotation marks."""
    if at < len(tokens) and tokens[at].kind is Kind.QUOTE and tokens[at - 1].label is None:
        return at + 1 if tokens[at].norm not in words.TRUTH else at
    if at + 2 < len(tokens) and tokens[at].kind is Kind.OPEN and tokens[at + 1].norm not in words.RESTRICTING:
        return _closed(tokens, at)
    return at


def _answer_at(tokens: Tokens, at: int, head: int) -> bool:
    """True where an answer stands by itself: ja or nein and nothing more, or a code behind its noun."""
    if at >= len(tokens):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].norm in {"ja", "nein"}:
        joined = following is not None and (following.norm in words.AND | words.OR or at + 1 == head)
        behind_bei = not head and (following is None or following.kind is Kind.COMMA)
        return joined or behind_bei
    return tokens[at].norm in _CHOICES and following is not None and following.kind is Kind.CODE


def _one_code(tokens: Tokens, at: int, head: int) -> bool:
    """True for a code behind its noun, with its name perhaps, and no other one before the colon."""
    coded = norm_at(tokens, at) in {"code", "schlüssel", "wert"} and at + 1 < head and tokens[at + 1].kind is Kind.CODE
    end = _behind_name(tokens, at + 2) if coded and at + 2 < head else at + 2
    return coded and (end == head or (tokens[end].kind is Kind.CLOSE and end + 1 == head))


def _by_age(tokens: Tokens, at: int) -> Tokens | None:
    """ "Alter lt. F1 unter 3 Jahre: …" as "Wenn das Alter laut F1 unter 3 Jahre liegt: …"."""
    head = 0 if at else _head(tokens)
    if not head or tokens[0].text != "Alter" or refs_in(tokens[:head]) != 1:
        return None
    start, lies = (worded(tokens[0], "wenn"), worded(tokens[0], "das")), worded(tokens[head], "liegt")
    said = (replace(token, norm=_OF_AGES.get(token.norm, token.norm)) for token in tokens[1:head])
    return (*start, tokens[0], *said, lies, *tokens[head:])


_OF_AGES = {"lt.": "laut", "gem.": "laut", "aus": "laut", "ab": "mindestens"}


_COMPARES = (("mehr", "als"), ("weniger", "als"), ("mindestens",), ("höchstens",), ("genau",), ("mind.",), ("max.",))


def _entries(tokens: Tokens, at: int) -> Tokens | None:
    """ "Falls mehr als 1 Eintrag in F1: …" as "Falls F1 mehr als 1 Eintrag hat: …"."""
    if at or norm_at(tokens, 0) not in words.IF | {"bei"}:
        return None
    told = (norm_at(tokens, 1), norm_at(tokens, 2))
    length = next((len(one) for one in _COMPARES if told[: len(one)] == one), 0)
    number = 1 + length
    counted = norm_at(tokens, number + 1) in {"eintrag", "einträge", "einträgen"}
    end = behind(tokens, number + 3)
    amount = number < len(tokens) and (tokens[number].kind is Kind.CODE or tokens[number].norm in words.NUMBERS)
    ended = end < len(tokens) and tokens[end].kind is Kind.COLON and refs_in(tokens[:end]) == 1
    if not length or not amount or not counted or norm_at(tokens, number + 2) != "in" or not ended:
        return None
    said = (*tokens[number + 3 : end], *tokens[1 : number + 2], worded(tokens[0], "hat"))
    return (worded(tokens[0], "wenn"), *said, *tokens[end:])


_AGAIN = (["ein", "weiteres", "mal"], ["kein", "weiteres", "mal"], ["noch", "einmal"], ["erneut"], ["nochmals"])
_SHOW = {"anzeigen": "anzuzeigen", "einblenden": "einzublenden", "abfragen": "abzufragen"}


def _once_more(tokens: Tokens, at: int) -> Tokens | None:
    """ "G ein weiteres Mal anzeigen, Pflicht" as "G ist ein weiteres Mal als Pflichtangabe anzuzeigen"."""
    if tokens[at].norm not in _SHOW:
        return None
    again = next((one for one in _AGAIN if [token.norm for token in tokens[max(at - len(one), 0) : at]] == one), [])
    end = at - len(again)
    negated = norm_at(tokens, end - 1) == "nicht"
    end -= negated
    start = _clause_start(tokens, end)
    single = behind(tokens, start) == end > start and refs_in(tokens[start:end]) == 1
    rest = tokens[at + 1 :]
    duty = len(rest) == 2 and rest[0].kind is Kind.COMMA and rest[1].norm in words.MANDATORY_NOUNS
    denied = negated or again[:1] == ["kein"]
    if not again or not single or (negated and again[0] == "kein") or (rest and (denied or not duty)):
        return None
    made = (worded(tokens[at], "als"), worded(tokens[at], "pflichtangabe")) if duty else ()
    said = (*tokens[end:at], *made, worded(tokens[at], _SHOW[tokens[at].norm]))
    is_so = worded(tokens[at], "ist")
    if not start or tokens[start - 1].kind is not Kind.COLON:
        verbs = (*tokens[start:end], is_so) if not start else (is_so, *tokens[start:end])
        return (*tokens[:start], *verbs, *said)
    comma = Token(Kind.COMMA, ",", tokens[start - 1].start, tokens[start - 1].end)
    return (*_if(tokens[: start - 1]), comma, is_so, *tokens[start:end], *said)  # the verb first, as behind a comma


def _clause_start(tokens: Tokens, end: int) -> int:
    """The place where the clause before `end` begins: behind its comma or colon, which stands in no bracket."""
    depth = 0
    for place in range(end - 1, -1, -1):
        depth += (tokens[place].kind is Kind.CLOSE) - (tokens[place].kind is Kind.OPEN)
        if not depth and (tokens[place].kind in _ENDS or tokens[place].norm in words.THEN | words.ELSE):
            return place + 1
    return 0


def _if(head: Tokens) -> Tokens:
    return head if head[0].norm in words.IF | words.ELSE else (worded(head[0], "wenn"), *head)


_LEAST = {"mind.": "mindestens", "mindestens": "mindestens", "wenigstens": "mindestens", "min.": "mindestens"}
_MOST = {"max.": "höchstens", "maximal": "höchstens", "höchstens": "höchstens"}
_BOUNDS = {**_LEAST, **_MOST, "genau": "genau"}
_THINGS = words.of("angabe angaben feld felder feldern eintrag einträge gruppe gruppen nachweis nachweise wert werte")
_NEEDED = words.of("pflicht erforderlich nötig notwendig auszufüllen ausfüllen anzugeben verpflichtend zwingend")
_LET = words.of("zulässig erlaubt möglich")
_FROM = words.of("aus von")


def _some_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "Mind. 1 Angabe Pflicht aus: F1, F2" as "Mindestens eines der Felder F1, F2 muss ausgefüllt werden"."""
    bound = _BOUNDS.get(norm_at(tokens, 0), "") if not at else ""
    amount = words.NUMBERS.get(norm_at(tokens, 1)) or (int(tokens[1].text) if _counts(tokens) else 0)
    if not bound or not amount:
        return None
    place = 2 + (norm_at(tokens, 2) in _THINGS)
    asked = [norm_at(tokens, place)] if norm_at(tokens, place) in _NEEDED | _LET else []
    place += len(asked)
    led = norm_at(tokens, place) in _FROM
    place += led
    place += place < len(tokens) and tokens[place].kind is Kind.COLON
    end = behind(tokens, place)
    asked += [token.norm for token in tokens[end:]]
    fits = not asked or (len(asked) == 1 and asked[0] in (_LET if bound == "höchstens" else _NEEDED))
    if not led or end == place or not fits or refs_in(tokens[place:end]) < max(2, amount):
        return None
    may = {"höchstens": ("darf", "dürfen")}.get(bound, ("muss", "müssen"))[amount > 1]
    one = worded(tokens[1], "eines") if amount == 1 else tokens[1]
    lead = (worded(tokens[0], bound), one, worded(tokens[1], "der"), worded(tokens[1], "felder"))
    tail = (worded(tokens[-1], word) for word in (may, "ausgefüllt", "werden"))
    return (*lead, *tokens[place:end], *tail)


def _counts(tokens: Tokens) -> bool:
    return len(tokens) > 2 and tokens[1].kind is Kind.CODE and tokens[1].text in {"1", "2", "3", "4", "5"}


_TO = {"setzen": ("zu", "setzen"), "vorbelegen": ("vorzubelegen",), "vorbefüllen": ("vorzubefüllen",)}


def _preset(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 fest auf 11 setzen und ausblenden" as "F1 ist fest auf 11 zu setzen und auszublenden"."""
    if at:
        return None
    end = behind(tokens, 0)
    verb = next((n for n in range(end, len(tokens)) if tokens[n].norm in _TO), 0)
    rest = [token.norm for token in tokens[verb + 1 :]]
    if not end or not verb or refs_in(tokens) != 1 or norm_at(tokens, end) not in words.of("fest auf mit"):
        return None
    if tokens[verb].norm == "setzen" and norm_at(tokens, end) == "mit":
        return None
    if rest and rest not in (["und", "ausblenden"], ["und", "nicht", "anzeigen"]):
        return None
    hidden = ({"ausblenden": "auszublenden", "anzeigen": "anzuzeigen"}.get(norm, norm) for norm in rest)
    done = [*_TO[tokens[verb].norm], *hidden]
    is_so = worded(tokens[end], "ist")
    return (*tokens[:end], is_so, *tokens[end:verb], *(worded(tokens[verb], word) for word in done))


_TURNS: tuple[Turn, ...] = (
    _other_branch,
    _named,
    _by_age,
    _entries,
    _once_more,
    _some_of,
    _preset,
)
