"""Rules by hand stay with a definition while its text does, and travel from town to town as a file."""

import json

import pytest

from rathaus.catalogue import actions, queries
from rathaus.catalogue import reading as readings
from rathaus.catalogue.by_hand import actions as by_hand
from rathaus.catalogue.by_hand import files
from rathaus.catalogue.by_hand import queries as written
from rathaus.catalogue.models import WrittenRule
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.rules.byhand import HandReading, HandReadingError, text_hash
from rathaus.people import actors
from tests.catalogue import samples
from tests.catalogue.writing import COLOUR, WHY, checks, in_force
from tests.people import making


def test_new_definition_keeps_the_rule_while_its_text_stays_the_same(service, owner, second, publish):
    in_force(service, owner, second)
    proposal = actions.propose(
        samples.definition(rules=(samples.UNREAD_RULE,), label="Zaun neu"),
        file_name="zaun.xml",
        list_files=[samples.colours()],
        department=service.department,
        service=service,
        by=actors.staff(owner.account),
    )
    reading = actions.reading_of(proposal)
    assert ([one.rule for one in reading.by_hand], reading.unread_rules) == (["R99000000001"], ())


def test_new_definition_with_another_text_leaves_the_rule_out_and_says_so(service, owner, second):
    in_force(service, owner, second)
    source = samples.definition(rules=("Über die Türen entscheidet das Bauamt.",))
    reading = readings.read(source, name="zaun.xml").with_rules(written.signed(service))
    assert (reading.by_hand, len(reading.unread_rules)) == ((), 1)
    (sentence,) = reading.left_out
    assert sentence == (
        "Regel R99000000001, von Hand geschrieben, gilt hier nicht: Ihr Text in der Definition ist ein anderer als "
        "der, für den sie geschrieben wurde."
    )
    gone = readings.read(samples.definition(rules=()), name="zaun.xml").with_rules(written.signed(service))
    (sentence,) = gone.left_out
    assert sentence.endswith("gilt hier nicht: Diese Regel gibt es in der Definition nicht.")


def test_file_names_roles_and_nobody(service, owner, second):
    version = in_force(service, owner, second)
    content = files.to_file(queries.hand_readings(version.rules))
    assert content == {
        "format": "rathaus-rules/1",
        "rules": [
            {
                "rule": "R99000000001",
                "bearer": "",
                "replaces": text_hash(samples.UNREAD_RULE),
                "says": [
                    {"effect": "required", "target": WHY, "when": {"equals": [COLOUR, "1"]}},
                    {"effect": "forbidden", "target": WHY, "when": {"not": {"equals": [COLOUR, "1"]}}},
                ],
                "trials": [],
                "written_by": "service_owner",
                "signed_by": "service_owner",
            }
        ],
    }


def test_another_town_takes_the_rules_along_and_keeps_them(service, owner, second, publish, department):
    version = in_force(service, owner, second)
    data = json.dumps(files.to_file(queries.hand_readings(version.rules))).encode()
    reading = readings.read(
        samples.definition(rules=(samples.UNREAD_RULE,)), name="zaun.xml", list_files=[samples.colours()]
    ).with_rules(files.from_file(data))
    taken = actions.publish(
        reading, texts=ServiceTexts(name="Tor"), department=department, slug="tor", by=making.OPERATOR
    ).service
    assert checks(taken) == []
    row = WrittenRule.objects.get(service=taken)
    assert (row.written_by, row.written_role, row.signed_role) == (None, "service_owner", "service_owner")
    by_hand.put_in_force(taken, by=actors.staff(owner.account))
    assert checks(taken) == []


REFUSED = [
    (b"{", "Die Datei ist kein JSON in UTF-8."),
    (b"\xff", "Die Datei ist kein JSON in UTF-8."),
    (b"[]", "Die Datei ist keine Regeldatei („format“: „rathaus-rules/1“ mit einer Liste „rules“)."),
    ({"format": "rathaus-rules/1", "rules": [3]}, "Eine Regel von Hand ist ein JSON-Objekt."),
    ({"rule": ""}, "Einer Regel von Hand fehlt „rule“ als Text."),
    ({"bearer": 3}, "Einer Regel von Hand fehlt „bearer“ als Text."),
    ({"says": []}, "Regel R99000000001: „says“ ist eine Liste mit mindestens einer Anweisung."),
    ({"trials": {}}, "Regel R99000000001: „trials“ ist eine Liste."),
    (
        {"trials": [{"answers": 1}]},
        "Regel R99000000001: „answers“ und „effects“ eines Versuchs sind Objekte mit Pfaden.",
    ),
    ({"signed_by": ""}, "Regel R99000000001 ist nicht von zwei Personen geschrieben und freigegeben."),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED, ids=[sentence[:40] for _, sentence in REFUSED])
def test_file_that_cannot_be_used_is_refused_with_a_sentence(change, sentence):
    rule = {"rule": "R99000000001", "bearer": "", "replaces": "0", "written_by": "x", "signed_by": "y"}
    rule["says"] = [{"effect": "required", "target": WHY, "when": True}]
    if isinstance(change, dict):
        content = change if "rules" in change else {"format": "rathaus-rules/1", "rules": [{**rule, **change}]}
        change = json.dumps(content).encode()
    with pytest.raises(HandReadingError) as refused:
        files.from_file(change)
    assert str(refused.value) == sentence


def test_rule_that_stands_twice_is_refused():
    rule = {"rule": "R1", "replaces": "0", "written_by": "x", "signed_by": "y"}
    rule["says"] = [{"effect": "required", "target": WHY, "when": True}]
    with pytest.raises(HandReadingError, match="Regel R1 steht zweimal in der Datei"):
        files.from_file(json.dumps({"format": "rathaus-rules/1", "rules": [rule, rule]}).encode())


def test_rule_whose_trials_come_to_something_else_is_left_out_and_stays_a_check_by_hand():
    value = {
        "rule": "R99000000001",
        "replaces": text_hash(samples.UNREAD_RULE),
        "says": [{"effect": "shown", "target": WHY, "when": True}],
        "trials": [{"answers": {}, "effects": {WHY: "required"}, "valid": None}],
        "written_by": "x",
        "signed_by": "y",
    }
    source = samples.definition(rules=(samples.UNREAD_RULE,))
    reading = readings.read(source, name="zaun.xml").with_rules([HandReading.from_json(value)])
    assert (reading.by_hand, len(reading.questionnaire.manual_checks)) == ((), 1)
    (sentence,) = reading.left_out
    assert sentence in reading.notes
    assert sentence.endswith("gilt hier nicht: Versuch 1 ergibt nicht, was dabei steht.")
