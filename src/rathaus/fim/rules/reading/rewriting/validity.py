"""For which Länder a rule holds, in a line of its own or in the long words of offices: "Geltung: SH, HH.", "Bei
Zuständigkeit einer Behörde in BE"."""

from __future__ import annotations

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.places import Tokens, a_sign, kind_of, length_of, norm_of, parted, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

_LABELS = tuple(
    tuple(label.split())
    for label in (
        "geltung", "geltungsbereich", "geltungsgebiet", "anwendungsbereich", "räumlicher geltungsbereich",
        "räumliche geltung", "räumlicher anwendungsbereich", "land", "länder", "bundesland", "bundesländer", "gilt für",
        "gilt in", "gültig für", "gültig in", "geltung für", "geltung in", "gebiet",
    )
)  # fmt: skip
_ENDS = {Kind.STOP, Kind.SEMICOLON}
_OTHERS = words.of("übrige übrigen andere anderen sonstige sonstigen restliche restlichen")
_ALL = words.of("bundesweit bundeseinheitlich")


def valid_in(text: str, tokens: Tokens) -> Tokens:
    """ "Geltung: SH, HH. F1 … Geltung: alle übrigen Länder. F1 …" as "Für die Länder SH, HH: F1 … Für alle …: F1 …".

    Only where the text begins so: behind a rule it could speak of that as well as of the next.
    """
    if not tokens or not length_of(tokens, 0, _LABELS):
        return tokens
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        label = length_of(tokens, at, _LABELS) if _begins(text, tokens, at) else 0
        if not label or kind_of(tokens, at + label) is not Kind.COLON:
            found.append(tokens[at])
            at += 1
            continue
        start = at + label + 1
        end = start
        while end < len(tokens) and tokens[end].kind not in _ENDS and (end == start or not _line(text, tokens, end)):
            end += 1
        scope = _scope(tokens[start:end])
        if not scope or (end < len(tokens) and tokens[end].text == "?"):
            return tokens
        if found and found[-1].kind not in _ENDS:
            found.append(a_sign(tokens[at], Kind.STOP, ""))
        closing = tokens[end] if end < len(tokens) and tokens[end].kind in _ENDS else tokens[end - 1]
        found += [worded(tokens[at], "für"), *scope, Token(Kind.COLON, ":", closing.end, closing.end, ":")]
        at = end + (end < len(tokens) and tokens[end].kind in _ENDS)
    return tuple(found)


def limits(tokens: Tokens) -> bool:
    """True for a line that says where a rule holds: "Geltung: BY"."""
    label = length_of(tokens, 0, _LABELS)
    return label > 0 and kind_of(tokens, label) is Kind.COLON


def _begins(text: str, tokens: Tokens, at: int) -> bool:
    return not at or tokens[at - 1].kind in _ENDS or _line(text, tokens, at)


def _line(text: str, tokens: Tokens, at: int) -> bool:
    return parted(text, tokens[at - 1], tokens[at])


def _scope(named: Tokens) -> Tokens:
    """The Länder of a line as they stand behind "für"; empty where it is something else."""
    said = [token.norm for token in named]
    if not said:
        return ()
    if said[0] in _ALL and len(said) == 1:
        return (worded(named[0], "alle"), worded(named[0], "länder"))
    rest = said[said[0] in {"alle", "allen", "die", "den"} :]
    if rest[:1] and rest[0] in _OTHERS and (len(rest) == 1 or (len(rest) == 2 and rest[1] in words.LAND_WORDS)):
        return tuple(worded(named[0], word) for word in ("alle", "anderen", "länder"))
    if said[:1] in (["alle"], ["allen"]) and said[1:2] and said[1] in words.LAND_WORDS:
        behind = named[2:]
        if not behind:
            return (worded(named[0], "alle"), worded(named[1], "länder"))
        excepted = behind[0].norm in {"außer", "ausser"} and _only_laender(behind[1:])
        return (worded(named[0], "alle"), worded(named[1], "länder"), *behind) if excepted else ()
    while named and (named[0].norm in words.LAND_WORDS or named[0].norm == "die"):
        named = named[1:]
    return (worded(named[0], "die"), worded(named[0], "länder"), *named) if _only_laender(named) else ()


def _only_laender(named: Tokens) -> bool:
    """True for "SH", "SH, HH und Bayern (BY)"."""
    count = 0
    for token in named:
        land = token.kind is Kind.WORD and (token.text in NAMES or token.norm in CODES or token.text == "NRW")
        count += land
        if not land and token.kind not in _BETWEEN and token.norm not in words.AND | {"oder", "/"}:
            return False
    return count > 0 and named[-1].kind in {Kind.WORD, Kind.CLOSE}


_BETWEEN = {Kind.COMMA, Kind.OPEN, Kind.CLOSE}


_IN_OFFICE = tuple(
    tuple(wording.split())
    for wording in (
        "bei zuständigkeit einer behörde in", "bei zuständigkeit der behörde in", "bei zuständigkeit von behörden in",
        "bei zuständigkeit der behörden in", "bei zuständigen behörden in", "bei einer zuständigen behörde in",
        "bei örtlicher zuständigkeit einer behörde in", "bei örtlicher zuständigkeit in", "bei zuständigkeit in",
        "bei behörden in", "bei einer behörde in", "bei kommunen in", "bei gemeinden in", "bei antragstellung in",
        "bei verfahren in", "bei einem verfahren in", "bei anträgen in", "für behörden in", "für anträge in",
        "für verfahren in", "im land", "in dem land", "bei antragstellung im land",
        "bei zuständigkeit einer behörde im land",
    )
)  # fmt: skip
_ELSEWHERE = tuple(
    tuple(wording.split())
    for wording in (
        f"{one} {other} {land}"
        for one, other in (
            ("einem", "anderen"), ("einem", "der anderen"), ("einem", "der übrigen"), ("jedem", "anderen"),
            ("einem", "sonstigen"), ("allen", "anderen"), ("allen", "übrigen"), ("allen", "sonstigen"),
            ("allen", "restlichen"), ("den", "anderen"), ("den", "übrigen"), ("den", "sonstigen"),
            ("den", "restlichen"),
        )
        for land in ("land", "bundesland", "länder", "bundesländer", "ländern", "bundesländern")
    )
)  # fmt: skip


def in_office(tokens: Tokens, at: int) -> Tokens | None:
    """ "Bei Zuständigkeit einer Behörde in BE ist …", "… in einem anderen Land …" as "In BE ist …", "In allen …"."""
    if at and kind_of(tokens, at - 1) not in _ENDS:
        return None
    length = length_of(tokens, at, _IN_OFFICE)
    if not length and norm_of(tokens, at) != "in":
        return None
    start = at + (length or 1)
    other = length_of(tokens, start, _ELSEWHERE)
    if other:
        end = start + other
        scope: tuple[Token, ...] = tuple(worded(tokens[start], word) for word in ("allen", "anderen", "ländern"))
        if not length and norm_of(tokens, start) == "einem":
            return None  # "In einem anderen Land": perhaps abroad
        if not any(token.text in NAMES or token.norm in CODES for token in tokens[:at]):
            return None
    else:
        end = start
        while kind_of(tokens, end) in {Kind.WORD, Kind.COMMA} and _only_laender(
            (*tokens[start : end + 1], tokens[start])
        ):
            end += 1
        scope = tokens[start:end]
        if not length or not _only_laender(scope):
            return None
    if norm_of(tokens, end) not in FINITE and kind_of(tokens, end) is not Kind.COLON:
        return None
    return (*tokens[:at], worded(tokens[at], "in"), *scope, *tokens[end:])


_OFFICES = words.of("behörde behörden kommune kommunen gemeinde gemeinden stelle")


def office_is_in(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ist eine Behörde in BE oder HB zuständig, so ist F1 …" as "In BE oder HB ist F1 …"."""
    first = norm_of(tokens, at) in words.BE and (not at or kind_of(tokens, at - 1) in _ENDS)
    start = at + 1 + (norm_of(tokens, at + 1) in words.of("eine die"))
    if not first or norm_of(tokens, start) not in _OFFICES or norm_of(tokens, start + 1) not in {"in", "aus"}:
        return None
    close = next((n for n in range(start, len(tokens)) if norm_of(tokens, n) == "zuständig"), 0)
    end = close + 2 + (norm_of(tokens, close + 2) in words.THEN)
    if not close or kind_of(tokens, close + 1) is not Kind.COMMA or norm_of(tokens, end) not in FINITE:
        return None
    scope = tokens[start + 2 : close]
    if length_of(tokens, start + 2, _ELSEWHERE) == len(scope):
        scope = tuple(worded(scope[0], word) for word in ("allen", "anderen", "ländern"))
    elif not _only_laender(scope):
        return None
    return (*tokens[:at], worded(tokens[at], "in"), *scope, *tokens[end:])
