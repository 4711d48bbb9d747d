"""How people in a town hall say it: "Hat der Hundehalter bei F1 Ja angeklickt", put in the words of rules.

Each turn is known from its first word to its last; what is not certain stays as it was written.
"""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.laender import code_of
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.persons import SORTS
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.rewriting.briefly import told_briefly
from rathaus.fim.rules.reading.rewriting.doing import Turn, as_said, behind, turned
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, kind_of, norm_at, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

_SAME = {
    **dict.fromkeys(words.of("angeklickt angetippt abgehakt angehakt markiert"), "angekreuzt"),
    **dict.fromkeys(words.of("anklickt antippt abhakt anhakt"), "ankreuzt"),
    **dict.fromkeys(words.of("genannt benannt vermerkt notiert"), "angegeben"),
    **dict.fromkeys(words.of("nennt"), "angibt"),
    "ausgesucht": "ausgewählt",
    "aussucht": "auswählt",
    "insofern": "sofern",
    "insoweit": "sofern",
    "auswahlmöglichkeit": "option",
    "auswahlmöglichkeiten": "optionen",
    "antwortmöglichkeit": "option",
    "antwortmöglichkeiten": "optionen",
    "verdeckt": "ausgeblendet",
    **dict.fromkeys(words.of("verlangt gefordert gebraucht"), "benötigt"),
    **dict.fromkeys(words.of("muss-feld mussfeld muß-feld"), "pflichtfeld"),
    **dict.fromkeys(words.of("muss-angabe mussangabe"), "pflichtangabe"),
}
"""Words that say in a rule what the other says."""
_PARTICIPLES = words.GIVEN | words.ACTIVE | words.TICKED | words.of("gemacht getroffen vermerkt")
_OF_PERSONS = words.of(
    "hat haben hatte gibt kreuzt wählt trägt beantwortet antwortet bejaht verneint macht setzt klickt hakt"
    " nennt markiert"
)
_NO_PERSONS = (
    words.NOUNS | words.VALUE_NOUNS | words.KINDS | words.UNNAMED | words.LEADING | words.KEYWORDS
    | words.LAND_WORDS | words.MANDATORY_NOUNS
)  # fmt: skip
_A = words.of("der die das")
_STATUS = ("minderjähr", "volljähr", "jugend", "ausländ", "deutsch", "erwachsen", "ledig", "verheirat", "geschieden",
    "verwitwet", "selbst", "arbeitslos", "rentn", "schwerbehindert", "einzige")  # fmt: skip
"""Who is called so is one sort of those who answer, and perhaps not the one who does."""
_OFFICES = (
    "amt", "behörde", "verwaltung", "sachbearbeiter", "sachbearbeiterin", "stelle", "gemeinde", "stadt", "kommune",
    "bürgermeister", "bürgermeisterin", "kasse", "kreis",
)  # fmt: skip
"""Who is called so does not apply, but decides."""
_INTO = words.of("in im bei beim unter zu zur")


def in_rule_words(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn put in the words of rules."""
    tokens = tuple(_same(tokens, at) for at in range(len(tokens)))
    return told_briefly(as_said(turned(tokens, _TURNS)))


def _same(tokens: Tokens, at: int) -> Token:
    token = tokens[at]
    same = _SAME.get(token.norm) if token.kind is Kind.WORD else None
    return worded(token, same) if same else token


def _names_any(tokens: Tokens) -> bool:
    return any(token.kind is Kind.REF for token in tokens)


def _please(tokens: Tokens, at: int) -> Tokens | None:
    """ "bitte die Gruppe G einblenden" without "bitte"."""
    if tokens[at].norm != "bitte" or not starts_reference(Cursor(tokens[at + 1 :])):
        return None
    end = behind(tokens, at + 1)
    done = norm_at(tokens, end) in words.of("hochladen beifügen vorlegen einreichen angeben eintragen")
    if end > at + 1 and done and end + 1 == clause_end(tokens, at):
        return (*tokens[:at], *tokens[at + 1 : end], worded(tokens[end], "ausfüllen"), *tokens[end + 1 :])
    return (*tokens[:at], *tokens[at + 1 :])


def _person(tokens: Tokens, at: int) -> int:
    """The place behind "der Hundehalter", "die Mieterin oder der Mieter"; `at` where nobody stands there."""
    end = at
    while norm_at(tokens, end) in _A and kind_of(tokens, end + 1) is Kind.WORD:
        noun = end + 1
        noun += tokens[noun].norm in SORTS
        if kind_of(tokens, noun) is not Kind.WORD or not _is_person(tokens[noun]):
            return at
        end = noun + 1
        if norm_at(tokens, end) not in words.OR | {"/", "bzw."} or norm_at(tokens, end + 1) not in _A:
            return end
        end += 1
    return at


def _is_person(token: Token) -> bool:
    plain = token.text[:1].isupper() and token.text.isalpha() and not token.norm.endswith("ung")
    known = token.norm in _NO_PERSONS or token.norm.startswith(_STATUS) or token.norm.endswith(_OFFICES)
    return plain and not known


def _answering(tokens: Tokens, at: int) -> Tokens | None:
    """ "Hat der Hundehalter bei F1 Ja angekreuzt" as "Hat er bei F1 …", "wenn der Mieter …" as "wenn er …"."""
    if tokens[at].norm not in _OF_PERSONS | words.IF:
        return None
    end = _person(tokens, at + 1)
    if end == at + 1 or not (norm_at(tokens, end) in _INTO or kind_of(tokens, end) is Kind.REF):
        return None
    close = clause_end(tokens, end)
    said = [token.norm for token in tokens[end:close]]
    if tokens[at].norm in words.IF:
        active = said[-1:] and (said[-1] in words.ACTIVE or said[-1] in {"hat", "haben", "hatte"})
    else:
        active = tokens[at].norm not in {"hat", "haben", "hatte"} or (said[-1:] and said[-1] in _PARTICIPLES)
    if not active or not _names_any(tokens[end:close]):
        return None
    return (*tokens[: at + 1], worded(tokens[at + 1], "er"), *tokens[end:])


def _bound(tokens: Tokens, at: int) -> Tokens | None:
    """ "muss der Hundehalter F1 ausfüllen" as "muss er F1 ausfüllen"."""
    if tokens[at].norm not in words.MUST or not at:
        return None
    end = _person(tokens, at + 1)
    close = clause_end(tokens, end)
    if end == at + 1 or not starts_reference(Cursor(tokens[end:])) or norm_at(tokens, close - 1) not in words.DOING:
        return None
    return (*tokens[: at + 1], worded(tokens[at + 1], "er"), *tokens[end:])


def _repeated_duty(tokens: Tokens, at: int) -> Tokens | None:
    """ "ist F1 hochzuladen (Pflicht)" without the bracket, which says the same again."""
    inside = at + 1
    again = words.MANDATORY_NOUNS | words.of("verpflichtend zwingend")
    if (
        tokens[at].kind is not Kind.OPEN
        or norm_at(tokens, inside) not in again
        or kind_of(tokens, at + 2) is not Kind.CLOSE
    ):
        return None
    start = max((n for n in range(at) if tokens[n].kind is Kind.COMMA or tokens[n].norm in words.THEN), default=-1) + 1
    said = [token.norm for token in tokens[start:at]]
    told = said[-1:] and said[-1] in words.TO_FILL and bool({"ist", "sind"} & set(said))
    obliged = said[-1:] and said[-1] in {"werden", "sein"} | words.DOING and bool(words.MUST & set(said))
    filled = bool((words.FILLED | words.HANDED_IN | words.DOING) & set(said))
    if not (told or (obliged and filled)) or set(said) & (words.RESTRICTING | words.OR):
        return None
    return (*tokens[:at], *tokens[at + 3 :])


_CASES = (
    words.RESTRICTING | words.MUST | words.of("bei für in im an am ab bis gilt gelten mit von vom außerhalb innerhalb")
)
_THAT_IS = (("d.h.",), ("das", "heißt"), ("also",))


def _that_is(tokens: Tokens, at: int) -> Tokens | None:
    """ "Auf dem Markt sind höchstens 12 Meter möglich, d. h. F1 darf …": what is behind it, which says it exactly."""
    length = next((len(one) for one in _THAT_IS if tuple(t.norm for t in tokens[at : at + len(one)]) == one), 0)
    if at < 4 or not length or tokens[at - 1].kind is not Kind.COMMA:
        return None
    before, rest = tokens[: at - 1], tokens[at + length :]
    plain = {token.kind for token in before} <= {Kind.WORD, Kind.CODE}
    said = {token.norm for token in before} - words.of("höchstens mindestens maximal")
    here = Cursor(before)
    verb = any(token.norm in words.BE for token in before) and (
        before[0].norm != "auf" or before[1].norm in {"dem", "der"}
    )
    if not plain or not verb or said & _CASES or any(code_of(here, n) for n in range(len(before))):
        return None
    if not starts_reference(Cursor(rest)) or any(token.norm in words.IF | words.ELSE for token in rest):
        return None
    return rest


_WITHOUT = (
    ("geht", "es", "nicht", "weiter"),
    ("geht", "es", "nicht"),
    ("geht", "nichts"),
    ("ist", "kein", "antrag", "möglich"),
    ("ist", "keine", "bearbeitung", "möglich"),
    ("können", "wir", "den", "antrag", "nicht", "bearbeiten"),
    ("kann", "der", "antrag", "nicht", "bearbeitet", "werden"),
)


def _without_it(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ohne Zustimmung geht es nicht weiter: F1 muss …" without the warning in front."""
    if at or tokens[0].norm != "ohne":
        return None
    colon = next((n for n, token in enumerate(tokens) if token.kind in {Kind.COLON, Kind.SEMICOLON}), 0)
    noun = 2 if norm_at(tokens, 1) in words.of("diese die ihre eine") else 1
    told = tuple(token.norm for token in tokens[noun + 1 : colon])
    if not colon or tokens[noun].kind is not Kind.WORD or not tokens[noun].text[:1].isupper() or told not in _WITHOUT:
        return None
    rest = tokens[colon + 1 :]
    bound = any(token.norm in words.MUST | words.TO_FILL for token in rest)
    return rest if rest and bound and starts_reference(Cursor(rest)) else None


_JOINTLY = words.of("zusammen gemeinsam insgesamt zusammengerechnet addiert")
_COUNTED = words.of("personen euro stück meter")
_AMOUNTING = words.of("ergeben betragen ausmachen sein")


def _in_sum(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 und F2 dürfen zusammen höchstens 30 ergeben" as "Die Summe aus F1 und F2 darf höchstens 30 betragen"."""
    if at or not starts_reference(Cursor(tokens)):
        return None
    c = Cursor(tokens)
    try:
        refs, joint = references(c)
    except NotReadError:
        return None
    named = tokens[: c.at]
    early = c.accept(_JOINTLY)
    verb = c.accept(words.of("dürfen müssen"))
    if len(refs) < 2 or joint != "und" or not verb or not (early or c.accept(_JOINTLY)):
        return None
    start = c.at
    bound = c.accept(words.of("höchstens maximal mindestens wenigstens genau")) or c.accept_all("nicht", "mehr", "als")
    if not c.is_kind(Kind.CODE) or (verb == "dürfen" and bound in {"mindestens", "wenigstens", "genau"}):
        return None
    number = c.at
    c.take()
    c.accept(_COUNTED)
    over = not bound and c.accept("nicht") and c.accept(words.of("überschreiten übersteigen"))
    if (not over and not (bound and c.accept(_AMOUNTING))) or not c.done():
        return None
    said = (*tokens[start:number], tokens[number]) if bound else (tokens[number], worded(tokens[-1], "nicht"))
    end = worded(tokens[-1], "betragen") if bound else worded(tokens[-1], "überschreiten")
    may = worded(tokens[0], "darf" if verb == "dürfen" else "muss")
    return (*(worded(tokens[0], word) for word in ("die", "summe", "aus")), *named, may, *said, end)


_STATES = words.of("gibt nennt füllt trägt wählt")
_PARTICLES = words.of("an aus ein")


def _states_either(tokens: Tokens, at: int) -> Tokens | None:
    """ "Der Antragsteller gibt entweder F1 oder F2 an, nicht beides" as "Es ist entweder F1 oder F2 anzugeben, …"."""
    if at or not tokens:
        return None
    verb = _person(tokens, 0) or (1 if norm_at(tokens, 0) in {"man", "bitte"} else 0)
    if not verb and norm_at(tokens, 0) != "entweder":
        return None
    must = norm_at(tokens, verb) in words.MUST
    either = verb + (must or norm_at(tokens, verb) in _STATES)
    close = clause_end(tokens, either)
    last = norm_at(tokens, close - 1)
    infinitive = last in words.DOING | words.of("angeben eintragen eingeben auswählen") and (must or either == verb)
    parted = either > verb and not must and last in _PARTICLES and norm_at(tokens, 0) != "bitte"
    if norm_at(tokens, either) != "entweder" or not (parted or infinitive):
        return None
    named = tokens[either + 1 : close - 1]
    if any(token.norm in words.RESTRICTING | words.AND for token in named):
        return None
    start = tuple(worded(tokens[0], word) for word in ("es", "ist"))
    return (*start, *tokens[either : close - 1], worded(tokens[close - 1], "anzugeben"), *tokens[close:])


def _at_least_one(tokens: Tokens, at: int) -> Tokens | None:
    """ "Eines der Felder F1 und F2 muss mindestens befüllt sein" as "Mindestens eines der Felder F1 und F2 muss …"."""
    if not at and tokens[0].norm == "zumindest" and norm_at(tokens, 1) in words.of("eines eins einer eine ein"):
        return (worded(tokens[0], "mindestens"), *tokens[1:])
    if at or norm_at(tokens, 0) not in {"eines", "eins", "einer", "eine"} or norm_at(tokens, 1) != "der":
        return None
    close = clause_end(tokens, 0)
    places = [n for n in range(2, len(tokens)) if tokens[n].norm in words.of("mindestens wenigstens zumindest")]
    if len(places) != 1 or norm_at(tokens, places[0] - 1) not in words.MUST | {"ist"}:
        return None
    if (
        norm_at(tokens, places[0] + 1) not in words.FILLED | words.TO_FILL | words.HANDED_IN | {"zu"}
        or close < places[0]
    ):
        return None
    (least,) = places
    one = worded(tokens[0], "eines" if tokens[0].norm == "eins" else tokens[0].norm)
    return (worded(tokens[least], "mindestens"), one, *tokens[1:least], *tokens[least + 1 :])


def _the_code(tokens: Tokens, at: int) -> Tokens | None:
    """ "in F1 die 4 (Sonstiges) auswählt" as "in F1 den Code 4 (Sonstiges) auswählt"."""
    length = 1 + (norm_at(tokens, at + 1) in words.of("nr. nummer ziffer antwort auswahl"))
    if tokens[at].norm not in {"die", "der"} or kind_of(tokens, at + length) is not Kind.CODE:
        return None
    close = clause_end(tokens, at)
    if not _names_any(tokens[max(0, at - 4) : at]) or not any(one.norm in _PARTICIPLES for one in tokens[at:close]):
        return None
    behind = at + length + 1
    if kind_of(tokens, behind) is Kind.WORD and tokens[behind].norm not in _PARTICIPLES:
        return None
    den, code = worded(tokens[at], "den"), worded(tokens[at], "code")
    return (*tokens[:at], den, code, *tokens[at + length :])


def _the_point(tokens: Tokens, at: int) -> Tokens | None:
    """ "der Punkt „Ja“ gewählt" as "der Wert „Ja“ gewählt"."""
    if tokens[at].norm not in words.of("punkt menüpunkt auswahlpunkt") or norm_at(tokens, at - 1) not in words.ARTICLES:
        return None
    said = kind_of(tokens, at + 1) in {Kind.QUOTE, Kind.CODE} or norm_at(tokens, at + 1) in words.TRUTH
    chosen = norm_at(tokens, at + 2) in words.PICKED | words.TICKED | words.ACTIVE
    return (*tokens[:at], worded(tokens[at], "wert"), *tokens[at + 1 :]) if said and chosen else None


def _becoming(tokens: Tokens, at: int) -> Tokens | None:
    """ "werden F1 und F2 Pflichtfelder" as "werden F1 und F2 zu Pflichtfeldern"."""
    if tokens[at].norm not in {"wird", "werden"} or not starts_reference(Cursor(tokens[at + 1 :])):
        return None
    c = Cursor(tokens)
    c.at = at + 1
    try:
        references(c)
    except NotReadError:
        return None
    place = c.at
    if not c.accept(words.MANDATORY_NOUNS) or not (c.done() or c.is_kind(Kind.COMMA)):
        return None
    return (*tokens[:place], worded(tokens[place], "zu"), *tokens[place:])


_TURNS: tuple[Turn, ...] = (
    _please,
    _that_is,
    _without_it,
    _answering,
    _bound,
    _repeated_duty,
    _in_sum,
    _states_either,
    _at_least_one,
    _the_code,
    _the_point,
    _becoming,
)
