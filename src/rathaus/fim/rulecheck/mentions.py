"""What rule texts name and the schema knows otherwise: elements that are absent, codes and their labels.

This looks at the words of a text alone, so that it also helps where nobody can read the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from rathaus.fim.model import Code, Field, FieldKind, Finding, Schema
from rathaus.fim.upgrade import long_id

_ID = re.compile(r"(?<![A-Za-z0-9])([FG][0-9]{8}(?:[0-9]{3})?)(?![0-9])")
_CODE = re.compile(
    r"""(?:<>|!=|(?<![<>])=|\bist\b|\bODER\b|\bUND\b|\bCodes?\b|,|\()\s*\(?\s*   # what stands before a code
    [„“"'‚‘]?([0-9]{1,9}|[A-Z]{1,3}[0-9]{1,6})[“”"'‘’]?                  # the code
    \s*(?:=\s*)?[„“"'‚‘”]\s*([^„“”"]{2,200}?)\s*[“”"]                    # its label, in quotation marks
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BARE_CODE = re.compile(r"""(?:<>|!=|(?<![<>])=)\s*[„“"'‚‘]?([0-9]{1,9})[“”"'‘’]?(?![0-9A-Za-z.]|\s*(?:bis|-|–)\b)""")
_LIKE = 0.6

Codes = Callable[[Field], tuple[Code, ...] | None]


@dataclass(frozen=True, slots=True)
class Mention:
    """A code that a text names for a field, with the label beside it where there is one."""

    fim_id: str
    code: str
    label: str | None


def mentions(text: str) -> Iterator[Mention]:
    """The codes in a text, each with the field that was named last before it."""
    ids = list(_ID.finditer(text))
    for number, found in enumerate(ids):
        if found[1].startswith("G"):
            continue
        end = ids[number + 1].start() if number + 1 < len(ids) else len(text)
        stretch = text[found.end() : end]
        labelled = list(_CODE.finditer(stretch))
        yield from (Mention(found[1], match[1], match[2]) for match in labelled)
        spans = [match.span() for match in labelled]
        for match in _BARE_CODE.finditer(stretch):
            if not any(start <= match.start(1) < stop for start, stop in spans):
                yield Mention(found[1], match[1], None)


def check(schema: Schema, codes: Codes) -> Iterator[Finding]:
    """Absent elements, codes that the list does not have, and labels of other codes, each once per rule."""
    known = {long_id(position.id): position for position in schema.positions.values()}
    fields = {
        id_: position.element
        for id_, position in known.items()
        if isinstance(position.element, Field) and position.element.kind is FieldKind.SELECT
    }
    told: set[tuple[str, str]] = set()
    for bound in schema.bound_rules:
        rule = bound.rule
        sentences = [*_absent(rule.text, known), *_codes(rule.text, fields, codes)]
        for code, sentence in dict.fromkeys(sentences):
            if (rule.id, sentence) not in told:
                told.add((rule.id, sentence))
                path = bound.bearer.path if bound.bearer else None
                yield Finding(code, f"{rule.id}: {sentence}", path, rule.line, rule.id)


def _absent(text: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    absent = dict.fromkeys(found[1] for found in _ID.finditer(text) if long_id(found[1]) not in known)
    if absent:
        verb = "das" if len(absent) == 1 else "die"
        ends = "vorkommt" if len(absent) == 1 else "vorkommen"
        yield "1001", f"Der Text nennt {', '.join(absent)}, {verb} im Schema nicht {ends}."


def _codes(text: str, fields: Mapping[str, Field], codes: Codes) -> Iterator[tuple[str, str]]:
    unknown: dict[str, dict[str, None]] = {}
    for mention in mentions(text):
        field = fields.get(long_id(mention.fim_id))
        listed = codes(field) if field is not None else None
        if listed is None:
            continue
        names = {code.code: code.name for code in listed}
        if mention.code not in names:
            unknown.setdefault(mention.fim_id, {})[mention.code] = None
        elif mention.label is not None and _is_other(mention.label, names[mention.code], names.values()):
            yield "code-bezeichnung", _wrong_label(mention, names)
    for fim_id, missing in unknown.items():
        what = f"den Code {next(iter(missing))}" if len(missing) == 1 else f"die Codes {', '.join(missing)}"
        yield "code-unbekannt", f"Die Liste von {fim_id} kennt {what} nicht."


def _wrong_label(mention: Mention, names: Mapping[str, str]) -> str:
    other = next((code for code, name in names.items() if _plain(name) == _plain(mention.label or "")), None)
    means = f"; so heißt der Code {other}" if other else ""
    return (
        f"Neben dem Code {mention.code} von {mention.fim_id} steht „{mention.label}“, in der Liste "
        f"heißt er „{names[mention.code]}“{means}. Es gilt der Code."
    )


def _is_other(label: str, name: str, names: Iterable[str]) -> bool:
    """Whether a label does not mean a name: unlike it, or the very name of another code."""
    return not _is_like(label, name) or (_plain(label) != _plain(name) and _plain(label) in map(_plain, names))


def _is_like(label: str, name: str) -> bool:
    """Whether a label means a name: the same, a part of it, or nearly the same."""
    one, other = _plain(label), _plain(name)
    return one in other or other in one or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
