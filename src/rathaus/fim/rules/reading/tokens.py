"""The first step of reading a rule: its characters become tokens.

Authors write quotation marks of every kind, forget them, double them and mix them; ids are glued to words. What can be
told apart beyond doubt is told apart here. Where a quotation mark could swallow part of the sentence, the rest of the
text becomes one `BROKEN` token, which no grammar accepts: the sentence stays visibly unread.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a token is."""

    REF = "Verweis"
    QUOTE = "Zitat"
    CODE = "Wert"
    WORD = "Wort"
    OP = "Vergleich"
    COMMA = ","
    STOP = "."
    COLON = ":"
    SEMICOLON = ";"
    OPEN = "("
    CLOSE = ")"
    DASH = "-"
    ITEM = "Aufzählungspunkt"
    BROKEN = "unklare Anführungszeichen"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `start` and `end` are offsets into the text, `norm` is the word in lower case.

    `parts` are the ids of a reference (a dotted path has several); `label` is what stood with the id in one pair of
    quotation marks.
    """

    kind: Kind
    text: str
    start: int
    end: int
    norm: str = ""
    parts: tuple[str, ...] = ()
    label: str | None = None


_QUOTES = "\"'„“”‚‘’«»‹›`´"
_ID = r"[FGfg]\d{8,14}"
_REF = re.compile(rf"(?:[FG]\s\d{{8,14}}|{_ID}(?:\.{_ID})*)(?!\d)(?:V\d+(?:\.\d+)*\b)?")
_BROKEN_REF = re.compile(r"[FG]\d{4,}")
_LETTERED = re.compile(r"([FG])(\d{8,14})(?!\d)")
_BARE_ID = re.compile(r"\d{8,14}(?![\w.\-])")
_OPERATORS = {
    "===": "=",
    "==": "=",
    "=": "=",
    "<>": "<>",
    "!==": "<>",
    "!=": "<>",
    "≠": "<>",
    "<=": "<=",
    ">=": ">=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "<": "<",
    ">": ">",
}
_ITEM = re.compile(r"(?:[-–—•*◦▪·‣]|\d{1,2}[.)]|[a-z]\))[ \t]+(?=\S)")
_STRAY_LETTER = re.compile(r"([FG]) (?=\1\d{8})")
_ARROW = re.compile(r"-{1,2}>|→|⇒")
_OPERATOR = re.compile(r"<\s>|" + "|".join(re.escape(op) for op in sorted(_OPERATORS, key=len, reverse=True)))
_ABBREVIATION = re.compile(
    r"(?:[zZ]\.\s?B|d\.\s?h|D\.\s?h|u\.\s?a|i\.\s?d\.\s?R|i\.\s?S|o\.\s?ä|bzw|ggf|gem|inkl|evtl|etc|usw|vgl|Nr|Abs|Art|Str"
    r"|zul|amtl|techn|einschl|zzgl|mtl|Tel|[mM]ax|[mM]in|[mM]ind|Ziff|lit|Std|ca|sog|lt)\.",
)
_NUMBER = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])|\d+[.,]\d+(?![\d.])|\d{1,3}\.(?=\s*Lebensjahr)"
)
# "am 31.02. muss": no sentence begins with a small letter.
_FALSE_STOP = re.compile(
    r"\.(?:\d|\s+(?!(?:wenn|falls|sofern|sonst|ansonsten|andernfalls|anderenfalls|für alle)\b)[a-zäöüß])"
)
_IN_NAME = re.compile(r"[?!]\s*\)")  # "(Hat sich Ihr Name geändert?)"
_WORD = re.compile(rf"[^\s,;:.()\[\]{{}}=<>≠≤≥!?{_QUOTES}]+")
_PUNCTUATION = {
    ",": Kind.COMMA,
    ".": Kind.STOP,
    "!": Kind.STOP,
    "?": Kind.STOP,
    ":": Kind.COLON,
    ";": Kind.SEMICOLON,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    "[": Kind.OPEN,
    "]": Kind.CLOSE,
    "{": Kind.OPEN,
    "}": Kind.CLOSE,
}
_UNCLOSED_NAME = re.compile(
    rf"([^=<>≠!,;\n{_QUOTES}]*[^\s=<>≠!,;{_QUOTES}])\s*(?:=|<>|≠)\s*\w*\d\w*\s*[{_QUOTES}](?=\w[^=<>{_QUOTES}]*[{_QUOTES}])"
)
_GLUED = re.compile(r"(dann|wenn|und|oder|feld|gruppe)(muss|ist|wird|darf|sind)", re.IGNORECASE)
_THEN = re.compile(r"\s*(?:dann|so)\b", re.IGNORECASE)
# A label that holds a quotation mark must not hide a second value: ``"ja, 002 "nein"``.
_HIDDEN_VALUE = re.compile(rf"(?:[,;]|\boder\b|\bund\b)\s*\w*\d\w*\s*[=\-]?\s*[{_QUOTES}]", re.IGNORECASE)
_CLAUSE_WORDS = re.compile(
    r"\bdann\b|\b(?:an)?sonsten\b|\bsonst\s+(?:zeige|blende|darf|muss|ist|nicht|kann)\b|[.,;]\s*wenn\b", re.IGNORECASE
)


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of `text`, in order. Never fails: what cannot be told apart becomes `BROKEN`."""
    tokens = _tokens(text, {})
    if any(token.kind is Kind.BROKEN for token in tokens) and (pairs := _in_turn(text)):
        return _tokens(text, pairs)
    return tokens


def _tokens(text: str, pairs: dict[int, int]) -> tuple[Token, ...]:
    """The tokens of `text`; `pairs` says where quotation marks are closed, if that is known beforehand."""
    tokens: list[Token] = []
    letters = _letters(text)
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token: Token | None
        if text[at] in _QUOTES:
            token = _enclosed(text, at, pairs[at]) if at in pairs else _quoted(text, at)
        else:
            token = _item(text, at) or _without_letter(text, at, letters) or _plain(text, at)
        if token is None:  # a quotation mark too many, which encloses nothing
            at += 1
            continue
        tokens.append(token)
        at = token.end
    return tuple(tokens)


def _item(text: str, at: int) -> Token | None:
    """The mark of an item that begins a line: "- ", "• ", "1. ", "a) "."""
    found = _ITEM.match(text, at)
    if found is None or "\n" not in text or text[text.rfind("\n", 0, at) + 1 : at].strip():
        return None
    return Token(Kind.ITEM, found.group().strip(), at, found.end())


def _in_turn(text: str) -> dict[int, int]:
    """Where each quotation mark is closed, if they open and close in turn beyond doubt; empty where they do not.

    Authors forget the blanks around them: ``das Feld F…"Name"befüllt``. Names and values stand in them, and no ids,
    signs or words of rules; read one mark further, some of those would.
    """
    marks = [at for at, char in enumerate(text) if char in _QUOTES]
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    certain = len(marks) % 2 == 0 and all(_is_name(text[start + 1 : end]) for start, end in pairs)
    shifted = [text[start + 1 : end] for start, end in zip(marks[1::2], marks[2::2], strict=False)]
    return dict(pairs) if certain and not all(map(_is_name, shifted)) else {}


def _is_name(inside: str) -> bool:
    """True for what can stand in quotation marks: a name or a value."""
    speaks = any(char in "=<>≠;\n" for char in inside) or _BROKEN_REF.search(inside) or _CLAUSE_WORDS.search(inside)
    verb = re.search(r"\b(?:muss|darf|befüllt|angezeigt|werden|wenn|dann|DANN|WENN|UND|ODER)\b", inside)
    return bool(inside.strip()) and not speaks and not verb and inside == inside.strip()


def _enclosed(text: str, at: int, end: int) -> Token:
    value = " ".join(text[at + 1 : end].split())
    return Token(Kind.QUOTE, value, at, end + 1, value.lower())


def _letters(text: str) -> dict[str, str]:
    """By the digits of every id of the text its letter, where that is always the same."""
    found: dict[str, set[str]] = {}
    for letter, digits in _LETTERED.findall(text):
        found.setdefault(digits, set()).add(letter)
    return {digits: letters.pop() for digits, letters in found.items() if len(letters) == 1}


def _without_letter(text: str, at: int, letters: dict[str, str]) -> Token | None:
    """An id that lost its letter, but has it elsewhere in the text."""
    found = _BARE_ID.match(text, at)
    letter = letters.get(found.group()) if found else None
    if found is None or letter is None:
        return None
    return Token(Kind.REF, found.group(), at, found.end(), parts=(letter + found.group(),))


def _parts(reference: str) -> tuple[str, ...]:
    """The ids of a reference: without blanks and version, in capitals."""
    return tuple(part for part in re.findall(r"[FG]\d{8,14}", re.sub(r"\s", "", reference.upper())))


def _plain(text: str, at: int) -> Token:
    """The token that starts at `at`, which is neither space nor quotation mark."""
    if found := _STRAY_LETTER.match(text, at):  # "Wenn F F00000004747": the letter of the id, written twice
        at = found.end()
    if found := _ARROW.match(text, at):
        return Token(Kind.WORD, found.group(), at, found.end(), "dann")
    if found := _OPERATOR.match(text, at):
        return Token(Kind.OP, found.group(), at, found.end(), _OPERATORS["".join(found.group().split())])
    if found := _REF.match(text, at):
        return Token(Kind.REF, found.group(), at, found.end(), parts=_parts(found.group()))
    if found := _ABBREVIATION.match(text, at):
        return Token(Kind.WORD, found.group(), at, found.end(), "".join(found.group().lower().split()))
    if found := _NUMBER.match(text, at):
        return Token(Kind.CODE, found.group(), at, found.end(), found.group())
    if _FALSE_STOP.match(text, at) or _IN_NAME.match(text, at):
        return Token(Kind.WORD, text[at], at, at + 1, text[at])
    if text[at] in _PUNCTUATION:
        return Token(_PUNCTUATION[text[at]], text[at], at, at + 1)
    found = _WORD.match(text, at)  # always: every character that ends a word was dealt with above
    end = found.end() if found else at + 1
    return _word(text, at, end - (end > at + 1 and text[end - 1 : end + 1] == "->"))


def _word(text: str, at: int, end: int) -> Token:
    """A word, cut where an id or another word is glued to it (``undF60000000227``, ``DANNmuss``)."""
    glued_id = _REF.search(text, at + 1, end)
    if glued_id and text[at : glued_id.start()].isalpha():
        end = glued_id.start()
    if glued_word := _GLUED.fullmatch(text, at, end):
        end = glued_word.end(1)
    word = text[at:end]
    if word in {"-", "–", "—"}:
        return Token(Kind.DASH, word, at, end)
    kind = Kind.CODE if any(char.isdigit() for char in word) else Kind.WORD
    return Token(kind, word, at, end, word.lower())


def _quoted(text: str, at: int) -> Token | None:
    """What a quotation mark at `at` encloses; None for one too many; `BROKEN` where that is not beyond doubt."""
    if _closes(text, at) and at > 0 and not text[at - 1].isspace() and text[at - 1] not in "(=<>":
        return None
    if _OPERATOR.match(text, at + 1):  # ``Auswahl "<> "Liegt vor"``
        return None
    if name := _name_before_comparison(text, at):
        return _cut(name, at)
    close = _closing(text, at)
    if close is None:
        later_id = _BROKEN_REF.search(text, at + 1)
        token = _unclosed(text, at, later_id.start()) if later_id else _broken(text, at)
        return token if token.kind is Kind.QUOTE else _until_bracket(text, at)
    inside = text[at + 1 : close]
    leading = _REF.match(inside.lstrip())
    offset = len(inside) - len(inside.lstrip()) + (leading.end() if leading else 0)
    other_id = _BROKEN_REF.search(inside, offset)
    if other_id and not _names_another(text, at, close):
        return _unclosed(text, at, at + 1 + other_id.start())
    marked = any(char in _QUOTES for char in inside)
    doubtful = marked and (any(char in "=<>" for char in inside) or _HIDDEN_VALUE.search(inside))
    if doubtful or _CLAUSE_WORDS.search(inside):
        return _broken(text, at)
    if leading:
        label = inside[offset:].strip(f"{_QUOTES} \n\t")
        return Token(Kind.REF, leading.group(), at, close + 1, parts=_parts(leading.group()), label=label or None)
    value = " ".join(inside.split())
    return Token(Kind.QUOTE, value, at, close + 1, value.lower())


def _name_before_comparison(text: str, at: int) -> str:
    """The name of an element whose closing mark was forgotten before a comparison: ``F… "Art = 02 "Reise"``.

    The next mark opens the name of the value, so that it cannot close this one.
    """
    found = _UNCLOSED_NAME.match(text, at + 1)
    behind_id = re.search(rf"{_ID}\s*\Z", text[max(0, at - 20) : at])
    return found[1] if found and behind_id and not _CLAUSE_WORDS.search(found[1]) else ""


def _names_another(text: str, at: int, close: int) -> bool:
    """True for a name that mentions another element: ``F99… "Ergänzung zu F99…"``."""
    inside = text[at + 1 : close]
    plain = not any(char in f"=<>,;{_QUOTES}" for char in inside) and not _CLAUSE_WORDS.search(inside)
    ended = _closes(text, close) and inside == inside.rstrip()
    return plain and ended and bool(re.search(rf"{_ID}\s*\Z", text[max(0, at - 20) : at]))


def _closing(text: str, at: int) -> int | None:
    """Where the quotation mark at `at` is closed."""
    if text[at] == "„":  # the one pair whose closing mark can be told from an opening one
        end = next((i for i in range(at + 1, len(text)) if text[i] in "“„"), None)
        if end is not None and text[end] == "“":
            return end
    marks = [i for i in range(at + 1, len(text)) if text[i] in _QUOTES]
    if len(marks) == 1:  # the last two of the text belong together, even where a blank was forgotten behind them
        return marks[0]
    return next((i for i in marks if _closes(text, i)), None)


def _unclosed(text: str, at: int, next_id: int) -> Token:
    """A label whose closing mark was forgotten: ``"Klasse A, F99… "Klasse B"``, ``"ja, dann muss F99…``."""
    label, comma, rest = text[at + 1 : next_id].rpartition(",")
    ends = not rest.strip() and "," not in label
    if not comma or not (ends or _THEN.match(rest)) or any(char in f"=<>{_QUOTES}" for char in label):
        return _broken(text, at)
    return _broken(text, at) if _CLAUSE_WORDS.search(label) else _cut(label, at)


def _until_bracket(text: str, at: int) -> Token:
    """A label whose closing mark was forgotten before the bracket that was opened in front of it."""
    depth = 0
    for place in range(at + 1, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth < 0:
            label = text[at + 1 : place]
            broken = any(char in "=<>," for char in label) or _CLAUSE_WORDS.search(label) or _BROKEN_REF.search(label)
            return _broken(text, at) if broken or not label.strip() else _cut(label, at)
    return _broken(text, at)


def _cut(label: str, at: int) -> Token:
    """The token of a label without closing mark that starts at `at`."""
    value = " ".join(label.split())
    return Token(Kind.QUOTE, value, at, at + 1 + len(label), value.lower())


def _broken(text: str, at: int) -> Token:
    return Token(Kind.BROKEN, text[at:], at, len(text))


def _closes(text: str, at: int) -> bool:
    """True where what follows the quotation mark at `at` can only follow a closing one."""
    following = text[at + 1 : at + 2]
    return not following or following.isspace() or following in ".,;:)]=<>!?≠" or following in _QUOTES
