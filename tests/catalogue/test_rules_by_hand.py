"""Rules by hand: written, signed by a second person, in force with the next version, carried from town to town."""

import json

import pytest
from lxml import html

from rathaus.catalogue import actions, queries
from rathaus.catalogue import reading as readings
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.by_hand import actions as by_hand
from rathaus.catalogue.by_hand import files
from rathaus.catalogue.by_hand import queries as written
from rathaus.catalogue.by_hand.actions import RuleError
from rathaus.catalogue.models import Service, WrittenRule
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.rules import notation
from rathaus.fim.rules.byhand import HandReading, HandReadingError, text_hash
from rathaus.fim.rules.trying import Trial
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.questionnaire import Draft
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.catalogue import pages, samples
from tests.people import making

COLOUR, WHY = "F99000000003", "F99000000004"
TEXT = f"wenn {COLOUR} = 1 dann Pflicht: {WHY}; sonst verboten: {WHY}."
RULE = "/amt/leistungen/zaun/regeln/R99000000001/"


@pytest.fixture
def service(publish):
    """A service with one rule that nobody but people can read."""
    return publish(rules=(samples.UNREAD_RULE,)).service


@pytest.fixture
def second(department):
    """Another service owner of the same department."""
    return making.colleague(Grant(Role.SERVICE_OWNER, department), email="b.zwei@musterstadt.example", name="Bo Zwei")


@pytest.fixture
def administrator(scoped):
    return making.colleague(Grant(Role.ADMINISTRATOR), email="c.drei@musterstadt.example", name="Cy Drei")


def says(service, text=TEXT):
    made = queries.material(service.current_id)
    return notation.read(text, notation.Names(made.schema, made.lists))


def bound(service):
    return queries.material(service.current_id).schema.bound_rules[0]


def write(service, owner, text=TEXT, trials=()):
    return by_hand.write(service, bound(service), says(service, text), trials=trials, by=actors.staff(owner.account))


def checks(service):
    service.refresh_from_db()
    return [one.rule for one in queries.questionnaire(service.current_id).manual_checks]


def shown(service, colour):
    asked = queries.questionnaire(service.current_id)
    return WHY in asked.check(Draft(values={COLOUR: colour})).required


def in_force(service, owner, second):
    """Written, signed and published."""
    by_hand.sign(write(service, owner), by=actors.staff(second.account))
    version = by_hand.put_in_force(service, by=actors.staff(owner.account))
    service.refresh_from_db()
    return version


def test_signed_rule_runs_from_the_next_version_on_and_is_no_check_any_more(service, owner, second):
    first = service.current
    row = write(service, owner)
    assert checks(service) == ["R99000000001"]
    by_hand.sign(row, by=actors.staff(second.account))
    assert checks(service) == ["R99000000001"]
    version = by_hand.put_in_force(service, by=actors.staff(owner.account))
    assert (version.number, version.definition_id, version.roles) == (2, first.definition_id, first.roles)
    assert checks(service) == []
    assert (shown(service, "1"), shown(service, "2")) == (True, False)
    assert [one.rule for one in queries.questionnaire(first.pk).manual_checks] == ["R99000000001"]


def test_both_people_stand_in_the_audit_log(service, owner, second):
    by_hand.sign(write(service, owner), by=actors.staff(second.account))
    entries = AuditEntry.objects.filter(action__startswith="rules.").order_by("sequence")
    about = {"service": "zaun", "rule": "R99000000001", "bearer": "", "written_by": "Kim Weber"}
    assert [(one.action, one.actor_label, json.loads(one.details)) for one in entries] == [
        ("rules.written", "Kim Weber", about),
        ("rules.signed", "Bo Zwei", {**about, "signed_by": "Bo Zwei"}),
    ]


def test_nobody_signs_the_own_rule(service, owner):
    row = write(service, owner)
    with pytest.raises(RuleError, match="Sie haben diese Regel selbst geschrieben"):
        by_hand.sign(row, by=actors.staff(owner.account))
    row.refresh_from_db()
    assert (row.signed_at, row.signed_by) == (None, None)


def test_administrator_may_sign_but_not_write(service, owner, administrator):
    row = by_hand.sign(write(service, owner), by=actors.staff(administrator.account))
    assert (row.written_role, row.signed_role) == ("service_owner", "administrator")
    with pytest.raises(NotAllowed):
        write(service, administrator)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER])
def test_clerks_and_owners_of_other_departments_neither_write_nor_sign(service, owner, role):
    elsewhere = making.department("Standesamt" if role is Role.SERVICE_OWNER else "Bauamt")
    other = making.colleague(Grant(role, elsewhere), email="d.vier@musterstadt.example")
    row = write(service, owner)
    for attempt in (
        lambda: by_hand.sign(row, by=actors.staff(other.account)),
        lambda: by_hand.end(row, by=actors.staff(other.account)),
        lambda: write(service, other),
        lambda: by_hand.put_in_force(service, by=actors.staff(other.account)),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_only_people_write_and_sign(service, owner):
    row = write(service, owner)
    with pytest.raises(NotAllowed):
        by_hand.sign(row, by=Actor.operator("Test"))
    with pytest.raises(NotAllowed):
        by_hand.write(service, bound(service), says(service), by=Actor.operator("Test"))


def test_writing_again_ends_what_waited(service, owner, second):
    before = write(service, owner)
    after = write(service, owner, f"immer freiwillig: {WHY}.")
    with pytest.raises(RuleError, match="wartet nicht mehr"):
        by_hand.sign(before, by=actors.staff(second.account))
    assert list(WrittenRule.objects.filter(ended_at=None)) == [after]


def test_rule_signed_later_takes_the_place_of_the_one_before(service, owner, second):
    in_force(service, owner, second)
    by_hand.sign(write(service, owner, f"immer Pflicht: {WHY}."), by=actors.staff(second.account))
    by_hand.put_in_force(service, by=actors.staff(owner.account))
    service.refresh_from_db()
    assert (shown(service, "1"), shown(service, "2")) == (True, True)


def test_rule_taken_back_is_a_check_by_hand_again(service, owner, second):
    in_force(service, owner, second)
    by_hand.end(WrittenRule.objects.get(ended_at=None), by=actors.staff(owner.account))
    assert checks(service) == []
    by_hand.put_in_force(service, by=actors.staff(owner.account))
    assert checks(service) == ["R99000000001"]


def test_read_rule_can_be_overridden_visibly(publish, owner, second):
    service = publish().service
    in_force(service, owner, second)
    (state,) = written.states(service, service.current)
    assert (state.running.by_hand, state.read.by_hand) == (True, False)
    assert state.read.effects == state.running.effects


def test_rule_that_the_form_cannot_run_is_refused(publish, owner):
    service = publish(rules=(samples.UNREAD_RULE,), lists=[], confirm=[f"{samples.LIST}_1"]).service
    with pytest.raises(RuleError, match="Die Codeliste des verglichenen Feldes fehlt"):
        write(service, owner)
    assert WrittenRule.objects.count() == 0


def test_trials_are_kept_with_what_came_of_them(service, owner):
    row = write(service, owner, trials=[Trial({}), Trial({COLOUR: "1"})])
    assert [(one["answers"], one["effects"]) for one in row.trials] == [
        ({}, {WHY: "forbidden"}),
        ({COLOUR: "1"}, {WHY: "required"}),
    ]


# --- with the definition and the package ------------------------------------------------------------------------------


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
        "Regel R99000000001: Der Text der Definition ist ein anderer als der, für den sie von Hand geschrieben "
        "wurde. Sie gilt hier nicht."
    )
    gone = readings.read(samples.definition(rules=()), name="zaun.xml").with_rules(written.signed(service))
    assert gone.left_out == ("Regel R99000000001: Diese Regel gibt es in der Definition nicht. Sie gilt hier nicht.",)


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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"target": "F99000000009"}, "Regel R99000000001 nennt F99000000009; das gibt es in dieser Definition nicht."),
        ({"effect": "shown"}, "Regel R99000000001: Versuch 1 ergibt nicht, was dabei steht."),
    ],
)
def test_rule_that_does_not_fit_is_not_published(publish, department, change, sentence):
    value = {
        "rule": "R99000000001",
        "replaces": text_hash(samples.UNREAD_RULE),
        "says": [{"effect": "required", "target": WHY, "when": True, **change}],
        "trials": [{"answers": {}, "effects": {WHY: "required"}, "valid": None}],
        "written_by": "x",
        "signed_by": "y",
    }
    source = samples.definition(rules=(samples.UNREAD_RULE,))
    reading = readings.read(source, name="zaun.xml", list_files=[samples.colours()])
    with pytest.raises(PublishError) as refused:
        actions.publish(
            reading.with_rules([HandReading.from_json(value)]),
            texts=ServiceTexts(name="Zaun"), department=department, slug="zaun", by=making.OPERATOR,
        )  # fmt: skip
    assert str(refused.value) == sentence
    assert (Service.objects.count(), WrittenRule.objects.count()) == (0, 0)


# --- pages ------------------------------------------------------------------------------------------------------------


def form(client, address=f"{RULE}schreiben/"):
    return dict(html.fromstring(client.get(address).content).forms[-1].form_values())


def meaning(answer):
    return pages.texts(html.fromstring(answer.content.decode()), "//*[@data-meaning]//*[self::li or self::p]")


def results(answer):
    return pages.texts(html.fromstring(answer.content.decode()), "//*[@class='kern-table__body']/tr/td[last()]")


def test_rule_is_written_tried_signed_and_published_in_the_browser(service, owner, second):
    client, other = making.signed_in(owner), making.signed_in(second)
    answer = client.post(f"{RULE}schreiben/", {"regel": TEXT, "pruefen": "1", "zeilen": "2"})
    assert meaning(answer) == [
        "„Warum“ muss ausgefüllt werden, wenn bei „Farbe“ „rot“ gewählt ist.",
        "„Warum“ entfällt, wenn bei „Farbe“ nicht „rot“ gewählt ist.",
    ]
    values = {"regel": TEXT, "zeilen": "2", f"a1:{COLOUR}": "1", f"a2:{COLOUR}": "2"}
    assert results(client.post(f"{RULE}erklaerung/", values)) == [
        "„Warum“: entfällt",
        "„Warum“: Pflicht",
        "„Warum“: entfällt",
    ]
    assert client.post(f"{RULE}schreiben/", {**values, "speichern": "1"})["Location"] == RULE
    row = WrittenRule.objects.get()
    assert [one["answers"] for one in row.trials] == [{}, {COLOUR: "1"}, {COLOUR: "2"}]
    assert form(client)[f"a2:{COLOUR}"] == "2"
    own = client.get(RULE).content.decode()
    assert ("Freigeben muss eine zweite Person" in own, f"/amt/freigaben/{row.pk}/freigeben/" in own) == (True, False)
    assert f"{RULE}" in other.get("/amt/freigaben/").content.decode()
    other.post(f"/amt/freigaben/{row.pk}/freigeben/")
    client.post("/amt/leistungen/zaun/regeln/in-kraft/")
    assert checks(service) == []
    downloaded = json.loads(client.get("/amt/leistungen/zaun/regeln/datei/").content)
    assert [one["rule"] for one in downloaded["rules"]] == ["R99000000001"]


def test_own_rule_is_not_signed_by_a_forged_request(service, owner):
    row, client = write(service, owner), making.signed_in(owner)
    client.post(f"/amt/freigaben/{row.pk}/freigeben/")
    row.refresh_from_db()
    assert row.signed_at is None
    assert "Sie haben diese Regel selbst geschrieben" in client.get(RULE).content.decode()


def test_administrator_signs_in_the_browser_but_finds_no_way_to_write(service, owner, administrator):
    row, client = write(service, owner), making.signed_in(administrator)
    page = client.get(RULE).content.decode()
    assert (f"/amt/freigaben/{row.pk}/freigeben/" in page, f"{RULE}schreiben/" in page) == (True, False)
    assert client.get(f"{RULE}schreiben/").status_code == 403
    assert client.post("/amt/leistungen/zaun/regeln/in-kraft/").status_code == 403
    assert client.post(f"/amt/freigaben/{row.pk}/zuruecknehmen/").status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None


def test_mistake_is_shown_with_its_place_and_nothing_is_kept(service, owner):
    client = making.signed_in(owner)
    answer = client.post(f"{RULE}schreiben/", {"regel": "wenn F99000000003 = 7 dann", "speichern": "1"})
    sentence = "Zeile 1, Zeichen 21: „Farbe“ hat keinen Wert „7“. Es gibt: 1, 2."
    assert (answer.status_code, meaning(answer)) == (200, [sentence])
    assert client.post(f"{RULE}schreiben/", {"regel": " ", "speichern": "1"}).status_code == 200
    contradicting = f"wenn {COLOUR} = 1 dann Pflicht: {WHY}; verboten: {WHY}."
    answer = client.post(f"{RULE}schreiben/", {"regel": contradicting, "speichern": "1"})
    assert len(meaning(answer)) == 1
    answer = client.post(f"{RULE}schreiben/", {"regel": TEXT, "zeilen": "1", f"a1:{COLOUR}": "1", "speichern": "1"})
    assert (answer.status_code, WrittenRule.objects.count()) == (302, 1)


def test_question_is_put_in_or_offered_or_unknown(service, owner):
    client = making.signed_in(owner)

    def inserted(**values):
        answer = client.post(f"{RULE}schreiben/", {"regel": "wenn", "einfuegen": "", **values})
        tree = html.fromstring(answer.content)
        offered = pages.texts(tree, "//fieldset[contains(@class, 'c-found')]//button")
        return tree.xpath("//textarea")[0].text.strip(), offered, pages.texts(tree, "//*[@id='fehler']//p")

    assert inserted(frage="farb") == ('wenn "Farbe" (F99000000003)', [], [])
    assert inserted(einfuegen='"Warum" (F99000000004)')[0] == 'wenn "Warum" (F99000000004)'
    assert inserted(frage="F990")[1] == [
        '"Familienname" (F99000000001)',
        '"E-Mail-Adresse" (F99000000002)',
        '"Farbe" (F99000000003)',
        '"Warum" (F99000000004)',
    ]
    assert inserted(frage="Hund") == ("wenn", [], ["Eine Frage mit „Hund“ gibt es in dieser Definition nicht."])


def test_answers_tried_stay_while_the_text_is_being_changed(service, owner):
    client = making.signed_in(owner)
    values = {"regel": f"wenn {COLOUR} = ", "zeilen": "3", f"a3:{COLOUR}": "2"}
    tree = html.fromstring(client.post(f"{RULE}erklaerung/", values).content)
    kept = {one.get("name"): one.get("value") for one in tree.xpath("//input[@type='hidden']")}
    assert kept == {f"a3:{COLOUR}": "2", "zeilen": "3"}
    tree = html.fromstring(client.post(f"{RULE}schreiben/", {**values, "regel": TEXT, "zeile": "1"}).content)
    assert [one.get("name") for one in tree.xpath("//select")] == [f"a{row}:{COLOUR}" for row in (1, 2, 3, 4)]


def test_unknown_rule_is_not_found(service, owner):
    client = making.signed_in(owner)
    for path in ("", "schreiben/"):
        assert client.get(f"/amt/leistungen/zaun/regeln/R99000000009/{path}").status_code == 404
