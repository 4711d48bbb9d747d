"""Sentences in an order of their own: "Auszufüllen ist von F1 und F2 eines", "So oft, wie es F1 angibt, muss F2 …".

What is put in front or behind for emphasis goes where the grammar looks for it; its sense stays.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.laender import code_of, laender
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind

_COUNTS = words.of("mindestens zumindest wenigstens genau höchstens maximal")
_ONE = words.of("eines eins einer eine")
_PARTS = {Kind.SEMICOLON, Kind.COLON}
_FILLING = words.of("auszufüllen anzugeben einzutragen befüllen machen")
_DUTIES = {("befüllt", "sein"), ("befüllt", "werden"), ("ausgefüllt", "sein"), ("ausgefüllt", "werden"),
    ("angegeben", "werden"), ("angegeben", "sein")}  # fmt: skip


def in_order(tokens: Tokens) -> Tokens:
    """`tokens`, with each such sentence in the order of the grammar."""
    return turned(tokens, _TURNS)


def _simple(tokens: Tokens) -> bool:
    """True for one clause without a condition and without another branch."""
    return not any(token.kind in _PARTS or token.norm in words.IF | words.ELSE for token in tokens)


def _some_to_fill(tokens: Tokens, at: int) -> Tokens | None:
    """ "Auszufüllen ist mindestens eines der Felder F1, F2" as "Mindestens eines der Felder F1, F2 ist auszufüllen"."""
    if at or norm_at(tokens, 0) not in words.TO_FILL or norm_at(tokens, 1) not in words.BE or not _simple(tokens):
        return None
    start = 2 + (norm_at(tokens, 2) in _COUNTS)
    end = (worded(tokens[1], "ist"), worded(tokens[0], tokens[0].norm))
    if norm_at(tokens, start) in _ONE and norm_at(tokens, start + 1) in {"der", "von"}:
        counted = (worded(tokens[2], "mindestens"), *tokens[3:]) if norm_at(tokens, 2) == "zumindest" else tokens[2:]
        return (*counted, *end)
    if norm_at(tokens, 2) != "von":
        return None
    first = next((n for n in range(3, len(tokens)) if tokens[n].kind is Kind.REF), 0)
    past = behind(tokens, 3) if all(token.norm in _LEADING for token in tokens[3:first]) else 3
    one = norm_at(tokens, past + (norm_at(tokens, past) in _COUNTS)) in _ONE
    counted = tokens[past:]
    if past == 3 or not one or len(counted) > 1 + (counted[0].norm in _COUNTS) or refs_in(tokens[3:past]) < 2:
        return None
    return (*tokens[2:past], end[0], *counted, end[1])


def _in_some(tokens: Tokens, at: int) -> Tokens | None:
    """ "In mindestens einem der Felder F1, F2 muss eine Angabe erfolgen" as "Mindestens eines der Felder … muss …"."""
    head = [norm_at(tokens, n) for n in range(4)]
    count = 1 if head[0] == "in" else 0
    one = 2 if count else 2 * (head[1] == "in")
    if (
        at
        or head[count] not in _COUNTS
        or norm_at(tokens, one) not in {"einem", "einer"}
        or norm_at(tokens, one + 1) != "der"
    ):
        return None
    for end in range(one + 2, len(tokens) - 1):
        if tuple(token.norm for token in tokens[end:]) in _ENTERED:
            noun = "eines" if norm_at(tokens, one) == "einem" else "eine"
            duty = tuple(worded(tokens[0], word) for word in ("muss", "ausgefüllt", "werden"))
            return (tokens[count], worded(tokens[one], noun), *tokens[one + 1 : end], *duty)
    return None


_ENTERED = (
    ("muss", "eine", "angabe", "erfolgen"),
    ("muss", "ein", "eintrag", "erfolgen"),
    ("ist", "eine", "angabe", "zu", "machen"),
    ("ist", "eine", "angabe", "vorzunehmen"),
    ("ist", "eine", "angabe", "erforderlich"),
    ("muss", "eine", "angabe", "gemacht", "werden"),
)
_LEADING = words.ARTICLES | words.NOUNS | words.of("beiden folgenden angaben")
_NOT_BOTH = ("nicht jedoch beides", "nicht beides", "nicht beide", "jedoch nicht beides", "aber nicht beides")


def _not_both(tokens: Tokens, at: int) -> Tokens | None:
    """ "… ist entweder F1 oder F2, nicht jedoch beides" without what "entweder" says."""
    if not at or tokens[at].kind is not Kind.COMMA or not any(token.norm == "entweder" for token in tokens[:at]):
        return None
    said = " ".join(token.norm for token in tokens[at + 1 :] if token.norm not in {"zugleich", "gleichzeitig"})
    return tokens[:at] if said in _NOT_BOTH and tokens[0].norm in words.TO_FILL and _simple(tokens) else None


def _how_often(tokens: Tokens, at: int) -> Tokens | None:
    """ "So oft, wie es F1 angibt, muss F2 befüllt sein" as "F2 ist so oft auszufüllen, wie in F1 angegeben"."""
    if at or len(tokens) < 4 or norm_at(tokens, 0) != "so" or norm_at(tokens, 1) != "oft" or not _simple(tokens):
        return None
    place = 2 + (len(tokens) > 2 and tokens[2].kind is Kind.COMMA)
    number = _number_told(tokens, place)
    if number is None:
        return None
    past, source = number
    past += past < len(tokens) and tokens[past].kind is Kind.COMMA
    end = behind(tokens, past + 1)
    duty = tuple(token.norm for token in tokens[end:])
    bound = norm_at(tokens, past) in words.MUST and duty in _DUTIES
    told = norm_at(tokens, past) in words.BE and duty and duty[-1] in _FILLING and len(duty) <= len(("zu", "befüllen"))
    if end == past + 1 or refs_in(tokens[past + 1 : end]) != 1 or not (bound or told):
        return None
    here = tokens[0]
    head = (*tokens[past + 1 : end], *(worded(here, word) for word in ("ist", "so", "oft", "auszufüllen")))
    comma = replace(here, kind=Kind.COMMA, text=",", norm=",")
    return (*head, comma, *(worded(here, word) for word in ("wie", "in")), *source, worded(here, "angegeben"))


def _number_told(tokens: Tokens, at: int) -> tuple[int, Tokens] | None:
    """Where "wie es F1 angibt", "wie in F1 angegeben (ist)" ends, and F1."""
    if norm_at(tokens, at) != "wie":
        return None
    start = at + 1 + (norm_at(tokens, at + 1) in {"es", "in", "im", "unter", "bei"})
    end = behind(tokens, start)
    if end == start or refs_in(tokens[start:end]) != 1:
        return None
    if norm_at(tokens, end) == "angibt" and norm_at(tokens, at + 1) not in {"in", "im", "unter", "bei"}:
        return end + 1, tokens[start:end]
    given = norm_at(tokens, end) in words.of("angegeben eingetragen genannt") and norm_at(tokens, at + 1) != "es"
    follows = tokens[end + 2] if end + 2 < len(tokens) else None
    ended = norm_at(tokens, end + 1) == "ist" and (follows is None or follows.kind is Kind.COMMA)
    return (end + 1 + ended, tokens[start:end]) if given else None


def _as_told(tokens: Tokens, at: int) -> Tokens | None:
    """ "…, wie es F1 angibt" as "…, wie in F1 angegeben"."""
    if (
        norm_at(tokens, at) != "wie"
        or norm_at(tokens, at + 1) != "es"
        or "oft" not in {one.norm for one in tokens[:at]}
    ):
        return None
    number = _number_told(tokens, at)
    if number is None or norm_at(tokens, number[0] - 1) != "angibt":
        return None
    end, source = number
    return (*tokens[: at + 1], worded(tokens[at], "in"), *source, worded(tokens[at], "angegeben"), *tokens[end:])


def _earlier(tokens: Tokens, at: int) -> Tokens | None:
    """ "muss zeitlich früher liegen als" without "zeitlich"."""
    told = tokens[at].norm == "zeitlich" and norm_at(tokens, at + 1) in {"früher", "später"}
    return (*tokens[:at], *tokens[at + 1 :]) if told else None


_SENDING = words.of("absenden absendung abschicken einreichen einreichung antragstellung fortfahren weiterkommen")
_SENT = words.of("abgesendet abgeschickt eingereicht übermittelt versendet gesendet")


def _cannot_be_sent(tokens: Tokens, at: int) -> Tokens | None:
    """ ", sonst ist das Absenden nicht möglich" as ", sonst geht es nicht weiter"."""
    if tokens[at].norm not in words.ELSE or not at:
        return None
    match [token.norm for token in tokens[at + 1 :] if token.norm not in _THE]:
        case ["ist", sending, "nicht", "möglich"] if sending in _SENDING:
            pass
        case ["kann", "antrag", "nicht", sent, "werden"] if sent in _SENT:
            pass
        case _:
            return None
    return (*tokens[: at + 1], *(worded(tokens[at], word) for word in ("geht", "es", "nicht", "weiter")))


_THE = words.of("das ein eine die der")


def _must_stand(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 muss auf Ja stehen" as "F1 muss mit Ja beantwortet sein"."""
    if tokens[at].norm != "auf" or norm_at(tokens, at + 1) not in words.TRUTH or norm_at(tokens, at + 2) != "stehen":
        return None
    ends = at + 3 == len(tokens) or tokens[at + 3].kind is Kind.COMMA
    if norm_at(tokens, at - 1) not in words.MUST or not ends:
        return None
    said = (worded(tokens[at], "mit"), tokens[at + 1], worded(tokens[at], "beantwortet"), worded(tokens[at], "sein"))
    return (*tokens[:at], *said, *tokens[at + 3 :])


def _land_end(tokens: Tokens, at: int) -> int:
    """The place behind "in SN, ST und TH"; `at` where no Länder stand there."""
    c = Cursor(tokens)
    c.at = at
    if not c.accept(words.of("in im für")):
        return at
    c.accept_all("den", words.LAND_WORDS)
    c.accept(words.LAND_WORDS | {"freistaat"})
    try:
        laender(c)
    except NotReadError:
        return at
    return c.at


def _land_first(tokens: Tokens, at: int) -> Tokens | None:
    """ "F2 entfällt in BY", "Auszufüllen ist F2 in SN, ST und TH" with the Länder in front."""
    only = tokens[at].norm == "nur"
    if not at or tokens[at].norm not in {"in", "im", "für", "nur"}:
        return None
    end = _land_end(tokens, at + only)
    if end == at + only or not _closes(tokens, end):
        return None
    fronted = norm_at(tokens, 0) in words.TO_FILL | words.TO_SHOW | words.TO_HIDE and norm_at(tokens, 1) in words.BE
    if fronted and behind(tokens, 2) == at:
        done = worded(tokens[0], tokens[0].norm)
        return (*tokens[at:end], tokens[1], *tokens[2:at], done, *tokens[end:])
    ends = norm_at(tokens, at - 1) in {"entfällt", "entfallen"} and behind(tokens, 0) == at - 1
    return (*tokens[at:end], tokens[at - 1], *tokens[: at - 1], *tokens[end:]) if ends and at > 1 else None


def _closes(tokens: Tokens, end: int) -> bool:
    """True at the end, and where another part for other Länder follows."""
    if end == len(tokens):
        return True
    return tokens[end].kind in {Kind.COMMA, Kind.SEMICOLON} and norm_at(tokens, end + 1) in {"in", "für", "im"}


def _all_others(tokens: Tokens, at: int) -> Tokens | None:
    """ "in allen weiteren Ländern" as "in allen anderen Ländern"."""
    further = tokens[at].norm in {"weiteren", "verbleibenden"} and norm_at(tokens, at + 1) in words.LAND_WORDS
    led = norm_at(tokens, at - 1) in {"allen", "den", "alle", "die"}
    return (*tokens[:at], worded(tokens[at], "anderen"), *tokens[at + 1 :]) if further and led else None


def _all_laender(tokens: Tokens, at: int) -> Tokens | None:
    """ "Außer in BY wird F2 in allen Ländern …" without what says the same again."""
    if (
        norm_at(tokens, at) != "in"
        or norm_at(tokens, at + 1) != "allen"
        or norm_at(tokens, at - 1) in words.RESTRICTING
    ):
        return None
    end = at + 3 + (norm_at(tokens, at + 2) in {"anderen", "übrigen"})
    if norm_at(tokens, end - 1) not in words.LAND_WORDS or norm_at(tokens, end) in words.RESTRICTING | {"mit", "bis"}:
        return None
    first, second = norm_at(tokens, 0), norm_at(tokens, 1)
    excepted = first in {"außer", "ausser"} or (first == "mit" and second == "ausnahme")
    whole = excepted and not any(token.kind in _PARTS or token.kind is Kind.COMMA for token in tokens[:at])
    return (*tokens[:at], *tokens[end:]) if whole and any(_land(tokens, n) for n in range(1, 4)) else None


def _land(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and code_of(Cursor(tokens), at) is not None


_ALONE = words.of("ausschließlich lediglich allein bloß")


def _only(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ausschließlich in SN ist F2 …", "lediglich die Codes 01, 02" with "nur"."""
    if tokens[at].norm not in _ALONE or norm_at(tokens, at - 1) == "nicht":
        return None
    coded = norm_at(tokens, at + 1) in {"der", "die"} and norm_at(tokens, at + 2) in words.VALUE_NOUNS
    told = coded or _land_end(tokens, at + 1) > at + 1
    return (*tokens[:at], worded(tokens[at], "nur"), *tokens[at + 1 :]) if told else None


def _elsewhere(tokens: Tokens, at: int) -> Tokens | None:
    """ "In SN ist F2 Pflicht, sonst entfällt F2" as "In SN ist F2 Pflicht, in allen anderen Ländern entfällt F2"."""
    rest = tokens[at].norm == "im" and norm_at(tokens, at + 1) == "übrigen"
    if not (rest or tokens[at].norm in words.ELSE | {"andernorts"}) or not at:
        return None
    start = _land_end(tokens, 1 if norm_at(tokens, 0) == "nur" else 0)
    led = tokens[at - 1].kind in {Kind.COMMA, Kind.SEMICOLON}
    if start < len(("in", "SN")) or not led or norm_at(tokens, start) not in FINITE | _ENDS:
        return None
    if any(token.norm in _CASES for token in (*tokens[:at], *tokens[at + 1 + rest :])):
        return None
    others = tuple(worded(tokens[at], word) for word in ("in", "allen", "anderen", "ländern"))
    return (*tokens[:at], *others, *tokens[at + 1 + rest :])


_CASES = words.IF | words.ELSE | words.of("bei beim gilt ab bis")
_ENDS = words.of("entfällt entfallen")


def _applied_in(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei Anträgen in SN ist F2 …" as "In SN ist F2 …"."""
    applying = norm_at(tokens, 1) in words.of("anträgen anträge antragstellung")
    if at or norm_at(tokens, 0) not in {"bei", "für"} or not applying:
        return None
    end = _land_end(tokens, 2)
    return tokens[2:] if end > len(("bei", "anträgen")) and norm_at(tokens, end) in FINITE else None


def _no_code(tokens: Tokens, at: int) -> Tokens | None:
    """ "entfällt in F1 der Code 02" as "ist in F1 der Code 02 nicht auswählbar"."""
    if tokens[at].norm not in _ENDS or norm_at(tokens, at + 1) not in words.PREPOSITIONS:
        return None
    past = behind(tokens, at + 2)
    coded = norm_at(tokens, past) in {"der", "die"} and norm_at(tokens, past + 1) in words.VALUE_NOUNS
    end = clause_end(tokens, past)
    codes = tokens[past + 2 : end]
    plain = all(token.kind in {Kind.CODE, Kind.QUOTE} or token.norm in words.AND for token in codes)
    if past == at + 2 or refs_in(tokens[at + 2 : past]) != 1 or not coded or not codes or not plain:
        return None
    verb = worded(tokens[at], "ist" if tokens[at].norm == "entfällt" else "sind")
    said = (worded(tokens[at], "nicht"), worded(tokens[at], "auswählbar"))
    return (*tokens[:at], verb, *tokens[at + 1 : end], *said, *tokens[end:])


def _considered(tokens: Tokens, at: int) -> Tokens | None:
    """ "kommen in F1 nur die Codes 01 und 02 in Betracht" as "sind in F1 nur die Codes 01 und 02 zulässig"."""
    if tokens[at].norm not in {"kommt", "kommen"}:
        return None
    end = clause_end(tokens, at)
    told = [token.norm for token in tokens[end - 2 : end]] in (["in", "betracht"], ["in", "frage"])
    if not told or not any(token.norm in words.VALUE_NOUNS for token in tokens[at:end]):
        return None
    verb = worded(tokens[at], "ist" if tokens[at].norm == "kommt" else "sind")
    return (*tokens[:at], verb, *tokens[at + 1 : end - 2], worded(tokens[at], "zulässig"), *tokens[end:])


def _given_to(tokens: Tokens, at: int) -> Tokens | None:
    """ "sofern zu F1 eine Angabe vorliegt" as "sofern in F1 eine Angabe vorliegt"."""
    if tokens[at].norm not in {"zu", "zum", "zur"} or norm_at(tokens, at - 1) not in words.IF | _ASKING:
        return None
    end = behind(tokens, at + 1)
    noun = norm_at(tokens, end) in words.of("eine keine") and norm_at(tokens, end + 1) == "angabe"
    given = norm_at(tokens, end + 2) in words.of("vorliegt gemacht erfolgt vorhanden eingetragen")
    if end == at + 1 or refs_in(tokens[at:end]) != 1 or not noun or not given:
        return None
    return (*tokens[:at], worded(tokens[at], "in"), *tokens[at + 1 :])


_ASKING = words.of("wird wurde ist")


def _one_needed(tokens: Tokens, at: int) -> Tokens | None:
    """ "Von den Angaben F1, F2 ist wenigstens eine zwingend" as "… ist wenigstens eine Pflicht"."""
    one = norm_at(tokens, at - 1) in words.of("eine eines einer ein") and norm_at(tokens, at - 2) in _COUNTS
    if tokens[at].norm != "zwingend" or not one or at + 1 != len(tokens):
        return None
    return (*tokens[:at], worded(tokens[at], "pflicht"))


_COUNTED = ({"zu", "machen", "sind"}, {"zu", "erfassen", "sind"}, {"anzugeben", "sind"}, {"einzutragen", "sind"},
    {"vorzunehmen", "sind"})  # fmt: skip


def _how_many(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 gibt an, wie viele Einträge in F2 zu machen sind" as "F1 gibt an, wie oft F2 anzugeben ist"."""
    if [norm_at(tokens, at + n) for n in range(4)] != ["wie", "viele", "einträge", "in"]:
        return None
    end = behind(tokens, at + 4)
    told = [token.norm for token in tokens[end:] if token.norm not in {"zwingend", "verpflichtend"}]
    if end == at + 4 or refs_in(tokens[at:end]) != 1 or set(told) not in _COUNTED or len(tokens) - end > len(told) + 1:
        return None
    lead = (tokens[at], worded(tokens[at + 1], "oft"))
    return (*tokens[:at], *lead, *tokens[at + 4 : end], *(worded(tokens[-1], word) for word in ("anzugeben", "ist")))


_TURNS: tuple[Turn, ...] = (
    _given_to,
    _one_needed,
    _how_many,
    _not_both,
    _some_to_fill,
    _in_some,
    _how_often,
    _as_told,
    _earlier,
    _cannot_be_sent,
    _must_stand,
    _applied_in,
    _only,
    _all_others,
    _all_laender,
    _elsewhere,
    _land_first,
    _no_code,
    _considered,
)
