"""What is taken out before parsing changes nothing but the time it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus import fim
from rathaus.fim import reader
from rathaus.fim.lean import SAME, Light, lighten
from rathaus.fim.model import FimError
from tests.fim.samples import HEAD, RELATION, field, group, schema, use, without_hash
from tests.fim.test_material import XDF2, XDF3

FEW = "".join(RELATION.format(number) for number in range(4))
RELATIONS = "".join(RELATION.format(number) for number in range(40))


def read_plainly(data: bytes) -> object:
    """What is read from `data` when nothing is taken out: the values of the schema, or None where it is unusable."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "lighten", lambda data, known: Light(data, data))
        return read_lightly(data)


def read_lightly(data: bytes) -> object:
    try:
        return without_hash(fim.read(data, name="test.xml"))
    except FimError:
        return None


def related(count: int = 3, *, space: str = "", relations: str = RELATIONS) -> bytes:
    """A schema whose field stands in it `count` times, with relations."""
    one = field("F99000000001").replace(HEAD, HEAD + space + relations)
    return schema(
        *(use(group(f"G9900000000{number}", use(one), use(field("F99000000002")))) for number in range(count))
    )


@pytest.mark.parametrize("file", [*(f"xdf3/{name}" for name in XDF3), *(f"xdf2/{name}" for name in XDF2)])
def test_lighten_changes_nothing_in_real_file(file: str, material: Path) -> None:
    data = (material / "fim" / file).read_bytes()

    assert read_lightly(data) == read_plainly(data)
    assert read_lightly(data) is not None


def test_lighten_takes_out_relations_and_repeated_fields() -> None:
    light = lighten(related())

    assert len(light.fields) == 2
    assert b":relation>" not in light.data
    assert light.data.count(b"<x:name>Name von F99000000001</x:name>") == 1
    assert light.data.count(SAME.encode()) == 6
    assert read_lightly(related()) == read_plainly(related())


def test_lighten_takes_out_known_fields() -> None:
    first = lighten(related())

    again = lighten(related(), set(first.fields))

    assert again.fields == first.fields
    assert b"<x:name>Name von" not in again.data


def test_read_takes_known_fields_from_other_definitions() -> None:
    reader.forget()
    one, two = fim.read(related(1)), fim.read(related(2))

    blocks = [
        {position.element for position in found.positions.values() if position.id[0] == "F"} for found in (one, two)
    ]
    assert {id(block) for block in blocks[0]} == {id(block) for block in blocks[1]}
    assert without_hash(two) == read_plainly(related(2))


def test_content_hash_depends_on_the_file_alone() -> None:
    reader.forget()

    hashes = [fim.read(data).content_hash for data in (related(1), related(3), related(1), related(3))]

    assert hashes[:2] == hashes[2:]
    assert hashes[0] == fim.read(related(1, relations=FEW)).content_hash


def test_read_knows_a_bounded_number_of_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_KNOWN_FIELDS", 3)
    reader.forget()
    fields = [use(field(f"F9900000000{number}")) for number in range(8)]

    for number in range(8):
        assert read_lightly(schema(*fields[number:])) == read_plainly(schema(*fields[number:]))
        assert len(reader._KNOWN) <= 3


def test_read_forgets_fields_with_findings() -> None:
    reader.forget()
    odd = field(more="<x:neu/>")
    other = odd.replace("Antwort", "Andere Antwort")
    both = schema(use(group("G99000000001", use(odd))), use(group("G99000000002", use(other))))

    assert read_lightly(both) == read_plainly(both)
    assert reader._KNOWN == {}


def test_read_goes_on_when_a_field_was_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    fim.read(related())
    monkeypatch.setattr(reader, "lighten", lambda data, known: (lighten(data, known), reader.forget())[0])

    assert read_lightly(related()) == read_plainly(related())


def test_lighten_keeps_line_numbers() -> None:
    pretty = "\n  ".join(RELATION.format(number).replace("><", ">\n    <") for number in range(9))
    data = related(space="\n  ", relations=pretty + "\n")

    assert lighten(data).data.count(b"\n") == data.count(b"\n")
    assert lighten(data).data.count(b"relation") == 0
    assert read_lightly(data) == read_plainly(data)


ODD = {
    "other prefix": related().replace(b"x:", b"xdf3:").replace(b"xmlns:xdf3:", b"xmlns:xdf3="),
    "default namespace": related().replace(b"<x:", b"<").replace(b"</x:", b"</").replace(b"xmlns:x=", b"xmlns="),
    "two prefixes": related().replace(b"xmlns:x=", b'xmlns:y="urn:xoev-de:fim:standard:xdatenfelder_3.0.0" xmlns:x='),
    "prefix bound anew": related().replace(b"<x:relation>", b'<x:relation xmlns:x="urn:other">', 1),
    "bound anew around": related().replace(b"<x:struktur>", b'<x:struktur xmlns:x="urn:other">', 1),
    "comment around": related().replace(b"<x:relation>", b"<!--<x:relation>", 1).replace(b"<x:bez", b"--><x:bez", 1),
    "comment within": related().replace(b"<x:praedikat", b"<!-- relation --><x:praedikat", 1),
    "comment with a line end": related().replace(b"<x:name>", b"<!--\n relation --><x:name>", 1),
    "CDATA around": related()
    .replace(b"<x:relation>", b"<![CDATA[<x:relation>", 1)
    .replace(b"</x:relation>", b"</x:relation>]]>", 1),
    "CDATA in a name": schema(use(field().replace("Name von", f"<![CDATA[{RELATION.format(1)}]]>"))),
    "processing instruction": related()
    .replace(b"<x:relation>", b"<?a <x:relation>", 1)
    .replace(b"</x:relation>", b"</x:relation>?>", 1),
    "text speaks of relation": schema(use(field().replace("Name von", "relation &lt;x:relation> ! ? <!"))),
    "text before and behind": related(relations="relation" + RELATIONS + "relation"),
    "in a name": schema(use(field().replace("Name von", f"Name {RELATION.format(1)} von"))),
    "in an attribute": schema(use(field().replace("<x:name>", f'<x:name a="{RELATION.format(1)}">'))),
    "in a tag": schema(use(field().replace("<x:name>", f"<x:name {RELATION.format(1)}>"))),
    "behind the root": related() + RELATION.format(1).encode(),
    "behind the root with a tag": related() + RELATION.format(1).encode() + b"<x/>",
    "before the root": RELATION.format(1).encode() + related(),
    "self-closing": related(relations="<x:relation/>" + RELATIONS),
    "with an attribute": related(relations=RELATIONS.replace("<x:relation>", '<x:relation a="1">')),
    "nested": related(relations=f"<x:relation>{RELATIONS}</x:relation>"),
    "with a field inside": related(relations=f"<x:relation>{use(field())}</x:relation>"),
    "never closed": related(relations="<x:relation>" + RELATIONS),
    "closed twice": related(relations=RELATIONS + "</x:relation>"),
    "id with an entity": related(relations=RELATIONS.replace("F99", "&#70;99")),
    "id with a broken character": related().replace(b"<x:id>F990000000", b"<x:id>\xff990000000"),
    "entity across": related(relations="&am" + RELATIONS + "p;"),
    "letter across": related().replace(b"<x:relation>", b"\xc3<x:relation>", 1),
    "other lengths": related(relations="".join(RELATION.format(10**number) for number in range(12))),
    "other predicates": related(relations=RELATIONS.replace("ABL", "ERS", 7)),
    "with versions": related(relations=RELATIONS.replace("</x:id>", "</x:id><x:version>1.0</x:version>", 5)),
    "latin 1": related().replace(b"UTF-8", b"ISO-8859-1"),
    "utf-16": related().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + related(),
    "no declaration": related().partition(b"\n")[2],
    "declaration only": b'<?xml version="1.0"?>',
    "DOCTYPE": related().replace(b"\n<x:xd", b"\n<!DOCTYPE a []>\n<x:xd"),
    "carriage returns": related().replace(b"\n", b"\r\n"),
    "field with attribute": related().replace(b"<x:datenfeld>", b'<x:datenfeld a="1">', 1),
    "field in a field": related().replace(b"<x:datentyp>", field().encode() + b"<x:datentyp>"),
    "field never closed": related().replace(b"</x:datenfeld>", b""),
    "field with our attribute": related().replace(b"<x:datenfeld>", b'<x:datenfeld rathaus-same-as="0">', 1),
    "empty field": related().replace(b"<x:datenfeld>", b"<x:datenfeld></x:datenfeld><x:datenfeld>", 1),
    "field that nobody reads": related()
    .replace(b"<x:header>", field().encode() + b"<x:header>")
    .replace(RELATIONS.encode(), b""),
    "siblings": schema(use(field()), use(field())),
    "namespace in a text": related().replace(b"Name von", b"xmlns:x"),
    "broken field twice": related().replace(b"<code>text</code>", b"<code>text</kode>"),
    "unknown kind twice": related().replace(b"<code>input</code>", b"<code>nonsense</code>"),
    "strange element twice": related().replace(b"<x:datentyp>", b"<x:fremd>1</x:fremd><x:datentyp>"),
    "limits that are none": related().replace(b"</x:datenfeld>", b'<x:praezisierung minLength="a"/></x:datenfeld>'),
}


@pytest.mark.parametrize("odd", ODD)
def test_lighten_changes_nothing_in_odd_file(odd: str) -> None:
    assert read_lightly(ODD[odd]) == read_plainly(ODD[odd])


@given(st.data())
@settings(max_examples=120, deadline=None, derandomize=True)
def test_lighten_changes_nothing_in_mutated_file(data: st.DataObject) -> None:
    mutated = data.draw(mutations(related(2, relations=FEW).decode()))

    assert read_lightly(mutated) == read_plainly(mutated)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=5_000, deadline=None)
def test_lighten_changes_nothing_in_mutated_file_for_long(data: st.DataObject) -> None:
    mutated = data.draw(mutations(related(2, relations=FEW).decode()))

    assert read_lightly(mutated) == read_plainly(mutated)


SNIPPETS = [
    *("<", ">", "/", "x:", '"', "&", "&amp;", "<!--", "-->", "<![CDATA[", "]]>", "<?a", "?>", "\n", "\r", "ü", " "),
    *("<x:relation>", "</x:relation>", "<x:datenfeld>", "</x:datenfeld>", "<x:datenfeld ", "<x:relation/>"),
    *('xmlns:x="urn:a"', f'{SAME}="0"', RELATION.format(1), field(), use(field("F99000000009"))),
]


@st.composite
def mutations(draw: st.DrawFn, text: str) -> bytes:
    """`text` after some cuts, insertions and repetitions at places where they can hurt."""
    for _ in range(draw(st.integers(1, 4))):
        tags = [at for at, char in enumerate(text) if char in "<>"] or [0]
        start = draw(st.sampled_from(tags)) + draw(st.integers(0, 1))
        end = min(len(text), start + draw(st.one_of(st.just(0), st.integers(0, 60), st.sampled_from(tags))))
        change = draw(st.sampled_from(["insert", "cut", "repeat"]))
        if change == "insert":
            text = text[:start] + draw(st.sampled_from(SNIPPETS)) + text[start:]
        elif change == "cut":
            text = text[:start] + text[end:]
        else:
            text = text[:end] + text[start:end] + text[end:]
    return text.encode()
