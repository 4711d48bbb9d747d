"""Submissions: JSON Schema in the style of FITKO, and answers under its names."""

from decimal import Decimal

import jsonschema_rs
import pytest

from rathaus.fim.model import Code, CodeList, CodeListRef, DataType, FieldKind, Limits
from rathaus.fim.rules.logic import Equals
from rathaus.fim.rules.report import RuleReport
from rathaus.questionnaire import FileRef, from_submission, json_schema, to_submission

from .samples import both, field, group, rule, schema

G, H, K = "G99000000001", "G99000000002", "G99000000003"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))


def defs(*children: object) -> dict[str, dict[str, object]]:
    found = json_schema(schema(*children), {})  # type: ignore[arg-type]
    jsonschema_rs.validator_for(found)
    return {name: {k: v for k, v in one.items() if k != "title"} for name, one in found["$defs"].items()}


def test_the_frame() -> None:
    found = json_schema(schema(field(A), field(B, anzahl="0:1"), field(C, anzahl="2:5"), field(D, anzahl="0:*")), {})
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == "S99000000001V1.0.0.schema.json"
    assert found["additionalProperties"] is False
    assert found["required"] == [f"{A}V1.0.0", f"{C}V1.0.0"]
    assert found["properties"] == {
        f"{A}V1.0.0": {"$ref": f"#/$defs/{A}V1.0.0"},
        f"{B}V1.0.0": {"$ref": f"#/$defs/{B}V1.0.0"},
        f"{C}V1.0.0": {"type": "array", "items": {"$ref": f"#/$defs/{C}V1.0.0"}, "minItems": 2, "maxItems": 5},
        f"{D}V1.0.0": {"type": "array", "items": {"$ref": f"#/$defs/{D}V1.0.0"}, "minItems": 0},
    }


@pytest.mark.parametrize(
    ("data_type", "limits", "expected"),
    [
        (
            DataType.TEXT,
            Limits(min_length=1, max_length=5, pattern="[0-9]+$"),
            {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^(?:[0-9]+)$"},
        ),
        (DataType.TEXT_LATIN, Limits(pattern=r"\i\c*"), {"type": "string"}),
        (DataType.TEXT, Limits(pattern="(("), {"type": "string"}),
        (
            DataType.NUM_INT,
            Limits(min_value=Decimal(1), max_value=Decimal(9)),
            {"type": "integer", "minimum": 1, "maximum": 9},
        ),
        (DataType.NUM, Limits(max_value=Decimal("9.5")), {"type": "number", "maximum": 9.5}),
        (DataType.NUM_CURRENCY, Limits(), {"type": "number"}),
        (DataType.BOOL, Limits(), {"type": "boolean"}),
        (DataType.DATE, Limits(min_value="2026-01-01"), {"type": "string", "format": "date"}),
        (DataType.TIME, Limits(), {"type": "string", "format": "time"}),
        (DataType.DATETIME, Limits(), {"type": "string", "format": "date-time"}),
        (DataType.FILE, Limits(), {"type": "string"}),
        (DataType.OBJ, Limits(), {"type": "string"}),
    ],
)
def test_each_data_type(data_type: DataType, limits: Limits, expected: dict[str, object]) -> None:
    assert defs(field(A, data_type=data_type, limits=limits)) == {f"{A}V1.0.0": expected}


def test_choices_are_constants_with_their_names() -> None:
    assert defs(field(A, codes={"001": "eins"}))[f"{A}V1.0.0"] == {
        "type": "string",
        "oneOf": [{"const": "001", "description": "eins"}],
    }
    ref = CodeListRef("urn:de:x", "1", "urn:de:x_1")
    found = CodeList("urn:de:x", "1", "urn:de:x_1", "x", None, (Code("9", "neun"),), "code", "name")
    with_list = json_schema(schema(field(A, ref=ref)), {"urn:de:x_1": found})
    assert with_list["$defs"][f"{A}V1.0.0"]["oneOf"] == [{"const": "9", "description": "neun"}]
    assert defs(field(A, ref=ref))[f"{A}V1.0.0"] == {"type": "string"}


def test_texts_to_read_are_no_part_of_it() -> None:
    label = field(A, kind=FieldKind.LABEL, content="x")
    assert defs(label, group(G, "Nur Text", label)) == {}


def test_of_a_choice_group_exactly_one_child_is_there() -> None:
    found = defs(group(G, "Wahl", field(A, anzahl="0:1"), field(B, anzahl="0:1"), choice=True))[f"{G}V1.0.0"]
    assert found["oneOf"] == [{"required": [f"{A}V1.0.0"]}, {"required": [f"{B}V1.0.0"]}]
    assert "required" not in found


def test_what_a_rule_may_close_is_not_required() -> None:
    twice = group(H, "Anschrift", field(B), field(C))
    whole = schema(field(A, codes={"1": "x"}), group(G, "Eins", twice), group(K, "Zwei", twice))
    report = RuleReport((rule(*both(f"{G}.{H}.{B}", Equals(A, "1"))),))
    strict = json_schema(whole, {})["$defs"][f"{H}V1.0.0"]
    assert strict["required"] == [f"{B}V1.0.0", f"{C}V1.0.0"]
    assert json_schema(whole, {}, report=report)["$defs"][f"{H}V1.0.0"]["required"] == [f"{C}V1.0.0"]
    all_closed = RuleReport((rule(*both(f"{G}.{H}.{B}", Equals(A, "1"))), rule(*both(f"{K}.{H}.{C}", Equals(A, "1")))))
    assert "required" not in json_schema(whole, {}, report=all_closed)["$defs"][f"{H}V1.0.0"]


# --- the data


def test_answers_get_their_names_and_come_back() -> None:
    whole = schema(
        field(A, anzahl="0:*"),
        group(
            G, "Räume", field(B, data_type=DataType.FILE, anzahl="0:*"), field(C, data_type=DataType.FILE), anzahl="0:*"
        ),
        group(H, "Zeit", field(A, data_type=DataType.DATETIME), field(B, data_type=DataType.TIME)),
    )
    ref = FileRef("id-1", "Plan.pdf", 5, "application/pdf")
    answers = {
        A: ["a", "b"],
        G: [{B: [ref.to_json()], C: ref.to_json()}],
        H: {A: "2026-07-01T14:30:00", B: "08:00:00"},
    }
    made = to_submission(whole, {**answers, "H00000000001": {"H00000000004": "a@b.de"}})
    assert made == {
        f"{A}V1.0.0": ["a", "b"],
        f"{G}V1.0.0": [{f"{B}V1.0.0": ["id-1"], f"{C}V1.0.0": "id-1"}],
        f"{H}V1.0.0": {f"{A}V1.0.0": "2026-07-01T14:30:00+02:00", f"{B}V1.0.0": "08:00:00Z"},
    }
    jsonschema_rs.validate(json_schema(whole, {}), made, validate_formats=True)
    assert from_submission(whole, made, {"id-1": ref}) == answers
    bare = {A: ["a", "b"], "fremd": 1, H: "x"}
    assert from_submission(whole, bare, {}) == {A: ["a", "b"], H: {}}
    lost = from_submission(whole, {G: [{C: "id-9"}]}, {})
    assert lost == {G: [{C: "id-9"}]}


@pytest.mark.parametrize(
    ("data_type", "content", "limits", "expected"),
    [
        (DataType.TEXT, None, Limits(), ""),
        (DataType.TEXT, None, Limits(min_length=2), "--"),
        (DataType.TEXT, "fest", Limits(), "fest"),
        (DataType.BOOL, "true", Limits(), True),
        (DataType.NUM, "1.5", Limits(), 1.5),
        (DataType.NUM_INT, "7", Limits(), 7),
        (DataType.DATE, "2026-01-01", Limits(), "2026-01-01"),
    ],
)
def test_what_is_written_for_fields_that_nobody_is_asked(
    data_type: DataType, content: str | None, limits: Limits, expected: object
) -> None:
    made = defs(field(A, data_type=data_type, kind=FieldKind.LOCKED, content=content, limits=limits))[f"{A}V1.0.0"]
    assert (made["readOnly"], made["default"]) == (True, expected)


@pytest.mark.parametrize(
    ("data_type", "content"),
    [(DataType.NUM, None), (DataType.NUM, "viel"), (DataType.BOOL, "ja"), (DataType.DATE, None)],
)
def test_what_cannot_be_written_is_only_not_asked(data_type: DataType, content: str | None) -> None:
    made = defs(field(A, data_type=data_type, kind=FieldKind.HIDDEN, content=content))[f"{A}V1.0.0"]
    assert (made["readOnly"], "default" in made) == (True, False)


def test_demanded_fields_that_nobody_is_asked_are_written_empty() -> None:
    locked = {"kind": FieldKind.LOCKED}
    whole = schema(
        field(A, **locked),
        field(B, **locked, limits=Limits(min_length=3)),
        field(C, anzahl="0:1", **locked),
        field(D, data_type=DataType.NUM, **locked),
        field("F99000000005", anzahl="1:*", kind=FieldKind.HIDDEN),
        group(G, "Nur gesperrt", field(A, **locked), field(B, kind=FieldKind.LABEL, content="x")),
        group(H, "Gemischt", field(A, **locked), field(C)),
    )
    made = to_submission(whole, {H: {C: "x"}})
    assert made == {
        f"{A}V1.0.0": "",
        f"{B}V1.0.0": "---",
        "F99000000005V1.0.0": [""],
        f"{G}V1.0.0": {f"{A}V1.0.0": ""},
        f"{H}V1.0.0": {f"{A}V1.0.0": "", f"{C}V1.0.0": "x"},
    }
    assert from_submission(whole, made, {}) == {H: {C: "x"}}
    assert to_submission(whole, {}) == {name: one for name, one in made.items() if name != f"{H}V1.0.0"}
