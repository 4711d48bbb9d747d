"""What a new version of a definition changes, said one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rathaus import cli, fim
from rathaus.fim import lists
from rathaus.fim.diff import Area, Change, Diff, Fate, compare
from rathaus.fim.diff.english import english
from rathaus.fim.upgrade import upgrade
from rathaus.fim.writer import write
from tests import reals
from tests.fim.samples import field, field2, group, rule, schema, schema2, use
from tests.fim.test_findings import content, limits, values
from tests.fim.test_genericode import genericode, rows_of
from tests.fim.test_lists import schema_reference

A, B, C = (f"F9900000000{n}" for n in (1, 2, 3))
G, H = "G99000000001", "G99000000002"
LABEL = f"„Frage {A}“ ({A})"
GROUP = f"„Gruppe {G}“ ({G})"
X = "<x:art><code>X</code></x:art>"
TWO = values(("1", "eins"), ("2", "zwei"))


def diff(old: bytes, new: bytes) -> Diff:
    return compare(fim.read(old), fim.read(new))


def one(more: str = "", *, kind: str = "input", data_type: str = "text", anzahl: str = "1:1") -> bytes:
    return schema(use(field(kind=kind, data_type=data_type, more=more), anzahl=anzahl))


def inside(*uses: str, anzahl: str = "1:1", more: str = "") -> bytes:
    return schema(use(group(G, *uses, more=more), anzahl=anzahl))


TITLED = inside(use(field())).replace(
    b"<x:bezeichnungEingabe>Gruppe G99000000001</x:bezeichnungEingabe>",
    b"<x:bezeichnungEingabe>Teil G99000000001</x:bezeichnungEingabe>"
    b"<x:bezeichnungAusgabe>Gruppe G99000000001</x:bezeichnungAusgabe>",
)


IN_ENGLISH = re.compile(
    r"None|\b(?:ist|sind|jetzt|statt|bis|ab|alles|Frage(?! F)|Gruppe(?! G)|mal|Pflicht|freiwillig|neu|entfallen)\b"
)
"""What no English sentence may hold: nothing at all, or a German word of the house."""


def said(changes: tuple[Change, ...]) -> list[tuple[str, str, str | None]]:
    return [(change.area.value, change.sentence, change.fate and change.fate.value) for change in changes]


def test_same_definition_is_no_change() -> None:
    found = diff(one(), one())

    assert not found
    assert (found.changes, dict(found.fates), found.kept) == ((), {}, 1)


def test_versions_and_dates_of_blocks_are_no_change() -> None:
    new = one().replace(b"1.0.0", b"1.1.0").replace(b"2026-01-02", b"2026-05-05").replace(b"test-1", b"test-9")
    found = diff(one(), new)

    assert not found
    assert (found.old.version, found.new.version) == ("1.0.0", "1.1.0")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # the whole
        (one(), one().replace(b"Antrag auf einen Test", b"Antrag"), ("service", "Die Leistung heißt anders.", None)),
        (one(), one().replace(b"S99000000001", b"S99000000002"),
         ("service", "Es ist eine andere Definition: S99000000002 statt S99000000001.", None)),
        (one(), one().replace(b"D99000000002", b"D99000000003"),
         ("service", "Der Dokumentsteckbrief ist ein anderer.", None)),
        # positions
        (one(), schema(use(field()), use(field(B))),
         ("positions", f"Die Frage „Frage {B}“ ({B}) ist neu.", "required")),
        (one(), schema(use(field()), use(field(B), anzahl="0:1")),
         ("positions", f"Die Frage „Frage {B}“ ({B}) ist neu.", None)),
        (schema(use(field()), use(field(B))), one(), ("positions", f"Die Frage „Frage {B}“ ({B}) entfällt.", "aside")),
        (one(), schema(use(field()), use(field(B, kind="label", more=content("x")))),
         ("positions", f"Der Hinweis „Frage {B}“ ({B}) ist neu.", None)),
        (one(), schema(use(field()), use(field(B, kind="hidden"))),
         ("positions", f"Das Feld „Frage {B}“ ({B}) ist neu.", None)),
        (one(), schema(use(field()), use(group(G, use(field(B)), use(field(C), anzahl="0:1")))),
         ("positions", f"Die Gruppe {GROUP} mit 2 Fragen ist neu.", "required")),
        (one(), schema(use(field()), use(group(G, use(field(B)), use(field(C))), anzahl="0:1")),
         ("positions", f"Die Gruppe {GROUP} mit 2 Fragen ist neu.", None)),
        (one(), schema(use(field()), use(group(G, use(field(B), anzahl="0:1"), more=X))),
         ("positions", f"Die Gruppe {GROUP} mit 1 Frage ist neu.", None)),
        (schema(use(field()), use(field(B)), use(field(C))), schema(use(field(B)), use(field(C)), use(field())),
         ("positions", f"{LABEL} steht jetzt nach „Frage {C}“ ({C}).", "kept")),
        (schema(use(field(B)), use(field(C)), use(field())), schema(use(field()), use(field(B)), use(field(C))),
         ("positions", f"{LABEL} steht jetzt an erster Stelle.", "kept")),
        # questions
        (one(), one().replace(b"Frage F", b"Was F"),
         ("questions", f"„Was {A}“ ({A}): Die Frage ist anders formuliert.", "kept")),
        (inside(use(field())), TITLED,
         ("questions", f"„Teil {G}“ ({G}): Die Überschrift ist anders.", "kept")),
        (one(), one().replace(b">Antwort<", b">Auskunft<"),
         ("questions", f"{LABEL}: Die Bezeichnung im Antrag ist anders.", "kept")),
        (one(), one("<x:hilfetextEingabe>So</x:hilfetextEingabe>"),
         ("questions", f"{LABEL}: Die Hilfe ist anders.", "kept")),
        (one(content("a"), kind="label"), one(content("b"), kind="label"),
         ("questions", f"{LABEL}: Der Hinweistext ist anders.", None)),
        (one(content("a")), one(), ("questions", f"{LABEL}: Der vorgegebene Inhalt ist anders.", "kept")),
        (one(), one("<x:vorbefuellung><code>optional</code></x:vorbefuellung>"),
         ("questions", f"{LABEL}: Die Vorbefüllung ist anders.", "kept")),
        # types
        (one(), one(data_type="date"), ("types", f"{LABEL} nimmt jetzt Datum statt Text.", "again")),
        (one(data_type="num_int"), one(data_type="num"),
         ("types", f"{LABEL} nimmt jetzt Zahl statt ganze Zahl.", "kept")),
        (one(), one(data_type="file"), ("types", f"{LABEL} nimmt jetzt Datei statt Text.", "aside")),
        (one(), one(kind="hidden"), ("types", f"{LABEL} ist jetzt verborgenes Feld statt Eingabefeld.", "aside")),
        (one(kind="hidden"), one(), ("types", f"{LABEL} ist jetzt Eingabefeld statt verborgenes Feld.", "required")),
        (one(kind="hidden", anzahl="0:1"), one(anzahl="0:1"),
         ("types", f"{LABEL} ist jetzt Eingabefeld statt verborgenes Feld.", None)),
        (one(kind="hidden"), one(kind="locked"),
         ("types", f"{LABEL} ist jetzt gesperrtes Feld statt verborgenes Feld.", None)),
        # limits
        (one(), one(limits('maxLength="9"')),
         ("limits", f"{LABEL}: Erlaubt ist jetzt bis 9 Zeichen statt alles.", "again")),
        (one(limits('minLength="2" maxLength="9"')), one(limits('maxLength="10"')),
         ("limits", f"{LABEL}: Erlaubt ist jetzt bis 10 Zeichen statt 2 bis 9 Zeichen.", "kept")),
        (one(limits('minValue="1"'), data_type="num"), one(limits('minValue="2"'), data_type="num"),
         ("limits", f"{LABEL}: Erlaubt ist jetzt ab 2 statt ab 1.", "again")),
        (one(limits('maxValue="2027-01-01"'), data_type="date"), one(limits('maxValue="2026-01-01"'), data_type="date"),
         ("limits", f"{LABEL}: Erlaubt ist jetzt bis 2026-01-01 statt bis 2027-01-01.", "again")),
        (one(limits('pattern="a"')), one(limits('pattern="b"')),
         ("limits", f"{LABEL}: Erlaubt ist jetzt Muster b statt Muster a.", "again")),
        (one(limits('pattern="a"')), one(), ("limits", f"{LABEL}: Erlaubt ist jetzt alles statt Muster a.", "kept")),
        (one("<x:maxSize>2000000</x:maxSize>", data_type="file"),
         one("<x:maxSize>1500000</x:maxSize>", data_type="file"),
         ("limits", f"{LABEL}: Dateien dürfen jetzt bis 1,5 MB statt bis 2 MB sein.", "again")),
        (one("<x:maxSize>2000000</x:maxSize>", data_type="file"), one(data_type="file"),
         ("limits", f"{LABEL}: Dateien dürfen jetzt beliebig groß statt bis 2 MB sein.", "kept")),
        (one(data_type="file"), one("<x:mediaType>image/png</x:mediaType>", data_type="file"),
         ("limits", f"{LABEL}: Erlaubt sind jetzt Dateien der Art image/png statt jeder.", "again")),
        (one("<x:mediaType>image/png</x:mediaType>", data_type="file"), one(data_type="file"),
         ("limits", f"{LABEL}: Erlaubt sind jetzt Dateien der Art jeder statt image/png.", "kept")),
        # cardinalities
        (one(anzahl="0:1"), one(), ("cardinalities", f"{LABEL}: jetzt Pflicht statt freiwillig.", "required")),
        (one(), one(anzahl="0:1"), ("cardinalities", f"{LABEL}: jetzt freiwillig statt Pflicht.", "kept")),
        (one(anzahl="0:*"), one(anzahl="2:5"),
         ("cardinalities", f"{LABEL}: jetzt 2- bis 5-mal statt freiwillig, beliebig oft.", "again")),
        (one(anzahl="0:5"), one(anzahl="1:*"),
         ("cardinalities", f"{LABEL}: jetzt mindestens 1-mal statt freiwillig, bis zu 5-mal.", "required")),
        (one(), one(anzahl="0:*"),
         ("cardinalities", f"{LABEL}: jetzt freiwillig, beliebig oft statt Pflicht.", "aside")),
        (one(data_type="file", anzahl="0:1"), one(data_type="file", anzahl="0:*"),
         ("cardinalities", f"{LABEL}: jetzt freiwillig, beliebig oft statt freiwillig.", "kept")),
        (one(data_type="file", anzahl="0:*"), one(data_type="file", anzahl="0:1"),
         ("cardinalities", f"{LABEL}: jetzt freiwillig statt freiwillig, beliebig oft.", "again")),
        (one(TWO, kind="select"), one(TWO, kind="select", anzahl="1:*"),
         ("cardinalities", f"{LABEL}: jetzt mindestens 1-mal statt Pflicht.", "kept")),
        (inside(use(field())), inside(use(field()), anzahl="0:*"),
         ("cardinalities", f"{GROUP}: jetzt freiwillig, beliebig oft statt Pflicht.", "aside")),
        (inside(use(field(), anzahl="0:1")), inside(use(field(), anzahl="0:1"), more=X),
         ("cardinalities", f"{GROUP}: Nur noch eine der Angaben darf ausgefüllt werden.", "again")),
        (inside(use(field(), anzahl="0:1"), more=X), inside(use(field(), anzahl="0:1")),
         ("cardinalities", f"{GROUP}: Nicht mehr nur eine der Angaben darf ausgefüllt werden.", "kept")),
        # codes
        (one(TWO, kind="select"), one(values(("1", "eins")), kind="select"),
         ("codes", f"{LABEL}: Der Code 2 „zwei“ entfällt.", "again")),
        (one(values(("1", "eins")), kind="select"), one(TWO, kind="select"),
         ("codes", f"{LABEL}: Der Code 2 „zwei“ ist neu.", "kept")),
        (one(TWO, kind="select"), one(values(("1", "eins"), ("2", "ZWEI")), kind="select"),
         ("codes", f"{LABEL}: Der Wert 2 heißt jetzt „ZWEI“.", "kept")),
        (one(values(*((str(n), "n") for n in range(9))), kind="select"), one(values(("8", "n")), kind="select"),
         ("codes", f"{LABEL}: Die Codes 0 „n“, 1 „n“, 2 „n“, 3 „n“, 4 „n“ und 3 weitere entfallen.", "again")),
        (one(schema_reference("urn:a"), kind="select"), one(schema_reference("urn:b"), kind="select"),
         ("codes", f"{LABEL} bezieht seine Werte jetzt aus urn:b statt urn:a.", "again")),
        (one(kind="select"), one(TWO, kind="select"),
         ("codes", f"{LABEL} bezieht seine Werte jetzt aus der eigenen Werteliste statt keiner Liste.", "kept")),
        # legal bases
        (schema(use(field(), basis="§ 1")), schema(use(field(), basis="§ 2")),
         ("legal_bases", f"{LABEL}: Andere Rechtsgrundlage: neu § 2, entfallen § 1.", None)),
        (one(), one().replace(b"<x:freigabestatus>", b"<x:bezug>\xc2\xa7 3</x:bezug><x:freigabestatus>", 1),
         ("legal_bases", "Die ganze Leistung: Andere Rechtsgrundlage: neu § 3.", None)),
    ],
)  # fmt: skip
def test_one_change(old: bytes, new: bytes, expected: tuple[str, str, str | None]) -> None:
    changes = said(diff(old, new).changes)

    assert changes[0] == expected
    assert IN_ENGLISH.findall(str(english(expected[1]))) == []
    assert len(changes) == 1 or (expected[0], len(changes)) == ("codes", 2)


def test_other_kind_of_choice_is_more_than_one_change() -> None:
    found = diff(one(), one(TWO, kind="select"))

    assert said(found.changes) == [
        ("types", f"{LABEL} ist jetzt Auswahlfeld statt Eingabefeld.", "again"),
        ("codes", f"{LABEL} bezieht seine Werte jetzt aus der eigenen Werteliste statt keiner Liste.", "kept"),
    ]
    assert dict(found.fates) == {A: Fate.AGAIN}


def test_bounds_of_another_kind_are_narrower() -> None:
    old, new = one(limits('minValue="1"'), data_type="num"), one(limits('minValue="2026-01-01"'), data_type="date")

    assert [change.fate for change in diff(old, new).changes] == [Fate.AGAIN, Fate.AGAIN]


def test_two_labels_that_change_alike_are_one_change() -> None:
    old = one().replace(b">Antwort<", b">Frage F99000000001<")

    assert len(diff(old, old.replace(b">Frage", b">Was")).changes) == 1


def test_question_that_moved_into_a_new_group() -> None:
    found = diff(schema(use(field()), use(field(B))), schema(use(field(B)), use(group(G, use(field()), use(field(C))))))

    assert said(found.changes) == [
        ("positions", f"Die Gruppe {GROUP} mit 1 Frage ist neu.", "required"),
        ("positions", f"{LABEL} steht jetzt in {GROUP}.", "aside"),
    ]
    assert dict(found.fates) == {A: Fate.ASIDE, f"{G}.{A}": Fate.REQUIRED, f"{G}.{C}": Fate.REQUIRED}
    assert found.labels[A] == f"Frage {A}"
    assert found.kept == 1


def test_group_that_is_gone_leaves_what_stays_of_it() -> None:
    found = diff(inside(use(field()), use(field(B))), schema(use(field().replace("Frage", "Was"), anzahl="0:1")))

    assert said(found.changes) == [
        ("positions", f"Die Gruppe {GROUP} mit 1 Frage entfällt.", "aside"),
        ("positions", f"„Was {A}“ ({A}) steht jetzt auf der obersten Ebene.", "aside"),
        ("questions", f"„Was {A}“ ({A}): Die Frage ist anders formuliert.", None),
        ("cardinalities", f"„Was {A}“ ({A}): jetzt freiwillig statt Pflicht.", None),
    ]
    assert set(found.fates.values()) == {Fate.ASIDE}


def test_group_goes_with_all_that_is_in_it() -> None:
    inner = group(H, use(field()), use(field(B)))
    found = diff(inside(use(inner)), schema(use(inner)))

    assert said(found.changes) == [
        ("positions", f"Die Gruppe {GROUP} ohne Fragen entfällt.", "aside"),
        ("positions", f"„Gruppe {H}“ ({H}) steht jetzt auf der obersten Ebene.", "aside"),
    ]


def test_block_at_many_places_does_not_move() -> None:
    """Which of them would it be?"""
    found = diff(schema(use(group(G, use(field()))), use(group(H, use(field())))), schema(use(field())))

    assert [change.sentence for change in found.changes] == [
        f"Die Gruppe {GROUP} mit 1 Frage entfällt.",
        f"Die Gruppe „Gruppe {H}“ ({H}) mit 1 Frage entfällt.",
        f"Die Frage {LABEL} ist neu.",
    ]


def test_block_that_changed_at_two_places_is_said_once() -> None:
    def twice(label: str) -> bytes:
        block = field().replace("Frage", label)
        return schema(use(group(G, use(block))), use(group(H, use(block))))

    (change,) = diff(twice("Frage"), twice("Was")).changes

    assert change.paths == (f"{G}.{A}", f"{H}.{A}")
    assert (change.before, change.after) == (f"Frage {A}", f"Was {A}")


def test_demanded_group_demands_what_is_demanded_in_it() -> None:
    uses = (use(field()), use(field(B), anzahl="0:1"))
    found = diff(inside(*uses, anzahl="0:1"), inside(*uses))

    assert dict(found.fates) == {f"{G}.{A}": Fate.REQUIRED}


def test_demand_within_an_optional_group_is_not_certain() -> None:
    found = diff(inside(use(field(), anzahl="0:1"), anzahl="0:1"), inside(use(field()), anzahl="0:1"))

    assert said(found.changes) == [("cardinalities", f"{LABEL}: jetzt Pflicht statt freiwillig.", "required")]
    assert dict(found.fates) == {}


def test_gravest_fate_wins() -> None:
    found = diff(inside(use(field())), inside(use(field(data_type="date")), anzahl="0:*"))

    assert dict(found.fates) == {f"{G}.{A}": Fate.ASIDE}


def test_lists_tell_which_codes_go() -> None:
    old = fim.read(one(schema_reference("urn:x-test:liste"), kind="select", anzahl="0:*"))

    def shelf(*numbers: int) -> dict[str, fim.model.CodeList]:
        found = lists.Shelf()
        found.add(genericode(rows=rows_of([{"nr": str(number)} for number in numbers])))
        return dict(lists.resolve(lists.match(old, found)))

    few, fewer, many = shelf(1, 2), shelf(1), shelf(*range(1, 20))

    assert said(compare(old, old, old_lists=few, new_lists=fewer).changes) == [
        ("codes", f"{LABEL}: Der Code 2 „2“ entfällt.", "again")
    ]
    assert said(compare(old, old, old_lists=few, new_lists=many).changes)[1] == (
        "codes", f"{LABEL}: Mehrere Antworten werden jetzt anders eingegeben.", "aside",
    )  # fmt: skip


# --- rules -----------------------------------------------------------------------------------------------------------

YES = f"Wenn das Feld {A} = wahr, dann muss das Feld {B} befüllt werden."
NO = f"Wenn das Feld {A} <> wahr, dann muss das Feld {B} befüllt werden.".replace("<", "&lt;").replace(">", "&gt;")
NEVER = f"Das Feld {B} darf nicht befüllt werden."
HAND = "prüft die Sachbearbeitung von Hand"
RULE = "Die Regel „Regel R99000000001“ (R99000000001)"


def ruled(*texts: str, first: int = 1, name: str = "Regel") -> bytes:
    rules = [rule(f"R9900000000{n}", text).replace("Regel R99", f"{name} R99") for n, text in enumerate(texts, first)]
    return schema(use(field(data_type="bool")), use(field(B), anzahl="0:1"), more="".join(rules))


NAMED = f"„Frage {B}“ ({B})"
OTHER = (
    "rules", f"{NAMED} verlangen Regeln jetzt unter anderen Bedingungen.", "required",
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (ruled(), ruled(YES), [("rules", f"{RULE} ist neu; sie läuft von selbst.", None), OTHER]),
        (ruled(YES), ruled(), [("rules", f"{RULE} entfällt.", None)]),
        (ruled(YES), ruled(NO), [("rules", f"{RULE} bewirkt etwas anderes als bisher.", None), OTHER]),
        (ruled(YES), ruled(YES.replace("das Feld", "Feld")),
         [("rules", f"{RULE} ist anders formuliert; sie bewirkt dasselbe.", None)]),
        (ruled(YES), ruled("Vorsicht."),
         [("rules", f"{RULE} bewirkt etwas anderes als bisher; sie {HAND} (bisher: läuft von selbst).", None)]),
        (ruled("Vorsicht."), ruled("Nachsicht."),
         [("rules", f"{RULE} ist anders formuliert; sie {HAND}.", None)]),
        (ruled(), ruled(NEVER), [
            ("rules", f"{RULE} ist neu; sie läuft von selbst.", None),
            ("rules", f"{NAMED} schließen Regeln jetzt unter anderen Bedingungen aus.", "aside"),
        ]),
        (ruled(YES), ruled(f" {YES}\n"), []),
    ],
)  # fmt: skip
def test_rules(old: bytes, new: bytes, expected: list[tuple[str, str, str | None]]) -> None:
    assert said(diff(old, new).changes) == expected
    assert IN_ENGLISH.findall(" ".join(str(english(sentence)) for _, sentence, _ in expected)) == []


def test_rule_says_what_it_does() -> None:
    change = diff(ruled(YES), ruled(NO)).changes[0]

    assert change.before == f"„Frage {B}“ muss ausgefüllt werden, wenn bei „Frage {A}“ „Ja“ gewählt ist."
    assert change.after == f"„Frage {B}“ muss ausgefüllt werden, wenn bei „Frage {A}“ nicht „Ja“ gewählt ist."


def test_demand_of_a_rule_is_felt_by_drafts() -> None:
    found = diff(ruled(), ruled(YES, NEVER))

    assert dict(found.fates) == {B: Fate.REQUIRED}
    assert [change.conditional for change in found.changes if change.fate] == [True, True]


def test_rule_with_another_id_is_the_same_rule() -> None:
    def named(first: int) -> bytes:
        return ruled(YES, first=first).replace(b"<x:name>Regel R9900000000%d" % first, b"<x:name>Halter")

    assert said(diff(named(1), named(2)).changes) == [
        (
            "rules",
            told := "Die Regel „Halter“ hat jetzt die ID R99000000002 statt R99000000001; sie sagt dasselbe.",
            None,
        )
    ]
    assert english(told) == "The rule „Halter“ has the ID R99000000002 now instead of R99000000001; it says the same."


def test_rule_that_goes_with_its_bearer_is_not_told() -> None:
    bearer = group(H, use(field()), more=rule(text=f"Es muss das Feld {A} befüllt werden."))

    assert [change.area for change in diff(inside(use(bearer)), schema(use(bearer))).changes] == [Area.POSITIONS] * 2


def test_rule_borne_twice_at_one_place_is_compared_in_order() -> None:
    twice = ruled(YES, NEVER).replace(b"R99000000002", b"R99000000001")
    other = ruled(YES, NO).replace(b"R99000000002", b"R99000000001")

    assert not diff(twice, twice)
    assert said(diff(twice, other).changes)[0] == ("rules", f"{RULE} bewirkt etwas anderes als bisher.", None)


def test_rule_of_the_same_words_may_do_something_else() -> None:
    """The words of an explanation name codes; the code behind a name may be another."""
    text = f"Wenn das Feld {A} = &quot;eins&quot;, dann muss das Feld {B} befüllt werden."

    def chosen(code: str) -> bytes:
        more = values((code, "eins"), ("9", "neun"))
        return schema(use(field(kind="select", more=more)), use(field(B), anzahl="0:1"), more=rule(text=text))

    change = next(change for change in diff(chosen("1"), chosen("2")).changes if change.area is Area.RULES)

    assert change.sentence == f"{RULE} bewirkt etwas anderes als bisher."
    assert change.before == text.replace("&quot;", '"')


# --- 2.0 against 3.0.0 -----------------------------------------------------------------------------------------------


def test_old_dialect_against_new() -> None:
    old = fim.read(schema2(use(field2(), anzahl="0:1")))
    new = upgrade(old).schema

    assert not compare(old, new)
    assert not compare(new, old)
    assert said(compare(old, fim.read(schema(use(field(), anzahl="1:1")))).changes)[-1] == (
        "cardinalities", f"{LABEL}: jetzt Pflicht statt freiwillig.", "required",
    )  # fmt: skip


def test_default_field_is_nothing() -> None:
    empty = fim.read(schema())

    assert not compare(empty, upgrade(empty).schema)


def test_real_schemas_are_the_same_as_themselves(material: Path) -> None:
    for file in (*reals.files(material, "xdf2/*/S*.xml"), *reals.files(material, "xdf3/S0700*.xml")[::3]):
        found = reals.schema(file)
        assert not compare(found, fim.read(write(found)))


def test_real_schemas_are_told_apart(material: Path) -> None:
    one_, other = map(reals.schema, reals.files(material, "xdf3/S05000001[13][89][18]_*.xml"))
    found = compare(one_, other)

    assert {change.area for change in found.changes} >= {Area.SERVICE, Area.POSITIONS, Area.RULES, Area.LEGAL_BASES}
    assert len(found.having(Fate.ASIDE)) == 40
    assert found.kept == 31


# --- the command -----------------------------------------------------------------------------------------------------

Files = Callable[[bytes, bytes], list[str]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    def put(old: bytes, new: bytes) -> list[str]:
        for name, data in (("alt.xml", old), ("neu.xml", new)):
            (tmp_path / name).write_bytes(data)
        return ["fim", "diff", str(tmp_path / "alt.xml"), str(tmp_path / "neu.xml")]

    return put


def test_diff_as_text(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    old = schema(use(group(G, use(field()))), use(group(H, use(field()))), use(field(B)), use(field(C)))
    new = old.replace(b"Frage F99000000001", b"Was").replace(use(field(B)).encode(), b"")
    new = new.replace(use(field(C)).encode(), use(field(C, more=limits('maxLength="9"'))).encode())

    assert cli.main(files(old, new)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "S99000000001 1.0.0 (XDatenfelder 3.0.0) → S99000000001 1.0.0 (XDatenfelder 3.0.0)",
        "Antrag auf einen Test",
        "",
        "Neu, entfallen, verschoben",
        f"  Die Frage „Frage {B}“ ({B}) entfällt.",
        "",
        "Fragen und Texte",
        f"  „Was“ ({A}): Die Frage ist anders formuliert. [an 2 Stellen]",
        f"    bisher: Frage {A}",
        "    jetzt: Was",
        "",
        "Was eingegeben werden darf",
        f"  „Frage {C}“ ({C}): Erlaubt ist jetzt bis 9 Zeichen statt alles.",
        "",
        "Begonnene Anträge",
        "  2 Antworten bleiben.",
        "  Beiseitegelegt, weil es die Stelle nicht mehr gibt oder sie anders gezählt wird (1):",
        f"    „Frage {B}“ ({B})",
        "  Neu zu beantworten, wo die Antwort nicht mehr passt (1):",
        f"    „Frage {C}“ ({C})",
    ]


def test_diff_of_the_same_as_text(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    working = one().replace(b"<x:version>1.0.0</x:version>", b"", 1)

    assert cli.main(files(working, working)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "S99000000001 (XDatenfelder 3.0.0) → S99000000001 (XDatenfelder 3.0.0)",
        "Antrag auf einen Test",
        "Für die Leistung ist beides dasselbe.",
    ]


def test_diff_shortens_long_texts(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(files(one(kind="label"), one(content("Wort " * 100), kind="label"))) == 1

    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) < 220
    assert [line[:11] for line in lines if line.startswith("    ")] == ["    jetzt: "]


def test_diff_as_json(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "listen").mkdir()
    call = files(one(anzahl="0:1"), one())

    assert cli.main([*call, "--lists", str(tmp_path / "listen"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "old": {"id": "S99000000001", "version": "1.0.0", "dialect": "3.0.0", "label": "Antrag auf einen Test"},
        "new": {"id": "S99000000001", "version": "1.0.0", "dialect": "3.0.0", "label": "Antrag auf einen Test"},
        "changes": [
            {
                "area": "cardinalities",
                "sentence": f"{LABEL}: jetzt Pflicht statt freiwillig.",
                "paths": [A],
                "before": "0:1",
                "after": "1:1",
                "fate": "required",
            }
        ],
        "drafts": {"kept": 0, "aside": [], "again": [], "required": [A]},
    }


def test_diff_says_what_is_conditional(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*files(one(), one(limits('maxLength="9"'))), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changes"][0]["conditional"] is True


def test_diff_of_unusable_file(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    call = files(one(), b"<a>")
    assert cli.main(call) == 2
    assert capsys.readouterr().err.startswith(f"{call[-1]}, Zeile 1: ")


def test_diff_where_ids_become_the_same(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(files(schema2(use(field2()), use(field2(A))), one())) == 2
    assert "stünde nach der Umwandlung doppelt" in capsys.readouterr().err
