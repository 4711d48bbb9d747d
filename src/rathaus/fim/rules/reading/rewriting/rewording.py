"""Turns of phrase put in the words that the grammar knows: "genau dann, wenn", "hat er F2 auszufüllen"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.laender import code_of
from rathaus.fim.rules.reading.persons import person
from rathaus.fim.rules.reading.rewriting.places import Tokens, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind

_NARROWED = words.of("nicht nur auch erst")
_SHORT = words.MANDATORY_NOUNS | words.of("anzeigen ausblenden einblenden nicht ausfüllen")
_LONGEST_HEAD = 4  # "das Feld F1 „Art“"
_NAMING = {Kind.REF, Kind.QUOTE, Kind.CLOSE}


def reworded(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn put plainly."""
    norms = {token.norm for token in tokens}
    for turn, needed in _turns():
        if needed <= norms:
            found = (better for at in range(len(tokens)) if (better := turn(tokens, at)) is not None)
            tokens = next(found, tokens)
    return tokens


def _turns() -> tuple[tuple[Callable[[Tokens, int], Tokens | None], set[str]], ...]:
    """Each turn, with words that it cannot be without."""
    return (
        (_exactly_then, {"dann"}),
        (_until_opened, {"standardmäßig"}),
        (_has_to, {"hat"}),
        (_has_to, {"haben"}),
        (_dashed, {""}),  # a mark has no word
        (_told_true, {"", "ausgewählt"}),
        (_told_true, {"", "angekreuzt"}),
        (_headed, {"", "es"}),
        (_offered_at, {"bei"}),
        (_only_if_also, {"auch", "nur"}),
        (_declared, {"", "dass"}),
        (_in_case_of, {"im", "von"}),
        (_answers, {"antwortet", "auf", "mit"}),
        (_preselected, {"ist", "in"}),
        (_only_there, {"nur", "in"}),
        (_only_there, {"nur", "für"}),
        *((_elsewhere, {word}) for word in sorted(words.ELSE)),
    )


def _norms(tokens: Tokens, at: int, length: int) -> tuple[str, ...]:
    return tuple(token.norm for token in tokens[at : at + length])


def _exactly_then(tokens: Tokens, at: int) -> Tokens | None:
    """ "dann und nur dann, wenn", "genau dann, wenn" as "nur dann, wenn"."""
    wording = next((one for one in _EXACTLY if _norms(tokens, at, len(one)) == one), None)
    if wording is None or (at and tokens[at - 1].norm in _NARROWED):
        return None
    only, then = (replace(tokens[at], text=word, norm=word) for word in ("nur", "dann"))
    rest = tokens[at + len(wording) :]
    if at == 0 and rest and rest[0].kind is Kind.COMMA:  # "Genau dann, wenn"
        return (only, *rest[1:])
    return (*tokens[:at], only, then, *rest)


_EXACTLY = (("dann", "und", "nur", "dann"), ("genau", "dann"))


def _until_opened(tokens: Tokens, at: int) -> Tokens | None:
    """ "ist standardmäßig ausgeblendet und wird eingeblendet, wenn" as "wird nur eingeblendet, wenn"."""
    word, hidden, joint, verb, shown = (*_norms(tokens, at, 5), "", "", "", "", "")[:5]
    if word != "standardmäßig" or hidden not in words.HIDDEN or joint not in words.AND or verb not in words.BECOME:
        return None
    if not at or tokens[at - 1].norm not in words.BE | words.BECOME or shown not in words.VISIBLE | {"nur", "erst"}:
        return None
    only = () if shown in {"nur", "erst"} else (replace(tokens[at], text="nur", norm="nur"),)
    return (*tokens[: at - 1], tokens[at + 3], *only, *tokens[at + 4 :])


def _has_to(tokens: Tokens, at: int) -> Tokens | None:
    """ ", (so) hat er F2 auszufüllen" as ", (so) ist F2 auszufüllen"."""
    if tokens[at].norm not in {"hat", "haben"} or not at or at + 2 >= len(tokens):
        return None
    led = tokens[at - 1].kind is Kind.COMMA or tokens[at - 1].norm in words.THEN
    end = next((n for n in range(at, len(tokens)) if tokens[n].kind is Kind.COMMA), len(tokens))
    told = tokens[at + 1].norm in {"er", "sie", "diese"} and any(one.norm in words.TO_FILL for one in tokens[at:end])
    return (*tokens[:at], replace(tokens[at], text="ist", norm="ist"), *tokens[at + 2 :]) if led and told else None


def _dashed(tokens: Tokens, at: int) -> Tokens | None:
    """ "F2 – Pflicht, wenn" as "F2: Pflicht, wenn"."""
    dash = tokens[at].kind is Kind.DASH and 0 < at < len(tokens) - 1
    if not dash or tokens[at - 1].kind not in _NAMING or tokens[at + 1].norm not in _SHORT:
        return None
    return (*tokens[:at], replace(tokens[at], kind=Kind.COLON), *tokens[at + 1 :])


def _told_true(tokens: Tokens, at: int) -> Tokens | None:
    """ "(F1) ausgewählt (wahr) ist" as "(F1) = wahr ist"."""
    if at + 3 >= len(tokens) or tokens[at].norm not in words.PICKED | words.TICKED or tokens[at - 1].norm == "nicht":
        return None
    behind = tokens[at + 1 : at + 4]
    told = [token.kind for token in (behind[0], behind[2])] == [Kind.OPEN, Kind.CLOSE] and behind[1].norm in words.TRUE
    return (
        (*tokens[:at], replace(tokens[at], kind=Kind.OP, text="=", norm="="), behind[1], *tokens[at + 4 :])
        if told
        else None
    )


def _headed(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 „Art“: Es dürfen nur die Codes 1 und 2 gewählt werden" as "In F1 „Art“ dürfen nur …"."""
    if tokens[at].kind is not Kind.COLON or at > _LONGEST_HEAD:
        return None
    head = tokens[:at]
    named = [token.kind for token in head if token.norm not in words.ARTICLES | words.NOUNS]
    if named not in ([Kind.REF], [Kind.REF, Kind.QUOTE]) or at + 3 >= len(tokens):
        return None
    rest = tokens[at + 1 :]
    if rest[0].norm != "es" or rest[1].norm not in words.MAY | words.CAN | words.BE or _names_any(rest):
        return None
    inside = [token for token in head if token.kind in _NAMING]
    return (worded(tokens[at], "in"), *inside, *rest[1:])


def _offered_at(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei F1 steht die Auswahl 12 nicht zur Verfügung" as "In F1 steht …"."""
    if at or tokens[0].norm != "bei":
        return None
    verb = next((n for n, token in enumerate(tokens) if token.norm in words.STAND | words.MAY | words.CAN), 0)
    before, behind = tokens[1:verb], tokens[verb + 1 : verb + 4]
    plain = {token.kind for token in before} <= {Kind.REF, Kind.QUOTE, Kind.OPEN, Kind.CLOSE, Kind.WORD}
    spoken = any(token.norm in words.KEYWORDS - words.NOUNS for token in before if token.kind is Kind.WORD)
    offers = any(token.norm in words.VALUE_NOUNS | {"auswahl"} for token in behind)
    if not verb or not plain or spoken or not offers or _names_any(tokens[verb:]) or not _names_any(before):
        return None
    return (replace(tokens[0], text="in", norm="in"), *tokens[1:])


def _only_if_also(tokens: Tokens, at: int) -> Tokens | None:
    """ "darf nur angegeben werden, wenn auch F2 angegeben ist" without "auch"."""
    if tokens[at].norm != "auch" or not at or tokens[at - 1].norm not in words.IF:
        return None
    only = any(token.norm == "nur" for token in tokens[: at - 1])
    return (*tokens[:at], *tokens[at + 1 :]) if only and _names_any(tokens[at + 1 : at + 4]) else None


_DECLARING = words.of("erklärt bestätigt versichert angibt bejaht")


def _declared(tokens: Tokens, at: int) -> Tokens | None:
    """ "Erklärt die Person in F1, dass … (Auswahl = „Ja“), dann" as "Wenn F1 = „Ja“, dann"."""
    if at or tokens[0].norm not in _DECLARING:
        return None
    ref = next((n for n, token in enumerate(tokens) if token.kind is Kind.REF), 0)
    that = next((n for n, token in enumerate(tokens) if token.norm == "dass"), 0)
    opens = next((n for n in range(that, len(tokens)) if tokens[n].kind is Kind.OPEN), 0)
    closes = next((n for n in range(opens, len(tokens)) if tokens[n].kind is Kind.CLOSE), 0)
    inside = [token for token in tokens[opens + 1 : closes] if token.norm not in {"auswahl", "wert"}]
    told = len(inside) == 2 and inside[0].kind is Kind.OP and inside[0].norm == "="
    spoken = tokens[that + 1 : opens]
    plain = all(token.kind is Kind.WORD and token.norm not in words.RESTRICTING | words.OR for token in spoken)
    if not (0 < ref < that < opens) or not told or not plain or tokens[that - 1].kind is not Kind.COMMA:
        return None
    head = replace(tokens[0], text="Wenn", norm="wenn")
    return (head, *(token for token in tokens[ref : that - 1] if token.kind in _NAMING), *inside, *tokens[closes + 1 :])


def _in_case_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "…, im Falle von F1 = 02 ist …" as "…, bei F1 = 02 ist …"."""
    told = _norms(tokens, at, 3) in {("im", "fall", "von"), ("im", "falle", "von")} and at
    if not told or at + 4 >= len(tokens) or tokens[at + 3].kind is not Kind.REF:
        return None
    return (*tokens[:at], replace(tokens[at], text="bei", norm="bei"), *tokens[at + 3 :])


def _answers(tokens: Tokens, at: int) -> Tokens | None:
    """ "Antwortet sie auf F1 mit „Ja“, …" as "Ist F1 mit „Ja“ beantwortet, …"."""
    c = Cursor(tokens)
    if at or not c.accept("antwortet") or not (c.accept(words.of("er sie man")) or person(c)) or not c.accept("auf"):
        return None
    comma = next((n for n, token in enumerate(tokens) if token.kind is Kind.COMMA), 0)
    said = tokens[c.at : comma]
    spoken = any(token.norm in words.RESTRICTING | words.OR | words.AND for token in said)
    one = len(said) > 2 and refs_in(said) == 1
    if not comma or not one or spoken or said[-2].norm != "mit":
        return None
    head, end = (replace(tokens[0], text=word, norm=word.lower()) for word in ("Ist", "beantwortet"))
    return (head, *said, end, *tokens[comma:])


_PRESELECTED = words.of("vorausgewählt vorbelegt voreingestellt vorausgefüllt")


def _preselected(tokens: Tokens, at: int) -> Tokens | None:
    """ "Der Code 000 „Deutschland“ ist in F1 vorausgewählt" as "In F1 ist der Code 000 „Deutschland“ vorausgewählt"."""
    if at or len(tokens) < 6 or tokens[0].norm not in words.ARTICLES:
        return None
    verb = next((n for n, token in enumerate(tokens) if token.norm == "ist"), 0)
    said, placed = tokens[2:verb], tokens[verb + 1 : -1]
    valued = tokens[1].norm in words.VALUE_NOUNS and {token.kind for token in said} <= {Kind.CODE, Kind.QUOTE}
    into = [token.kind for token in placed if token.norm not in words.PREPOSITIONS | words.NOUNS | words.ARTICLES]
    plain = bool(said) and into in ([Kind.REF], [Kind.REF, Kind.QUOTE]) and placed[0].norm in {"in", "im"}
    if not verb or not valued or not plain or tokens[-1].norm not in _PRESELECTED:
        return None
    return (*placed, tokens[verb], *tokens[:verb], tokens[-1])


def _laender_at(tokens: Tokens, at: int) -> int:
    """The place behind the Länder that begin at `at`: "NW", "BY, BW und SN"; `at` where none do."""
    end = at
    while end < len(tokens):
        joined = end > at and (tokens[end].kind is Kind.COMMA or tokens[end].norm in words.AND)
        place = end + joined
        place += joined and place < len(tokens) and tokens[place].norm == "in"  # "in Bayern und in Hessen"
        if place >= len(tokens) or (end > at and not joined) or not code_of(Cursor(tokens), place):
            break
        end = place + 1
    return end


def _only_there(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 nur in NW anzeigen" as "F1 ist nur in NW anzuzeigen"."""
    shown = {"anzeigen": "anzuzeigen", "einblenden": "einzublenden"}
    if tokens[at].norm != "nur" or not 0 < at <= _LONGEST_HEAD or not _names_any(tokens[:at]):
        return None
    named = {token.kind for token in tokens[:at] if token.norm not in words.ARTICLES | words.NOUNS} <= _NAMING
    end = _laender_at(tokens, at + 2)
    verb = shown.get(tokens[end].norm, "") if end == len(tokens) - 1 else ""
    if not named or end == at + 2 or not verb or tokens[at + 1].norm not in {"in", "für"}:
        return None
    plural = refs_in(tokens[:at]) > 1
    said = replace(tokens[at], text="sind" if plural else "ist", norm="sind" if plural else "ist")
    return (*tokens[:at], said, *tokens[at:end], replace(tokens[end], text=verb, norm=verb))


def _elsewhere(tokens: Tokens, at: int) -> Tokens | None:
    """ "In BY ist F1 anzuzeigen, sonst auszublenden" as "…, in allen anderen Ländern auszublenden": nothing else is
    asked there."""
    if tokens[at].norm not in words.ELSE or at < 4 or tokens[at - 1].kind not in {Kind.COMMA, Kind.SEMICOLON}:
        return None
    start = 1 + (tokens[1].norm in words.ARTICLES) + (tokens[1].norm in words.LAND_WORDS)
    start += tokens[start].norm in words.LAND_WORDS
    end = _laender_at(tokens, start)
    asks = any(token.norm in words.IF | {"bei", "außer", "nur", "gilt"} or token.kind is Kind.OP for token in tokens)
    if tokens[0].norm not in {"in", "für"} or end == start or tokens[end].norm not in words.BE | words.MUST or asks:
        return None
    if sum(token.norm in words.ELSE for token in tokens) > 1 or not _names_any(tokens[:at]):
        return None
    others = (replace(tokens[at], text=word, norm=word) for word in ("in", "allen", "anderen", "ländern"))
    return (*tokens[:at], *others, *tokens[at + 1 :])


def _names_any(tokens: Tokens) -> bool:
    return refs_in(tokens) > 0
