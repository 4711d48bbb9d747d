"""Make a portal export small before it is parsed: without its relations, and with repeated fields written once.

``relation`` elements are most of the bytes of an export and mean nothing to a service; the same field stands in it
again and again. `lighten` takes both out of the bytes, several times faster than any parser reads them, and only where
the result is certain to be the one that the whole file has:

1. The text is UTF-8 and begins with a root element of XDatenfelder 3.0.0 that binds one prefix to the namespace; there
   is no further declaration behind it. So a tag with that prefix means the same wherever it stands.
2. There is no comment, CDATA section, processing instruction or DOCTYPE. So every ``<`` begins a tag, or the file is
   broken and stays broken.
3. A relation is removed if it matches one strict grammar to the last byte (`_relation`): balanced, ASCII, no entities,
   no declarations. It stands behind the root's start tag and a ``<`` follows, after white space at most: had it stood
   inside of a tag or an attribute value, that ``<`` would make the rest as ill-formed as the whole was. The reader
   drops every relation from the tree in any case, also those that are left.
4. A field that repeats an earlier one to the last byte, in this file or in one that was read before (``known``), is
   replaced by an empty element with the attribute `SAME`, and the earlier one gets that attribute too; the file itself
   has the name of that attribute nowhere. A field runs from its start tag to the first end tag and holds no other
   start of a field; so where the earlier one is well-formed, it is balanced, and so was the later one.
5. Lines keep their numbers: line ends that were taken out return inside of a comment.

In doubt nothing is done. The one difference that remains: libxml2 no longer counts the depth of what was taken out; its
limit of 256 lies far above that of the reader (`rathaus.fim.reader.MAX_DEPTH`).
"""

from __future__ import annotations

import functools
import re
import struct
from collections.abc import Container
from itertools import chain
from typing import NamedTuple

SAME = "rathaus-same-as"
"""The attribute that ties an emptied field to the one that it repeats."""

_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml\s+version\s*=\s*[\"']1\.0[\"'](?:\s+encoding\s*=\s*[\"'](?i:utf-8)[\"'])?"
    rb"(?:\s+standalone\s*=\s*[\"'](?:yes|no)[\"'])?\s*\?>)?\s*"
    rb"<([A-Za-z_][A-Za-z0-9_.-]*):xdatenfelder\.[a-z]+\.[0-9]+"
    rb"((?:\s+[A-Za-z_:][A-Za-z0-9_:.-]*\s*=\s*(?:\"[^\"<&]*\"|'[^'<&]*'))*)\s*>"
)
_TAG_FOLLOWS = re.compile(rb"[ \t\r\n]*+<")
_ROW = 256
_NAMESPACE = b"urn:xoev-de:fim:standard:xdatenfelder_3.0.0"


class Light(NamedTuple):
    """What is left to parse. `fields` are the distinct fields in it, numbered as `SAME` numbers them.

    `whole` still has every field: it depends on nothing but the file.
    """

    data: bytes
    whole: bytes
    fields: tuple[bytes, ...] = ()


class _Piece(NamedTuple):
    """One relation in the bytes: what stands before its id, the id, what stands behind, the white space after it."""

    head: bytes
    id: bytes
    tail: bytes
    space: bytes


def lighten(data: bytes, known: Container[bytes] = ()) -> Light:
    """`data` without relations, repeated and `known` fields, or `data` itself where anything is in doubt."""
    prolog = _PROLOG.match(data)
    if prolog is None:
        return Light(data, data)
    prefix, attributes = prolog[1], prolog[2]
    binding = rb"\sxmlns:" + re.escape(prefix) + rb"\s*=\s*[\"']" + re.escape(_NAMESPACE) + rb"[\"']"
    if not re.search(binding, attributes) or attributes.count(_NAMESPACE) != 1:
        return Light(data, data)
    rest = _without_relations(data, prolog.end(), prefix)
    return Light(data, data) if rest is None else _share(rest, prolog.end(), prefix, known)


def _is_doubtful(part: bytes) -> bool:
    """Whether something in `part` may hide tags or give them another meaning."""
    if b"xmlns" in part:
        return True
    for mark in (b"!", b"?"):  # searching one byte is several times faster than searching two
        at = part.find(mark)
        while at >= 0:
            if part[at - 1] == ord("<"):
                return True
            at = part.find(mark, at + 1)
    return False


def _without_relations(data: bytes, start: int, prefix: bytes) -> bytes | None:
    """`data` without its relations; None where something is doubtful or a removed one is not followed by a tag."""
    grammar = _relation(prefix)
    opening = b"<" + prefix + b":relation>"
    kept: list[bytes] = []
    fillings: list[bytes] = []
    done, at = start, data.find(opening, start)
    while at >= 0:
        match = grammar.match(data, at)
        if match is None:
            at = data.find(opening, at + len(opening))
            continue
        kept.append(data[done:at])
        filling = b""
        while match is not None:
            piece = _Piece(*match.groups())
            count = _repeated(data, at, piece)
            at += count * len(match[0])
            filling += _line_ends(match[0].rstrip(), count) + piece.space * count
            match = grammar.match(data, at)
        if not _TAG_FOLLOWS.match(data, at):
            return None
        fillings.append(filling)
        done = at
        at = data.find(opening, at)
    kept.append(data[done:])
    if any(map(_is_doubtful, kept)):
        return None
    return b"".join([data[:start], *chain.from_iterable(zip(kept, [*fillings, b""], strict=True))])


def _relation(prefix: bytes) -> re.Pattern[bytes]:
    """The one form of a relation that is removed; everything else stays for the parser."""
    p, s, plain = re.escape(prefix), rb"[ \t\r\n]*+", rb"[0-9A-Za-z_.:-]*+"
    attributes = rb"(?: listURI=\"%b\")?+(?: listVersionID=\"%b\")?+" % (plain, plain)
    return re.compile(
        rb"(<%b:relation>%b<%b:praedikat%b>%b<code>%b</code>%b</%b:praedikat>%b<%b:objekt>%b<%b:id>)"
        % (p, s, p, attributes, s, plain, s, p, s, p, s, p)
        + rb"([0-9A-Za-z]*+)"
        + rb"(</%b:id>%b(?:<%b:version>%b</%b:version>%b)?+</%b:objekt>%b</%b:relation>)(%b)"
        % (p, s, p, plain, p, s, p, s, p, s)
    )


def _repeated(data: bytes, at: int, piece: _Piece) -> int:
    """How many pieces from `at` on are like `piece` to the byte except for the id (of the same length): at least one.

    Exports write thousands of them in a row. A number of them is guessed and believed if the bytes are equal to what
    such a row must look like; up to `_ROW` at a time, so that the copies stay in the processor's cache.
    """
    width = sum(map(len, piece))
    count, step, growing = 1, 1, True
    while step:
        if _is_row(data, at + count * width, step, piece, width):
            count += step
            step = min(step * 2, _ROW) if growing else step // 2
        else:
            growing = False
            step //= 2
    return count


def _is_row(data: bytes, at: int, count: int, piece: _Piece, width: int) -> bool:
    """Whether `count` pieces like `piece` begin at `at`."""
    behind = piece.tail + piece.space
    layout = _layout(len(piece.head), len(piece.id), len(behind), count)
    if at + layout.size > len(data):
        return False
    ids: tuple[bytes, ...] = layout.unpack_from(data, at)
    return (
        data.startswith(piece.head, at)
        and data.startswith((behind + piece.head).join(ids), at + len(piece.head))
        and data.startswith(behind, at + layout.size - len(behind))
        and b"".join(ids).isalnum()
    )


@functools.lru_cache(maxsize=512)
def _layout(before: int, length: int, behind: int, count: int) -> struct.Struct:
    """Where the ids stand in a row of `count` pieces."""
    return struct.Struct(f"{before}x{length}s{behind}x" * count)


def _share(data: bytes, start: int, prefix: bytes, known: Container[bytes]) -> Light:
    """`data` with every field emptied that repeats an earlier or a known one, and the others marked."""
    opening, closing = b"<" + prefix + b":datenfeld", b"</" + prefix + b":datenfeld>"
    numbers: dict[bytes, int] = {}
    parts: list[bytes] = []
    done, at = 0, data.find(opening + b">", start)
    while at >= 0:
        end = data.find(closing, at) + len(closing)
        if end < at:
            return Light(data, data)
        field = data[at:end]
        repeats = field in numbers or field in known
        if not repeats and field.count(opening) > 1:
            return Light(data, data)
        mark = b' %b="%d"' % (SAME.encode(), numbers.setdefault(field, len(numbers)))
        content = b"/>" + _line_ends(field, 1) if repeats else field[len(opening) :]
        parts += [data[done:at], opening, mark, content]
        done, at = end, data.find(opening + b">", end)
    if SAME.encode() in data:
        return Light(data, data)
    return Light(b"".join([*parts, data[done:]]), data, tuple(numbers))


def _line_ends(removed: bytes, count: int) -> bytes:
    """A comment with as many line ends as were removed, or nothing."""
    lines = removed.count(b"\n") * count
    return b"<!--" + b"\n" * lines + b"-->" if lines else b""
