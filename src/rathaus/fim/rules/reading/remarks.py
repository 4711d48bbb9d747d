"""What stands beside a rule for people: headings, explanations, reasons and purposes. It is text and not rule.

Nothing that could restrict the rule counts as such.
"""

from __future__ import annotations

from itertools import pairwise

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.laender import code_of
from rathaus.fim.rules.reading.tokens import Kind, Token

_LIMITING = frozenset({"gilt", "gelten", "nur", "außer", "ausnahme", "ausgenommen", "sofern", "falls", "wenn"})
_RESTRICTING = _LIMITING - {"nur", "sofern", "falls", "wenn"} | frozenset(
    {
        "ausser",
        "ausnahmen",
        "ausnahmsweise",
        "abweichend",
        "optional",
        "freiwillig",
        "entfällt",
        "entbehrlich",
        "befreit",
        "befreiung",
        "entfallen",
        "verzichtet",
        "ausgeschlossen",
        "anzuwenden",
    }
)
"""A remark with one of these words, or with a Land, restricts the rule; it does not explain it."""
_EXPLAINING = (
    ("das", "heißt"),
    ("so", "ist", "z.b."),
    ("so", "wäre", "z.b."),
    ("das", "bedeutet"),
    ("dies", "bedeutet"),
    ("dies", "ist", "notwendig"),
    ("dies", "dient"),
    ("damit", "soll"),
    ("dadurch", "wird"),
    ("diese", "angabe", "wird", "benötigt"),
)
_DENIALS = words.of("nicht kein keine keinen")
_DUTIES = (
    words.MAY
    | words.NEED
    | words.MANDATORY_NOUNS
    | words.FREE
    | words.of("leer streichen gestrichen klären entfernen veraltet ungültig ungeklärt offen")
)
"""A remark with one of these speaks of the duty itself, and may take it back."""
_TITLING = words.ARTICLES | words.AND | words.of("zur zum zu von vom")
"""The small words of a heading; all others ("für Vereine", "ab 2025") could name the cases that a rule is for."""
_NARROWING = frozenset({"nur", "nicht", "ausschließlich", "lediglich", "erst"})
_CASES = words.IF | words.of("bei für in im auf von durch vom")
"""Behind a narrowing word these name the cases that a rule is for."""
_HEADINGS = frozenset({"regel", "regeln", "bedingung", "plausibilität", "prüfung", "validierung"})
_CHECKS = ("prüfung", "prüfregel", "plausibilisierung", "validierung", "regel", "regeln")
_REASONS = frozenset({"denn", "weil", "da", "damit", "um"})
_AGAIN = words.of("nicht auch und kein keine")
"""Behind a comma these go on with the rule, and not with its reason."""
_NOTES = frozenset({"z.b.", "siehe", "vgl.", "§", "gem.", "gemäß", "art.", "mehrfachauswahl", "einfachauswahl"})
_BOUNDS = words.IF | words.of("nur außer ausser ausgenommen soweit lediglich ausschließlich jedoch aber")
_OFFICES = words.of("behörde sachbearbeitung verwaltung stelle amt genehmigungsbehörde kommune gemeinde")
_OFFICIAL = words.of("zieht prüft holt fordert ergänzt übernimmt übermittelt informiert verwendet nutzt benötigt")
_SERVING = (
    ("ist", "voraussetzung", "für"),
    ("dient", "der"),
    ("dienen", "der"),
    ("dient", "dem"),
    ("dient", "zur"),
    ("dient", "zum"),
    ("dienen", "dem"),
    ("dienen", "zur"),
    ("können", "im", "upload"),
    ("wird", "benötigt"),
    ("werden", "benötigt"),
)


def title(c: Cursor) -> None:
    """A heading before the rule that names no element: "Regel zur Anzeige der Anlage: Wenn …"."""
    colon = next((at for at, token in enumerate(c.tokens) if token.kind is Kind.COLON), None)
    if colon is None or not _is_heading(c):
        return
    if all(_titles(token) for token in c.tokens[:colon]) and not any(code_of(c, at) for at in range(colon)):
        c.at = colon + 1


def _titles(token: Token) -> bool:
    if token.kind is not Kind.WORD:
        return token.kind in {Kind.CODE, Kind.DASH}
    return token.norm not in words.RESTRICTING and (token.text[0].isupper() or token.norm in _TITLING)


def _is_heading(c: Cursor) -> bool:
    colon = next((at for at, token in enumerate(c.tokens) if token.kind is Kind.COLON), 0)
    if 2 < colon < 8 and c.tokens[colon - 1].norm in {"festgelegt", "vorgegeben"}:
        return c.tokens[colon - 2].norm in words.BE  # "Die Antragsart ist festgelegt: …"
    return c.norm() in _HEADINGS or (c.norm().endswith(_CHECKS) and c.norm(1) != "zu")


def explains(tokens: tuple[Token, ...]) -> bool:
    """True for "D.h. …", "Hinweis: …", "(Begründung: …)" that name no element: text for people, not a rule."""
    if any(token.kind in {Kind.REF, Kind.BROKEN} for token in tokens):
        return False
    here = Cursor(tokens)
    said = {token.norm for token in tokens}
    taking_back = _RESTRICTING | _DUTIES | (words.MUST if said & _DENIALS and "z.b." not in said else frozenset())
    if any(here.norm(at) in taking_back or code_of(here, at) for at in range(len(tokens))):
        return False
    if any(here.norm(at) in _NARROWING and here.norm(at + 1) in _CASES for at in range(len(tokens))):
        return False
    bracketed = tokens[0].kind is Kind.OPEN
    words_ahead = [token.norm for token in tokens[bracketed : bracketed + 4]]
    if words_ahead and words_ahead[0] in words.EXPLAINS:
        return True
    if any(token.norm in _LIMITING or token.norm in {"bei", "nicht"} for token in tokens):
        return False
    return any(tuple(words_ahead[: len(wording)]) == wording for wording in _EXPLAINING)


def tells(tokens: tuple[Token, ...]) -> bool:
    """True for a sentence that only tells what the house does, or what an answer is for."""
    if any(token.kind not in {Kind.WORD, Kind.COMMA, Kind.OPEN, Kind.CLOSE, Kind.CODE} for token in tokens):
        return False
    at = next((at for at, token in enumerate(tokens[:6]) if token.norm in {"dient", "dienen"}), 0)
    if at and at + 2 < len(tokens) and tokens[at + 1].norm in _NARROWING - {"nicht"}:
        tokens = (*tokens[: at + 1], *tokens[at + 2 :])  # "dient ausschließlich der Statistik": for nothing else
    here = Cursor(tokens)
    said = {token.norm for token in (tokens[:-1] if tokens[-1].norm == "bei" else tokens)}  # "zieht … bei"
    binding = words.MUST | words.MAY | words.MANDATORY_NOUNS | words.FREE | words.NOUNS | words.RESTRICTING
    if said & (_RESTRICTING | _LIMITING | binding) or any(code_of(here, at) for at in range(len(tokens))):
        return False
    norms = [token.norm for token in tokens]
    official = norms[0] in {"die", "das", "unsere"} and norms[1] in _OFFICES and norms[2] in _OFFICIAL
    serving = any(tuple(norms[at : at + len(wording)]) == wording for wording in _SERVING for at in range(1, 4))
    return official or serving


def trimmed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens` without reasons, purposes and notes at their ends: ", denn …", "Damit wir …, muss", "(z.B. …)"."""
    return _without_note(_without_reason(_without_purpose(tokens)))


def _without_purpose(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    comma = next((at for at, token in enumerate(tokens) if token.kind is Kind.COMMA), 0)
    plain = tokens[0].norm in {"damit", "um"} and _only_tell(tokens[1:comma])
    return tokens[comma + 1 :] if comma and plain else tokens


def _without_reason(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    for at in range(1, len(tokens) - 2):
        if tokens[at].kind is Kind.COMMA and tokens[at + 1].norm in _REASONS:
            rest = tokens[at + 2 :]
            cases = tokens[at + 1].norm not in {"damit", "um"} and any(token.norm == "bei" for token in rest)
            again = any(one.kind is Kind.COMMA and two.norm in _AGAIN for one, two in pairwise(rest))
            return tokens[:at] if _only_tell(rest) and not cases and not again else tokens
    return tokens


def _without_note(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without the last bracket, where it gives an example or a source."""
    if tokens[-1].kind is not Kind.CLOSE:
        return tokens
    start = next((at for at in range(len(tokens) - 1, -1, -1) if tokens[at].kind is Kind.OPEN), 0)
    if not start:
        return tokens
    first = tokens[start + 1]
    example = first.norm in {"also", "so"} and tokens[start + 2].norm == "z.b."
    note = example or first.norm in _NOTES or first.text.startswith("§")
    inside = tokens[start + 1 : -1]
    cases = any(token.norm in _RESTRICTING | {"bei"} for token in inside)
    return tokens[:start] if note and _only_tell(inside) and not cases else tokens


def _only_tell(tokens: tuple[Token, ...]) -> bool:
    """True where each word only tells something, and none of them is a Land."""
    here = Cursor(tokens)
    return all(map(_only_tells, tokens)) and not any(code_of(here, at) for at in range(len(tokens)))


def _only_tells(token: Token) -> bool:
    """True for a word that neither names an element nor sets a bound."""
    return token.kind not in {Kind.REF, Kind.BROKEN, Kind.OP, Kind.QUOTE} and token.norm not in _BOUNDS
