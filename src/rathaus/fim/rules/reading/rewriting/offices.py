"""What offices write in long words, put briefly: "hat eine Angabe in F2 zu erfolgen", "im Gegenfall unterbleibt …".

Each slot of a sentence has a table here: how a code is called, how an effect is said, how the other branch begins.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.laender import code_of
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, turned
from rathaus.fim.rules.reading.rewriting.entering import ENTRIES
from rathaus.fim.rules.reading.rewriting.nominal import NOUNS
from rathaus.fim.rules.reading.rewriting.ordering import in_order
from rathaus.fim.rules.reading.rewriting.places import Tokens, norm_at, worded
from rathaus.fim.rules.reading.rewriting.telling import TOLD
from rathaus.fim.rules.reading.tokens import Kind, Token

_CODES = {
    **dict.fromkeys(
        words.of(
            "schlüssel listeneintrag listenwert schlüsselwert schlüsselzahl schlüsselnummer kennziffer"
            " kennzahl kennung codewert auswahleintrag"
        ),
        "code",
    ),
    **dict.fromkeys(
        words.of(
            "schlüsseln listeneinträge listeneinträgen listenwerte listenwertenen schlüsselwerte"
            " schlüsselwerten schlüsselzahlen schlüsselnummern kennziffern kennzahlen kennungen codewerte codewerten"
            " auswahleinträge auswahleinträgen"
        ),
        "codes",
    ),
    **dict.fromkeys(words.of("schlüssels listeneintrags listeneintrages listenwertes listenwerts"), "codes"),
    "inhalt": "wert",
}
"""How the answer to a choice is called: what stands in its list."""
_SEVERAL = words.of("die den einer eine einen eines keiner keine keinen keines folgenden folgende")
_OTHER = words.of("anderer anderen andere übrigen sonstigen weiteren")
_VALUE_KINDS = {Kind.CODE, Kind.QUOTE}


def coded(tokens: Tokens) -> Tokens:
    """`tokens`, with "der Schlüssel 01", "einer der Listeneinträge 01, 02" as what is said of codes."""
    return tuple(_code(tokens, at) for at in range(len(tokens)))


def _code(tokens: Tokens, at: int) -> Token:
    token = tokens[at]
    noun = _CODES.get(token.norm) if token.kind is Kind.WORD and token.text[:1].isupper() else None
    if noun is None:
        return token
    named = at > 0 and tokens[at - 1].kind is Kind.REF and tokens[at - 1].label is None
    if named and (at + 1 == len(tokens) or tokens[at + 1].kind is not Kind.CODE):
        return token  # a name without quotation marks
    before, behind_it = norm_at(tokens, at - 1), tokens[at + 1] if at + 1 < len(tokens) else None
    valued = behind_it is not None and (
        behind_it.kind in _VALUE_KINDS or behind_it.norm in words.TRUTH or _is_letter(behind_it)
    )
    listed = before in {"der", "den"} and norm_at(tokens, at - 2) in _SEVERAL - {"die", "den"}
    if noun == "wert" and norm_at(tokens, at + 1) in {"von", "in", "im"}:
        return replace(token, norm=noun)
    if not valued and not (noun != "wert" and (before in _OTHER or before == "kein" or listed)):
        return token
    if noun == "code" and (listed or before == "die") and token.norm == "schlüssel":
        noun = "codes"
    return replace(token, norm=noun)


def _is_letter(token: Token) -> bool:
    """True for a code like "A"."""
    return token.kind is Kind.WORD and len(token.text) == 1 and token.text.isupper()


def put_briefly(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn in the words of rules."""
    tokens = tuple(_same(tokens, at) for at in range(len(tokens)))
    return in_order(turned(tokens, _TURNS))


_SAME = {
    **dict.fromkeys(words.of("unausgefüllt unbefüllt unbeantwortet"), "leer"),
    **dict.fromkeys(words.of("beizubringen einzureichen beizulegen"), "vorzulegen"),
    **dict.fromkeys(words.of("mitzuteilen"), "anzugeben"),
    **dict.fromkeys(words.of("unerlässlich unverzichtbar unumgänglich"), "erforderlich"),
    **dict.fromkeys(words.of("freigestellt entbehrlich"), "freiwillig"),
    **dict.fromkeys(words.of("unbedingt ausnahmslos"), "zwingend"),
    **dict.fromkeys(words.of("auszulassen"), "auszublenden"),
}
"""Words that say in a rule what the other says."""


_NOUNS = {"eintragung": "angabe", "eintragungen": "angaben"}
_BEFORE = words.ARTICLES | FINITE | words.of("ein eine einen kein keine keinen hat haben")


def _same(tokens: Tokens, at: int) -> Token:
    token = tokens[at]
    same = _SAME.get(token.norm) if token.kind is Kind.WORD and (not at or token.text.islower()) else None
    if token.norm in _NOUNS and norm_at(tokens, at - 1) in _BEFORE:  # "F1 Eintragung Mitarbeitende" is a name
        same = _NOUNS[token.norm]
    return worded(token, same) if same else token


_ELSEWISE = tuple(
    tuple(wording.split())
    for wording in (
        "in den anderen fällen",
        "in den übrigen fällen",
        "in den sonstigen fällen",
        "in allen sonstigen fällen",
        "in allen anderen fällen",
        "in allen übrigen fällen",
        "in sonstigen fällen",
        "in anderen fällen",
        "in jedem anderen fall",
        "in jedem anderen falle",
        "im anderen fall",
        "im anderen falle",
        "im sonstigen fall",
        "im gegenfall",
        "im gegenteiligen fall",
    )
)


def _otherwise(tokens: Tokens, at: int) -> Tokens | None:
    """ "im anderen Fall", "in allen sonstigen Fällen" as "sonst"; ", falls nicht, …" too."""
    for wording in _ELSEWISE:
        end = at + len(wording)
        if tokens[at].norm == wording[0] and tuple(token.norm for token in tokens[at:end]) == wording:
            return (*tokens[:at], worded(tokens[at], "sonst"), *tokens[end:])
    told = at and tokens[at - 1].kind in {Kind.COMMA, Kind.SEMICOLON} and tokens[at].norm in words.IF
    ended = norm_at(tokens, at + 1) == "nicht" and at + 2 < len(tokens) and tokens[at + 2].kind is Kind.COMMA
    return (*tokens[:at], worded(tokens[at], "sonst"), *tokens[at + 3 :]) if told and ended else None


def else_first(tokens: Tokens) -> Tokens:
    """`tokens`, with "F2 ist sonst auszublenden" as "sonst ist F2 auszublenden"."""
    at = next((place for place, token in enumerate(tokens) if token.norm in words.ELSE), 0)
    return _with_else_first(tokens, at) or tokens


def _with_else_first(tokens: Tokens, at: int) -> Tokens | None:
    if not at or norm_at(tokens, 0) in words.IF:
        return None
    if any(token.kind in {Kind.COMMA, Kind.SEMICOLON, Kind.COLON} or token.norm in words.IF for token in tokens):
        return None
    verb = behind(tokens, 0)
    if not verb or not (norm_at(tokens, verb) in FINITE or (norm_at(tokens, verb) in _ENDS and at == verb + 1)):
        return None
    return (worded(tokens[at], "sonst"), tokens[verb], *tokens[:verb], *tokens[verb + 1 : at], *tokens[at + 1 :])


_ENDS = words.of("entfällt entfallen")
_TO_BE = words.of(
    "erfolgen entfallen unterbleiben sein werden bleiben liegen betragen stehen entsprechen ergeben bestehen umfassen"
)
_TO_BE_IN_ONE = {
    "vorzuliegen": "vorliegen",
    "übereinzustimmen": "übereinstimmen",
    "zurückzuliegen": "zurückliegen",
    "aufzuweisen": "aufweisen",
}


def _has_to_be(tokens: Tokens, at: int) -> Tokens | None:
    """ "hat eine Angabe in F2 zu erfolgen" as "muss eine Angabe in F2 erfolgen"; "keine" as "darf keine"."""
    end = _infinitive(tokens, at) if tokens[at].norm in {"hat", "haben"} else 0
    inside = {token.norm for token in tokens[at:end]}
    exclude = "nicht" in inside and _excludes(tokens[at:end])
    if not end or ("nicht" in inside and not exclude):  # "hat nicht befüllt zu sein": need not, or must not?
        return None
    denied, several = exclude or bool(_NONE & inside), tokens[at].norm == "haben"
    single = _TO_BE_IN_ONE.get(tokens[end].norm)
    infinitive = worded(tokens[end], single) if single else tokens[end + 1]
    past = end + 1 if single else end + 2
    if infinitive.norm in _ENDING:
        ends = worded(tokens[at], "entfallen" if several else "entfällt")
        return None if denied else (*tokens[:at], ends, *tokens[at + 1 : end], *tokens[past:])
    singular, plural = ("darf", "dürfen") if denied else ("muss", "müssen")
    verb = worded(tokens[at], plural if several else singular)
    return (*tokens[:at], verb, *tokens[at + 1 : end], infinitive, *tokens[past:])


def _excludes(tokens: Tokens) -> bool:
    """True for "nicht gleichzeitig"."""
    return any(token.norm == "nicht" and norm_at(tokens, n + 1) in _AT_ONCE for n, token in enumerate(tokens))


_AT_ONCE = words.of("gleichzeitig zugleich nebeneinander")
_NONE = words.of("kein keine keinen keinerlei")
_ENDING = words.of("entfallen unterbleiben")


def _infinitive(tokens: Tokens, at: int) -> int:
    """The place of "zu erfolgen", "vorzuliegen" that ends the clause of the verb at `at`; 0 where none does."""
    for end in range(at + 1, len(tokens)):
        token = tokens[end]
        single = token.norm in _TO_BE_IN_ONE
        if single or (token.norm == "zu" and norm_at(tokens, end + 1) in _TO_BE):
            past = end + 2 - single
            closes = past >= len(tokens) or tokens[past].kind in _CLOSING or tokens[past].norm in _BEHIND
            return end if closes else 0
        if token.norm in _APART or token.kind in {Kind.SEMICOLON, Kind.COLON}:
            return 0
    return 0


_APART = FINITE | words.IF | words.ELSE | words.of("hat haben")
_CLOSING = {Kind.COMMA, Kind.SEMICOLON, Kind.COLON}
_BEHIND = words.IF | words.ELSE | words.AND


_PHRASES = {
    **dict.fromkeys(("zu benennen", "zu nennen", "zu erheben", "mit angaben zu versehen"), "auszufüllen"),
    "mit einer angabe zu versehen": "auszufüllen",
    "mit angaben versehen": "ausgefüllt",
    "mit einer angabe versehen": "ausgefüllt",
    **dict.fromkeys(("nicht zugleich", "nicht nebeneinander"), "nicht gleichzeitig"),
    **dict.fromkeys(("etwas einzutragen", "etwas anzugeben"), "eine angabe zu machen"),
    "zu zeigen": "anzuzeigen",
    "zu überspringen": "auszublenden",
    "freizulassen": "leer zu lassen",
    "frei bleiben": "leer bleiben",
    "frei zu bleiben": "leer zu bleiben",
    **dict.fromkeys(("leer gelassen wird", "leer gelassen wurde", "leer gelassen ist"), "leer ist"),
    **dict.fromkeys(("leer geblieben ist", "freigelassen ist", "offen gelassen ist", "offen bleibt"), "leer ist"),
    "bejahend beantwortet": "bejaht",
    "verneinend beantwortet": "verneint",
    "oberhalb von": "über",
    "unterhalb von": "unter",
    **dict.fromkeys(("lediglich dann", "allein dann", "einzig dann", "bloß dann"), "nur dann"),
    **dict.fromkeys(("lediglich wenn", "allein wenn", "bloß wenn"), "nur wenn"),
}
_WORDINGS = tuple((tuple(long.split()), tuple(short.split())) for long, short in _PHRASES.items())
_FIRST = frozenset(long[0] for long, _ in _WORDINGS)
_NO_CASES = words.IF | words.ELSE | words.of("bei nur außer für")


def _plainly(tokens: Tokens, at: int) -> Tokens | None:
    """A phrase of the table in its short words."""
    if tokens[at].norm not in _FIRST or norm_at(tokens, at - 1) == "nicht":
        return None
    for long, short in _WORDINGS:
        end = at + len(long)
        if tuple(token.norm for token in tokens[at:end]) == long:
            return (*tokens[:at], *(worded(tokens[at], word) for word in short), *tokens[end:])
    return None


def _always(tokens: Tokens, at: int) -> Tokens | None:
    """ "F2 ist in jedem Fall auszufüllen" as "F2 ist stets auszufüllen"."""
    if (
        tokens[at].norm != "jedem"
        or norm_at(tokens, at - 1) != "in"
        or norm_at(tokens, at + 1) not in {"fall", "falle"}
    ):
        return None
    if _NO_CASES & {token.norm for token in tokens}:
        return None
    return (*tokens[: at - 1], worded(tokens[at], "stets"), *tokens[at + 2 :])


def _in_case_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "Im Falle des Codes 01 in F1", "Beim Code 01 in F1" as "Bei Auswahl des Codes 01 in F1", "Bei Code 01 in F1"."""
    if not at and norm_at(tokens, 0) == "beim" and norm_at(tokens, 1) in words.VALUE_NOUNS:
        return (worded(tokens[0], "bei"), *tokens[1:])
    case = norm_at(tokens, 0) == "im" and norm_at(tokens, 1) in {"fall", "falle"} and norm_at(tokens, 2) == "des"
    if at or not case or norm_at(tokens, 3) not in words.VALUE_NOUNS:
        return None
    return (worded(tokens[0], "bei"), worded(tokens[0], "auswahl"), *tokens[2:])


def _of_other_codes(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei allen übrigen Schlüsseln" as "Bei allen anderen Codes"."""
    others = norm_at(tokens, at) in words.of("übrigen sonstigen restlichen weiteren")
    all_of = norm_at(tokens, at - 2) == "bei" and norm_at(tokens, at - 1) in {"allen", "den"}
    if not others or not all_of or norm_at(tokens, at + 1) not in words.VALUE_NOUNS:
        return None
    return (*tokens[: at - 1], worded(tokens[at], "allen"), worded(tokens[at], "anderen"), *tokens[at + 1 :])


def _reaches(tokens: Tokens, at: int) -> Tokens | None:
    """ "5 erreicht oder übersteigt" as "mindestens 5 beträgt"."""
    over = words.of("übersteigt überschreitet")
    if tokens[at].norm != "erreicht" or norm_at(tokens, at + 1) != "oder" or norm_at(tokens, at + 2) not in over:
        return None
    number = at - 1 if tokens[at - 1].kind is Kind.CODE else at - 2
    if number < 1 or tokens[number].kind is not Kind.CODE or norm_at(tokens, number - 1) in words.RESTRICTING:
        return None
    least, is_so = worded(tokens[number], "mindestens"), worded(tokens[at], "beträgt")
    return (*tokens[:number], least, *tokens[number:at], is_so, *tokens[at + 3 :])


_SAYING = (
    words.KEYWORDS | words.GIVEN | words.ACTIVE | words.SMALL_KEYWORDS | words.HEDGES | words.KINDS | words.LAND_WORDS
    | words.UNNAMED | words.of("immer bereits")
)  # fmt: skip
_SHORTEST = 6


def _named_so(tokens: Tokens, at: int) -> Tokens | None:
    """ "der Code 99 (nicht aufgeführt)" with the bracket as the name of the code that it is."""
    inside = tokens[at + 1 : at + 3]
    coded = at > 1 and tokens[at - 1].kind is Kind.CODE and norm_at(tokens, at - 2) in words.VALUE_NOUNS
    if tokens[at].kind is not Kind.OPEN or not coded or at + 3 >= len(tokens) or tokens[at + 3].kind is not Kind.CLOSE:
        return None
    denial, said = inside
    if denial.norm not in words.of("nicht kein keine") or said.norm in _SAYING or len(said.norm) < _SHORTEST:
        return None
    if said.kind is not Kind.WORD or code_of(Cursor(tokens), at + 2) is not None:
        return None
    name = f"{denial.text} {said.text}"
    return (*tokens[:at], Token(Kind.QUOTE, name, denial.start, said.end, name.lower()), *tokens[at + 4 :])


_TURNS: tuple[Turn, ...] = (
    _otherwise,
    _of_other_codes,
    _named_so,
    _plainly,
    _always,
    _in_case_of,
    _reaches,
    _has_to_be,
    *TOLD,
    *ENTRIES,
    *NOUNS,
)
