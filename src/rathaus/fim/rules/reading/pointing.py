"""The grammar of references: ids, the words that lead to them, and the names beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Ref


def reference(c: Cursor) -> Ref:
    """The reference here. Many productions begin with one: it is read once for each place."""
    place = c.at
    known = c.references.get(place)
    if known is None:
        known = c.references[place] = _reference(c), c.at
    ref, c.at = known
    return ref


def _reference(c: Cursor) -> Ref:
    """``das Feld F… "Label"``, ``in Feldgruppe G… "Label" im Datenfeld F…``, ``"F… Label"``, ``F… Label``."""
    first = _one_reference(c)
    if first.parts[-1].startswith("F"):
        first = _of_group(c, first)
        return first if first.within or not _within(c, located=False) else c.fail()
    while _within(c, first.located):
        second = _one_reference(c)
        first = replace(second, within=first.within + first.parts)
    return first


def _of_group(c: Cursor, field: Ref) -> Ref:
    """ "(das Feld F…) der Gruppe G…", "… aus der Gruppe G…"."""
    start = c.at
    led = any([c.accept(frozenset({"aus", "in", "innerhalb"})), c.accept("der")])
    if not led or not c.accept(words.GROUP_NOUNS) or not c.is_kind(Kind.REF):
        c.at = start
        return field
    group = _one_reference(c)
    if len(field.parts) > 1 or not group.parts[-1].startswith("G"):
        c.fail()
    return replace(field, within=group.parts)


def _within(c: Cursor, located: bool) -> bool:
    """True where a reference follows that lies inside the one just read: "(in) Feldgruppe G… (im|das) Datenfeld F…"."""
    if c.norm() in words.PREPOSITIONS:
        return _lead(c, 1) is not None
    return located and c.norm() in {"das", "dem", "die"} and c.norm(1) in words.FIELD_NOUNS and _lead(c, 0) is not None


def _one_reference(c: Cursor) -> Ref:
    located = c.norm() in words.PREPOSITIONS
    steps = _lead(c, 1 if located else 0)
    if steps is None:
        return _named_first(c)
    start = c.at
    c.at += steps
    token = c.take()
    fields = token.parts[-1].startswith("G") and _fields_in(c.tokens[start : c.at])
    name = Label(token.label) if token.label else _name(c)
    _beside_name(c)
    if token.label or name is None:
        return Ref(token.parts, token.label, located=located and not token.label, fields=fields)
    return Ref(token.parts, name.text, name.doubtful, located=located, fields=fields)


_FIELDS = words.of("felder feldern datenfelder datenfeldern")


def _fields_in(led: tuple[Token, ...]) -> bool:
    """True for "die Felder in G…", "alle Datenfelder der Gruppe G…"."""
    norms = [token.norm for token in led]
    at = next((at for at, norm in enumerate(norms) if norm in _FIELDS), len(norms))
    return any(norm in words.INTO for norm in norms[at:])


def _beside_name(c: Cursor) -> None:
    """Moves past "(Mehrfachauswahl)", and past what makes of "das im Feld F…" a thing: "angegebene Datum"."""
    if c.is_kind(Kind.OPEN) and c.norm(1) in words.SORTS_OF_FIELDS and c.is_kind(Kind.CLOSE, 2):
        c.at += 3
    if c.norm() in words.ATTRIBUTES and c.norm(1) in words.KINDS:
        c.at += 2


def _name(c: Cursor) -> Label | None:
    """The name behind an id: quoted, bare, in brackets, or behind a dash."""
    if c.norm() in {"angaben", "eingaben", "einträge"} and c.norm(1) in {"gemacht", "vorgenommen", "vorliegen"}:
        return None
    following = c.peek()
    if following and following.kind is Kind.QUOTE and following.norm in words.TRUTH:
        return None  # "bei F… „Ja“ angegeben wird"
    if c.is_kind(Kind.DASH) and c.is_kind(Kind.WORD, 1) and not _means_something(c, 1):
        c.take()
        return label(c, small=True)
    name = bracketed_name(c) or label(c)
    if name is not None and (_ends_in_adverb(c) or name.text.isdecimal()):
        c.fail()  # "F… Betrag unvollständig befüllt ist", "F… „002“ befüllt werden"
    return name


def _ends_in_adverb(c: Cursor) -> bool:
    """True where the last word of a bare name may say something: a small one right before "befüllt" how it is filled,
    one that opposes or compares what follows ("F… Ungleich 001", "F… EINEN ANDEREN WERT ALS 001")."""
    last = c.tokens[c.at - 1]
    if last.kind is Kind.WORD and last.norm in words.SMALL_KEYWORDS | words.OPPOSING:
        return True
    small = last.kind is Kind.WORD and last.text[:1].islower() and last.norm not in words.INTO
    return small and c.norm() in words.FILLED | words.GIVEN | words.VISIBLE | words.HIDDEN | words.HANDED_IN


def bracketed_name(c: Cursor) -> Label | None:
    """ "(Art der Person)", "(„Art der Person“)"; None (and no move) for any other bracket."""
    answer = c.norm(1) in words.TRUTH and c.is_kind(Kind.CLOSE, 2)  # "= 1 (Ja)"
    single = c.is_kind(Kind.CLOSE, 2) and c.norm(1) in words.ASIDES | words.LAND_WORDS  # "(Begründung)" is a name
    spoken = c.norm(1) in words.KEYWORDS | words.ASIDES and not (answer or single)
    if not c.is_kind(Kind.OPEN) or spoken:
        return None
    place = 1
    while (token := c.peek(place)) and token.kind in {Kind.WORD, Kind.QUOTE, Kind.DASH, Kind.CODE, Kind.COMMA}:
        place += 1
    if place == 1 or not c.is_kind(Kind.CLOSE, place) or c.is_kind(Kind.CODE, 1):
        return None
    inside = c.tokens[c.at + 1 : c.at + place]
    if any(token.norm in words.RESTRICTING | words.OFTEN for token in inside) or inside[0].norm in words.BOUNDING:
        return None
    if place == 2 and (inside[0].norm in CODES or inside[0].text in NAMES):
        return None  # "F… (BY) ist Pflicht": for whom, or its name?
    c.at += place + 1
    return Label(" ".join(token.text for token in inside))


def _named_first(c: Cursor) -> Ref:
    """ "das Feld „Art der Person“ (F…)", "die Angaben zum Betrieb (G…)", "der Beginn (F…, Beginn der Arbeiten)"."""
    steps = _named_lead(c, 0)
    if steps is None:
        c.fail()
    quoted = next((token.text for token in c.tokens[c.at : c.at + steps] if token.kind is Kind.QUOTE), None)
    c.at += steps
    token = c.take()
    c.accept_kind(Kind.COMMA)
    name = token.label or (named.text if (named := _name(c)) else quoted)
    return Ref(token.parts, name) if c.accept_kind(Kind.CLOSE) else c.fail()


def _named_lead(c: Cursor, offset: int) -> int | None:
    """How many places ahead the id stands in a bracket behind its name; None where no such reference begins here."""
    place = offset + (c.norm(offset) in words.PREPOSITIONS)
    opens = words.LEADING | words.KINDS | words.THESE
    if c.norm(place) not in opens and not c.is_kind(Kind.QUOTE, place) and not _bare_name(c, place):
        return None
    while c.norm(place) in opens:
        if _counted(c, place):
            return None
        place += 1
    place = _behind_phrase(c, place)
    close = c.is_kind(Kind.OPEN, place) and c.is_kind(Kind.REF, place + 1) and not c.is_kind(Kind.OP, place + 2)
    return place + 1 if close else None


def _counted(c: Cursor, place: int) -> bool:
    """True at "zwei der Felder F1, F2, F3" and "zwei Angaben in F1": so many of them, and not all."""
    return c.norm(place) in {"zwei", "drei", "vier", "fünf"} and (
        c.norm(place + 1) in {"der", "von"} or (c.norm(place + 1) in words.KINDS and c.norm(place + 2) in words.INTO)
    )


def _bare_name(c: Cursor, place: int) -> bool:
    """True for a noun right before its id in a bracket: "Telefon (F…)"."""
    token, before = c.peek(place), c.peek(place - 1)
    noun = token is not None and token.kind is Kind.WORD and token.text[0].isupper() and _only_names(c, place)
    free = before is None or before.kind is Kind.COMMA or before.kind is Kind.WORD
    return noun and free and c.is_kind(Kind.OPEN, place + 1) and c.is_kind(Kind.REF, place + 2)


def _behind_phrase(c: Cursor, place: int) -> int:
    """The place behind words that only name something: "(Angaben) zu den gesetzlichen Vertretern"."""
    start = place
    while place - start < _PHRASE and (c.is_kind(Kind.QUOTE, place) or _only_names(c, place)):
        place += 1
    return place


_PHRASE = 8
_SPEAKING = words.KEYWORDS | words.HEDGES | words.SMALL_KEYWORDS | words.CONTRARY | words.PARTICLES


def _only_names(c: Cursor, place: int) -> bool:
    token = c.peek(place)
    if token is None or token.kind is not Kind.WORD or token.norm in words.UNNAMED:
        return False
    if not token.text[:1].isupper():
        return token.norm in words.LINKING | words.INTO | words.ARTICLES or token.norm not in _SPEAKING
    return token.norm not in _SPEAKING - words.SMALL_KEYWORDS


def starts_reference(c: Cursor, offset: int = 0) -> bool:
    """True where a reference begins `offset` places ahead: an id, or article and noun before one."""
    if _named_lead(c, offset) is not None:
        return True
    if c.norm(offset) in words.PREPOSITIONS:
        offset += 1
    return _lead(c, offset) is not None


def _lead(c: Cursor, offset: int) -> int | None:
    """How many places ahead the id stands that the words from `offset` on lead to; None where they do not."""
    for place in range(offset, offset + 8):
        if c.is_kind(Kind.REF, place):
            return place
        if _of_another_kind(c, place) or _counted(c, place):
            return None
        if c.norm(place) == "antwort" and c.norm(place + 1) == "auf" and _lead(c, place + 2) is not None:
            return _lead(c, place + 2)
        if c.norm(place) in words.KINDS and (c.norm(place + 1) in words.INTO or c.is_kind(Kind.REF, place + 1)):
            continue  # "die Angabe im Feld F…", "das Datum F…"
        if place <= offset + 1 and (behind := _names_content(c, place)):
            return _lead(c, behind + (c.norm(behind) in {"in", "im"}))
        leads = c.norm(place) in words.LEADING or (place > offset and c.norm(place) in words.INTO)
        if not leads or not c.is_kind(Kind.WORD, place):
            return None
    return None


_ABOUT = words.of("nachweis nachweise upload dokument hinweis hinweistext hinweisfeld text")
_COUNTED = frozenset({"anzahl", "zahl", "menge"})
_OF = words.INTO - {"in", "im"}


_REST = words.of("anderen übrigen weiteren restlichen sonstigen andere übrige weitere restliche sonstige")


def _of_another_kind(c: Cursor, place: int) -> bool:
    """True for "der Hinweis zu F…", "die Anzahl von F…", "die übrigen Felder der G…": something about the element."""
    noun, behind, ref = c.norm(place), c.norm(place + 1), c.peek(place + 2)
    if noun in words.GROUP_NOUNS and behind in {"zu", "zum"}:
        return ref is not None and ref.kind is Kind.REF and ref.parts[-1].startswith("F")
    if noun in _REST:
        return behind in words.NOUNS and c.norm(place + 2) in words.INTO
    if noun in _COUNTED | {"name", "nummer"} and behind == "der" and c.norm(place + 2) in words.NOUNS:
        return True
    return (noun in _ABOUT and behind in _OF) or (noun in _COUNTED and behind in {"von", "vom"})


def _names_content(c: Cursor, place: int) -> int | None:
    """Where "(die) Postleitzahl in F…", "(die) Gesamtfläche F…", "(die) Angaben zum Partner in G…" go on."""
    token = c.peek(place)
    if token is None or token.kind is not Kind.WORD or not token.text[0].isupper() or token.text.isupper():
        return None
    noun = token.norm in words.KINDS or (len(token.text) >= 4 and _only_names(c, place))
    if (
        not noun
        or token.norm in words.VALUE_NOUNS
        or c.norm(place - 1) not in words.ARTICLES | words.THESE | words.KINDS
    ):
        return None
    end = place + 1
    while end - place < _PHRASE and not (c.norm(end) in {"in", "im"} and _leads(c, end + 1)) and _only_names(c, end):
        end += 1
    if c.is_kind(Kind.REF, end):
        named = c.peek(end - 1)
        return end if named and named.text[:1].isupper() else None  # "das Produkt aus F…" is not F…
    return end if c.norm(end) in {"in", "im"} else None


def _leads(c: Cursor, place: int) -> bool:
    """True where an id, or a noun for an element and its id, stand here."""
    return c.is_kind(Kind.REF, place) or (c.norm(place) in words.NOUNS | words.ARTICLES and _leads(c, place + 1))


@dataclass(frozen=True, slots=True)
class Label:
    """A name behind an id or a code; `doubtful` where an unquoted one contains "und" or "oder"."""

    text: str
    doubtful: bool = False


def label(c: Cursor, *, small: bool = False) -> Label | None:
    """The name that may stand after an id: in quotation marks, or bare words up to the next word with a meaning.

    `small`: it may begin with a small letter, as names of codes do.
    """
    quoted = c.accept_kind(Kind.QUOTE)
    if quoted:
        return Label(quoted.text)
    first = c.peek()
    if first is None or first.kind is not Kind.WORD or _means_something(c, 0):
        return None
    if not small and not (first.text[0].isupper() or first.text[1:2].isupper()):  # "eVB-Nummer"
        return None
    taken: list[str] = []
    doubtful = False
    while (token := c.peek()) and (_belongs_to_label(c, token) or _joins_label(c, token)):
        doubtful = doubtful or token.norm in words.AND | words.OR
        taken.append(token.text)
        c.at += 1
        if token.kind is Kind.OPEN:
            taken.extend(_bracketed(c))
    return Label(" ".join(taken), doubtful)


def _belongs_to_label(c: Cursor, token: Token) -> bool:
    if token.kind is Kind.CODE:
        return c.is_kind(Kind.WORD, 1) and not _means_something(c, 1)
    if token.kind is Kind.WORD:
        return not _means_something(c, 0)
    return token.kind in {Kind.OPEN, Kind.DASH} or (token.kind is Kind.COLON and c.is_kind(Kind.WORD, 1))


def _joins_label(c: Cursor, token: Token) -> bool:
    """True for a small "und" or "oder" between words that mean nothing to the grammar."""
    following = c.peek(1)
    return (
        token.text in {"und", "oder"}
        and following is not None
        and following.kind is Kind.WORD
        and not (following.text.isupper() and len(following.text) <= 4)  # "Einzelperson oder C – Ehepaar"
        and not _means_something(c, 1)
        and not starts_reference(c, 1)
    )


def _bracketed(c: Cursor) -> list[str]:
    """The words of a bracket inside a bare label, with the closing bracket."""
    inside: list[str] = []
    while token := c.accept_kind(Kind.WORD) or c.accept_kind(Kind.CODE) or c.accept_kind(Kind.COMMA):
        if token.norm in words.RESTRICTING:
            c.fail()
        inside.append(token.text)
    if not c.accept_kind(Kind.CLOSE):
        c.fail()
    return [*inside, ")"]


def _means_something(c: Cursor, offset: int) -> bool:
    """True where the word is one of the grammar's, so that no bare label may swallow it."""
    token, following = c.peek(offset), c.peek(offset + 1)
    word = c.norm(offset)
    if word == "auswahl":  # "F… Auswahl der Person ===" is a name, "F… Auswahl = 01" is a comparison
        return (
            following is None
            or following.kind in {Kind.OP, Kind.CODE, Kind.QUOTE}
            or following.norm in words.TRUTH | {"gleich", "ist"}
        )
    if word in {"zum", "zu"} and offset == 0 and _behind_noun(c):  # "Angaben zum Kind", no "F… zum Pflichtfeld"
        return following is None or not following.text[:1].isupper() or following.norm in words.KEYWORDS
    if word in words.PARTICLES:  # "zeige F… Angabe an", but "Auskunft aus dem Register"
        return following is None or following.kind is not Kind.WORD or following.norm in words.KEYWORDS
    if word in words.LINKING:
        return (
            following is None
            or following.kind in {Kind.QUOTE, Kind.REF, Kind.CODE, Kind.OP}
            or (following.kind is Kind.OPEN and c.is_kind(Kind.CODE, offset + 2))
            or following.norm in words.LINKED
            or (following.norm in words.ARTICLES and c.norm(offset + 2) in words.LINKED)
            or starts_reference(c, offset)
        )
    if word in words.ORDERS and token is not None and token.text.islower():  # "F… Name anzeigen"
        return following is None or c.is_kind(Kind.COMMA, offset + 1) or following.norm in words.AND | words.ELSE
    small = token is not None and (token.text[:1].islower() or (token.text.isupper() and len(token.text) > 2))
    return word in words.KEYWORDS | words.HEDGES or (small and word in words.SMALL_KEYWORDS)


def _behind_noun(c: Cursor) -> bool:
    """True where a word with a capital stands before: a name has begun."""
    before = c.peek(-1)
    return before is not None and before.kind is Kind.WORD and before.text[0].isupper()
