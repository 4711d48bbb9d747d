"""What those do who answer, put as what is done: "Wählt jemand in F1 den Code 01 und beantwortet er F2 mit Ja".

Each turn is known from its first word to its last; what is not certain stays as it was written.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, leads, turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind

_WHO = words.of("er sie man jemand")
_INTO = words.of("in im bei beim unter")


def as_answered(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn in the words of rules."""
    return turned(tokens, _TURNS)


def _begins(tokens: Tokens, at: int) -> bool:
    """True where a condition begins with its verb: at the start of a part, and behind "und"."""
    return leads(tokens, at) or norm_at(tokens, at - 1) in words.AND


def _ends(tokens: Tokens, at: int) -> bool:
    """True where a condition ends."""
    return at < len(tokens) and (tokens[at].kind is Kind.COMMA or tokens[at].norm in words.AND)


def _answers(tokens: Tokens, at: int) -> Tokens | None:
    """ "Beantwortet jemand F1 mit Ja", "antwortet er auf F1 mit Ja" as "Wird F1 mit Ja beantwortet"."""
    verb = norm_at(tokens, at)
    onto = verb == "antwortet"
    if verb not in {"beantwortet", "antwortet"} or norm_at(tokens, at + 1) not in _WHO or not _begins(tokens, at):
        return None
    start = at + 2 + onto
    past = behind(tokens, start)
    led = not onto or norm_at(tokens, at + 2) == "auf"
    denied = norm_at(tokens, past) == "nicht" and not onto
    said = past + denied
    answer = norm_at(tokens, said) == "mit" and norm_at(tokens, said + 1) in words.TRUTH
    if not led or past == start or refs_in(tokens[start:past]) != 1 or not answer or not _ends(tokens, said + 2):
        return None
    done = (*tokens[start : said + 2], worded(tokens[at], "beantwortet"))
    return (*tokens[:at], worded(tokens[at], "wird"), *done, *tokens[said + 2 :])


def _chooses(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wählt jemand in F1 den Code 01 und …" as "Wird in F1 der Code 01 gewählt und …"."""
    if norm_at(tokens, at) != "wählt" or norm_at(tokens, at + 1) not in _WHO or not _begins(tokens, at):
        return None
    past = behind(tokens, at + 3)
    end = past + 2
    while end < len(tokens) and tokens[end].kind in {Kind.CODE, Kind.QUOTE}:
        end += 1
    into = norm_at(tokens, at + 2) in _INTO and past > at + 3 and refs_in(tokens[at:past]) == 1
    coded = norm_at(tokens, past) == "den" and norm_at(tokens, past + 1) in {"code", "wert"} and end > past + 2
    joined = _ends(tokens, end) and (tokens[end].norm in words.AND or norm_at(tokens, at - 1) in words.AND)
    if not into or not coded or not joined:
        return None
    told = (worded(tokens[at], "der"), *tokens[past + 1 : end], worded(tokens[at], "gewählt"))
    return (*tokens[:at], worded(tokens[at], "wird"), *tokens[at + 2 : past], *told, *tokens[end:])


_MANY = words.of("eltern bürger personen betroffene antragstellende verlobte sorgeberechtigte paare halter mieter")
_CHOOSING = {"wählen": "gewählt", "angeben": "angegeben", "ankreuzen": "angekreuzt", "auswählen": "ausgewählt"}


def _many(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wenn Eltern bei F1 (nicht) Ja wählen" as "Wenn in F1 (nicht) Ja gewählt ist"."""
    who = norm_at(tokens, at + 1)
    if norm_at(tokens, at) not in words.IF or who not in _MANY | {"sie"} or norm_at(tokens, at + 2) not in _INTO:
        return None
    past, end = behind(tokens, at + 3), clause_end(tokens, at)
    denied = norm_at(tokens, past) == "nicht"
    answer = norm_at(tokens, past + denied) in words.TRUTH and past + denied + 2 == end
    done = _CHOOSING.get(norm_at(tokens, end - 1), "")
    if past == at + 3 or refs_in(tokens[at:past]) != 1 or not answer or not done:
        return None
    told = (worded(tokens[at], done), worded(tokens[at], "ist"))
    place = (worded(tokens[at], "in"), *tokens[at + 3 : end - 1])
    return (*tokens[: at + 1], *place, *told, *tokens[end:])


_APPLYING = words.of("eltern antragstellenden antragsteller antragstellerin verlobten halter inhaber betroffenen paar")


def _has_to(tokens: Tokens, at: int) -> Tokens | None:
    """ ", (so) haben die Eltern F2 vorzulegen" as ", (so) ist F2 vorzulegen"."""
    here = norm_at(tokens, at) in {"hat", "haben"} and at and leads(tokens, at)
    if not here or norm_at(tokens, at + 1) not in {"die", "der", "das"} or norm_at(tokens, at + 2) not in _APPLYING:
        return None
    past = behind(tokens, at + 3)
    if past == at + 3 or norm_at(tokens, past) not in words.TO_FILL or past + 1 != clause_end(tokens, at):
        return None
    verb = "sind" if refs_in(tokens[at:past]) > 1 else "ist"
    return (*tokens[:at], worded(tokens[at], verb), *tokens[at + 3 :])


def _is_not_shown(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wer …, bekommt F2 nicht angezeigt" as "Wer …, für den wird F2 nicht angezeigt"."""
    if norm_at(tokens, 0) != "wer" or norm_at(tokens, at) not in {"bekommt", "sieht"} or not leads(tokens, at):
        return None
    past = behind(tokens, at + 1)
    shown = norm_at(tokens, past + 1) in {"angezeigt", "eingeblendet"} or norm_at(tokens, at) == "sieht"
    end = past + 1 + (norm_at(tokens, at) == "bekommt")
    if past == at + 1 or norm_at(tokens, past) != "nicht" or not shown or end != len(tokens):
        return None
    passive = worded(tokens[at], "werden" if refs_in(tokens[at:past]) > 1 else "wird")
    return (*tokens[:at], passive, *tokens[at + 1 : past + 1], worded(tokens[at], "angezeigt"))


def _shown_to(tokens: Tokens, at: int) -> Tokens | None:
    """ "(so) wird ihr F2 angezeigt" without whom it is shown to."""
    told = norm_at(tokens, at) in words.BECOME and norm_at(tokens, at + 1) in words.of("ihm ihr ihnen")
    past = behind(tokens, at + 2) if told and leads(tokens, at) else 0
    shown = norm_at(tokens, past + (norm_at(tokens, past) == "nicht")) in words.VISIBLE
    return (*tokens[: at + 1], *tokens[at + 2 :]) if past > at + 2 and shown else None


_NOT_SO = {("ist", "das", "nicht", "der", "fall"), ("ist", "dies", "nicht", "der", "fall"),
    ("trifft", "das", "nicht", "zu"), ("trifft", "dies", "nicht", "zu")}  # fmt: skip


def _not_so(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ist das nicht der Fall, so ist …" as "Sonst ist …"."""
    if at or norm_at(tokens, 0) not in {"ist", "trifft"} or norm_at(tokens, 2) != "nicht":
        return None
    end = clause_end(tokens, 0)
    told = tuple(token.norm for token in tokens[:end]) in _NOT_SO and end < len(tokens)
    start = end + 1 + (norm_at(tokens, end + 1) in words.THEN)
    return (worded(tokens[0], "sonst"), *tokens[start:]) if told and tokens[end].kind is Kind.COMMA else None


def _to_show(tokens: Tokens, at: int) -> Tokens | None:
    """ "ist F2 (nicht) zu zeigen" as "ist F2 (nicht) anzuzeigen"."""
    if norm_at(tokens, at) != "zu" or norm_at(tokens, at + 1) not in {"zeigen", "verbergen"}:
        return None
    denied = norm_at(tokens, at - 1) == "nicht"
    if norm_at(tokens, at + 1) == "verbergen" and denied:
        return None
    said = "anzuzeigen" if norm_at(tokens, at + 1) == "zeigen" else "auszublenden"
    return (*tokens[:at], worded(tokens[at], said), *tokens[at + 2 :])


_SENT = words.of("abgesendet abgeschickt eingereicht übermittelt gestellt")


def _sent_only(tokens: Tokens, at: int) -> Tokens | None:
    """ "Der Antrag kann nur abgesendet werden, wenn F1 mit Ja beantwortet ist" as "F1 muss mit Ja beantwortet sein"."""
    if at or norm_at(tokens, 3) != "nur":
        return None
    head = tuple(token.norm for token in tokens[:6])
    if head[:4] != ("der", "antrag", "kann", "nur") or head[5:] != ("werden",) or head[4] not in _SENT:
        return None
    start = 7 + (norm_at(tokens, 7) == "dann")
    if norm_at(tokens, 7) not in words.IF or start != 7:
        return None
    past = behind(tokens, 8)
    answer = tuple(token.norm for token in tokens[past:])
    fits = len(answer) == 4 and answer[0] == "mit" and answer[1] in words.TRUTH and answer[2] == "beantwortet"
    if past == 8 or refs_in(tokens[8:past]) != 1 or not fits or answer[3] not in words.BE | words.BECOME:
        return None
    return (*tokens[8:past], worded(tokens[0], "muss"), *tokens[past:-1], worded(tokens[0], "sein"))


_GIVING = words.of("vorgibt angibt bestimmt ergibt nennt ausweist")


def _as_often(tokens: Tokens, at: int) -> Tokens | None:
    """ "so oft …, wie es die Zahl in F1 vorgibt" as "so oft …, wie in F1 angegeben"."""
    if norm_at(tokens, at) != "wie" or "oft" not in {token.norm for token in tokens[:at]}:
        return None
    start = at + 1 + (norm_at(tokens, at + 1) == "es")
    number = norm_at(tokens, start) == "die" and norm_at(tokens, start + 1) in words.of("zahl anzahl angabe")
    place = start + 3 * number
    past = behind(tokens, place)
    led = not number or norm_at(tokens, place - 1) in _INTO
    if past == place or not led or refs_in(tokens[place:past]) != 1 or norm_at(tokens, past) not in _GIVING:
        return None
    end = (worded(tokens[at], "angegeben"),)
    return (*tokens[: at + 1], worded(tokens[at], "in"), *tokens[place:past], *end, *tokens[past + 1 :])


def _both_included(tokens: Tokens, at: int) -> Tokens | None:
    """ "zwischen 20 und 40 liegen, beide Zahlen eingeschlossen" without what "zwischen" says of numbers anyway."""
    if tokens[at].kind is not Kind.COMMA or norm_at(tokens, at + 1) != "beide":
        return None
    said = tuple(token.norm for token in tokens[at + 1 :])
    both = len(said) == 3 and said[1] in words.of("zahlen werte grenzen grenzwerte")
    included = both and said[2] in words.of("eingeschlossen inbegriffen einbezogen inklusive einschließlich")
    between = any(token.norm == "zwischen" for token in tokens[:at])
    return tokens[:at] if included and between else None


_DATED = {"späteres": "später", "früheres": "früher"}


def _later_date(tokens: Tokens, at: int) -> Tokens | None:
    """ "muss ein späteres Datum enthalten als F2" as "muss später sein als F2"."""
    dated = (
        norm_at(tokens, at) in words.MUST and norm_at(tokens, at + 1) == "ein" and norm_at(tokens, at + 3) == "datum"
    )
    told = _DATED.get(norm_at(tokens, at + 2), "")
    if not dated or not told or norm_at(tokens, at + 4) not in words.of("enthalten haben tragen aufweisen"):
        return None
    if norm_at(tokens, at + 5) != "als" or behind(tokens, at + 6) != len(tokens):
        return None
    return (*tokens[: at + 1], worded(tokens[at], told), worded(tokens[at], "sein"), *tokens[at + 5 :])


def _not_both(tokens: Tokens, at: int) -> Tokens | None:
    """ "Es dürfen nicht beide Felder F1 und F2 zugleich …" as "F1 und F2 dürfen nicht zugleich …"."""
    if at or tuple(token.norm for token in tokens[:4]) not in _NOT_BOTH:
        return None
    past = behind(tokens, 4)
    if past == 4 or refs_in(tokens[4:past]) != 2 or norm_at(tokens, past) not in {"zugleich", "gleichzeitig"}:
        return None
    return (*tokens[4:past], worded(tokens[1], "dürfen"), worded(tokens[2], "nicht"), *tokens[past:])


_NOT_BOTH = {("es", "dürfen", "nicht", "beide"), ("es", "dürfen", "nicht", "beiden")}


def _and_it(tokens: Tokens, at: int) -> Tokens | None:
    """ "…, wenn F1 = 01 ist, und sie darf nicht angezeigt werden, wenn …" with a semicolon for ", und"."""
    comma = at > 0 and tokens[at].kind is Kind.COMMA and norm_at(tokens, at + 1) in words.AND
    if not comma or norm_at(tokens, at + 3) not in words.MAY | words.MUST | words.BE | words.BECOME:
        return None
    named = norm_at(tokens, at + 2) in words.of("sie es") or tokens[at + 2].kind is Kind.REF
    head, rest = tokens[:at], tokens[at + 2 :]
    first = [n for n, token in enumerate(head) if token.norm in words.IF]
    second = [n for n, token in enumerate(rest) if token.norm in words.IF]
    if not named or len(first) != 1 or len(second) != 1 or behind(head, 0) == 0:
        return None
    alone = tokens[at + 2].kind is Kind.REF or refs_in(head[: first[0]]) == 1
    ended = rest[second[0] - 1].kind is Kind.COMMA and head[first[0] - 1].kind is Kind.COMMA
    if not alone or not ended or clause_end(rest, second[0]) != len(rest) or clause_end(head, first[0]) != len(head):
        return None
    return (*head, replace(tokens[at], kind=Kind.SEMICOLON, text=";", norm=";"), *rest)


_TURNS: tuple[Turn, ...] = (
    _answers,
    _chooses,
    _many,
    _has_to,
    _is_not_shown,
    _shown_to,
    _not_so,
    _to_show,
    _sent_only,
    _as_often,
    _both_included,
    _later_date,
    _not_both,
    _and_it,
)
