"""A sentence as a row of parts with roles: what is named, what it is compared with, and what each word does.

The second reader (`unordered`) asks for no order of words within a clause. In return every word must have a role here
or mean nothing: one that is unknown leaves the sentence unread.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Ref, Said, Value
from rathaus.fim.rules.reading.values import starts_value, value
from rathaus.fim.rules.reading.words import of


class Role(enum.Enum):
    """What a part of a clause does."""

    REF = enum.auto()
    VALUE = enum.auto()
    IF = enum.auto()
    THEN = enum.auto()
    ELSE = enum.auto()
    AT = enum.auto()
    """ "bei": it may begin a condition without a verb."""
    COMMA = enum.auto()
    SEMICOLON = enum.auto()
    COLON = enum.auto()
    OPEN = enum.auto()
    CLOSE = enum.auto()
    AND = enum.auto()
    OR = enum.auto()
    NEITHER = enum.auto()
    NOR = enum.auto()
    NOT = enum.auto()
    ONLY = enum.auto()
    OTHER = enum.auto()
    """ "ein anderer (Wert als)"."""
    EQUAL = enum.auto()
    UNEQUAL = enum.auto()
    MORE = enum.auto()
    LESS = enum.auto()
    LEAST = enum.auto()
    MOST = enum.auto()
    BE = enum.auto()
    BECOME = enum.auto()
    MUST = enum.auto()
    MAY = enum.auto()
    CAN = enum.auto()
    HAVE = enum.auto()
    CHOSEN = enum.auto()
    ANSWERED = enum.auto()
    """ "beantwortet", "angegeben": with a value an equality, without one presence, of a target its filling."""
    FILL = enum.auto()
    TO_FILL = enum.auto()
    SHOW = enum.auto()
    TO_SHOW = enum.auto()
    HIDE = enum.auto()
    TO_HIDE = enum.auto()
    EMPTY = enum.auto()
    DROPS = enum.auto()
    """ "entfällt"."""
    MANDATORY = enum.auto()
    OPTIONAL = enum.auto()
    PICKABLE = enum.auto()
    ENTRY = enum.auto()
    """ "Angaben", "Eintrag": says something only with a verb ("Angaben gemacht")."""
    EACH = enum.auto()
    THESE = enum.auto()
    BOTH = enum.auto()
    PRESET = enum.auto()
    CHANGED = enum.auto()
    """ "geändert": with "nicht" it locks a preset."""
    EITHER = enum.auto()
    EXACTLY = enum.auto()
    NUMBER = enum.auto()
    TOGETHER = enum.auto()
    NOT_BOTH = enum.auto()
    """ ", jedoch nicht beide"."""
    BEFORE = enum.auto()
    AFTER = enum.auto()
    FUTURE = enum.auto()
    PAST = enum.auto()
    FILLER = enum.auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its role, the word (for messages and exact words), and what was named."""

    role: Role
    word: str
    ref: Ref | None = None
    value: Value | None = None


_MEANING_NOTHING = of(
    "als auf aus mit zu zum zur von vom unter für an durch es er sie sich hier auch zusätzlich ebenfalls jeweils"
    " stattdessen bitte entsprechend automatisch dabei folglich somit ein eine einen einem einer eines frage antwort"
    " angabe auswahl auswahlfeld kontrollkästchen checkbox datum formular antrag betreffende entsprechende"
    " entsprechenden jeweilige jeweiligen folgende folgenden nachfolgende nachfolgenden zugehörige zugehörigen dieser"
    " diesem diesen person antragsteller antragstellerin worden sein euro eur € % prozent höhe betrag zudem abschnitt"
    " seite optionen jedoch zugleich danach anschließend zeitlich liegen liegt dafür hierfür eins antworten fragen"
    " abfrage gegeben"
)
_FILLED = of("befüllt befuellt ausgefüllt ausgefuellt gefüllt belegt erfasst erhoben")
_PRESET = of("vorzubefüllen vorbefüllt vorbefüllen vorzubelegen vorbelegt vorbelegen voreingestellt setze")
_ROLES: dict[str, Role] = {}
for _role, _words in (
    (Role.FILLER, words.ARTICLES | words.NOUNS | words.PREPOSITIONS - of("bei beim") | words.VALUE_NOUNS),
    (Role.FILLER, _MEANING_NOTHING | words.STAND),
    (Role.IF, words.IF | of("soweit")),
    (Role.THEN, words.THEN),
    (Role.ELSE, words.ELSE),
    (Role.AT, of("bei beim")),
    (Role.AND, words.AND),
    (Role.OR, words.OR),
    (Role.NEITHER, of("weder")),
    (Role.NOR, of("noch")),
    (Role.NOT, of("nicht kein keine keinen keinem keiner keines")),
    (Role.ONLY, of("nur ausschließlich")),
    (Role.OTHER, of("anderer andere anderen anderes")),
    (Role.EQUAL, of("gleich")),
    (Role.UNEQUAL, of("ungleich")),
    (Role.MORE, of("mehr größer höher")),
    (Role.LESS, of("weniger kleiner geringer niedriger")),
    (Role.LEAST, of("mindestens wenigstens")),
    (Role.MOST, of("höchstens maximal")),
    (Role.BE, of("ist sind")),
    (Role.BECOME, words.BECOME - of("worden")),
    (Role.MUST, words.MUST | words.SHALL),
    (Role.MAY, words.MAY),
    (Role.CAN, words.CAN),
    (Role.HAVE, of("hat haben beträgt lautet enthält entspricht aufweist besitzt")),
    (Role.CHOSEN, words.PICKED | words.TICKED | of("getroffen")),
    (Role.ANSWERED, of("beantwortet angegeben eingetragen eingegeben gesetzt")),
    (Role.FILL, _FILLED | words.HANDED_IN | words.DOING),
    (Role.TO_FILL, words.TO_FILL | of("auszuwählen")),
    (Role.SHOW, words.VISIBLE | of("anzeigen einblenden zeigen abfragen aktivieren")),
    (Role.TO_SHOW, words.TO_SHOW),
    (Role.HIDE, words.HIDDEN | of("ausblenden verbergen deaktivieren")),
    (Role.TO_HIDE, words.TO_HIDE),
    (Role.EMPTY, of("leer")),
    (Role.DROPS, of("entfällt entfallen")),
    (Role.MANDATORY, words.MANDATORY_NOUNS | words.MANDATORY | of("required zwingend mandatory")),
    (Role.OPTIONAL, words.FREE),
    (Role.PICKABLE, of("auswählbar wählbar verfügbar zulässig auswahl")),
    (Role.ENTRY, of("angaben eintrag einträge eingabe eingaben gemacht vorgenommen vorhanden")),
    (Role.EACH, of("alle")),
    (Role.THESE, of("diese dieses")),
    (Role.BOTH, of("beide beiden")),
    (Role.SHOW, of("zeige aktiviere erscheint erscheinen")),
    (Role.HIDE, of("deaktiviere verstecke")),
    (Role.OPTIONAL, of("optionales optionale freiwilliges")),
    (Role.PRESET, _PRESET),
    (Role.CHANGED, of("geändert änderbar veränderbar verändert überschrieben")),
    (Role.EITHER, of("entweder")),
    (Role.EXACTLY, of("genau")),
    (Role.NUMBER, of("zwei drei vier fünf")),
    (Role.TOGETHER, of("gleichzeitig zusammen")),
    (Role.BEFORE, of("vor")),
    (Role.AFTER, of("nach")),
    (Role.FUTURE, of("zukunft")),
    (Role.PAST, of("vergangenheit")),
):
    for _word in _words:
        _ROLES[_word] = _role

_OTHERWISE: tuple[tuple[frozenset[str] | str, ...], ...] = (
    ("bei", "jeder", "anderen", words.VALUE_NOUNS | {"auswahl", "angabe", "antwort"}),
    ("bei", "jedem", "anderen", words.VALUE_NOUNS),
    ("bei", "allen", "anderen", words.VALUE_NOUNS),
    ("in", "allen", "anderen", "fällen"),
    ("in", "allen", "übrigen", "fällen"),
    ("im", "übrigen"),
    ("in", "anderen", "fällen"),
    ("im", "anderen", "fall"),
    ("trifft", "dies", "nicht", "zu"),
)
_VERDICTS = {"bejaht": "ja", "bejahter": "ja", "verneint": "nein", "verneinter": "nein"}
_NOT_BOTH = (
    ("nicht", "jedoch", "beide"),
    (of("jedoch aber"), "nicht", "beide"),
    (of("jedoch aber"), "nicht", of("beides gleichzeitig")),
)
_SILENT = (("in", "der", "antragsstrecke"), ("in", "der", "antragstrecke"), ("setzen",))
_SIGNS = {
    "=": Role.EQUAL, "<>": Role.UNEQUAL, ">": Role.MORE, "<": Role.LESS, ">=": Role.LEAST, "<=": Role.MOST,
}  # fmt: skip
_MARKS = {
    Kind.COMMA: Role.COMMA,
    Kind.SEMICOLON: Role.SEMICOLON,
    Kind.COLON: Role.COLON,
    Kind.OPEN: Role.OPEN,
    Kind.CLOSE: Role.CLOSE,
}
_WITH_CODE = re.compile(r"(\D+) [(\[](\d+)[)\]]")
_CODE_NOUNS = of("code wert schlüssel nr. option")


def parts(c: Cursor) -> tuple[Part, ...]:
    """The parts of the sentence from here to its end. Fails at a word without a role."""
    found: list[Part] = []
    while not c.done():
        if c.is_kind(Kind.SEMICOLON) and _open(found):
            found.append(Part(Role.COMMA, c.take().text))  # "[A1; A2]"
            continue
        more = _named_before(c, found) or _part(c)
        if more and found and found[-1].role is more[0].role is Role.REF:
            c.fail()  # two that nothing joins
        found += more
    return tuple(found)


def _open(found: list[Part]) -> bool:
    roles = [part.role for part in found]
    return roles.count(Role.OPEN) > roles.count(Role.CLOSE)


def _named_before(c: Cursor, found: list[Part]) -> list[Part]:
    """ "„Hausnummer“ F…": a name before its id, where it cannot be a value of what stood before."""
    follows = c.is_kind(Kind.QUOTE) and c.is_kind(Kind.REF, 1)
    if not follows or (found and found[-1].role in {Role.EQUAL, Role.UNEQUAL}):
        return []
    if c.is_kind(Kind.QUOTE, 2):
        c.fail()  # which of the two is the name?
    if found and found[-1].word in words.VALUE_NOUNS | {"auswahl"}:
        c.fail()
    name = c.take()
    token = c.take()
    return [Part(Role.REF, token.text, ref=Ref(token.parts, name.text))]


def _part(c: Cursor) -> list[Part]:
    token = c.tokens[c.at]
    if any(c.accept_all(*wording) for wording in _SILENT):
        return []
    for role, wordings in ((Role.ELSE, _OTHERWISE), (Role.NOT_BOTH, _NOT_BOTH)):
        if any(c.accept_all(*wording) for wording in wordings):
            other = token.norm == "bei" and c.norm() in words.PREPOSITIONS and starts_reference(c)
            return (
                c.fail() if other else [Part(role, token.norm)]
            )  # "bei allen anderen Codes in F3": of which question?
    if c.accept_if():
        return [Part(Role.IF, token.norm)]
    if starts_reference(c):
        return _reference(c)
    if token.norm not in _VERDICTS and starts_value(c) and not (token.kind is Kind.WORD and token.norm in _ROLES):
        return [Part(Role.VALUE, token.text, value=_coded(c, value(c)))]
    return [_single(c)]


def _single(c: Cursor) -> Part:
    """A word, sign or mark by itself. Fails where it has no role."""
    token = c.take()
    word = token.norm or token.text
    if token.norm in _VERDICTS:
        return Part(Role.VALUE, token.norm, value=Said(_VERDICTS[token.norm]))
    if token.norm == "blende":
        return Part(Role.HIDE if _particle(c) == "aus" else Role.SHOW, "blende")
    role = _SIGNS.get(word) if token.kind is Kind.OP else _MARKS.get(token.kind)
    role = role or (_ROLES.get(word) if token.kind is Kind.WORD else None)
    if role is None:
        c.at -= 1
        c.fail()
    return Part(role, word)


def _particle(c: Cursor) -> str:
    """ "ein" or "aus" at the end of the clause that "blende" began. Fails where neither is there."""
    for place in range(len(c.tokens) - c.at):
        following = c.peek(place + 1)
        ends = following is None or following.kind in _MARKS or following.norm in words.AND | words.ELSE | words.IF
        if ends and c.norm(place) in {"ein", "aus"}:
            return c.norm(place)
    return c.fail()


def _reference(c: Cursor) -> list[Part]:
    """What is named, with "bei" or "Angaben" where these led to it: they mean something."""
    before = c.norm()
    if before in of("bei beim"):
        c.take()
        return [Part(Role.AT, before)]
    entry = "angaben" in {before, c.norm(1)}
    text, led = c.tokens[c.at].text, c.at > 0 and c.norm(-1) in of("bei beim")
    ref = reference(c)
    ref = (
        replace(ref, located=True) if led and ref.label else ref
    )  # "bei F… „Text“ angekreuzt": its name, or the value?
    named = Part(Role.REF, text, ref=ref)
    return [Part(Role.ENTRY, "angaben"), named] if entry else [named]


def _coded(c: Cursor, said: Value) -> Value:
    """The code in a bracket behind the name of a value: ``"juristische Person" (Code 2)``, ``"Umbau (2)"``."""
    named = isinstance(said, Said) and said.label is None and not said.text[:1].isdigit()  # no name: "1 (2)"
    if isinstance(said, Said) and named and (inside := _WITH_CODE.fullmatch(said.text)):
        return Said(inside[2], inside[1])
    if not named or not c.is_kind(Kind.OPEN) or not c.is_kind(Kind.CODE, 1 + (c.norm(1) in _CODE_NOUNS)):
        return said
    start = c.at
    c.take()
    c.accept(_CODE_NOUNS)
    code = c.take()
    if c.accept_kind(Kind.CLOSE) and isinstance(said, Said):
        return Said(code.text, said.text)
    c.at = start
    return said
